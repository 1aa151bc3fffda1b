import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';

let t: TestApp;
let smtp: SmtpPeer;
let liaison: Person;
let colleague: Person;
let browser: Browser;
let soon: { id: string; reference: string };
let colleagues: { reference: string };
let hidden: { reference: string };

const inForce = { stage: 'executed', executed_on: '2025-12-15' };

beforeAll(async () => {
  smtp = await startSmtpPeer();
  t = await startTestApp({ smtpUrl: smtp.url });
  const agency = await t.make.agency();
  [liaison, colleague] = [await t.make.user('liaison', agency.id), await t.make.user('liaison', agency.id)];
  const own = { agency_id: agency.id, ...inForce };
  soon = await t.make.agreement({ ...own, owner_user_id: liaison.id, end_on: '2026-07-10' });
  colleagues = await t.make.agreement({ ...own, owner_user_id: colleague.id, end_on: '2026-07-12' });
  const named = { marking: 'OFFICIAL-SENSITIVE', sharing: 'named', owner_user_id: colleague.id };
  hidden = await t.make.agreement({ ...own, ...named, end_on: '2026-07-11' });
  await t.make.followUp({ agency_id: agency.id, assignee_user_id: liaison.id, due_on: '2026-06-10' });
  await t.runner.run(sweep.name);
  browser = await t.asBrowser(liaison);
});
afterAll(async () => {
  await t.close();
  await smtp.close();
});

/** Each row as day, record and state. */
const rows = (page: Page): string[] =>
  [
    ...page.html.matchAll(
      /<tr class="govuk-table__row">\s*<th scope="row"[^>]*>([^<]*)<[\s\S]*?accord-unbroken">(?:<a[^>]*>)?([^<]*)<[\s\S]*?<strong[^>]*>([^<]*)</g,
    ),
  ].map(([, day, record, state]) => `${day} ${record} ${state}`);

