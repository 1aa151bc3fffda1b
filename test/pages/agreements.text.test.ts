import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import type { Person } from '../support/factory.js';

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
async function begun(given: object = {}): Promise<string> {
  const { reference } = await draft({ purpose: 'To learn how fraud travels.', ...given });
  expect((await browser.fill(`/agreements/${reference}/text`, 'Draft it from the template', {})).status).toBe(303);
  return reference;
}
/** The form as a browser sends it: a box that nobody ticked is no part of it. */
async function opened(path: string): Promise<Record<string, string>> {
  const form = (await browser.get(path)).form('Save changes');
  return Object.fromEntries(Object.entries(form).filter(([name]) => !/^(remove|restore)/.test(name)));
}
const clausesOf = (html: string): string[] =>
  [...html.matchAll(/<h2[^>]*id="clause-\d+">([^<]*)</g)].map(([, text]) => text);

it('a draft begins from the template of its type, filled with what is known of it', async () => {
  const { reference } = await draft({ purpose: 'To learn how fraud travels.' });
  expect((await browser.get(`/agreements/${reference}`)).html).toContain(`href="/agreements/${reference}/text"`);
  const page = await browser.follow(
    await browser.fill(`/agreements/${reference}/text`, 'Draft it from the template', {}),
  );
  expect(page.text).toContain('The text is drafted from the template.');
  expect(page.text).toContain('To learn how fraud travels.');
  expect(page.text).toContain('in force from 1 January 2026 to the end of 31 December 2027');
  expect(page.text).toContain('not legal advice');
  expect(page.text).not.toMatch(/\{\w+\}/);
  expect(clausesOf(page.html).slice(0, 2)).toEqual(['1. Parties', '2. Purpose']);
  expect(page.text).toContain('Still to be written: the subjects and activities that are meant');
});

it('its dates follow those of the agreement while it is a draft', async () => {
  const reference = await begun();
  await t.source.query(`update agreements set end_on = '2028-02-29' where reference = $1`, [reference]);
  expect((await browser.get(`/agreements/${reference}/text`)).text).toContain('to the end of 29 February 2028');
});

it('a clause is worded otherwise, left out, added and brought back; the page says which differ', async () => {
  const reference = await begun();
  const path = `/agreements/${reference}/text/edit`;
  const form = await opened(path);
  const added = Object.keys(form).filter((name) => name.startsWith('heading')).length - 1;
  const page = await browser.follow(
    await browser.post(path, {
      ...form,
      wording2: 'The parties are candid:\n- with each other\n- in writing',
      remove3: 'yes',
      [`heading${added}`]: 'Hospitality',
      [`wording${added}`]: 'Each party pays for its own lunch.',
      after: '1',
    }),
  );
  expect(page.text).toContain('Changes saved.');
  expect(clausesOf(page.html).slice(0, 5)).toEqual([
    '1. Parties',
    '2. Purpose',
    '3. Hospitality',
    '4. Principles',
    '5. Leads and meetings',
  ]);
  expect(page.text).toContain('3. Hospitality Not in the template');
  expect(page.text).toContain('4. Principles Changed from the template');
  expect(page.text).toContain('Left out of the template: Scope.');
  expect(page.html).toContain('<li>with each other</li>');
  const again = await browser.get(path);
  expect(again.text).toContain('Bring back “Scope”');
  await browser.follow(await browser.post(path, { ...(await opened(path)), restore3: 'yes' }));
  expect(clausesOf((await browser.get(`/agreements/${reference}/text`)).html)).toContain('13. Scope');
});

it('what is wrong is said beside its clause, and what was typed stays', async () => {
  const reference = await begun();
  const path = `/agreements/${reference}/text/edit`;
  const form = await opened(path);
  const page = await browser.post(path, { ...form, heading1: '', wording2: 'x'.repeat(5001), remove0: 'yes' });
  expect([page.status, page.problems]).toEqual([
    400,
    [
      ['Enter a heading.', '#heading1'],
      ['Wording must be 5000 characters or fewer.', '#wording2'],
    ],
  ]);
  expect(page.form('Save changes')).toMatchObject({ heading1: '', wording2: 'x'.repeat(5001) });
  expect(page.html).toMatch(/name="remove0"[^>]*checked/);
  const marked = await browser.post(path, { ...form, wording2: 'TOP SECRET\nThe parties agree.' });
  expect([marked.status, marked.text.includes('above OFFICIAL-SENSITIVE')]).toEqual([400, true]);
});

it('once it has left draft the text is read, and changed no more', async () => {
  const reference = await begun();
  const form = await opened(`/agreements/${reference}/text/edit`);
  await t.source.query(`update agreements set stage = 'in_approval' where reference = $1`, [reference]);
  expect((await browser.get(`/agreements/${reference}/text`)).html).not.toContain('Change the text');
  expect((await browser.get(`/agreements/${reference}/text/edit`)).text).toContain('its text no longer changes');
  expect((await browser.post(`/agreements/${reference}/text/edit`, form)).status).toBe(409);
});

it('another agency that is a party reads the text and not how it came about', async () => {
  const other = await t.make.user('partner', (await t.make.agency()).id);
  const reference = await begun();
  await t.source.query(`update agreements set stage = 'executed', executed_on = '2026-01-01' where reference = $1`, [
    reference,
  ]);
  const [{ id }] = await t.source.query<{ id: string }[]>('select id from agreements where reference = $1', [
    reference,
  ]);
  await t.make.row('agreement_parties', { id, agreement_id: id, organisation_id: other.organisationId });
  const theirs = await t.asBrowser(other);
  const page = await theirs.get(`/agreements/${reference}/text`);
  expect([
    page.status,
    page.text.includes('Still to be written'),
    page.text.includes('To learn how fraud travels.'),
  ]).toEqual([200, false, true]);
  expect((await theirs.get(`/agreements/${reference}/text/edit`)).status).toBe(403);
});
