import supertest from 'supertest';

/** A page as a test reads it: enough of HTML for pages of our own, whose attributes are always quoted. */
export class Page {
  constructor(
    readonly status: number,
    readonly headers: Record<string, string | undefined>,
    readonly cookies: readonly string[],
    readonly html: string,
  ) {}

  get title(): string {
    return plain(/<title[^>]*>([\s\S]*?)<\/title>/.exec(this.html)?.[1] ?? '');
  }

  get headings(): string[] {
    return [...this.html.matchAll(/<h1[^>]*>([\s\S]*?)<\/h1>/g)].map(([, inside]) => plain(inside));
  }

  /** What people read. */
  get text(): string {
    return plain(this.html.replace(/<(script|title)[\s\S]*?<\/\1>/g, ''));
  }

  /** The errors of the summary, each with where it leads; null where it leads nowhere. */
  get problems(): (readonly [text: string, href: string | null])[] {
    const list = /govuk-error-summary__list">([\s\S]*?)<\/ul>/.exec(this.html)?.[1] ?? '';
    return [...list.matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, inside]) => [
      plain(inside),
      /href="([^"]*)"/.exec(inside)?.[1] ?? null,
    ]);
  }

  get ids(): string[] {
    return this.tags().flatMap(({ attributes: { id } }) => id ?? []);
  }

  /** Scripts that stand in the page itself; our own file is not among them. One is the template's. */
  get scripts(): { name: string; attributes: Record<string, string | undefined> }[] {
    return this.tags('script').filter(({ attributes }) => attributes.src === undefined);
  }

  /** The tags of one name, or all. */
  tags(name?: string): { name: string; attributes: Record<string, string | undefined> }[] {
    return tagsIn(this.html).filter((tag) => name === undefined || tag.name === name);
  }

  /** The message beside a field. */
  messageAt(id: string): string | null {
    const found = new RegExp(`id="${id}-error"[^>]*>([\\s\\S]*?)</p>`).exec(this.html);
    return found && plain(found[1]);
  }

  /** What the fields of a form hold, by name: the form that contains this text. */
  form(containing: string): Record<string, string> {
    const form = [...this.html.matchAll(/<form[\s\S]*?<\/form>/g)].find(([html]) => html.includes(containing))?.[0];
    if (form === undefined) throw new Error(`no form here contains ${containing}`);
    // As a browser does: what is not ticked is not sent.
    const sent = ({ type, name, checked }: Record<string, string | undefined>): boolean =>
      name !== undefined && (!['checkbox', 'radio'].includes(type ?? '') || checked !== undefined);
    const inputs = tagsIn(form).filter(({ name, attributes }) => name === 'input' && sent(attributes));
    const areas = form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g);
    const selects = form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g);
    return Object.fromEntries([
      ...inputs.map(({ attributes }) => [attributes.name!, attributes.value ?? '']),
      ...[...areas].map(([, name, value]) => [name, decoded(value)]),
      ...[...selects].map(([, name, options]) => [name, chosenIn(options)]),
    ]) as Record<string, string>;
  }
}

/** Keeps cookies and follows what the server says, as a browser does; runs no script. */
export class Browser {
  constructor(
    readonly address: string,
    readonly cookies: Record<string, string> = {},
  ) {}

  async get(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.read(supertest(this.address).get(path).set(headers));
  }

  /** Sends these fields and nothing else; a list as so many fields of the same name. */
  async post(
    path: string,
    fields: Record<string, string | readonly string[]>,
    headers: Record<string, string> = {},
  ): Promise<Page> {
    const call = supertest(this.address).post(path).type('form').set('origin', this.address).set(headers);
    const pairs = Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
    return this.read(call.send(new URLSearchParams(pairs as [string, string][]).toString()));
  }

  /** The same, from pairs, where several fields share a name. */
  async postPairs(path: string, pairs: [string, string][], headers: Record<string, string> = {}): Promise<Page> {
    const call = supertest(this.address).post(path).type('form').set('origin', this.address).set(headers);
    return this.read(call.send(new URLSearchParams(pairs).toString()));
  }

  /** Sends a form with a file as a browser does: the fields in their order, then the file. Without one the field is empty. */
  async upload(
    path: string,
    fields: Record<string, string>,
    file: { readonly name: string; readonly bytes: Buffer } | null,
    headers: Record<string, string> = {},
  ): Promise<Page> {
    const call = supertest(this.address).post(path).set('origin', this.address).set(headers);
    for (const [name, value] of Object.entries(fields)) if (name !== 'file') void call.field(name, value);
    return this.read(call.attach('file', file?.bytes ?? Buffer.alloc(0), file?.name ?? { filename: '' }));
  }

  /** Opens a page, fills the form that contains a text, and sends it to where the form says. */
  async fill(path: string, containing: string, fields: Record<string, string | readonly string[]>): Promise<Page> {
    const page = await this.get(path);
    const form = [...page.html.matchAll(/<form[\s\S]*?<\/form>/g)].find(([html]) => html.includes(containing))?.[0];
    const action = /action="([^"]*)"/.exec(form ?? '')?.[1];
    if (action === undefined) throw new Error(`${path} has no form that contains ${containing}: ${page.text}`);
    return this.post(action, { ...page.form(containing), ...fields });
  }

  /** Goes where a redirect leads. */
  async follow({ status, headers }: Page): Promise<Page> {
    if (status !== 303) throw new Error(`no redirect but ${status}`);
    return this.get(headers.location!);
  }

  /** Of this session, as its forms carry it. */
  async csrfToken(): Promise<string> {
    return (await this.get('/')).form('/sign-out')._csrf;
  }

  private async read(call: supertest.Test): Promise<Page> {
    const cookie = Object.entries(this.cookies).map(([name, value]) => `${name}=${value}`);
    const { status, headers, text } = await call.set('cookie', cookie.join('; ')).redirects(0);
    const set = (headers['set-cookie'] as unknown as string[] | undefined) ?? [];
    for (const line of set) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') delete this.cookies[name];
      else this.cookies[name] = value;
    }
    return new Page(status, headers as Record<string, string>, set, text);
  }
}

function tagsIn(html: string): { name: string; attributes: Record<string, string | undefined> }[] {
  return [...html.matchAll(/<([a-z0-9]+)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/g)].map(([, name, inside]) => ({
    name,
    attributes: Object.fromEntries(
      [...inside.matchAll(/([a-z-]+)(?:="([^"]*)")?/g)].map(([, attribute, value]) => [
        attribute,
        decoded(value ?? ''),
      ]),
    ),
  }));
}

function chosenIn(options: string): string {
  const chosen = /<option value="([^"]*)" selected/.exec(options) ?? /<option value="([^"]*)"/.exec(options);
  return decoded(chosen?.[1] ?? '');
}

function plain(html: string): string {
  return decoded(html.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#96;', '`')
    .replaceAll('&#92;', '\\')
    .replaceAll('&amp;', '&');
}
