import { inflateSync } from 'node:zlib';

/** Without one of these no action runs anything: scripts, programs of the computer, and embedded players. */
const active = namePattern('JavaScript', 'Launch', 'RichMedia');
const encrypted = namePattern('Encrypt');
const objectStream = new RegExp(namePattern('ObjStm'), 'g');

/** Object streams hold dictionaries, which are small; pages, pictures and fonts stand elsewhere. */
const mostInflated = 50 * 1024 * 1024;
const mostObjectStreams = 5000;
const longestDictionary = 2000;

const unreadable = 'This PDF is written in a way that cannot be checked. Print it to a new PDF, then upload that.';

/**
 * What is wrong with a PDF, as a sentence, or null. Looks for actions that run something in the whole file as it is and in its
 * compressed object streams, where newer documents keep their dictionaries. What is encrypted or packed otherwise cannot be
 * looked into, so it is refused.
 */
export function problemOfPdf(bytes: Buffer): string | null {
  // One character a byte, so that places in the text are places in the file.
  const whole = bytes.toString('latin1');
  if (!whole.slice(-2048).includes('%%EOF'))
    return 'This PDF breaks off before its end. Save it again, then upload it.';
  if (encrypted.test(whole))
    return 'This PDF is encrypted, so it cannot be checked. Save it without a password, then upload it again.';
  let runs = active.test(whole);
  let left = mostInflated;
  let streams = 0;
  // One that stood within another would be read over and over, and only a reader that goes by lengths could tell them apart.
  let read = 0;
  for (const { index } of whole.matchAll(objectStream)) {
    streams += 1;
    const found = index < read || streams > mostObjectStreams ? null : inflatedAt(whole, index, left);
    if (found === null) return unreadable;
    left -= found.objects.length;
    read = found.end;
    runs ||= active.test(found.objects);
  }
  return runs ? 'This PDF holds a script or starts a program. Print it to a new PDF, then upload that.' : null;
}

/** What the object stream holds whose name stands at `at`, and where it ends; null where it cannot be told. */
function inflatedAt(whole: string, at: number, most: number): { objects: string; end: number } | null {
  const start = /stream\r?\n/.exec(whole.slice(at, at + longestDictionary));
  if (start === null || most <= 0) return null;
  const from = at + start.index + start[0].length;
  const end = whole.indexOf('endstream', from);
  if (end < 0) return null;
  const before = whole
    .slice(Math.max(0, at - longestDictionary), at)
    .split(/\bobj\b/)
    .at(-1)!;
  const dictionary = before + whole.slice(at, from);
  // Not packed at all: it has been looked at with the rest of the file.
  if (!dictionary.includes('/Filter') && !dictionary.includes('#')) return { objects: '', end };
  try {
    const packed = Buffer.from(whole.slice(from, end), 'latin1');
    return { objects: inflateSync(packed, { maxOutputLength: most }).toString('latin1'), end };
  } catch {
    return null;
  }
}

/** One of these names of PDF, each letter of which may be written with hexadecimal digits: /J#61vaScript is /JavaScript. */
function namePattern(...names: readonly string[]): RegExp {
  const spelt = names.map((name) => [...name].map((letter) => `(?:${letter}|#${digitsOf(letter)})`).join(''));
  return new RegExp(String.raw`/(?:${spelt.join('|')})(?=[\x00\t\n\f\r ()<>[\]{}/%]|$)`);
}

function digitsOf(letter: string): string {
  return [...letter.charCodeAt(0).toString(16)].map((digit) => `[${digit}${digit.toUpperCase()}]`).join('');
}