describe('the send ledger', () => {
  it('shows what was sent, is to be sent and was skipped with its reason, with a link to the record', async () => {
    const page = await browser.get(`/reminders?reference=${soon.reference.toLowerCase()}`);
    expect([page.status, page.title, page.headings]).toEqual([200, 'Reminders – Accord', ['Reminders']]);
    expect(rows(page)).toEqual([
      `3 July 2026 ${soon.reference} Scheduled`,
      `10 June 2026 ${soon.reference} Sent`,
      `11 April 2026 ${soon.reference} Skipped`,
      `11 January 2026 ${soon.reference} Skipped`,
    ]);
    expect(page.text).toContain('4 reminders Remove this filter: About');
    expect(page.text).toContain('An agreement ends: 30 days before 10 July 2026');
    expect(page.text).toContain('A later reminder of the same date was due as well and stands for this one.');
    expect(page.html).toContain(`href="/agreements/${soon.reference}"`);
  });

  it('goes by state, by recipient and by time, and keeps what was asked for', async () => {
    const sent = rows(await browser.get('/reminders?state=sent'));
    expect(sent).toContain(`10 June 2026 ${soon.reference} Sent`);
    expect(sent.every((row) => row.endsWith('Sent'))).toBe(true);
    const mine = await browser.get('/reminders?recipient=me');
    expect(rows(mine).some((row) => row.includes(colleagues.reference))).toBe(false);
    expect(rows(mine).some((row) => row.includes('Follow-up Sent'))).toBe(true);
    const query = 'state=scheduled&from-day=3&from-month=7&from-year=2026&to-day=3&to-month=7&to-year=2026';
    const page = await browser.get(`/reminders?${query}`);
    expect(rows(page)).toEqual([`3 July 2026 ${soon.reference} Scheduled`]);
    expect(page.text).toContain(
      'Remove this filter: Scheduled Remove this filter: From 3 July 2026 Remove this filter: To 3 July 2026',
    );
    expect(page.html).toContain('href="/reminders?to-day=3&amp;to-month=7&amp;to-year=2026&amp;state=scheduled"');
    expect(page.form('action="/reminders"')).toMatchObject({ state: 'scheduled', 'from-day': '3', 'to-year': '2026' });
    expect((await browser.get('/reminders?state=failed')).text).toContain('No reminder matches. Clear the filters');
  });

  it.each([
    ['state=lost', '#state'],
    ['recipient=nobody', '#recipient'],
    ['from-day=31&from-month=2&from-year=2026', '#from-day'],
    ['from-day=2&from-month=7&from-year=2026&to-day=1&to-month=7&to-year=2026', '#to-day'],
    ['cursor=wrong', null],
  ])('says what is wrong with %s', async (query, href) => {
    const page = await browser.get(`/reminders?${query}`);
    expect([page.status, page.problems.map(([, at]) => at)]).toEqual([400, [href]]);
    if (href) expect(page.ids).toContain(href.slice(1));
  });

  it('tells nothing of records that the reader may not see, and goes on page by page', async () => {
    const page = await browser.get('/reminders');
    expect(page.text).not.toContain(hidden.reference);
    expect((await browser.get(`/reminders?reference=${hidden.reference}`)).text).toContain('0 reminders');
    expect((await (await t.asBrowser(colleague)).get('/reminders')).text).toContain(hidden.reference);
    const stranger = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
    expect((await stranger.get('/reminders')).text).toContain('There is no reminder yet.');
    for (let made = 0; made < 6; made += 1)
      await t.make.agreement({
        agency_id: liaison.organisationId,
        ...inForce,
        owner_user_id: liaison.id,
        end_on: '2026-08-20',
      });
    await t.runner.run(sweep.name);
    const first = await browser.get('/reminders');
    const next = first.tags('a').find(({ attributes }) => attributes.rel === 'next')!.attributes.href!;
    const second = await browser.get(next);
    expect([rows(first).length, rows(second).length > 0]).toEqual([25, true]);
    expect(second.tags('a').map(({ attributes }) => attributes.href)).toContain('/reminders');
  });

  it('is in the navigation of staff, last, and closed to the others', async () => {
    const page = await browser.get('/reminders');
    const navigation = [...page.html.matchAll(/govuk-service-navigation__link" href="([^"]*)"/g)].map(
      ([, href]) => href,
    );
    expect(navigation[navigation.length - 1]).toBe('/reminders');
    for (const role of ['approver', 'admin', 'auditor', 'academic'] as const) {
      const who = await t.asBrowser(await t.make.user(role, liaison.organisationId));
      expect([role, (await who.get('/reminders')).status]).toEqual([role, 403]);
    }
  });
});

describe('the reminders on the page of an agreement', () => {
  it('say what was sent, is scheduled and was skipped, to staff who read it', async () => {
    const page = await browser.get(`/agreements/${soon.reference}`);
    expect(page.text).toContain(
      `Reminders Day About To What became of it 3 July 2026 An agreement ends: 10 July 2026 ${liaison.name} Scheduled 10 June 2026 An agreement ends: 10 July 2026 ${liaison.name} Sent on 10 June 2026, 10am`,
    );
    expect(page.text).toContain('Skipped: A later reminder of the same date was due as well');
    const over = { agency_id: liaison.organisationId, stage: 'withdrawn', withdrawn_on: '2026-06-01' };
    const withdrawn = await t.make.agreement(over);
    expect((await browser.get(`/agreements/${withdrawn.reference}`)).text).toContain('None is planned.');
  });

  it.each(['draft', 'in_approval', 'awaiting_signature'])(
    'of one that is %s are the days that the rules give, which follow the end',
    async (stage) => {
      const facts = { agency_id: liaison.organisationId, stage, notice_count: 1, notice_unit: 'months' };
      const waiting = await t.make.agreement({ ...facts, end_on: '2028-06-30' });
      const read = async (): Promise<string> => (await browser.get(`/agreements/${waiting.reference}`)).text;
      const before = await read();
      expect(before).toContain('Once it is in force, reminders will be sent on:');
      expect(before).toContain('31 May 2028, 30 days before the last day in force');
      expect(before).toContain('23 May 2028, 7 days before the last day of notice');
      await t.source.query('update agreements set end_on = $2 where id = $1', [waiting.id, '2029-06-30']);
      const after = await read();
      expect(after).toContain('31 May 2029, 30 days before the last day in force');
      expect(after).not.toContain('May 2028');
      await t.source.query(
        'update agreements set end_on = null, notice_count = null, notice_unit = null where id = $1',
        [waiting.id],
      );
      expect(await read()).toContain('None: there is no last day in force still to come.');
    },
  );

  it('are not for an academic whom it covers', async () => {
    const academic = await t.make.user('academic', liaison.organisationId);
    await t.make.row('agreement_covered_persons', { agreement_id: soon.id, expert_id: academic.expertId });
    const page = await (await t.asBrowser(academic)).get(`/agreements/${soon.reference}`);
    expect([page.status, page.text.includes('What became of it')]).toEqual([200, false]);
  });
});
