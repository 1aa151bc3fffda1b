import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let admin: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  admin = await t.make.user('admin', agency.id, { name: 'Ada Admin' });
  browser = await t.asBrowser(await t.make.user('auditor', agency.id));
});
afterAll(() => t.close());

it('is where an auditor begins; the registers are the only other place in the navigation', async () => {
  const home = await browser.get('/');
  expect(home.headers.location).toBe('/admin/audit');
  const page = await browser.follow(home);
  expect([page.status, page.title, page.headings]).toEqual([200, 'Audit – Accord', ['Audit']]);
  expect(page.text).toContain('0 entries Nothing was done that these filters look for.');
  const places = [...page.html.matchAll(/service-navigation__link" href="([^"]*)"/g)].map(([, href]) => href);
  expect(places).toEqual(['/admin/audit', '/organisations']);
});

it('shows each entry as a sentence with before and after, hostile text as text', async () => {
  const hostile = '<script>alert(1)</script> {{7*7}}';
  const account = await t.make.user('liaison', admin.organisationId, { name: 'Old Name' });
  await t.as(admin.token).patch(`users/${account.id}`, { name: hostile }, 1).expect(200);
  const page = await browser.get(`/admin/audit?record=${account.id}`);
  expect(page.text).toContain(
    `10 June 2026, 10am Ada Admin changed the name of ${hostile} Before and after Name: Old Name → ${hostile}`,
  );
  expect(page.html).not.toContain('<script>alert');
  expect(page.text).toContain('1 entry');
});

it('says only which fields changed of a record that the reader may not open', async () => {
  const liaison = await t.make.user('liaison', admin.organisationId, { name: 'Helena Marsh' });
  const { reference } = await t.make.agreement({ agency_id: liaison.organisationId, owner_user_id: liaison.id });
  await t
    .as(liaison.token)
    .patch(`agreements/${reference}`, { title: 'Hidden words', purpose: 'Hidden', fundingSource: 'Hidden' }, 1)
    .expect(200);
  const page = await browser.get(`/admin/audit?record=${reference}`);
  expect(page.text).toContain(`Helena Marsh changed 3 fields of ${reference} Which fields`);
  expect(page.html).not.toContain('Hidden');
});

it('keeps the filters, each with a way to take it out, over the pages', async () => {
  for (let made = 0; made < 27; made += 1)
    await t
      .as(admin.token)
      .patch('vocabularies/threat/terms/fraud', { label: `Fraud ${made}` }, made + 1)
      .expect(200);
  const page = await browser.get('/admin/audit?kind=vocabulary_term&action=vocabulary-term.change&person=ada');
  expect(page.text).toContain('27 entries');
  expect(page.text).toContain('Remove this filter: Vocabulary term');
  expect(page.form('action="/admin/audit"')).toMatchObject({
    kind: 'vocabulary_term',
    action: 'vocabulary-term.change',
    person: 'ada',
  });
  const next = page.tags('a').find(({ attributes }) => attributes.rel === 'next')!.attributes.href!;
  const second = await browser.get(next);
  expect(second.text).toContain('Back to the first page');
  expect(second.html.match(/Ada Admin changed the label/g)).toHaveLength(2);
});

it.each([
  [
    'record=nobody',
    'Enter a reference such as AGR-2026-0007 or EXP-000123, or the id of a record.',
    '#record',
    'record',
  ],
  ['from-day=31&from-month=2&from-year=2026', 'Enter a real date, such as 27 3 2026.', '#from-day', 'from'],
])('says what is wrong with %s beside the field', async (query, text, href, field) => {
  const page = await browser.get(`/admin/audit?${query}`);
  expect([page.status, page.title, page.problems]).toEqual([400, 'Error: Audit – Accord', [[text, href]]]);
  expect(page.messageAt(field)).toBe(`Error: ${text}`);
});
