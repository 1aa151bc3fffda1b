import type { Role } from '../../src/kernel/actor.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string; name: string };
let liaison: Person;
let colleague: Person;
let foreign: Person;
let unarranged: Person;
let university: { id: string; name: string };

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('partner', agency.id);
  foreign = await t.make.user('partner', (await t.make.agency()).id);
  unarranged = await t.make.user('partner', (await t.make.agency({ joint_controller_from: null })).id);
  university = await t.make.organisation();
});
afterAll(() => t.close());

const as = (person: Person): Caller => t.as(person.token);
const contact = (given: object = {}): object => ({ name: 'Carys Contract', organisationId: university.id, ...given });
const made = (given: object = {}): ReturnType<typeof t.make.contact> =>
  t.make.contact({ agency_id: agency.id, organisation_id: university.id, ...given });
const names = (body: { items: { name: string }[] }): string[] => body.items.map(({ name }) => name);
const pointers = (body: { errors: { pointer: string }[] }): string[] => body.errors.map(({ pointer }) => pointer);

describe('POST /contacts', () => {
  it('enters a contact for the caller’s agency', async () => {
    const given = { office: 'Research Contracts Office', email: 'contracts@u.example', phone: '+44 1632 960002' };
    const { body, headers } = await as(liaison).post('contacts', contact(given)).expect(201);
    expect(headers.etag).toBe('"1"');
    expect(body).toMatchObject({
      ...given,
      organisation: university,
      agency: { id: agency.id, name: agency.name },
      marking: 'OFFICIAL',
      sharing: 'agency',
      handling: null,
    });
    const [entry] = await t.source.query('select verb, record_kind from audit_entries where record_id = $1', [body.id]);
    expect(entry).toEqual({ verb: 'contact.create', record_kind: 'contact' });
  });

  it('shares a sensitive one with named people unless told otherwise', async () => {
    const { body } = await as(liaison)
      .post('contacts', contact({ marking: 'OFFICIAL-SENSITIVE' }))
      .expect(201);
    expect(body.sharing).toBe('named');
    await as(colleague).get(`contacts/${body.id}`).expect(404);
    await as(liaison).get(`contacts/${body.id}`).expect(200);
  });

  it('creates once however often the same key is sent', async () => {
    const send = () =>
      as(liaison)
        .post('contacts', contact({ name: 'Once' }))
        .set('idempotency-key', 'contact-once');
    const first = await send().expect(201);
    expect((await send().expect(201)).body.id).toBe(first.body.id);
  });

  it.each<[string, object, string]>([
    ['no name', { name: undefined }, '/name'],
    ['a blank name', { name: ' ' }, '/name'],
    ['no organisation', { organisationId: undefined }, '/organisationId'],
    [
      'an organisation that is not there',
      { organisationId: '0190a0a0-0000-7000-8000-000000000000' },
      '/organisationId',
    ],
    ['something that is no e-mail address', { email: 'contracts' }, '/email'],
    ['a sensitive one that is shared', { marking: 'OFFICIAL-SENSITIVE', sharing: 'agency' }, '/sharing'],
    ['an unknown sharing', { sharing: 'everyone' }, '/sharing'],
    ['another agency', { agencyId: '0190a0a0-0000-7000-8000-000000000000' }, '/agencyId'],
    ['a version', { version: 3 }, '/version'],
    ['an id', { id: '0190a0a0-0000-7000-8000-000000000000' }, '/id'],
  ])('refuses %s', async (_what, given, pointer) => {
    const { body } = await as(liaison).post('contacts', contact(given)).expect(400);
    expect(pointers(body)).toEqual([pointer]);
  });
});

