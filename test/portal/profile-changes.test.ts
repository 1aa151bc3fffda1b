import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { castOf, expertRow, proposal, type Cast } from './cast.js';

let t: TestApp;
let cast: Cast;

beforeAll(async () => {
  t = await startTestApp();
  cast = await castOf(t);
});
afterAll(() => t.close());

const propose = async ({ academic }: Cast, dto: object): Promise<string> =>
  ((await t.as(academic.token).post('me/profile/changes', dto).expect(201)).body as { id: string }).id;
const decide = (who: Person, id: string, dto: object, version = 1) =>
  t.as(who.token).change(`profile-changes/${id}/decisions`, version, dto);
const approve = { decision: 'approve' };
const postsOf = async ({ academic }: Cast): Promise<Record<string, unknown>[]> =>
  ((await t.as(academic.token).get('me/profile')).body as { affiliations: Record<string, unknown>[] }).affiliations;

it('staff of other agencies never see it, though they see the person', async () => {
  const id = await proposal(t, cast.expert.id);
  await t.as(cast.elsewhere.token).get(`experts/${cast.expert.id}`).expect(200);
  await t.as(cast.elsewhere.token).get(`profile-changes/${id}`).expect(404);
  await decide(cast.elsewhere, id, approve).expect(404);
  const { body } = await t.as(cast.elsewhere.token).get('profile-changes').expect(200);
  expect(body).toEqual({ items: [], nextCursor: null });
});

describe('an approval', () => {
  it('changes the name in the same transaction, exactly once of several at once', async () => {
    const own = await castOf(t);
    const id = await propose(own, { name: { givenName: 'Grace', familyName: 'Invented' } });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => decide(own.liaison, id, approve).then(({ status }) => status)),
    );
    expect(answers.sort()).toEqual([200, 412, 412, 412]);
    expect(await expertRow(t, own.expert.id)).toMatchObject({
      title: null,
      given_name: 'Grace',
      family_name: 'Invented',
      version: 2,
    });
    const audit = await t.source.query<{ verb: string }[]>(
      'select verb from audit_entries where record_id in ($1, $2) order by at, id',
      [id, own.expert.id],
    );
    expect(audit.map(({ verb }) => verb).sort()).toEqual([
      'expert.approve-change',
      'profile-change.approve',
      'profile-change.propose',
    ]);
    const { body } = await t.as(own.academic.token).get('me/profile');
    expect((body as { changes: object[] }).changes).toEqual([expect.objectContaining({ id, state: 'approved' })]);
  });

  it('moves somebody: one post ends the day before the other begins', async () => {
    const own = await castOf(t);
    const old = await t.make.affiliation({ expert_id: own.expert.id, role: 'Lecturer' });
    const university = await t.make.organisation({ name: 'Éastern Invented University' });
    const post = { organisation: 'eastern invented university', role: 'Professor', startedOn: '2026-09-01' };
    const id = await propose(own, { post: { ...post, replacesAffiliationId: old.id } });
    const { body } = await t.as(own.liaison.token).get(`profile-changes/${id}`).expect(200);
    expect(body).toMatchObject({
      before: { role: 'Lecturer' },
      after: { organisation: 'Éastern Invented University', organisationId: university.id, role: 'Professor' },
      movedOn: false,
      proposedBy: { id: own.academic.id },
    });
    await decide(own.liaison, id, approve).expect(200);
    expect(await postsOf(own)).toEqual([
      expect.objectContaining({ role: 'Professor', startedOn: '2026-09-01', endedOn: null, isPrimary: true }),
      expect.objectContaining({ id: old.id, endedOn: '2026-08-31' }),
    ]);
    const closed = await t.source.query("select 1 from outbox_events where name = 'experts.affiliation-closed'");
    expect(closed).toHaveLength(1);
  });

  it('of a body that the register does not have needs staff to say which it is', async () => {
    const own = await castOf(t);
    const id = await propose(own, { post: { organisation: 'Somewhere <b>unheard</b> of' } });
    expect((await decide(own.liaison, id, approve).expect(400)).body).toMatchObject({
      errors: [{ pointer: '/organisationId' }],
    });
    const { id: organisationId } = await t.make.organisation();
    await decide(own.liaison, id, { ...approve, organisationId }).expect(200);
    expect(await postsOf(own)).toEqual([
      expect.objectContaining({ organisation: expect.objectContaining({ id: organisationId }) as unknown }),
    ]);
  });

  it('ends a post', async () => {
    const own = await castOf(t);
    const { id: affiliationId } = await t.make.affiliation({ expert_id: own.expert.id, department: 'Law' });
    await decide(own.liaison, await propose(own, { postChange: { affiliationId, endedOn: '2026-06-30' } }), approve);
    expect(await postsOf(own)).toEqual([expect.objectContaining({ endedOn: '2026-06-30', department: 'Law' })]);
  });

  it.each<[string, (affiliationId: string) => object, string]>([
    [
      'name',
      () => ({ name: { givenName: 'Grace', familyName: 'New' } }),
      "update experts set family_name = 'Moved' where id = $1",
    ],
    [
      'post',
      (affiliationId) => ({ postChange: { affiliationId, role: 'Reader' } }),
      "update affiliations set role = 'Dean' where expert_id = $1",
    ],
  ])('is stale when the %s has moved on since: shown, and only refused', async (_section, dto, moveOn) => {
    const own = await castOf(t);
    const { id: affiliationId } = await t.make.affiliation({ expert_id: own.expert.id, role: 'Lecturer' });
    const id = await propose(own, dto(affiliationId));
    await t.source.query(moveOn, [own.expert.id]);
    const { body } = await t.as(own.liaison.token).get(`profile-changes/${id}`).expect(200);
    expect(body).toMatchObject({ movedOn: true, state: 'proposed' });
    await decide(own.liaison, id, approve).expect(412);
    await decide(own.liaison, id, { decision: 'refuse', reason: 'Out of date' }).expect(200);
  });

  it('is refused, and changes nothing, when the address is somebody else’s by now', async () => {
    const own = await castOf(t);
    const id = await propose(own, { email: 'taken@university.example' });
    await castOf(t, { email: 'TAKEN@university.example' });
    await decide(own.liaison, id, approve).expect(409);
    expect((await t.as(own.liaison.token).get(`profile-changes/${id}`)).body).toMatchObject({
      state: 'proposed',
      version: 1,
    });
    expect((await expertRow(t, own.expert.id)).version).toBe(1);
  });

  it('of a note only says that it was dealt with', async () => {
    const own = await castOf(t);
    const id = await proposal(t, own.expert.id, { section: 'note', before: {}, after: { text: 'I moved' } });
    await decide(own.liaison, id, approve).expect(200);
    expect((await expertRow(t, own.expert.id)).version).toBe(1);
  });
});

