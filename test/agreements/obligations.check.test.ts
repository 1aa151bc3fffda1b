import { obligationDueSubject } from '../../src/features/agreements/obligations/obligation.subjects.js';
import { checkObligations } from '../../src/features/agreements/obligations/obligations.jobs.js';
import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { calendarDate } from '../../src/kernel/calendar-date.js';
import { OutboxRelay } from '../../src/platform/jobs/relay.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';

let t: TestApp;
let smtp: SmtpPeer;
let owner: Person;

beforeAll(async () => {
  smtp = await startSmtpPeer();
  t = await startTestApp({ smtpUrl: smtp.url });
  owner = await t.make.user('liaison', (await t.make.agency()).id);
});
afterAll(async () => {
  await t.close();
  await smtp.close();
});
beforeEach(() => t.time.set('2026-06-10T09:00:00Z'));

const executed = { stage: 'executed', executed_on: '2025-12-15' };
const agreement = (given: object = {}) =>
  t.make.agreement({ agency_id: owner.organisationId, owner_user_id: owner.id, ...executed, ...given });
const check = (): Promise<void> => t.runner.run(checkObligations.name);
const told = (id: string): Promise<{ verb: string; day: string }[]> =>
  t.source.query(
    `select verb, after ->> 'dueOn' as day from audit_entries where record_id = $1 and verb like 'obligation.find%' order by id`,
    [id],
  );
const events = async (id: string): Promise<string[]> => {
  const rows = await t.source.query<{ name: string }[]>(
    `select name from outbox_events where payload ->> 'obligationId' = $1 order by created_at, id`,
    [id],
  );
  return rows.map(({ name }) => name);
};
const days = async (id: string): Promise<string[]> => {
  const rows = await t.source.query<{ day: string }[]>(
    'select due_on::text as day from obligation_occurrences where obligation_id = $1 order by due_on',
    [id],
  );
  return rows.map(({ day }) => day);
};

describe('the check of each night', () => {
  it('keeps each time until today and the next one, and tells once of what is overdue', async () => {
    const monthly = { due_on: '2026-04-30', every_count: 1, every_unit: 'months' };
    const one = await agreement();
    const { id } = await t.make.obligation(one, monthly);
    await check();
    expect(await days(id)).toEqual(['2026-04-30', '2026-05-30', '2026-06-30']);
    const both = [
      { verb: 'obligation.find-overdue', day: '2026-04-30' },
      { verb: 'obligation.find-overdue', day: '2026-05-30' },
    ];
    expect(await told(id)).toEqual(both);
    expect(await events(id)).toEqual(['obligations.overdue', 'obligations.overdue']);
    const admin = await t.make.user('admin', owner.organisationId);
    const { text } = await t.as(admin.token).get('audit?limit=100').expect(200);
    expect(text).toContain(`found an obligation of ${one.reference} overdue`);
    await check();
    await Promise.all([check(), check()]);
    expect([await told(id), await days(id)]).toEqual([both, ['2026-04-30', '2026-05-30', '2026-06-30']]);
    const [{ version }] = await t.source.query('select version from obligations where id = $1', [id]);
    expect(version).toBe(1);
    t.time.set('2026-07-01T00:30:00Z');
    await check();
    expect((await told(id)).map(({ day }) => day)).toEqual(['2026-04-30', '2026-05-30', '2026-06-30']);
    expect(await days(id)).toContain('2026-07-30');
  });

  it('tells of the lapse when the agreement ends, and says nothing of what was done or let lapse', async () => {
    const ending = await agreement({ end_on: '2026-06-30' });
    const undone = await t.make.obligation(ending, { due_on: '2026-06-20' });
    const outlives = await t.make.obligation(ending, { due_on: '2026-06-20', survives_end: true });
    const done = await t.make.obligation(ending, { due_on: '2026-06-20' });
    const waived = await t.make.obligation(ending, { lapsed_on: '2026-06-01', lapse_reason: 'Waived' });
    const said = { dueOn: '2026-06-20', progress: 'fulfilled', evidence: 'Received' };
    await t.as(owner.token).change(`obligations/${done.id}/progress`, 1, said).expect(200);
    t.time.set('2026-06-30T12:00:00Z');
    await check();
    t.time.set('2026-07-01T00:30:00Z');
    await check();
    const verbs = async (id: string): Promise<string[]> => (await told(id)).map(({ verb }) => verb);
    expect(await verbs(undone.id)).toEqual(['obligation.find-overdue', 'obligation.find-lapsed']);
    expect(await verbs(outlives.id)).toEqual(['obligation.find-overdue']);
    expect([await verbs(done.id), await verbs(waived.id)]).toEqual([[], []]);
  });

  it('tells again when it is overdue again', async () => {
    const { id } = await t.make.obligation(await agreement(), { due_on: '2026-06-01' });
    await check();
    const record = (version: number, body: object) =>
      t
        .as(owner.token)
        .change(`obligations/${id}/progress`, version, { dueOn: '2026-06-01', ...body })
        .expect(200);
    await record(1, { progress: 'fulfilled', evidence: 'By mistake' });
    await check();
    await record(2, { progress: 'unfulfilled' });
    await check();
    expect(await told(id)).toHaveLength(2);
  });

  it('leaves a draft alone', async () => {
    const draft = await agreement({ stage: 'draft', executed_on: null });
    const { id } = await t.make.obligation(draft, { due_on: '2026-06-01' });
    await check();
    expect([await told(id), await days(id)]).toEqual([[], []]);
  });
});

