import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let me: Person;
let colleague: Person;
let asMe: Caller;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  me = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('liaison', agency.id);
  asMe = t.as(me.token);
});
afterAll(() => t.close());
afterEach(() => t.time.set('2026-06-10T09:00:00Z'));

const promise = (given: object = {}): Promise<{ id: string }> =>
  t.make.followUp({ agency_id: me.organisationId, assignee_user_id: me.id, created_by_user_id: me.id, ...given });
const assigneeOf = async (id: string): Promise<string | null> =>
  (await t.source.query('select assignee_user_id as it from follow_ups where id = $1', [id]))[0].it;
const asking = (made: { id: string }[], given: object = {}): object => ({
  followUps: made.map(({ id }) => ({ id, version: 1 })),
  assigneeUserId: colleague.id,
  reason: 'I am away.',
  ...given,
});

describe('a hand-over', () => {
  it('moves all of them, says so to the audit and to whoever reminds, and leaves out what is there already', async () => {
    const [one, other, there] = [
      await promise(),
      await promise({ assignee_user_id: null }),
      await promise({ assignee_user_id: colleague.id }),
    ];
    const { body } = await asMe.post('follow-ups/hand-overs', asking([one, other, there])).expect(201);
    expect(body).toEqual({
      id: expect.any(String),
      to: { id: colleague.id, name: colleague.name },
      followUpIds: [one.id, other.id].sort(),
      undone: false,
    });
    expect([await assigneeOf(one.id), await assigneeOf(other.id)]).toEqual([colleague.id, colleague.id]);
    const audit = await t.source.query(
      `select verb, after -> 'step' ->> 'reason' as reason from audit_entries where record_id = $1`,
      [one.id],
    );
    expect(audit).toEqual([{ verb: 'follow-up.reassign', reason: 'I am away.' }]);
    const [{ count }] = await t.source.query(
      `select count(*)::int as count from outbox_events where payload ->> 'followUpId' = any($1)`,
      [[one.id, other.id]],
    );
    expect(count).toBe(2);
  });

  it.each<[string, (made: { id: string }[]) => object, number, string[]]>([
    ['none', () => asking([]), 400, ['/followUps']],
    ['one twice', ([one]) => asking([one, one]), 400, ['/followUps']],
    ['to somebody of another agency', (made) => asking(made, { assigneeUserId: newId() }), 400, ['/assigneeUserId']],
    ['without a reason', (made) => asking(made, { reason: ' ' }), 400, ['/reason']],
    ['to whoever has it', (made) => asking(made, { assigneeUserId: me.id }), 409, []],
  ])('of %s is refused', async (_what, ask, status, pointers) => {
    const { body } = await asMe.post('follow-ups/hand-overs', ask([await promise()])).expect(status);
    expect((body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
  });

  it('is all or nothing: one that has changed, or that is hidden, keeps the others where they are', async () => {
    const [one, changed] = [await promise(), await promise({ version: 2 })];
    await asMe.post('follow-ups/hand-overs', asking([one, changed])).expect(412);
    const hidden = await t.make.followUp({ agency_id: (await t.make.agency()).id });
    await asMe.post('follow-ups/hand-overs', asking([one, hidden])).expect(404);
    expect(await assigneeOf(one.id)).toBe(me.id);
  });

  it('tells nobody whom a follow-up that is hidden from them falls to', async () => {
    const one = await promise();
    const author = await t.make.user('liaison', me.organisationId);
    const named = { sharing: 'named', assignee_user_id: colleague.id, created_by_user_id: author.id };
    const elsewhere = (await t.make.agency()).id;
    const unseen = [
      await promise(named),
      await t.make.followUp({ agency_id: elsewhere, assignee_user_id: colleague.id }),
      { id: newId() },
    ];
    for (const hidden of unseen) {
      await asMe.post('follow-ups/hand-overs', asking([hidden])).expect(404);
      await asMe.post('follow-ups/hand-overs', asking([one, hidden])).expect(404);
    }
    expect(await assigneeOf(one.id)).toBe(me.id);
    const readable = { agency_id: elsewhere, assignee_user_id: colleague.id, sharing: 'uk_law_enforcement' };
    await asMe.post('follow-ups/hand-overs', asking([await t.make.followUp(readable)])).expect(403);
  });
});

describe('taking it back', () => {
  const handOver = async (made: { id: string }[]): Promise<string> =>
    (await asMe.post('follow-ups/hand-overs', asking(made)).expect(201)).body.id as string;
  const undo = (handOverId: string, who = asMe) => who.post('follow-ups/hand-overs/undo', { handOverId });

  it('gives each to whoever had it, also what only named people may read', async () => {
    const [one, nobodys] = [await promise(), await promise({ assignee_user_id: null, sharing: 'named' })];
    const id = await handOver([one, nobodys]);
    expect((await undo(id).expect(200)).body).toMatchObject({ id, undone: true });
    expect([await assigneeOf(one.id), await assigneeOf(nobodys.id)]).toEqual([me.id, null]);
    expect((await undo(id).expect(409)).body.detail).toBe('This was taken back already.');
  });

  it.each([
    ['whose account is disabled', () => ({ disabled_at: t.clock.now() })],
    ['who works for another agency now', async () => ({ organisation_id: (await t.make.agency()).id })],
    ['whose role takes none on any more', () => ({ role: 'auditor' })],
  ])('gives nothing back to somebody %s, and says who it is', async (_what, happened) => {
    const gone = await t.make.user('liaison', me.organisationId, { name: 'Greta Gone' });
    const [mine, theirs] = [await promise(), await promise({ assignee_user_id: gone.id })];
    const id = await handOver([mine, theirs]);
    const now = { disabled_at: null, organisation_id: me.organisationId, role: 'liaison', ...(await happened()) };
    await t.source.query('update users set disabled_at = $1, organisation_id = $2, role = $3 where id = $4', [
      now.disabled_at,
      now.organisation_id,
      now.role,
      gone.id,
    ]);
    const { body } = await undo(id).expect(409);
    expect(body.detail).toContain('Greta Gone cannot take follow-ups of your agency on any more');
    expect([await assigneeOf(mine.id), await assigneeOf(theirs.id)]).toEqual([colleague.id, colleague.id]);
    const [{ undone_at }] = await t.source.query('select undone_at from follow_up_hand_overs where id = $1', [id]);
    expect(undone_at).toBeNull();
    // What the message says to do works.
    const again = [mine, theirs].map((one) => ({ id: one.id, version: 2 }));
    await asMe.post('follow-ups/hand-overs', asking([], { followUps: again, assigneeUserId: me.id })).expect(201);
  });

  it('is for whoever handed them over, on the same day, while nothing else has happened', async () => {
    const [first, second] = [await promise(), await promise()];
    const [today, changed] = [await handOver([first]), await handOver([second])];
    await undo(today, t.as(colleague.token)).expect(404);
    await t
      .as(colleague.token)
      .change(`follow-ups/${second.id}/steps`, 2, { step: 'complete', outcome: 'Done' })
      .expect(200);
    expect((await undo(changed).expect(409)).body.detail).toContain('has changed since');
    t.time.set('2026-06-10T23:30:00Z');
    expect((await undo(today).expect(409)).body.detail).toContain('on the same day only');
  });
});
