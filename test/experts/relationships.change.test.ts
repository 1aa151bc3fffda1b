import type { Role } from '../../src/kernel/actor.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string; name: string };
let elsewhere: { id: string; name: string };
let liaison: Person;
let colleague: Person;
let foreign: Person;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  elsewhere = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('partner', agency.id);
  foreign = await t.make.user('partner', elsewhere.id);
});
afterAll(() => t.close());

const as = (person: Person): Caller => t.as(person.token);
const own = (given: object = {}): ReturnType<typeof t.make.expert> => t.make.expert({ agency_id: agency.id, ...given });
const bond = async (given: object = {}): Promise<{ id: string; expertId: string; path: string }> => {
  const expert_id = (await own()).id;
  const { id } = await t.make.relationship({ agency_id: agency.id, expert_id, owner_user_id: liaison.id, ...given });
  return { id, expertId: expert_id, path: `experts/${expert_id}/relationships/${id}` };
};
const pointers = (body: { errors: { pointer: string }[] }): string[] => body.errors.map(({ pointer }) => pointer);

describe('PATCH /experts/:id/relationships/:relationshipId', () => {
  it('changes facts under its own version, which is not the person’s', async () => {
    const { path, expertId } = await bond({ notes: 'Old', cadence_days: 30, last_contact_at: '2026-03-28T23:30:00Z' });
    const { body, headers } = await as(colleague)
      .patch(path, { notes: 'New', cadenceDays: 60, ownerUserId: null, sharing: 'uk_government' }, 1)
      .expect(200);
    expect(headers.etag).toBe('"2"');
    expect(body).toMatchObject({
      notes: 'New',
      owner: null,
      sharing: 'uk_government',
      stage: 'contact',
      nextContactDueOn: '2026-05-27',
      lastContactAt: '2026-03-28T23:30:00.000Z',
      history: [],
    });
    expect((await as(liaison).get(`experts/${expertId}`)).body.version).toBe(1);
    const [entry] = await t.source.query('select verb, before, after from audit_entries where record_id = $1', [
      body.id,
    ]);
    expect(entry).toMatchObject({ verb: 'relationship.change', before: { notes: 'Old' }, after: { notes: 'New' } });
  });

  it('moves the stage with a reason and keeps the way', async () => {
    const { path } = await bond();
    await as(liaison).patch(path, { stage: 'partner', reason: 'A project began.' }, 1).expect(200);
    const { body } = await as(colleague).patch(path, { stage: 'former', reason: 'Moved abroad.' }, 2).expect(200);
    expect(body).toMatchObject({
      stage: 'former',
      history: [
        { from: 'contact', to: 'partner', reason: 'A project began.', by: { id: liaison.id } },
        { from: 'partner', to: 'former', reason: 'Moved abroad.', by: { id: colleague.id } },
      ],
    });
    await as(liaison).patch(path, { stage: 'partner', reason: 'Back.' }, 3).expect(409);
    await as(liaison).patch(path, { stage: 'former', reason: 'Still.' }, 3).expect(409);
    await as(liaison).patch(path, { stage: 'contact', reason: 'Back.' }, 3).expect(200);
  });

  it.each<[string, object, string]>([
    ['a stage without a reason', { stage: 'partner' }, '/reason'],
    ['a reason without a stage', { reason: 'Because.' }, '/stage'],
    ['a blank reason', { stage: 'partner', reason: ' ' }, '/reason'],
    ['a null stage', { stage: null, reason: 'Because.' }, '/stage'],
    ['another beginning', { sinceOn: '2026-01-01' }, '/sinceOn'],
    ['a sensitive one that stays shared', { marking: 'OFFICIAL-SENSITIVE' }, '/sharing'],
    ['an unknown owner', { ownerUserId: '0190a0a0-0000-7000-8000-000000000000' }, '/ownerUserId'],
  ])('refuses %s, and keeps nothing', async (_what, given, pointer) => {
    const { path } = await bond();
    const { body } = await as(liaison).patch(path, given, 1).expect(400);
    expect(pointers(body)).toEqual([pointer]);
    expect((await as(liaison).get(path)).body).toMatchObject({ version: 1, stage: 'contact', history: [] });
  });

  it('does not ask again for an owner who has since left', async () => {
    const gone = await t.make.user('liaison', agency.id, { disabled_at: '2026-06-01T00:00:00Z' });
    const { path } = await bond({ owner_user_id: gone.id });
    await as(liaison).patch(path, { notes: 'Without an owner' }, 1).expect(200);
    const { body } = await as(liaison).patch(path, { ownerUserId: gone.id }, 2).expect(400);
    expect(pointers(body)).toEqual(['/ownerUserId']);
  });

  it('does not let anybody hide it from themselves', async () => {
    const { path } = await bond();
    await as(colleague).patch(path, { sharing: 'named' }, 1).expect(409);
    await as(colleague).patch(path, { sharing: 'named', deputyUserId: colleague.id }, 1).expect(200);
  });

  it('asks for the version, and refuses one that has moved on', async () => {
    const { path } = await bond();
    await as(liaison).patch(path, { notes: 'x' }).expect(428);
    await as(liaison).patch(path, { notes: 'x' }, 1).expect(200);
    await as(liaison).patch(path, { notes: 'y' }, 1).expect(412);
  });

  it('is for the agency’s own people: who knows of it is refused, others find nothing', async () => {
    const known = await bond({ sharing: 'all_partners' });
    const hidden = await bond({ sharing: 'named' });
    await as(foreign).patch(known.path, { notes: 'x' }, 1).expect(403);
    await as(foreign).patch(hidden.path, { notes: 'x' }, 1).expect(404);
    await as(colleague).patch(hidden.path, { notes: 'x' }, 1).expect(404);
    await t.as(null).patch(known.path, { notes: 'x' }, 1).expect(401);
    for (const role of ['academic', 'admin', 'approver', 'auditor', 'host'] as Role[]) {
      const { token } = await t.make.user(role, agency.id);
      await t.as(token).patch(known.path, { notes: 'x' }, 1).expect(403);
    }
  });
});
