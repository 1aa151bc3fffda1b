import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';

let t: TestApp;
let browser: Browser;
let agencyId: string;

beforeAll(async () => {
  t = await startTestApp();
  agencyId = (await t.make.agency()).id;
  browser = await t.asBrowser(await t.make.user('admin', agencyId));
});
afterAll(() => t.close());

const pathOf = async (code: string): Promise<string> => {
  const [{ id }] = await t.source.query<{ id: string }[]>('select id from reminder_rules where code = $1', [code]);
  return `/admin/rules/${id}`;
};
const kept = async (code: string): Promise<unknown> => {
  const [row] = await t.source.query<unknown[]>('select name, offsets, enabled from reminder_rules where code = $1', [
    code,
  ]);
  return row;
};
const banner = (page: Page): string => /notification-banner__heading">([^<]*)</.exec(page.html)?.[1] ?? '';
const form = 'name="offsets"';

it('is opened from the list of rules, changed and found there again', async () => {
  const path = await pathOf('agreement-notice');
  expect((await browser.get('/admin/rules')).html).toContain(`href="${path}"`);
  const page = await browser.get(path);
  expect([page.status, page.title, page.headings]).toEqual([
    200,
    'Change “The last day of notice comes near” – Accord',
    ['Change “The last day of notice comes near”'],
  ]);
  expect(page.form(form)).toMatchObject({
    name: 'The last day of notice comes near',
    offsets: '-180, -90, -30, -7',
    enabled: 'yes',
    version: '1',
  });
  const change = { name: 'Notice', offsets: '-14 , 0;\u221260', enabled: 'no' };
  const list = await browser.follow(await browser.fill(path, form, change));
  expect(banner(list)).toBe('Rule changed. The ledger of reminders follows within a minute.');
  expect(list.text).toContain(
    'Notice Switched off Date it watches Agreements: notice deadline When it is sent 60 and 14 days before, on the day',
  );
  expect(await kept('agreement-notice')).toEqual({ name: 'Notice', offsets: [-60, -14, 0], enabled: false });
});

it('says what is wrong beside each field, and keeps what was typed', async () => {
  const path = await pathOf('follow-up-due');
  const hostile = '<script>alert(1)</script> {{7*7}}';
  const page = await browser.fill(path, form, { name: ' ', offsets: hostile, enabled: 'perhaps' });
  expect([page.status, page.title.startsWith('Error: ')]).toEqual([400, true]);
  expect(page.problems.map(([, href]) => href)).toEqual(['#name', '#offsets', '#enabled']);
  expect(page.messageAt('offsets')).toBe('Error: Enter whole days with commas between them, such as -90, -30, 0.');
  expect(page.form(form).offsets).toBe(hostile);
  expect(page.html).not.toContain('<script>alert');
  const late = await browser.fill(path, form, { offsets: '0, 7' });
  expect([late.status, late.problems[0][1], late.form(form).offsets]).toEqual([400, '#offsets', '0, 7']);
  expect(await kept('follow-up-due')).toMatchObject({ offsets: [0], enabled: true });
});

it('says that somebody was quicker, and keeps what was typed', async () => {
  const path = await pathOf('obligation-due');
  const first = (await browser.get(path)).form(form);
  await browser.fill(path, form, { offsets: '-31' });
  const late = await browser.post(path, { ...first, offsets: '-32' });
  expect([late.status, late.form(form).offsets]).toEqual([412, '-32']);
  expect(late.problems[0][0]).toContain('Somebody else changed this');
});

it('shows whom the typed days would reach, in figures by day and by person, and keeps none of it', async () => {
  const owner = await t.make.user('liaison', agencyId);
  const { reference } = await t.make.agreement({
    agency_id: agencyId,
    owner_user_id: owner.id,
    stage: 'executed',
    executed_on: '2025-12-15',
    end_on: '2026-07-10',
  });
  const path = await pathOf('agreement-end');
  expect((await browser.get(path)).text).toContain('Whom it would reach until 8 September 2026');
  const typed = { ...(await browser.get(path)).form(form), offsets: '-20, -10' };
  const page = await browser.post(`${path}/preview`, typed);
  expect([page.status, page.form(form).offsets]).toEqual([200, '-20, -10']);
  expect(page.text).toContain('Sent 20 and 10 days before: 2 reminders, as dates and people stand now.');
  expect(page.text).toContain('Day Reminders 20 June 2026 1 30 June 2026 1');
  expect(page.text).toContain(`To Reminders ${owner.name} 2`);
  // An administrator opens no record.
  expect(page.html).not.toContain(reference);
  expect(await kept('agreement-end')).toMatchObject({ offsets: [-180, -90, -30, -7] });
  const wrong = await browser.post(`${path}/preview`, { ...typed, offsets: '-9999' });
  expect([wrong.status, wrong.problems[0][1], wrong.text.includes('Whom it would reach')]).toEqual([
    400,
    '#offsets',
    false,
  ]);
});

it.each(['liaison', 'partner', 'auditor', 'academic'] as const)('opens for no %s', async (role) => {
  const person = await t.asBrowser(await t.make.user(role, agencyId));
  expect((await person.get(await pathOf('agreement-end'))).status).toBe(403);
});

it('names no rule that is not there', async () => {
  expect((await browser.get('/admin/rules/01920000-0000-7000-8000-000000000009')).status).toBe(404);
  expect((await browser.get('/admin/rules/agreement-end')).status).toBe(404);
});
