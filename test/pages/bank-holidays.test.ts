import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';

let t: TestApp;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  browser = await t.asBrowser(await t.make.user('admin', (await t.make.agency()).id));
});
afterAll(() => t.close());

const form = 'name="file"';
const path = '/admin/bank-holidays';

it('shows the bank holidays by division and year, and is led to from the rules', async () => {
  expect((await browser.get('/admin/rules')).html).toContain(`href="${path}"`);
  const page = await browser.get(path);
  expect([page.status, page.headings]).toEqual([200, ['Bank holidays']]);
  for (const days of ['8 days in England and Wales', '9 days in Scotland', '10 days in Northern Ireland'])
    expect(page.text).toContain(`2028: ${days}`);
  expect(page.text).toContain('They are known until 31 December 2028.');
  expect(page.text).toContain('30 November 2027: St Andrew’s Day');
});

it('loads the file of GOV.UK, and says so', async () => {
  const file = JSON.stringify({
    scotland: { division: 'scotland', events: [{ date: '2028-01-03', title: 'New <b>Year</b>' }] },
  });
  const page = await browser.follow(await browser.fill(path, form, { file }));
  expect(page.text).toContain('Bank holidays loaded.');
  expect(page.text).toContain('2028: 1 day in Scotland');
  expect(page.html).not.toContain('<b>Year</b>');
});

it.each([
  ['', 'Paste the content of the file.'],
  ['{"scotland":', 'This is not the content of a JSON file. Copy all of it, from the first { to the last }.'],
  ['[1]', 'Paste the content of bank-holidays.json as GOV.UK publishes it.'],
  [
    '{"scotland":{"events":[{"date":"tomorrow","title":"x"}]}}',
    'scotland, events, 0, date: Date must be a real date between 1900 and 2200, such as 2026-12-01.',
  ],
])('says what is wrong with %j, and keeps what was pasted', async (file, message) => {
  const page = await browser.fill(path, form, { file });
  expect([page.status, page.problems]).toEqual([400, [[message, '#file']]]);
  expect(page.form(form).file).toBe(file);
});

describe('a rule’s form', () => {
  const ruleOf = async (code: string): Promise<string> => {
    const [{ id }] = await t.source.query<{ id: string }[]>('select id from reminder_rules where code = $1', [code]);
    return `/admin/rules/${id}`;
  };
  const offsets = 'name="offsets"';

  it('keeps how days are counted, what is repeated and who else is told', async () => {
    const rule = await ruleOf('follow-up-overdue');
    expect((await browser.get(rule)).form(offsets)).toMatchObject({
      dayCount: 'calendar',
      repeatEvery: '7',
      repeatTimes: '3',
      escalateAfter: '14',
    });
    const change = { offsets: '2', dayCount: 'working', repeatEvery: '5', repeatTimes: '2', escalateAfter: '' };
    const list = await browser.follow(await browser.fill(rule, offsets, change));
    expect(list.text).toContain('2 working days after, then every 5 working days 2 times');
    const kept = await t.source.query(
      'select offsets, day_count, repeat_every, repeat_times, escalate_after from reminder_rules where code = $1',
      ['follow-up-overdue'],
    );
    expect(kept).toEqual([
      { offsets: [2], day_count: 'working', repeat_every: 5, repeat_times: 2, escalate_after: null },
    ]);
  });

  it('says what is wrong beside the field', async () => {
    const page = await browser.fill(await ruleOf('obligation-overdue'), offsets, {
      repeatEvery: 'often',
      escalateAfter: '-3',
    });
    expect([page.status, page.problems.map(([, href]) => href)]).toEqual([400, ['#repeatEvery', '#escalateAfter']]);
    expect(page.form(offsets)).toMatchObject({ repeatEvery: 'often', escalateAfter: '-3' });
  });

  it('is tried on one record before it is kept', async () => {
    const agency = await t.make.agency();
    const owner = await t.make.user('liaison', agency.id);
    t.time.set('2026-06-10T09:00:00Z');
    const admin = await t.asBrowser(await t.make.user('admin', agency.id));
    const { reference } = await t.make.agreement({
      agency_id: agency.id,
      owner_user_id: owner.id,
      stage: 'executed',
      executed_on: '2025-12-15',
      end_on: '2026-07-10',
    });
    const rule = await ruleOf('agreement-end');
    const typed = (await admin.get(rule)).form(offsets);
    const trial = await admin.post(`${rule}/trial`, { ...typed, offsets: '-20', record: reference });
    expect(trial.status).toBe(200);
    expect(trial.text).toContain(`20 June 2026 20 days before 10 July 2026 ${owner.name} Scheduled`);
    expect(trial.text).toContain(`${reference} ends on 10 July 2026`);
    expect(trial.form(offsets)).toMatchObject({ offsets: '-20', record: reference });
    const none = await admin.post(`${rule}/trial`, { ...typed, record: 'AGR-2020-0001' });
    expect(none.text).toContain('This rule finds no date of that record');
    const blank = await admin.post(`${rule}/trial`, { ...typed, record: '' });
    expect([blank.status, blank.problems.map(([, href]) => href)]).toEqual([400, ['#record']]);
  });
});
