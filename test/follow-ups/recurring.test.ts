import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let liaison: Person;
let colleague: Person;
let asLiaison: Caller;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('liaison', agency.id);
  asLiaison = t.as(liaison.token);
});
afterAll(() => t.close());
beforeEach(() => t.time.set('2026-06-10T09:00:00Z'));

interface Seen {
  id: string;
  version: number;
  dueOn: string;
  nextFollowUpId: string | null;
  continuesId: string | null;
  repeats: Record<string, unknown> | null;
  steps: { step: string; blockedBecause: string | null }[];
}

const monthly = { everyCount: 1, everyUnit: 'months' };
const promise = async (dueOn: string, repeats: object | null, given: object = {}): Promise<Seen> =>
  (await asLiaison.post('follow-ups', { title: 'Ask how it goes', dueOn, repeats, ...given }).expect(201)).body;
const step = (one: { id: string; version: number }, body: object) =>
  asLiaison.change(`follow-ups/${one.id}/steps`, one.version, body);
const done = async (one: Seen, given: object = {}): Promise<Seen> =>
  (await step(one, { step: 'complete', outcome: 'Asked.', ...given }).expect(200)).body;
const show = async (id: string | null): Promise<Seen> => (await asLiaison.get(`follow-ups/${id}`).expect(200)).body;
const verbsOf = async (id: string): Promise<string[]> =>
  (
    await t.source.query<{ verb: string }[]>('select verb from audit_entries where record_id = $1 order by id', [id])
  ).map(({ verb }) => verb);

