import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';

let t: TestApp;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  browser = await t.asBrowser(await t.make.user('admin', (await t.make.agency()).id));
});
afterAll(() => t.close());

const scheme = async (): Promise<string> => {
  const name = `list_${t.make.next()}`;
  await t.make.term({ scheme: name, code: 'first', label: 'First', synonyms: ['one', '1st'] });
  return `/admin/vocabularies/${name}`;
};
const banner = (page: Page): string => /notification-banner__heading">([^<]*)</.exec(page.html)?.[1] ?? '';

it('lists the vocabularies and leads to each', async () => {
  const page = await browser.get('/admin/vocabularies');
  expect([page.status, page.title, page.headings]).toEqual([200, 'Vocabularies – Accord', ['Vocabularies']]);
  expect(page.text).toContain('Threats 10 0');
  const threats = await browser.get('/admin/vocabularies/threat');
  expect(threats.headings).toEqual(['Threats']);
  expect(threats.text).toContain('Fraud fraud scams, economic crime');
  expect((await browser.get('/admin/vocabularies/nowhere')).status).toBe(404);
});

it('adds a term, changes it, retires it after asking once, and undoes that', async () => {
  const path = await scheme();
  const added = await browser.fill(`${path}/new`, 'name="code"', {
    code: 'second',
    label: 'Second',
    synonyms: 'two\r\n\r\n 2nd \r\ntwo',
  });
  let page = await browser.follow(added);
  expect(banner(page)).toBe('Term added.');
  expect(page.text).toContain('Second second two, 2nd Nothing Offered');

  const form = (await browser.get(`${path}/terms/second`)).form('name="label"');
  expect(form).toMatchObject({ label: 'Second', synonyms: 'two\n2nd', version: '1' });
  page = await browser.follow(await browser.fill(`${path}/terms/second`, 'name="label"', { label: 'The second' }));
  expect([banner(page), page.text.includes('The second')]).toEqual(['Term changed.', true]);

  const asking = await browser.get(`${path}/terms/second/retire`);
  expect(asking.headings).toEqual(['Retire “The second”?']);
  page = await browser.follow(await browser.fill(`${path}/terms/second/retire`, 'Retire this term', {}));
  expect(page.text).toContain('Retired since 10 June 2026');
  page = await browser.follow(await browser.post(`${path}/terms/second/steps`, page.form('Undo')));
  expect(banner(page)).toBe('Term brought back. It is offered again.');
});

it('says what is wrong beside the field, and keeps what was typed', async () => {
  const path = await scheme();
  const hostile = '<script>alert(1)</script> {{7*7}}';
  const page = await browser.fill(`${path}/new`, 'name="code"', {
    code: 'Not a code',
    label: '',
    description: hostile,
  });
  expect([page.status, page.title.startsWith('Error: ')]).toEqual([400, true]);
  expect(page.problems).toEqual([
    ['Enter a code of small letters, digits and underscores that begins with a letter, such as money_mules.', '#code'],
    ['Enter a label.', '#label'],
  ]);
  expect(page.messageAt('label')).toBe('Error: Enter a label.');
  expect(page.form('name="code"')).toMatchObject({ code: 'Not a code', description: hostile });
  expect(page.html).not.toContain('<script>alert');
  const again = await browser.fill(`${path}/new`, 'name="code"', { code: 'first', label: 'New' });
  expect([again.status, again.problems[0][1]]).toEqual([409, '#code']);
});

it('says that somebody was quicker, and keeps what was typed', async () => {
  const path = await scheme();
  const form = (await browser.get(`${path}/terms/first`)).form('name="label"');
  await browser.fill(`${path}/terms/first`, 'name="label"', { label: 'Quicker' });
  const late = await browser.post(`${path}/terms/first`, { ...form, label: 'Later' });
  expect([late.status, late.form('name="label"').label]).toEqual([412, 'Later']);
  expect(late.problems[0][0]).toContain('Somebody else changed this');
});

it('stands in the navigation of administrators only, and opens for nobody else', async () => {
  expect((await browser.get('/admin/vocabularies')).html).toContain('href="/admin/vocabularies"');
  const liaison = await t.asBrowser(await t.make.user('liaison', (await t.make.agency()).id));
  expect((await liaison.get('/')).html).not.toContain('/admin/vocabularies');
  expect((await liaison.get('/admin/vocabularies')).status).toBe(403);
  expect((await liaison.get('/admin/vocabularies/threat/terms/fraud')).status).toBe(403);
});