describe('reminders', () => {
  const ledger = (id: string): Promise<{ send_on: string; state: string; recipient: string }[]> =>
    t.source.query(
      `select send_on::text, state, recipient_user_id as recipient from reminders where record_id = $1 order by send_on`,
      [id],
    );

  it('go to whoever looks after it, before and after each time, with a reference and a link only', async () => {
    const keeper = await t.make.user('liaison', owner.organisationId);
    const one = await agreement({ title: 'Zephyr' });
    const { id } = await t.make.obligation(one, { due_on: '2026-06-17', owner_user_id: keeper.id, what: 'Zephyr' });
    await t.runner.run(sweep.name);
    const rows = await ledger(id);
    expect(rows.map(({ send_on, state }) => [send_on, state])).toEqual([
      ['2026-05-18', 'skipped'],
      ['2026-06-10', 'sent'],
    ]);
    expect(new Set(rows.map(({ recipient }) => recipient))).toEqual(new Set([keeper.id]));
    const mail = smtp.received.find(({ to }) => to === keeper.email)!;
    expect(JSON.stringify(mail)).toContain(`${one.reference}: an obligation falls due on 17 June 2026`);
    expect(JSON.stringify(mail)).not.toContain('Zephyr');
    t.time.set('2026-06-18T09:00:00Z');
    await t.runner.run(sweep.name);
    const after = (await ledger(id)).slice(2);
    expect(after[0]).toEqual({ send_on: '2026-06-18', state: 'sent', recipient: keeper.id });
    // Weekly from then on, and from the second week to the agreement's owner too.
    const days = ['06-24', '07-01', '07-08', '07-15'].map((day) => `2026-${day}`);
    expect(
      after
        .slice(1)
        .filter(({ recipient }) => recipient === keeper.id)
        .map(({ send_on }) => send_on),
    ).toEqual(days);
    expect(after.filter(({ recipient }) => recipient === owner.id).map(({ send_on }) => send_on)).toEqual(
      days.slice(1),
    );
  });

  it('go to the owner of the agreement where somebody of the other side looks after it', async () => {
    const { id } = await t.make.obligation(await agreement(), { due_on: '2026-07-01' });
    await t.runner.run(sweep.name);
    expect(new Set((await ledger(id)).map(({ recipient }) => recipient))).toEqual(new Set([owner.id]));
  });

  it('stop once it is fulfilled, as soon as that is recorded', async () => {
    const { id } = await t.make.obligation(await agreement(), { due_on: '2026-07-01' });
    await t.runner.run(sweep.name);
    const said = { dueOn: '2026-07-01', progress: 'fulfilled', evidence: 'Received' };
    await t.as(owner.token).change(`obligations/${id}/progress`, 1, said).expect(200);
    await t.app.get(OutboxRelay).pass();
    await t.runner.run(sweep.name);
    expect((await ledger(id)).map(({ state }) => state)).not.toContain('scheduled');
  });

  it('are about what is open under an executed agreement only', async () => {
    const ended = await agreement({ end_on: '2026-06-01' });
    await t.make.obligation(ended, { due_on: '2026-06-21' });
    await t.make.obligation(await agreement(), {
      due_on: '2026-06-21',
      lapsed_on: '2026-06-01',
      lapse_reason: 'Waived',
    });
    await t.make.obligation(await agreement({ stage: 'draft', executed_on: null }), { due_on: '2026-06-21' });
    const open = await t.make.obligation(await agreement(), { due_on: '2026-06-21' });
    const { text, values } = obligationDueSubject.select(
      calendarDate('2026-06-21'),
      calendarDate('2026-06-21'),
      calendarDate('2026-06-10'),
    );
    const rows = await t.source.query<{ recordId: string }[]>(text, values as unknown[]);
    expect(rows.map(({ recordId }) => recordId)).toEqual([open.id]);
  });
});
