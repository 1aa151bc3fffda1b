import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';

let t: TestApp;
let agency: { id: string };
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  browser = await t.asBrowser(await t.make.user('liaison', agency.id));
});
afterAll(() => t.close());

const search = (q: string): ReturnType<Browser['get']> => browser.get(`/search?q=${encodeURIComponent(q)}`);

it.each([
  ['/', 200],
  ['/agreements', 200],
  ['/agreements/AGR-1999-9999', 404],
])('the box stands on every page: %s', async (path, status) => {
  const page = await browser.get(path);
  expect(page.status).toBe(status);
  expect(page.html).toMatch(/<form class="[^"]*" role="search" method="get" action="\/search"/);
  expect(page.form('search-box')).toEqual({ q: '' });
});

it.each(['admin', 'auditor', 'approver', 'academic', 'host'] as const)(
  'the role %s has neither the box nor the page',
  async (role) => {
    const other = await t.asBrowser(await t.make.user(role, agency.id));
    const page = await other.get('/search?q=anything');
    expect(page.status).toBe(403);
    expect(page.html).not.toContain('role="search"');
  },
);

it('shows what was found by kind, with what tells it apart, and leads to it', async () => {
  const { reference } = await t.make.agreement({
    agency_id: agency.id,
    title: 'Sundial data',
    sharing: 'named',
    marking: 'OFFICIAL-SENSITIVE',
    owner_user_id: null,
  });
  expect((await search('sundial')).text).not.toContain(reference);
  await t.source.query(`update agreements set marking = 'OFFICIAL', sharing = 'agency' where reference = $1`, [
    reference,
  ]);
  await t.make.interaction({ agency_id: agency.id, subject: 'Sundial meeting' });
  const page = await search('sundial');
  expect([page.status, page.title, page.headings]).toEqual([
    200,
    'sundial – Search – Accord',
    ['Results for “sundial”'],
  ]);
  expect(page.text).toContain(
    `Sundial data ${reference}, Memorandum of understanding, Draft, ends on 31 December 2027`,
  );
  expect(page.text).toContain('Interactions Sundial meeting Meeting, 9 June 2026');
  expect(page.html).toContain(`href="/agreements/${reference}"`);
  expect(page.form('search-box')).toEqual({ q: 'sundial' });
});

it('opens the record whose reference was typed', async () => {
  await t.make.agreement({ agency_id: agency.id, reference: 'AGR-2023-0005' });
  for (const q of ['AGR-2023-0005', ' agr 2023-5 ']) {
    const page = await search(q);
    expect([page.status, page.headers.location]).toEqual([303, '/agreements/AGR-2023-0005']);
  }
});

it('treats a hidden record as one that is not there', async () => {
  const other = await t.make.agency();
  await t.make.agreement({ agency_id: other.id, reference: 'AGR-2023-0006', title: 'Astrolabe' });
  for (const [hidden, absent] of [
    ['AGR-2023-0006', 'AGR-2023-0099'],
    ['Astrolabe', 'Astrolobe'],
  ]) {
    const [one, two] = [await search(hidden), await search(absent)];
    expect(one.status).toBe(200);
    expect(one.text).toBe(two.text.replaceAll(absent, hidden));
    expect(one.text).toContain('Nothing that you may see matches.');
  }
});

it('leads to the whole list when there are more', async () => {
  for (let n = 0; n < 7; n += 1) await t.make.agreement({ agency_id: agency.id, title: `Orrery & ${n}` });
  const page = await search('orrery');
  expect(page.html).toContain('href="/agreements?q=orrery"');
  expect((await browser.get('/agreements?q=orrery')).text).toContain('7 agreements');
});

it('says what to type when nothing was typed, and that more is needed', async () => {
  const page = await browser.get('/search');
  expect([page.status, page.title, page.headings]).toEqual([200, 'Search – Accord', ['Search']]);
  expect(page.text).toContain('EXP-000123 or AGR-2026-0007 opens the record');
  const short = await search('a');
  expect([short.status, short.title]).toEqual([400, 'Error: Search – Accord']);
  expect(short.problems).toEqual([['Enter 2 characters or more to search for.', '#search-box']]);
  expect(short.form('search-box')).toEqual({ q: 'a' });
});

it('shows what was typed as text', async () => {
  const typed = '"><script>alert(1)</script>{{7*7}}';
  const page = await search(typed);
  expect(page.status).toBe(200);
  expect(page.html).not.toContain('<script>alert');
  expect(page.headings).toEqual([`Results for “${typed}”`]);
  expect(page.form('search-box')).toEqual({ q: typed });
});

describe('delivery', () => {
  const raw = (url: string, encoding?: string) =>
    t.app.inject({
      method: 'GET',
      url,
      headers: {
        cookie: `accord=${browser.cookies.accord}`,
        ...(encoding ? { 'accept-encoding': encoding } : {}),
      },
    });

  it.each([
    ['br', 'br'],
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['identity', undefined],
    [undefined, undefined],
  ])('a page goes out compressed for whoever takes %s', async (accepted, used) => {
    const answer = await raw('/agreements', accepted);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-encoding']).toBe(used);
    if (used) expect(answer.rawPayload.length).toBeLessThan(8000);
  });

  it('the stylesheet and the script are sent as the build compressed them', async () => {
    const { html } = await browser.get('/');
    for (const [asset] of html.matchAll(/\/assets\/accord-[0-9a-f]{12}\.(css|js)/g)) {
      const answer = await raw(asset, 'br, gzip');
      expect([answer.statusCode, answer.headers['content-encoding']]).toEqual([200, 'br']);
      expect(answer.headers['cache-control']).toContain('immutable');
      expect(answer.headers['content-type']).toMatch(asset.endsWith('.js') ? /javascript/ : /css/);
    }
  });

  it('a body that comes in compressed is not expanded', async () => {
    const answer = await t.app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' },
      payload: (await import('node:zlib')).gzipSync('email=a%40b.example&password=x'),
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).not.toContain('a@b.example');
  });

  it('the token of a page is another each time', async () => {
    const [one, two] = [await browser.csrfToken(), await browser.csrfToken()];
    expect(one).not.toBe(two);
  });
});
