import fc from 'fast-check';
import sql, { type Sql } from 'sql-template-tag';
import { privacyNoticeDueSql } from '../../src/features/experts/expert.notice.sql.js';
import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { privacyNoticeDueOn } from '../../src/kernel/privacy-notice.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let liaison: Person;
let as: Caller;
let partner: Person;
let asPartner: Caller;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());
beforeEach(async () => {
  t.time.set('2026-06-10T09:00:00Z');
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  as = t.as(liaison.token);
  partner = await t.make.user('partner', (await t.make.agency()).id);
  asPartner = t.as(partner.token);
});

const read = <Row>(statement: Sql): Promise<Row[]> => t.source.query(statement.text, statement.values as unknown[]);
const unsent = (given: object = {}) =>
  t.make.expert({
    agency_id: agency.id,
    created_by_user_id: liaison.id,
    privacy_notice_sent_on: null,
    created_at: '2026-05-20T10:00:00Z',
    ...given,
  });

describe('the day by which the notice is due', () => {
  it.each([
    ['2026-01-31T10:00:00Z', '2026-02-28'],
    ['2028-01-31T10:00:00Z', '2028-02-29'],
    // Before midnight in UTC, after it in London.
    ['2026-05-31T23:30:00Z', '2026-07-01'],
    ['2026-12-31T23:30:00Z', '2027-01-31'],
  ])('of somebody entered at %s is %s', (at, due) => {
    expect(privacyNoticeDueOn(new Date(at))).toBe(due);
  });

  it('is the same in PostgreSQL in 2,000 generated cases', async () => {
    const from = Date.parse('2023-12-01T00:00:00Z');
    const some = fc.oneof(
      fc.integer({ min: 0, max: 1600 * 24 * 60 }).map((minutes) => new Date(from + minutes * 60_000)),
      // Around midnight at the ends of months.
      fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: -180, max: 180 })).map(([month, minutes]) => {
        const end = Date.UTC(2024, month, 1);
        return new Date(end + minutes * 60_000);
      }),
    );
    const cases = fc.sample(some, { numRuns: 2000, seed: 20261126 });
    const rows = await read<{ due: string }>(sql`select ${privacyNoticeDueSql('e')} as due
      from unnest(${cases.map((one) => one.toISOString())}::timestamptz[]) with ordinality as e (created_at, place) order by e.place`);
    expect(rows.map(({ due }) => due)).toEqual(cases.map((at) => privacyNoticeDueOn(at)));
  });
});

describe('the list of those who are still to be told', () => {
  const listed = async (filter: string, who: Caller = as): Promise<string[]> =>
    (await who.get(`experts?privacyNotice=${filter}`).expect(200)).body.items
      .map((one: { id: string }) => one.id)
      .sort();

  it('has the agency’s own, by whether their day has passed', async () => {
    const [late, due] = [
      await unsent({ created_at: '2026-05-09T10:00:00Z' }),
      await unsent({ created_at: '2026-05-10T10:00:00Z' }),
    ];
    await t.make.expert({ agency_id: agency.id });
    expect(await listed('due')).toEqual([late.id, due.id].sort());
    expect(await listed('overdue')).toEqual([late.id]);
    expect(await listed('due', asPartner)).toEqual([]);
    const { body } = await as.get('experts/count?privacyNotice=due').expect(200);
    expect(body.count).toBe(2);
    await as.patch(`experts/${late.id}`, { privacyNoticeSentOn: '2026-06-10' }, 1).expect(200);
    expect(await listed('due')).toEqual([due.id]);
    await as.get('experts?privacyNotice=never').expect(400);
  });

  it('does not have those of another agency, though a relationship tells of them', async () => {
    const { id } = await unsent();
    await t.make.relationship({ agency_id: partner.organisationId, expert_id: id });
    await asPartner.get(`experts/${id}`).expect(200);
    expect(await listed('due', asPartner)).toEqual([]);
  });

  it('is a filter of the page', async () => {
    const { reference } = await unsent();
    const browser = await t.asBrowser(liaison);
    const page = await browser.get('/experts?privacyNotice=overdue');
    expect(page.text).toContain('Remove this filter: Privacy notice: overdue');
    expect(page.text).not.toContain(reference);
    expect((await browser.get('/experts?privacyNotice=due')).text).toContain(reference);
    expect((await browser.get(`/experts/${reference}`)).text).toContain('it is due by 20 June 2026');
  });
});

