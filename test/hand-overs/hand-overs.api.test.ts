import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let leaver: Person;
let taker: Person;
let third: Person;
let asMe: Caller;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());
beforeEach(async () => {
  agency = await t.make.agency();
  leaver = await t.make.user('liaison', agency.id);
  taker = await t.make.user('liaison', agency.id);
  third = await t.make.user('liaison', agency.id);
  asMe = t.as((await t.make.user('liaison', agency.id)).token);
});

interface Kind {
  name: string;
  count: number;
  seen: string;
  records: { id: string; version: number; title: string; href: string }[];
  staysBecause: string | null;
}
const care = async (who: Caller = asMe): Promise<{ kinds: Kind[]; unseen: number; hasLeft: boolean }> =>
  (await who.get(`hand-overs/${leaver.id}`).expect(200)).body;
const all = (kinds: Kind[]): object[] =>
  kinds.filter(({ staysBecause }) => staysBecause === null).map(({ name, seen }) => ({ name, seen }));
const handOver = (kinds: object[], given: object = {}, who: Caller = asMe) =>
  who.change(`hand-overs/${leaver.id}`, 0, { toUserId: taker.id, reason: 'They are leaving.', kinds, ...given });

const sql = <Row>(text: string, values: unknown[] = []): Promise<Row[]> => t.source.query(text, values);
const seatsOf = async (table: string, id: string): Promise<object> =>
  (await sql<object>(`select owner_user_id as owner, deputy_user_id as deputy from ${table} where id = $1`, [id]))[0];

/** One of everything that somebody can look after, and of each what is not open, not theirs, or another agency's. */
async function everything() {
  const own = { agency_id: agency.id };
  const seats = { owner_user_id: leaver.id, deputy_user_id: third.id };
  const deputy = { owner_user_id: third.id, deputy_user_id: leaver.id };
  const person = async () => t.make.expert({ ...own });
  const bond = async (given: object) => t.make.relationship({ ...own, expert_id: (await person()).id, ...given });
  const executed = { ...own, stage: 'executed', executed_on: '2025-12-15' };
  const made = {
    followUp: await t.make.followUp({ ...own, assignee_user_id: leaver.id, title: 'Ask how it goes' }),
    owned: await bond(seats),
    deputied: await bond(deputy),
    agreement: await t.make.agreement({ ...executed, ...seats }),
    draft: await t.make.agreement({ ...own, ...deputy }),
  };
  const obligation = await t.make.obligation(made.agreement, { owner_user_id: leaver.id });
  await t.make.followUp({ ...own, assignee_user_id: leaver.id, status: 'done', completed_on: '2026-06-01' });
  await t.make.followUp({ ...own, assignee_user_id: third.id });
  await bond({ ...seats, stage: 'former' });
  await t.make.agreement({ ...own, ...seats, stage: 'withdrawn' });
  const lapsed = { owner_user_id: leaver.id, lapsed_on: '2026-06-01', lapse_reason: 'Settled otherwise' };
  await t.make.obligation(made.agreement, lapsed);
  const elsewhere = await t.make.agency();
  await t.make.followUp({ agency_id: elsewhere.id, assignee_user_id: leaver.id, sharing: 'all_partners' });
  return { ...made, obligation };
}

const putToLeaver = async (given: object = {}): Promise<{ id: string }> => {
  const agreement = await t.make.agreement({ agency_id: agency.id, stage: 'in_approval', ...given });
  await t.make.row('agreement_approvals', {
    id: newId(),
    agreement_id: agreement.id,
    kind: 'business',
    position: 1,
    assignee_user_id: leaver.id,
    asked_by_user_id: third.id,
    asked_at: t.clock.now(),
    due_on: '2026-06-20',
  });
  return agreement;
};