describe('GET /contacts', () => {
  it('lists by name in pages, and finds by name, office, whole address and organisation', async () => {
    const elsewhere = await t.make.organisation();
    const more = { organisation_id: elsewhere.id };
    for (const name of ['Listed Zeta', 'listed alpha', 'Listed Älpha']) await made({ name, ...more });
    const office = await made({ name: 'Other', office: 'Listed Office', email: 'Listed.One@u.example' });
    const first = await as(liaison).get('contacts?q=listed&limit=3').expect(200);
    const second = await as(liaison).get(`contacts?q=listed&limit=3&cursor=${first.body.nextCursor}`).expect(200);
    expect([...names(first.body), ...names(second.body)]).toEqual([
      'listed alpha',
      'Listed Älpha',
      'Listed Zeta',
      'Other',
    ]);
    expect(second.body.nextCursor).toBeNull();
    const byOffice = await as(liaison).get('contacts?q=listed.one@U.example').expect(200);
    expect(byOffice.body.items).toMatchObject([{ id: office.id }]);
    const byBody = await as(liaison).get(`contacts?organisationId=${elsewhere.id}`).expect(200);
    expect(byBody.body.items).toHaveLength(3);
  });

  it.each<[string, string]>([
    ['cursor=abc', '?cursor'],
    ['limit=200', '?limit'],
    ['organisationId=x', '?organisationId'],
    ['agencyId=x', '?agencyId'],
  ])('refuses %s', async (query, pointer) => {
    const { body } = await as(liaison).get(`contacts?${query}`).expect(400);
    expect(pointers(body)).toEqual([pointer]);
  });

  it('shows each reader what is shared with them, in lists and alone alike', async () => {
    const name = 'Shared Sian';
    const readers = [liaison, colleague, foreign, unarranged];
    const cases: [object, boolean[]][] = [
      [{ sharing: 'named', created_by_user_id: liaison.id }, [true, false, false, false]],
      [{ sharing: 'agency' }, [true, true, false, false]],
      [{ sharing: 'uk_law_enforcement' }, [true, true, true, false]],
      [{ sharing: 'all_partners' }, [true, true, true, false]],
    ];
    for (const [given, expected] of cases) {
      const { id } = await made({ name, ...given });
      const alone = await Promise.all(readers.map((reader) => as(reader).get(`contacts/${id}`)));
      expect(alone.map(({ status }) => status === 200)).toEqual(expected);
      const listed = await Promise.all(readers.map((reader) => as(reader).get('contacts?q=shared%20sian&limit=100')));
      expect(listed.map(({ body }) => body.items.some((item: { id: string }) => item.id === id))).toEqual(expected);
    }
  });

  it.each<Role>(['academic', 'admin', 'approver', 'auditor', 'host'])('is not for a %s', async (role) => {
    const { token } = await t.make.user(role, agency.id);
    const { id } = await made();
    await t.as(token).get('contacts').expect(403);
    await t.as(token).get(`contacts/${id}`).expect(403);
    await t.as(token).post('contacts', contact()).expect(403);
    await t.as(token).patch(`contacts/${id}`, { name: 'x' }, 1).expect(403);
  });

  it('asks anonymous callers to sign in', async () => {
    await t.as(null).get('contacts').expect(401);
  });
});

describe('PATCH /contacts/:id', () => {
  it('changes what is given and leaves the rest', async () => {
    const { id, name } = await made({ phone: '1' });
    const other = await t.make.organisation();
    const { body, headers } = await as(colleague)
      .patch(`contacts/${id}`, { phone: null, organisationId: other.id }, 1)
      .expect(200);
    expect(headers.etag).toBe('"2"');
    expect(body).toMatchObject({ name, phone: null, organisation: other, version: 2 });
    const [entry] = await t.source.query('select verb, before, after from audit_entries where record_id = $1', [id]);
    expect(entry).toMatchObject({ verb: 'contact.change', before: { phone: '1' }, after: { phone: null } });
  });

  it.each<[string, object, string]>([
    ['a name that is null', { name: null }, '/name'],
    ['a sharing that is null', { sharing: null }, '/sharing'],
    ['another agency', { agencyId: '0190a0a0-0000-7000-8000-000000000000' }, '/agencyId'],
    ['a sensitive one that stays shared', { marking: 'OFFICIAL-SENSITIVE' }, '/sharing'],
  ])('refuses %s', async (_what, given, pointer) => {
    const { id } = await made();
    const { body } = await as(liaison).patch(`contacts/${id}`, given, 1).expect(400);
    expect(pointers(body)).toEqual([pointer]);
  });

  it('asks for the version, and refuses one that has moved on', async () => {
    const { id } = await made();
    await as(liaison).patch(`contacts/${id}`, { phone: '1' }).expect(428);
    await as(liaison).patch(`contacts/${id}`, { phone: '1' }, 1).expect(200);
    await as(liaison).patch(`contacts/${id}`, { phone: '2' }, 1).expect(412);
  });

  it('is for the agency that keeps it, and hides it from nobody who changes it', async () => {
    const shared = await made({ sharing: 'all_partners' });
    await as(foreign).patch(`contacts/${shared.id}`, { phone: '1' }, 1).expect(403);
    const hidden = await made();
    await as(foreign).patch(`contacts/${hidden.id}`, { phone: '1' }, 1).expect(404);
    await as(liaison).patch('contacts/0190a0a0-0000-7000-8000-000000000000', { phone: '1' }, 1).expect(404);
    await as(liaison).patch('contacts/nobody', { phone: '1' }, 1).expect(404);
    await as(colleague).patch(`contacts/${shared.id}`, { sharing: 'named' }, 1).expect(409);
  });
});
