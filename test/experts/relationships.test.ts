import type { Role } from '../../src/kernel/actor.js';
import { ReadLog } from '../../src/platform/audit/read-log.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string; name: string };
let elsewhere: { id: string; name: string };
let liaison: Person;
let colleague: Person;
let foreign: Person;
let overseas: Person;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  elsewhere = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('partner', agency.id);
  foreign = await t.make.user('partner', elsewhere.id);
  overseas = await t.make.user('partner', (await t.make.agency({ audience: 'overseas' })).id);
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

describe('POST /experts/:id/relationships', () => {
  it('begins the agency’s relationship, as a contact owned by whoever enters it, today', async () => {
    const { id, reference } = await own();
    const { body, headers } = await as(liaison).post(`experts/${reference}/relationships`, {}).expect(201);
    expect(headers.etag).toBe('"1"');
    expect(body).toMatchObject({
      expertId: id,
      agency: { id: agency.id, name: agency.name },
      owner: { id: liaison.id, name: liaison.name },
      deputy: null,
      sinceOn: '2026-06-10',
      partial: false,
      stage: 'contact',
      cadenceDays: null,
      nextContactDueOn: null,
      marking: 'OFFICIAL',
      sharing: 'agency',
      history: [{ from: null, to: 'contact', by: { id: liaison.id }, at: '2026-06-10T09:00:00.000Z' }],
    });
    const audited = await t.source.query('select verb, record_kind from audit_entries where record_id = $1', [body.id]);
    expect(audited).toEqual([{ verb: 'relationship.create', record_kind: 'relationship' }]);
    const events = await t.source.query(`select name from outbox_events where payload ->> 'expertId' = $1`, [id]);
    expect(events).toEqual([{ name: 'experts.changed' }]);
  });

  it('keeps everything that is given', async () => {
    const { id } = await own();
    const given = {
      stage: 'named_expert',
      sinceOn: '2025-12-01',
      cadenceDays: 30,
      source: 'Conference',
      notes: 'Prefers mornings.',
      assessment: 'Delivers on time.',
      marking: 'OFFICIAL-SENSITIVE',
      handling: 'RECIPIENTS ONLY',
    };
    const people = { ownerUserId: colleague.id, deputyUserId: liaison.id };
    const { body } = await as(liaison)
      .post(`experts/${id}/relationships`, { ...given, ...people, reason: 'Known for years.' })
      .expect(201);
    expect(body).toMatchObject({
      ...given,
      sharing: 'named',
      owner: { id: colleague.id },
      deputy: { id: liaison.id },
      nextContactDueOn: '2025-12-31',
      history: [{ from: null, to: 'named_expert', reason: 'Known for years.' }],
    });
  });

  it('makes the person known to an agency that they were shared with, without opening their private fields', async () => {
    const { id } = await own({ phone: '0123' });
    await as(foreign).post(`experts/${id}/relationships`, {}).expect(201);
    const { body } = await as(foreign).get(`experts/${id}`).expect(200);
    expect(body).toMatchObject({ known: true, phone: null, relationships: [{ agency: { id: elsewhere.id } }] });
  });

  it('is one for each agency', async () => {
    const { expertId } = await bond();
    await as(colleague).post(`experts/${expertId}/relationships`, {}).expect(409);
    const hidden = await bond({ sharing: 'named' });
    await as(colleague).post(`experts/${hidden.expertId}/relationships`, {}).expect(409);
    const { id } = await own();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => as(liaison).post(`experts/${id}/relationships`, {})),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  });

  it('begins once however often the same key is sent', async () => {
    const { id } = await own();
    const send = () => as(liaison).post(`experts/${id}/relationships`, {}).set('idempotency-key', 'begin-once');
    const first = await send().expect(201);
    const second = await send().expect(201);
    expect(second.body).toEqual(first.body);
  });

  it.each<[string, () => object, string]>([
    ['an unknown stage', () => ({ stage: 'vetted' }), '/stage'],
    ['a beginning of tomorrow', () => ({ sinceOn: '2026-06-11' }), '/sinceOn'],
    ['no days', () => ({ cadenceDays: 0 }), '/cadenceDays'],
    ['more than five years', () => ({ cadenceDays: 1827 }), '/cadenceDays'],
    ['half a day', () => ({ cadenceDays: 0.5 }), '/cadenceDays'],
    ['an owner of another agency', () => ({ ownerUserId: foreign.id }), '/ownerUserId'],
    ['a deputy of another agency', () => ({ deputyUserId: foreign.id }), '/deputyUserId'],
    ['a sensitive one that is shared', () => ({ marking: 'OFFICIAL-SENSITIVE', sharing: 'agency' }), '/sharing'],
    ['a higher marking', () => ({ marking: 'SECRET' }), '/marking'],
    ['a text with a higher marking', () => ({ notes: 'SECRET' }), '/notes'],
    ['another agency', () => ({ agencyId: elsewhere.id }), '/agencyId'],
    ['a last contact', () => ({ lastContactAt: '2026-06-01T00:00:00Z' }), '/lastContactAt'],
    ['a version', () => ({ version: 7 }), '/version'],
  ])('refuses %s', async (_what, given, pointer) => {
    const { id } = await own();
    const { body } = await as(liaison).post(`experts/${id}/relationships`, given()).expect(400);
    expect(pointers(body)).toEqual([pointer]);
  });

  it('finds nobody hidden, and takes nobody without the right', async () => {
    const hidden = await own({ privacy_notice_sent_on: null });
    await as(foreign).post(`experts/${hidden.id}/relationships`, {}).expect(404);
    await as(liaison).post('experts/EXP-999999/relationships', {}).expect(404);
    await t.as(null).post(`experts/${hidden.id}/relationships`, {}).expect(401);
    for (const role of ['academic', 'admin', 'approver', 'auditor', 'host'] as Role[]) {
      const { token } = await t.make.user(role, agency.id);
      await t.as(token).post(`experts/${hidden.id}/relationships`, {}).expect(403);
    }
  });
});