describe('what is in somebody’s care', () => {
  it('is everything open, and nothing else', async () => {
    const made = await everything();
    const put = await putToLeaver();
    const { kinds, unseen } = await care();
    expect(unseen).toBe(0);
    expect(kinds.map(({ name, count, records }) => [name, count, records.map(({ id }) => id)])).toEqual([
      ['follow-ups.assigned', 1, [made.followUp.id]],
      ['relationships.owned', 1, [made.owned.id]],
      ['relationships.deputied', 1, [made.deputied.id]],
      ['agreements.owned', 1, [made.agreement.id]],
      ['agreements.deputied', 1, [made.draft.id]],
      ['obligations.owned', 1, [made.obligation.id]],
      ['approvals.waiting', 1, [put.id]],
    ]);
    expect(kinds[0].records[0]).toMatchObject({ title: 'Ask how it goes', href: `/follow-ups/${made.followUp.id}` });
    expect(kinds[3].records[0].href).toBe(`/agreements/${made.agreement.reference}`);
  });

  it('names a record once where somebody is owner and deputy of it', async () => {
    const both = { owner_user_id: leaver.id, deputy_user_id: leaver.id };
    await t.make.agreement({ agency_id: agency.id, ...both });
    expect((await care()).kinds.map(({ name }) => name)).toEqual(['agreements.owned']);
  });

  it('counts what is for named people only without a word of it, and lets its deputy hand it over', async () => {
    const named = { agency_id: agency.id, sharing: 'named', marking: 'OFFICIAL-SENSITIVE' };
    const title = 'Zephyr';
    await t.make.agreement({ ...named, title, owner_user_id: leaver.id, deputy_user_id: third.id });
    await t.make.followUp({ ...named, title, assignee_user_id: leaver.id });
    const { body, text } = await asMe.get(`hand-overs/${leaver.id}`).expect(200);
    expect(body).toMatchObject({ kinds: [], unseen: 2 });
    expect(text).not.toContain('Zephyr');
    const asThird = t.as(third.token);
    const seen = await care(asThird);
    expect([seen.kinds.map(({ name }) => name), seen.unseen]).toEqual([['agreements.owned'], 1]);
    await handOver(all(seen.kinds), {}, asThird).expect(200);
  });

  it('of whoever has left is told as long as there is something, and of a stranger is not', async () => {
    const { id } = await t.make.followUp({ agency_id: agency.id, assignee_user_id: leaver.id });
    await sql('update users set disabled_at = now() where id = $1', [leaver.id]);
    expect(await care()).toMatchObject({ hasLeft: true, kinds: [{ name: 'follow-ups.assigned' }] });
    const listed = async (): Promise<string[]> =>
      (await asMe.get('hand-overs').expect(200)).body.items.map((one: { id: string }) => one.id);
    expect(await listed()).toContain(leaver.id);
    await sql(`update follow_ups set status = 'done', completed_on = '2026-06-10' where id = $1`, [id]);
    await asMe.get(`hand-overs/${leaver.id}`).expect(404);
    expect(await listed()).not.toContain(leaver.id);
    const stranger = await t.make.user('partner', (await t.make.agency()).id);
    await asMe.get(`hand-overs/${stranger.id}`).expect(404);
    await asMe.get(`hand-overs/${newId()}`).expect(404);
  });

  it('is for those who keep records', async () => {
    for (const role of ['admin', 'auditor', 'approver'] as const) {
      const other = t.as((await t.make.user(role, agency.id)).token);
      await other.get('hand-overs').expect(403);
      await other.get(`hand-overs/${leaver.id}`).expect(403);
      await other.post(`hand-overs/${leaver.id}`, {}).expect(403);
    }
  });
});

