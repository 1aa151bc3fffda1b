/** A message, or a part of one, as RFC 5322 and RFC 2045 lay it out. Nothing of it is believed: it may come from anybody. */
export interface MimePart {
  /** By name in small letters, each unfolded into one line; of several alike the first. */
  readonly headers: ReadonlyMap<string, string>;
  /** Such as `text/plain`, in small letters and without its parameters. */
  readonly type: string;
  /** As it came: `decodedText` takes the transfer encoding off. */
  readonly body: string;
  readonly parts: readonly MimePart[];
}

/** Deeper than any mail that we write or expect; what lies below is left unread. */
const mostLevels = 6;
const mostParts = 50;

/** Reads a whole message in one pass over its lines, whatever it holds. */
export function readMime(source: string): MimePart {
  return partOf(source.replaceAll('\r\n', '\n').split('\n'), 1);
}

function partOf(lines: readonly string[], level: number): MimePart {
  const blank = lines.indexOf('');
  const headers = headersIn(blank === -1 ? lines : lines.slice(0, blank));
  const body = blank === -1 ? [] : lines.slice(blank + 1);
  const given = headers.get('content-type') ?? 'text/plain';
  const type = given.split(';', 1)[0].trim().toLowerCase();
  const boundary = type.startsWith('multipart/') ? boundaryIn(given) : null;
  const inner = boundary === null || level === mostLevels ? [] : between(body, boundary);
  return { headers, type, body: body.join('\n'), parts: inner.map((one) => partOf(one, level + 1)) };
}

/** Header fields: a line that begins with a blank belongs to the one before it. */
export function headersIn(lines: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  let name: string | null = null;
  for (const line of lines) {
    if (line.startsWith(' ') || line.startsWith('\t')) {
      if (name !== null) headers.set(name, `${headers.get(name)!} ${line.trim()}`);
      continue;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? '' : line.slice(0, colon).trim().toLowerCase();
    name = field === '' || headers.has(field) ? null : field;
    if (name !== null) headers.set(name, line.slice(colon + 1).trim());
  }
  return headers;
}

function boundaryIn(contentType: string): string | null {
  const at = contentType.toLowerCase().indexOf('boundary=');
  if (at === -1) return null;
  const rest = contentType.slice(at + 'boundary='.length);
  const value = rest.startsWith('"') ? rest.slice(1).split('"', 1)[0] : rest.split(';', 1)[0].trim();
  return value === '' ? null : value;
}

function between(lines: readonly string[], boundary: string): string[][] {
  const found: string[][] = [];
  let current: string[] | null = null;
  for (const line of lines) {
    const edge = line.trimEnd();
    if (edge === `--${boundary}--`) break;
    if (edge === `--${boundary}`) {
      if (found.length === mostParts) break;
      current = [];
      found.push(current);
    } else current?.push(line);
  }
  return found;
}

/** The text of the first part of a type, at any level; null where there is none. */
export function textIn(part: MimePart, type: string): string | null {
  if (part.parts.length === 0) return part.type === type ? decodedText(part) : null;
  for (const inner of part.parts) {
    const found = textIn(inner, type);
    if (found !== null) return found;
  }
  return null;
}

export function decodedText({ headers, body }: MimePart): string {
  const encoding = (headers.get('content-transfer-encoding') ?? '').toLowerCase();
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? fromQuotedPrintable(body) : body;
}

/** RFC 2045, section 6.7. What is not encoded as it says stays as it is. */
function fromQuotedPrintable(text: string): string {
  const joined = text.replaceAll(/=[ \t]{0,3}\n/g, '');
  return joined.replaceAll(/(?:=[0-9A-Fa-f]{2})+/g, (run) =>
    Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'),
  );
}