describe('a follow-up that comes round again', () => {
  it('opens its next time when it is done, counted from the first day', async () => {
    const expert = await t.make.expert({ agency_id: agency.id });
    const first = await promise('2026-05-31', monthly, {
      about: { kind: 'expert', id: expert.id },
      details: 'As agreed',
      priority: 'high',
      assigneeUserId: colleague.id,
      deputyUserId: liaison.id,
      sharing: 'uk_government',
      handling: 'Gently',
    });
    expect(first.repeats).toEqual({
      ...monthly,
      firstOn: '2026-05-31',
      number: 1,
      untilOn: null,
      times: null,
      nextOn: '2026-06-30',
    });
    const closed = await done(first);
    expect(closed.repeats).toMatchObject({ number: 1, nextOn: null });
    const second = await show(closed.nextFollowUpId);
    expect(second).toMatchObject({
      title: 'Ask how it goes',
      details: 'As agreed',
      priority: 'high',
      dueOn: '2026-06-30',
      state: 'open',
      about: { kind: 'expert', id: expert.id },
      assignee: { id: colleague.id },
      deputy: { id: liaison.id },
      sharing: 'uk_government',
      handling: 'Gently',
      continuesId: first.id,
      createdBy: { id: liaison.id },
      repeats: { number: 2, nextOn: '2026-07-31' },
    });
    const third = await show((await done(second)).nextFollowUpId);
    expect(third).toMatchObject({ dueOn: '2026-07-31', repeats: { number: 3 } });
    expect(await verbsOf(first.id)).toEqual(['follow-up.create', 'follow-up.complete']);
    expect(await verbsOf(second.id)).toEqual(['follow-up.come-round', 'follow-up.complete']);
  });

  it('leaves out what has passed when it is done late, and counts it', async () => {
    const first = await promise('2026-06-10', { ...monthly, times: 4 });
    t.time.set('2026-08-11T09:00:00Z');
    const last = await show((await done(first)).nextFollowUpId);
    expect(last).toMatchObject({ dueOn: '2026-09-10', repeats: { number: 4, times: 4, nextOn: null } });
    expect((await done(last)).nextFollowUpId).toBeNull();
  });

  it('ends on its last day', async () => {
    const first = await promise('2026-06-10', { everyCount: 2, everyUnit: 'weeks', untilOn: '2026-06-24' });
    const second = await show((await done(first)).nextFollowUpId);
    expect(second).toMatchObject({ dueOn: '2026-06-24', repeats: { nextOn: null } });
    expect((await done(second)).nextFollowUpId).toBeNull();
  });

  it('is cancelled for one time, or for good', async () => {
    const first = await promise('2026-06-10', monthly);
    const { body: once } = await step(first, { step: 'cancel', reason: 'She is away.' }).expect(200);
    const second = await show(once.nextFollowUpId);
    expect(second.dueOn).toBe('2026-07-10');
    const { body: forGood } = await step(second, { step: 'cancel', reason: 'Over.', endsRecurrence: true }).expect(200);
    expect(forGood).toMatchObject({ state: 'cancelled', nextFollowUpId: null, repeats: null });
  });

  it('does not come round again once that is said on its completion, and then takes another follow-up after it', async () => {
    const first = await promise('2026-06-10', monthly);
    const next = { title: 'Something else', dueOn: '2026-06-30' };
    const { body } = await step(first, { step: 'complete', outcome: 'Asked.', next }).expect(400);
    expect(body.errors).toMatchObject([{ pointer: '/next' }]);
    expect(await show(first.id)).toMatchObject({ version: 1, state: 'due_today' });
    const closed = await done(first, { next, endsRecurrence: true });
    expect(await show(closed.nextFollowUpId)).toMatchObject({ title: 'Something else', repeats: null });
  });

  it('can begin as the next of another one', async () => {
    const closed = await done(await promise('2026-06-10', null), {
      next: { title: 'Each week', dueOn: '2026-06-17', repeats: { everyCount: 1, everyUnit: 'weeks' } },
    });
    const next = await show(closed.nextFollowUpId);
    expect(next.repeats).toMatchObject({ firstOn: '2026-06-17', number: 1 });
    // It was scheduled by somebody: reopening does not take it back.
    expect((await show(closed.id)).steps).toMatchObject([{ step: 'reopen', blockedBecause: expect.any(String) }]);
  });

  it('opens one next time for two who close it at once', async () => {
    const first = await promise('2026-06-10', monthly);
    const both = await Promise.all([1, 2].map(() => step(first, { step: 'complete', outcome: 'Asked.' })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const rows = await t.source.query('select 1 from follow_ups where continues_id = $1', [first.id]);
    expect(rows).toHaveLength(1);
  });

  it('is nothing new to whom it was given long ago', async () => {
    const first = await promise('2026-06-10', monthly, { assigneeUserId: colleague.id });
    t.time.set('2026-06-11T09:00:00Z');
    const { nextFollowUpId } = await done(first);
    const [row] = await t.source.query('select assigned_at as "at" from follow_ups where id = $1', [nextFollowUpId]);
    expect(row.at).toEqual(new Date('2026-06-10T09:00:00Z'));
  });
});

describe('reopening', () => {
  it('takes the next time back while nothing has happened to it', async () => {
    const first = await promise('2026-06-10', monthly);
    const closed = await done(first);
    expect(closed.steps).toEqual([{ step: 'reopen', blockedBecause: null }]);
    const { body } = await step(closed, { step: 'reopen', reason: 'Undone.' }).expect(200);
    expect(body).toMatchObject({ state: 'due_today', nextFollowUpId: null, repeats: { number: 1 } });
    await asLiaison.get(`follow-ups/${closed.nextFollowUpId}`).expect(404);
    expect(await verbsOf(closed.nextFollowUpId!)).toEqual(['follow-up.come-round', 'follow-up.take-back-next']);
    // And closing it again opens it again.
    expect(await show((await done(body)).nextFollowUpId)).toMatchObject({ dueOn: '2026-07-10' });
  });

  it('is refused once something has', async () => {
    const closed = await done(await promise('2026-06-10', monthly));
    const next = await show(closed.nextFollowUpId);
    await step(next, { step: 'snooze', until: '2026-08-01' }).expect(200);
    const { body } = await step(closed, { step: 'reopen', reason: 'Undone.' }).expect(409);
    expect(body.detail).toContain('It goes on in another follow-up');
    await asLiaison.get(`follow-ups/${next.id}`).expect(200);
  });
});

describe('changing how it comes round again', () => {
  const change = (one: Seen, body: object) => asLiaison.patch(`follow-ups/${one.id}`, body, one.version);

  it('moves one time only by its due day alone', async () => {
    const first = await promise('2026-06-10', monthly);
    const { body } = await change(first, { dueOn: '2026-06-15' }).expect(200);
    expect(body).toMatchObject({ dueOn: '2026-06-15', repeats: { firstOn: '2026-06-10' } });
    expect((await show((await done(body)).nextFollowUpId)).dueOn).toBe('2026-07-10');
  });

  it('keeps the count while the rhythm stays, and begins anew with another', async () => {
    const second = await show((await done(await promise('2026-05-31', monthly))).nextFollowUpId);
    const { body: shorter } = await change(second, { repeats: { ...monthly, times: 3 } }).expect(200);
    expect(shorter.repeats).toMatchObject({ firstOn: '2026-05-31', number: 2, times: 3, nextOn: '2026-07-31' });
    const { body: weekly } = await change(shorter, { repeats: { everyCount: 1, everyUnit: 'weeks' } }).expect(200);
    expect(weekly.repeats).toMatchObject({ firstOn: '2026-06-30', number: 1, times: null, nextOn: '2026-07-07' });
  });

  it('ends it with null, and the one that is open stays', async () => {
    const first = await promise('2026-06-10', monthly);
    const { body } = await change(first, { repeats: null }).expect(200);
    expect(body).toMatchObject({ state: 'due_today', repeats: null });
    expect((await done(body)).nextFollowUpId).toBeNull();
    const audit = await t.source.query(
      `select before, after from audit_entries where record_id = $1 and verb = 'follow-up.change'`,
      [first.id],
    );
    expect(audit).toMatchObject([
      { before: { everyCount: 1, everyUnit: 'months' }, after: { everyCount: null, everyUnit: null } },
    ]);
  });

  it.each([
    ['no number', { everyUnit: 'weeks' }, '/repeats/everyCount'],
    ['nought', { everyCount: 0, everyUnit: 'weeks' }, '/repeats/everyCount'],
    ['eleven years', { everyCount: 11, everyUnit: 'years' }, '/repeats/everyCount'],
    ['hours', { everyCount: 1, everyUnit: 'hours' }, '/repeats/everyUnit'],
    ['two ends', { ...monthly, untilOn: '2026-12-31', times: 2 }, '/repeats/times'],
    ['a last day before it is due', { ...monthly, untilOn: '2026-06-09' }, '/repeats/untilOn'],
    ['1001 times', { ...monthly, times: 1001 }, '/repeats/times'],
    ['something else', { ...monthly, firstOn: '2020-01-01' }, '/repeats/firstOn'],
    ['a text', 'monthly', '/repeats'],
  ])('refuses %s, on creation as on a change', async (_what, repeats, pointer) => {
    const given = { title: 'Ask', dueOn: '2026-06-10', repeats };
    const { body } = await asLiaison.post('follow-ups', given).expect(400);
    expect(body.errors.map((one: { pointer: string }) => one.pointer)).toContain(pointer);
    const first = await promise('2026-06-10', null);
    await change(first, { repeats }).expect(400);
  });

  it('is for the agency that keeps it', async () => {
    const other = await t.make.agency();
    const outsider = await t.make.user('partner', other.id);
    const shared = await promise('2026-06-10', monthly, { sharing: 'all_partners' });
    const body = { repeats: null };
    await t.as(outsider.token).patch(`follow-ups/${shared.id}`, body, 1).expect(403);
    const hidden = await promise('2026-06-10', monthly);
    await t.as(outsider.token).patch(`follow-ups/${hidden.id}`, body, 1).expect(404);
  });
});

describe('the ledger of reminders', () => {
  const ledgerOf = async (id: string) =>
    (
      await t.source.query<{ anchor: string; state: string }[]>(
        'select anchor_on as anchor, state from reminders where record_id = $1 order by anchor_on, offset_days',
        [id],
      )
    )
      .map(({ anchor, state }) => `${anchor} ${state}`)
      .filter((one, place, all) => all.indexOf(one) === place);

  it('has each time with its own reminders, and lets go those of one that was taken back', async () => {
    // Before the time of day at which reminders go out, so that they stand in the ledger and wait.
    t.time.set('2026-06-10T05:00:00Z');
    const first = await promise('2026-06-10', monthly, { assigneeUserId: colleague.id });
    await t.runner.run(sweep.name);
    expect(await ledgerOf(first.id)).toEqual(['2026-06-10 scheduled']);

    t.time.set('2026-07-10T05:00:00Z');
    const closed = await done(await show(first.id));
    await t.runner.run(sweep.name);
    expect(await ledgerOf(closed.nextFollowUpId!)).toEqual(['2026-07-10 scheduled']);
    expect(await ledgerOf(first.id)).toEqual(['2026-06-10 superseded']);

    await step(await show(closed.id), { step: 'reopen', reason: 'Undone.' }).expect(200);
    await t.runner.run(sweep.name);
    expect(await ledgerOf(closed.nextFollowUpId!)).toEqual(['2026-07-10 superseded']);
  });
});
