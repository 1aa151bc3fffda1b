import { isPagePath } from '../../src/platform/pages/page-path.js';
import type { TestApp } from '../support/app.js';
import type { Visitor } from './people.js';
import { formText, formType } from '../support/files.js';
import { takesFile } from './bodies.js';
import type { Row } from './matrix.js';
import type { Scene } from './scene.js';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
  readonly headers: Record<string, unknown>;
}

export interface Sending {
  readonly body?: object;
  /** Sent as If-Match. */
  readonly version?: number;
  /** An access value of their own rather than the one they always use. */
  readonly token?: string;
}

/** Asks the running application as one of the people of the scene, and remembers everything that each of them was told. */
export class Asking {
  readonly told = new Map<Visitor, string[]>();

  constructor(
    private readonly t: TestApp,
    private readonly scene: Scene,
  ) {}

  async ask(visitor: Visitor, method: string, path: string, sending: Sending = {}): Promise<Answer> {
    const page = isPagePath(path);
    const token = sending.token ?? (page ? this.scene.cookieOf(visitor) : this.scene.tokenOf(visitor));
    const asForm = takesFile.test(path) && sending.body !== undefined;
    const response = await this.t.app.inject({
      method: method as 'GET',
      url: path,
      headers: {
        ...(token === null ? {} : page ? { cookie: `accord=${token}` } : { authorization: `Bearer ${token}` }),
        ...(page && method !== 'GET' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
        ...(asForm ? { 'content-type': formType } : {}),
        ...(sending.version === undefined ? {} : { 'if-match': `"${sending.version}"` }),
      },
      payload: page ? undefined : asForm ? formText(sending.body!, neverTaken) : sending.body,
    });
    const text = response.body;
    const told = this.told.get(visitor) ?? [];
    told.push(text, ...cursorsIn(text));
    this.told.set(visitor, told);
    const isJson = /json/.test(String(response.headers['content-type']));
    return {
      status: response.statusCode,
      body: isJson ? (JSON.parse(text) as unknown) : { html: withoutChance(text) },
      text,
      headers: response.headers,
    };
  }

  /** Every item of a list, page by page. */
  async listed(visitor: Visitor, path: string): Promise<{ id: string }[]> {
    const items: { id: string }[] = [];
    let next: string | null = path + (path.includes('?') ? '&' : '?') + 'limit=100';
    while (next !== null) {
      const { status, body } = await this.ask(visitor, 'GET', next);
      if (status !== 200) throw new Error(`${visitor} may not list ${path}: ${status}`);
      const page = body as { items: { id: string }[]; nextCursor: string | null };
      items.push(...page.items);
      next =
        page.nextCursor === null
          ? null
          : `${path}${path.includes('?') ? '&' : '?'}limit=100&cursor=${encodeURIComponent(page.nextCursor)}`;
    }
    return items;
  }
}

const neverTaken = { name: 'program.exe', content: 'MZ' };

/** A page but for what is new each time. */
function withoutChance(html: string): string {
  return html.replaceAll(
    /nonce="[^"]*"|name="_csrf" value="[^"]*"|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f-]{17}/g,
    '',
  );
}

/** A cursor carries the sort values of the last row: they are told too. */
function cursorsIn(text: string): string[] {
  const cursor = /"nextCursor":"([^"]+)"/.exec(text)?.[1];
  return cursor === undefined ? [] : [Buffer.from(cursor, 'base64url').toString('utf8')];
}

export function methodOf({ route }: Row): string {
  return route.split(' ')[0];
}

/** The row's path with its parameters filled in. */
export function pathOf({ route }: Pick<Row, 'route'>, parameters: Record<string, string> = {}): string {
  return route.split(' ')[1].replaceAll(/:(\w+)/g, (_whole, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`${route} has no ${name} in this scene`);
    return encodeURIComponent(value);
  });
}
