import { roles, type Role } from '../../src/kernel/actor.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let elsewhere: { id: string };
let foreign: Person;
const people = {} as Record<Role, Person>;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  elsewhere = await t.make.agency();
  foreign = await t.make.user('partner', elsewhere.id);
  for (const role of roles) people[role] = await t.make.user(role, agency.id);
});
afterAll(() => t.close());

const as = (role: Role): Caller => t.as(people[role].token);
const own = (given: object = {}): ReturnType<typeof t.make.expert> => t.make.expert({ agency_id: agency.id, ...given });
const pointers = (body: { errors: { pointer: string }[] }): string[] => body.errors.map(({ pointer }) => pointer);
const audited = (id: string): Promise<{ verb: string; before: Row | null; after: Row }[]> =>
  t.source.query('select verb, before, after from audit_entries where record_id = $1 order by at, id', [id]);
const published = async (id: string): Promise<string[]> =>
  (
    await t.source.query(`select name from outbox_events where payload ->> 'expertId' = $1 order by created_at, id`, [
      id,
    ])
  ).map(({ name }: { name: string }) => name);
type Row = Record<string, unknown>;

describe('PATCH /experts/:id', () => {
  it('changes what is given and leaves the rest', async () => {
    const { id } = await own({ title: 'Dr', phone: '1', field_audience: { email: 'all_partners', phone: 'agency' } });
    const { body, headers } = await as('liaison')
      .patch(
        `experts/${id}`,
        {
          phone: null,
          availability: 'unavailable',
          availableUntil: '2026-09-01',
          fieldAudience: { phone: 'uk_government' },
        },
        1,
      )
      .expect(200);
    expect(headers.etag).toBe('"2"');
    expect(body).toMatchObject({
      version: 2,
      title: 'Dr',
      phone: null,
      availability: 'unavailable',
      availableUntil: '2026-09-01',
      fieldAudience: { email: 'all_partners', phone: 'uk_government' },
    });
    const [entry] = await audited(id);
    expect(entry).toMatchObject({ verb: 'expert.change', before: { phone: '1' }, after: { phone: null } });
    expect(entry.after).not.toHaveProperty('title');
    expect(await published(id)).toEqual(['experts.changed']);
  });

  it.each<[string, object]>([
    ['a privacy notice', { privacyNoticeSentOn: '2026-06-10' }],
    ['an objection', { objectedOn: '2026-06-10' }],
    ['a restriction', { restrictedOn: '2026-06-10' }],
    ['do not contact', { doNotContact: true }],
  ])('records %s', async (_what, given) => {
    const { id } = await own({ privacy_notice_sent_on: null });
    const { body } = await as('liaison').patch(`experts/${id}`, given, 1).expect(200);
    expect(body).toMatchObject(given);
  });

  it('no longer counts an ORCID iD as verified once it is another one', async () => {
    const { id } = await own({ orcid: '0000-0002-9079-593X', orcid_verified_at: '2026-01-01T00:00:00Z' });
    const same = await as('liaison').patch(`experts/${id}`, { title: 'Dr' }, 1).expect(200);
    expect(same.body.orcidVerifiedAt).toBe('2026-01-01T00:00:00.000Z');
    const other = await as('liaison').patch(`experts/${id}`, { orcid: null }, 2).expect(200);
    expect(other.body.orcidVerifiedAt).toBeNull();
  });

  it('hides a person who objects from the agencies they were shared with', async () => {
    const { id } = await own();
    await t.as(foreign.token).get(`experts/${id}`).expect(200);
    await as('liaison').patch(`experts/${id}`, { objectedOn: '2026-06-10' }, 1).expect(200);
    await t.as(foreign.token).get(`experts/${id}`).expect(404);
    await as('liaison').get(`experts/${id}`).expect(200);
  });

  it('asks for the version, and refuses one that has moved on', async () => {
    const { id } = await own();
    await as('liaison').patch(`experts/${id}`, { title: 'Dr' }).expect(428);
    await as('liaison').patch(`experts/${id}`, { title: 'Dr' }, 1).expect(200);
    await as('liaison').patch(`experts/${id}`, { title: 'Professor' }, 1).expect(412);
  });

  it.each<[string, object, string]>([
    ['a field that others set', { reference: 'EXP-000001' }, '/reference'],
    ['another agency', { agencyId: '0190a0a0-0000-7000-8000-000000000000' }, '/agencyId'],
    ['a verified iD', { orcidVerifiedAt: '2026-01-01T00:00:00Z' }, '/orcidVerifiedAt'],
    ['no name', { givenName: null }, '/givenName'],
    ['an objection of tomorrow', { objectedOn: '2026-06-11' }, '/objectedOn'],
  ])('refuses %s', async (_what, given, pointer) => {
    const { id } = await own();
    const { body } = await as('liaison').patch(`experts/${id}`, given, 1).expect(400);
    expect(pointers(body)).toEqual([pointer]);
  });

  it('is for the agency that keeps the record: readers are refused, others find nothing', async () => {
    const shared = await own();
    await t.as(foreign.token).patch(`experts/${shared.id}`, { title: 'Dr' }, 1).expect(403);
    const hidden = await own({ privacy_notice_sent_on: null });
    await t.as(foreign.token).patch(`experts/${hidden.id}`, { title: 'Dr' }, 1).expect(404);
    await t.make.relationship({ agency_id: elsewhere.id, expert_id: hidden.id });
    await t.as(foreign.token).patch(`experts/${hidden.id}`, { title: 'Dr' }, 1).expect(403);
    await as('liaison').patch('experts/EXP-999999', { title: 'Dr' }, 1).expect(404);
  });

  it('is not for academics yet, not even of themselves', async () => {
    await as('academic').patch(`experts/${people.academic.expertId}`, { phone: '1' }, 1).expect(403);
  });

  it('lets one of ten at the same version through', async () => {
    const { id } = await own();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => as('liaison').patch(`experts/${id}`, { phone: String(n) }, 1)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(412)]);
  });
});