describe('its reminders', () => {
  interface Row {
    offset: number;
    state: string;
    anchor: string;
    who: string;
  }
  const ledgerOf = (id: string): Promise<Row[]> =>
    t.source.query(
      `select r.offset_days as offset, r.state, r.anchor_on as anchor, r.recipient_user_id as who from reminders r
        where r.record_id = $1 and r.record_kind = 'expert' order by r.offset_days, r.created_at`,
      [id],
    );
  const run = (): Promise<void> => t.runner.run(sweep.name);

  it('come a week before, on the day, and after it, until the notice is sent', async () => {
    const { id, reference } = await unsent({ created_at: '2026-05-17T10:00:00Z' });
    await run();
    expect(await ledgerOf(id)).toMatchObject([
      { offset: -7, state: 'sent', anchor: '2026-06-17', who: liaison.id },
      { offset: 0, state: 'scheduled', anchor: '2026-06-17', who: liaison.id },
    ]);
    t.time.set('2026-06-18T09:00:00Z');
    await run();
    const overdue = (await ledgerOf(id)).filter(({ offset }) => offset > 0);
    expect(overdue).toMatchObject([
      { offset: 1, state: 'sent' },
      { offset: 7, state: 'scheduled' },
    ]);
    const [inbox] = (await as.get('notifications').expect(200)).body.items;
    expect(inbox.record).toMatchObject({ reference });
    await as.patch(`experts/${id}`, { privacyNoticeSentOn: '2026-06-18' }, 1).expect(200);
    await run();
    expect((await ledgerOf(id)).filter(({ state }) => state === 'scheduled')).toEqual([]);
  });

  it('go to whoever looks after the person, else to whoever entered them, else to the lead', async () => {
    const [owner, lead] = [await t.make.user('liaison', agency.id), await t.make.user('liaison', agency.id)];
    await t.source.query('update organisations set lead_user_id = $2 where id = $1', [agency.id, lead.id]);
    const at = { created_at: '2026-05-17T10:00:00Z' };
    const [owned, entered] = [await unsent(at), await unsent(at)];
    await t.make.relationship({ agency_id: agency.id, expert_id: owned.id, owner_user_id: owner.id });
    const left = await t.make.user('liaison', agency.id);
    const abandoned = await unsent({ ...at, created_by_user_id: left.id });
    await t.source.query('update users set disabled_at = now() where id = $1', [left.id]);
    await run();
    const first = async ({ id }: { id: string }) => (await ledgerOf(id))[0].who;
    expect([await first(owned), await first(entered), await first(abandoned)]).toEqual([owner.id, liaison.id, lead.id]);
  });

  it('are not needed by somebody who entered themselves', async () => {
    const { id } = await unsent({ created_at: '2026-05-17T10:00:00Z' });
    const academic = await t.make.user('academic', (await t.make.organisation()).id, { expert_id: id });
    await t.source.query('update experts set created_by_user_id = $2 where id = $1', [id, academic.id]);
    await run();
    expect(await ledgerOf(id)).toEqual([]);
  });
});

describe('until the notice is sent', () => {
  const name = 'Quillfeather';
  /** Everything that could tell another agency of the person, with what it answers before and after. */
  const asked = (id: string, reference: string): Record<string, () => Promise<unknown>> => ({
    'the record': async () => (await asPartner.get(`experts/${id}`)).status,
    'its reference': async () => (await asPartner.get(`experts/${reference}`)).status,
    'the page': async () => (await (await t.asBrowser(partner)).get(`/experts/${reference}`)).status,
    'the list': async () => (await asPartner.get(`experts?q=${name}`).expect(200)).body.items.length,
    'a count': async () => (await asPartner.get(`experts/count?q=${name}`).expect(200)).body.count,
    'the search': async () => (await asPartner.get(`search?q=${name}`).expect(200)).text.includes(name),
    'who may be the same': async () =>
      (await asPartner.get(`experts/duplicates?givenName=Ottoline&familyName=${name}`).expect(200)).text.includes(
        reference,
      ),
    'a check of cover': async () =>
      (await asPartner.get(`cover?expertId=${id}&purpose=personal_data&marking=OFFICIAL`)).status,
    'the timeline': async () => (await asPartner.get(`experts/${id}/timeline`)).status,
    'a relationship': async () => (await asPartner.post(`experts/${id}/relationships`, {})).status,
    'a follow-up about them': async () =>
      (await asPartner.post('follow-ups', { title: 'Ask', dueOn: '2026-07-01', about: { kind: 'expert', id } })).status,
    'an interaction with them': async () =>
      (
        await asPartner.post('interactions', {
          kind: 'meeting',
          subject: 'Met',
          happenedAt: '2026-06-09T10:00:00Z',
          participants: [{ expertId: id }],
        })
      ).status,
  });
  const answers = async (id: string, reference: string): Promise<Record<string, unknown>> => {
    const found: Record<string, unknown> = {};
    for (const [what, ask] of Object.entries(asked(id, reference))) found[what] = await ask();
    return found;
  };

  it('no other agency finds, reads, checks or names the person', async () => {
    const { id, reference } = await unsent({ given_name: 'Ottoline', family_name: name });
    const agreement = await t.make.agreement({
      agency_id: agency.id,
      stage: 'executed',
      executed_on: '2025-12-15',
      sharing: 'all_partners',
    });
    await t.make.row('agreement_covered_persons', { agreement_id: agreement.id, expert_id: id });
    const covered = async (): Promise<boolean> =>
      (await asPartner.get(`agreements/${agreement.id}`).expect(200)).text.includes(name);
    expect(await covered()).toBe(false);
    expect(await answers(id, reference)).toEqual({
      'the record': 404,
      'its reference': 404,
      'the page': 404,
      'the list': 0,
      'a count': 0,
      'the search': false,
      'who may be the same': false,
      'a check of cover': 404,
      'the timeline': 404,
      'a relationship': 404,
      'a follow-up about them': 400,
      'an interaction with them': 400,
    });
    await as.patch(`experts/${id}`, { privacyNoticeSentOn: '2026-06-10' }, 1).expect(200);
    expect(await covered()).toBe(true);
    expect(await answers(id, reference)).toEqual({
      'the record': 200,
      'its reference': 200,
      'the page': 200,
      'the list': 1,
      'a count': 1,
      'the search': true,
      'who may be the same': true,
      'a check of cover': 200,
      'the timeline': 200,
      'a relationship': 201,
      'a follow-up about them': 201,
      'an interaction with them': 201,
    });
  });
});