describe('handing it over', () => {
  it('moves everything in one step, each by its own rules, and says why to the audit', async () => {
    const made = await everything();
    await putToLeaver();
    const { body } = await handOver(all((await care()).kinds)).expect(200);
    expect(body).toMatchObject({ from: { id: leaver.id }, to: { id: taker.id } });
    expect(body.kinds).toHaveLength(6);
    expect(await seatsOf('relationships', made.owned.id)).toEqual({ owner: taker.id, deputy: third.id });
    expect(await seatsOf('relationships', made.deputied.id)).toEqual({ owner: third.id, deputy: taker.id });
    expect(await seatsOf('agreements', made.agreement.id)).toEqual({ owner: taker.id, deputy: third.id });
    expect(await seatsOf('agreements', made.draft.id)).toEqual({ owner: third.id, deputy: taker.id });
    const [one] = await sql(
      `select f.assignee_user_id as f, o.owner_user_id as o from follow_ups f, obligations o where f.id = $1 and o.id = $2`,
      [made.followUp.id, made.obligation.id],
    );
    expect(one).toEqual({ f: taker.id, o: taker.id });
    // The decision stays with whoever was asked.
    expect((await care()).kinds.map(({ name }) => name)).toEqual(['approvals.waiting']);
    const audit = await sql<{ verb: string; after: { reason?: string } }>(
      `select verb, after from audit_entries where record_id = any($1) order by verb`,
      [[leaver.id, made.followUp.id, made.owned.id, made.agreement.id, made.obligation.id]],
    );
    expect(audit.map(({ verb }) => verb)).toEqual([
      'agreement.change',
      'follow-up.reassign',
      'obligation.change',
      'relationship.change',
      'user.hand-over-care',
    ]);
    expect(audit[4].after).toMatchObject({ toUserId: taker.id, reason: 'They are leaving.' });
    const events = await sql<{ name: string }>(`select name from outbox_events where payload::text like any($1)`, [
      [made.followUp.id, made.agreement.id, made.obligation.id].map((id) => `%${id}%`),
    ]);
    expect(new Set(events.map(({ name }) => name))).toEqual(
      new Set(['follow-ups.changed', 'agreements.changed', 'obligations.changed']),
    );
  });

  it('moves what is selected and leaves the rest', async () => {
    const made = await everything();
    const records = [{ id: made.agreement.id, version: 1 }];
    await handOver([{ name: 'agreements.owned', records }]).expect(200);
    expect((await care()).kinds).toHaveLength(5);
  });

  it('frees the seat of a deputy who takes the owner’s', async () => {
    const { agreement } = await everything();
    const records = [{ id: agreement.id, version: 1 }];
    await handOver([{ name: 'agreements.owned', records }], { toUserId: third.id }).expect(200);
    expect(await seatsOf('agreements', agreement.id)).toEqual({ owner: third.id, deputy: null });
  });

  it('is possible though the deputy of something has left as well', async () => {
    const { agreement } = await everything();
    await sql('update users set disabled_at = now() where id = $1', [third.id]);
    await handOver([{ name: 'agreements.owned', records: [{ id: agreement.id, version: 1 }] }]).expect(200);
  });

  it('moves nothing at all when one of them has changed, come or gone since', async () => {
    const made = await everything();
    const seen = all((await care()).kinds);
    const unmoved = async () =>
      expect(await seatsOf('agreements', made.agreement.id)).toMatchObject({ owner: leaver.id });
    await sql('update relationships set version = version + 1 where id = $1', [made.deputied.id]);
    await handOver(seen).expect(412);
    await unmoved();
    const again = all((await care()).kinds);
    await t.make.followUp({ agency_id: agency.id, assignee_user_id: leaver.id });
    await handOver(again).expect(412);
    await handOver([
      { name: 'agreements.owned', records: [{ id: made.agreement.id, version: 1 }] },
      { name: 'relationships.deputied', records: [{ id: made.deputied.id, version: 1 }] },
    ]).expect(412);
    await unmoved();
  });

  it('tells of a hidden record what it tells of none', async () => {
    const hidden = await t.make.followUp({
      agency_id: agency.id,
      assignee_user_id: leaver.id,
      sharing: 'named',
      marking: 'OFFICIAL-SENSITIVE',
    });
    const ask = async (id: string): Promise<unknown> => {
      const { body } = await handOver([{ name: 'follow-ups.assigned', records: [{ id, version: 1 }] }]).expect(412);
      return { ...body, requestId: null, instance: null };
    };
    expect(await ask(hidden.id)).toEqual(await ask(newId()));
  });

  it('goes once for two who do it at once', async () => {
    await everything();
    const kinds = all((await care()).kinds);
    const both = await Promise.all([handOver(kinds), handOver(kinds, { toUserId: third.id })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it.each<[string, () => object | Promise<object>, string]>([
    [
      'nobody of the agency',
      async () => ({ toUserId: (await t.make.user('partner', (await t.make.agency()).id)).id }),
      '/toUserId',
    ],
    ['an approver', async () => ({ toUserId: (await t.make.user('approver', agency.id)).id }), '/toUserId'],
    ['the same person', () => ({ toUserId: leaver.id }), '/toUserId'],
    ['no reason', () => ({ reason: ' ' }), '/reason'],
    ['nothing', () => ({ kinds: [] }), '/kinds'],
    ['a kind that is not handed over', () => ({ kinds: [{ name: 'approvals.waiting', seen: '-' }] }), '/kinds/0/name'],
    [
      'both ways of saying which',
      () => ({ kinds: [{ name: 'agreements.owned', seen: '-', records: [] }] }),
      '/kinds/0',
    ],
    ['neither', () => ({ kinds: [{ name: 'agreements.owned' }] }), '/kinds/0'],
    ['no record', () => ({ kinds: [{ name: 'agreements.owned', records: [] }] }), '/kinds/0/records'],
    ['a kind twice', () => ({ kinds: [1, 2].map(() => ({ name: 'agreements.owned', seen: '-' })) }), '/kinds/1'],
  ])('refuses %s', async (_what, given, pointer) => {
    await everything();
    const { body } = await handOver(all((await care()).kinds), await given()).expect(400);
    expect(body.errors.map((one: { pointer: string }) => one.pointer)).toContain(pointer);
  });
});
