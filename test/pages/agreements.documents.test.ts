import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';
import { pdf, program } from '../support/files.js';

let t: TestApp;
let liaison: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  liaison = await t.make.user('liaison', (await t.make.agency()).id);
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

const draft = (given: object = {}): ReturnType<typeof t.make.agreement> =>
  t.make.agreement({ agency_id: liaison.organisationId, ...given });
const terms = { name: 'terms.pdf', bytes: pdf() };
const formOf = (page: Page): Record<string, string> => page.form('Add document');
const typed = { kind: 'text', title: 'Memorandum' };

async function add(
  path: string,
  given: Record<string, string> = typed,
  file: typeof terms | null = terms,
): Promise<Page> {
  return browser.upload(path, { ...formOf(await browser.get(path)), ...given }, file);
}

it('the agreement leads to its documents; one is added and fetched without a script', async () => {
  const { reference } = await draft();
  const path = `/agreements/${reference}/documents`;
  expect((await browser.get(`/agreements/${reference}`)).html).toContain(`href="${path}"`);
  const empty = await browser.get(path);
  expect([empty.title, empty.text]).toEqual([
    `Documents of ${reference} – Accord`,
    expect.stringContaining('has no documents yet'),
  ]);
  const page = await browser.follow(await add(path));
  expect(page.text).toContain('The document is kept.');
  expect(page.text).toContain('terms.pdf (OFFICIAL, PDF,');
  expect(page.text).toContain(`by ${liaison.name}`);
  const [href] = /\/documents\/[0-9a-f-]{36}\/versions\/1/.exec(page.html)!;
  const file = await browser.get(href);
  expect([file.status, file.headers['content-type']]).toEqual([200, 'application/pdf']);
  expect(file.headers['content-disposition']).toMatch(/^attachment; /);
});

it('a new version stands above the earlier ones', async () => {
  const { reference } = await draft();
  const path = `/agreements/${reference}/documents`;
  const page = await browser.follow(await add(path));
  const form = page.form('Add version');
  const action = /action="(\/documents\/[^"]+)"/.exec(page.html)![1];
  const second = await browser.upload(action, form, { name: 'second.pdf', bytes: pdf([], 'Second') });
  const after = await browser.follow(second);
  expect(after.text).toContain('The new version is kept. Earlier ones stay as they were.');
  expect(after.text.indexOf('second.pdf')).toBeLessThan(after.text.indexOf('terms.pdf'));
  const stale = await browser.upload(action, form, { name: 'third.pdf', bytes: pdf([], 'Third') });
  expect([stale.status, stale.text]).toEqual([
    412,
    expect.stringContaining('Somebody else changed this since you opened it.'),
  ]);
  const same = await browser.upload(action, after.form('Add version'), {
    name: 'second.pdf',
    bytes: pdf([], 'Second'),
  });
  expect([same.status, same.problems]).toEqual([
    409,
    [['This file is the same as version 2, so it was not added again.', null]],
  ]);
});

it.each<[string, Record<string, string>, typeof terms | null, number, [string, string][]]>([
  ['nothing chosen', typed, null, 400, [['Select a file.', '#file']]],
  [
    'nothing typed',
    { kind: '', title: '' },
    terms,
    400,
    [
      ['Select what kind of document it is.', '#kind'],
      ['Enter a title.', '#title'],
    ],
  ],
  [
    'nothing at all',
    { kind: '', title: '' },
    null,
    400,
    [
      ['Select what kind of document it is.', '#kind'],
      ['Enter a title.', '#title'],
      ['Select a file.', '#file'],
    ],
  ],
  [
    'a program',
    typed,
    { name: 'terms.pdf', bytes: program },
    400,
    [[expect.stringMatching(/called a PDF, but its content is not/) as unknown as string, '#file']],
  ],
  [
    'nothing in it',
    typed,
    { name: 'terms.pdf', bytes: Buffer.from('') },
    400,
    [['The file is empty. Check it, then upload it again.', '#file']],
  ],
  [
    'too much',
    typed,
    { name: 'terms.pdf', bytes: Buffer.alloc(11 * 1024 * 1024) },
    413,
    [['The file is larger than 10 MB. Make it smaller, or upload it in parts.', '#file']],
  ],
])('%s: said on the form, where what was typed stays', async (_what, given, file, status, problems) => {
  const { reference } = await draft();
  const page = await add(`/agreements/${reference}/documents`, given, file);
  expect([page.status, page.problems]).toEqual([status, problems]);
  for (const [, href] of problems) expect(page.ids).toContain(href.slice(1));
  expect(formOf(page)).toMatchObject(given);
});

it('pressed twice, it is added once', async () => {
  const { reference } = await draft();
  const path = `/agreements/${reference}/documents`;
  const form = { ...formOf(await browser.get(path)), ...typed };
  const both = await Promise.all([browser.upload(path, form, terms), browser.upload(path, form, terms)]);
  expect(both.map(({ status }) => status)).toEqual([303, 303]);
  expect((await browser.get(path)).html.match(/>Memorandum<\/h2>/g)).toHaveLength(1);
});

describe('a form that is not from one of our pages', () => {
  it.each<[string, (form: Record<string, string>) => Record<string, string>, Record<string, string>]>([
    ['without its token', ({ _csrf: _, ...form }) => form, {}],
    ['with another token', (form) => ({ ...form, _csrf: 'another' }), {}],
    ['from another site', (form) => form, { origin: 'https://elsewhere.example' }],
  ])('%s is refused, and the file is not kept', async (_how, change, headers) => {
    const { id, reference } = await draft();
    const path = `/agreements/${reference}/documents`;
    const form = change({ ...formOf(await browser.get(path)), ...typed });
    expect((await browser.upload(path, form, terms, headers)).status).toBe(403);
    const kept = await t.source.query('select 1 from agreement_documents where agreement_id = $1', [id]);
    expect(kept).toEqual([]);
  });

  it('with its token behind the file is refused: the file would have been read before', async () => {
    const { reference } = await draft();
    const path = `/agreements/${reference}/documents`;
    const { _csrf, ...form } = formOf(await browser.get(path));
    const boundary = 'between';
    const part = (head: string, body: string): string =>
      `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;
    const fields = Object.entries({ ...form, ...typed }).map(([name, value]) => part(`name="${name}"`, value));
    const body = `${fields.join('')}${part('name="file"; filename="terms.pdf"', pdf().toString('latin1'))}${part('name="_csrf"', _csrf)}--${boundary}--\r\n`;
    const answer = await fetch(`${browser.address}${path}`, {
      method: 'POST',
      body: Buffer.from(body, 'latin1'),
      redirect: 'manual',
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        origin: browser.address,
        cookie: `accord=${browser.cookies.accord}`,
      },
    });
    expect(answer.status).toBe(403);
    await answer.text();
  });
});

it('who may not add is offered nothing to add with', async () => {
  const other = await t.make.user('partner', (await t.make.agency()).id);
  const { id, reference } = await draft({
    stage: 'executed',
    executed_on: '2026-01-01',
    sharing: 'uk_law_enforcement',
  });
  await t.make.row('agreement_parties', { id, agreement_id: id, organisation_id: other.organisationId });
  const page = await (await t.asBrowser(other)).get(`/agreements/${reference}/documents`);
  expect([page.status, page.html.includes('type="file"')]).toEqual([200, false]);
});