describe('a refusal', () => {
  it('needs a reason, which the academic reads; nothing changes', async () => {
    const own = await castOf(t);
    const id = await propose(own, { email: 'new@elsewhere.example' });
    expect((await decide(own.liaison, id, { decision: 'refuse' }).expect(400)).body).toMatchObject({
      errors: [{ pointer: '/reason' }],
    });
    await decide(own.liaison, id, { decision: 'refuse', reason: 'Use the university’s address' }).expect(200);
    const { body } = await t.as(own.academic.token).get('me/profile');
    expect((body as { changes: object[] }).changes).toEqual([
      expect.objectContaining({ state: 'refused', reason: 'Use the university’s address' }),
    ]);
    await decide(own.liaison, id, approve, 2).expect(409);
    expect((await expertRow(t, own.expert.id)).email).not.toBe('new@elsewhere.example');
  });
});

it('the list is paged and filtered by state', async () => {
  const own = await castOf(t);
  const ids = [];
  for (let made = 0; made < 3; made += 1)
    ids.push(await proposal(t, own.expert.id, { section: 'note', before: {}, after: { text: `Note ${made}` } }));
  const first = (await t.as(own.liaison.token).get('profile-changes?state=proposed&limit=2').expect(200)).body as {
    items: { id: string }[];
    nextCursor: string;
  };
  const rest = (await t.as(own.liaison.token).get(`profile-changes?limit=2&cursor=${first.nextCursor}`).expect(200))
    .body as typeof first;
  expect([...first.items, ...rest.items].map(({ id }) => id).sort()).toEqual(ids.sort());
  expect((await t.as(own.liaison.token).get('profile-changes?state=refused')).body).toMatchObject({ items: [] });
});