describe('GET /experts/:id/relationships/:relationshipId', () => {
  const content = { stage: 'partner', notes: 'hush', assessment: 'hush', source: 'hush', cadence_days: 30 };
  const hushed = { notes: null, assessment: null, source: null, cadenceDays: null, history: null, sharing: null };

  it('gives the agency all of its own, with an ETag', async () => {
    const { path } = await bond(content);
    const { body, headers } = await as(colleague).get(path).expect(200);
    expect(headers.etag).toBe('"1"');
    expect(body).toMatchObject({ partial: false, stage: 'partner', notes: 'hush', assessment: 'hush', source: 'hush' });
  });

  it('tells other agencies that it exists, who leads and since when', async () => {
    const { path } = await bond(content);
    const { body } = await as(foreign).get(path).expect(200);
    expect(body).toMatchObject({
      agency: { id: agency.id },
      owner: { name: liaison.name },
      sinceOn: '2026-01-05',
      partial: true,
      stage: null,
      deputy: null,
      ...hushed,
    });
    expect(JSON.stringify(body)).not.toContain('hush');
  });

  it('tells those it is shared with the stage too, and no more', async () => {
    const { path } = await bond({ ...content, sharing: 'uk_government' });
    expect((await as(foreign).get(path).expect(200)).body).toMatchObject({
      partial: true,
      stage: 'partner',
      ...hushed,
    });
    expect((await as(overseas).get(path).expect(200)).body).toMatchObject({ partial: true, stage: null, ...hushed });
  });

  it('hides one for named people from everybody else, in the person’s view as well', async () => {
    const { path, expertId } = await bond({ ...content, sharing: 'named', deputy_user_id: colleague.id });
    const third = await t.make.user('liaison', agency.id);
    for (const person of [liaison, colleague]) {
      expect((await as(person).get(path).expect(200)).body.notes).toBe('hush');
      expect((await as(person).get(`experts/${expertId}`).expect(200)).body.relationships).toHaveLength(1);
    }
    for (const person of [third, foreign]) {
      await as(person).get(path).expect(404);
      expect((await as(person).get(`experts/${expertId}`).expect(200)).body.relationships).toEqual([]);
    }
  });

  it('opens to one named person by a grant, until its day', async () => {
    const { path, id } = await bond({ ...content, sharing: 'named' });
    await t.make.row('access_grants', {
      id,
      record_kind: 'relationship',
      record_id: id,
      user_id: colleague.id,
      until_on: '2026-06-10',
      reason: 'Cover',
      granted_by_user_id: liaison.id,
      created_at: t.clock.now(),
    });
    expect((await as(colleague).get(path).expect(200)).body.notes).toBe('hush');
    t.time.forward(86_400_000);
    await as(colleague).get(path).expect(404);
    t.time.forward(-86_400_000);
  });

  it('keeps readings of a sensitive one before it answers, whichever way it is read', async () => {
    const { path, id, expertId } = await bond({ ...content, marking: 'OFFICIAL-SENSITIVE', sharing: 'named' });
    await as(liaison).get(path).expect(200);
    const shown = await as(liaison).get(`experts/${expertId}`).expect(200);
    expect(shown.body.marking).toBe('OFFICIAL-SENSITIVE');
    const rows = await t.source.query(
      `select record_kind, marking from audit_readings where record_ids && $1::uuid[] order by id`,
      [[id, expertId]],
    );
    expect(rows).toEqual([
      { record_kind: 'relationship', marking: 'OFFICIAL-SENSITIVE' },
      { record_kind: 'expert', marking: 'OFFICIAL-SENSITIVE' },
    ]);
    await t.app.get(ReadLog).flush();
  });

  it('finds it below its own person only, and nobody’s below a hidden one', async () => {
    const { id } = await bond();
    await as(liaison)
      .get(`experts/${(await own()).id}/relationships/${id}`)
      .expect(404);
    await as(liaison).get(`experts/EXP-999999/relationships/${id}`).expect(404);
    const expert = await own({ privacy_notice_sent_on: null });
    const hidden = await t.make.relationship({ agency_id: agency.id, expert_id: expert.id, sharing: 'all_partners' });
    await as(foreign).get(`experts/${expert.id}/relationships/${hidden.id}`).expect(404);
  });
});
