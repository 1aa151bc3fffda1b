import { roles, type Role } from '../../src/kernel/actor.js';
import { ReadLog } from '../../src/platform/audit/read-log.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string; name: string };
let elsewhere: { id: string };
const people = {} as Record<Role, Person>;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  elsewhere = await t.make.agency();
  for (const role of roles) people[role] = await t.make.user(role, agency.id);
});
afterAll(() => t.close());

const as = (role: Role): Caller => t.as(people[role].token);
const own = (given: object = {}): ReturnType<typeof t.make.expert> => t.make.expert({ agency_id: agency.id, ...given });
const person = (given: object = {}): object => ({
  kind: 'academic',
  givenName: 'Grace',
  familyName: `Entered-${t.make.next()}`,
  ...given,
});
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

describe('POST /experts', () => {
  it('enters a person for the caller’s agency under the next reference', async () => {
    const first = await as('liaison').post('experts', person()).expect(201);
    const second = await as('partner').post('experts', person()).expect(201);
    expect(first.headers.etag).toBe('"1"');
    expect(first.body.reference).toMatch(/^EXP-0\d{5}$/);
    expect(Number(second.body.reference.slice(4))).toBe(Number(first.body.reference.slice(4)) + 1);
    expect(first.body).toMatchObject({
      known: true,
      withheld: [],
      marking: 'OFFICIAL',
      agency: { id: agency.id, name: agency.name },
      availability: 'unknown',
      lawfulBasis: 'public_task',
      privacyNoticeSentOn: null,
      doNotContact: false,
      fieldAudience: {},
      languages: [],
      affiliations: [],
      expertise: [],
      relationships: [],
    });
  });

  it('keeps everything that is given', async () => {
    const given = {
      title: 'Dr',
      knownAs: 'Gray',
      email: 'Grace.Example@University.example',
      phone: '+44 1632 960001',
      biography: 'Studies trade secrets.',
      interests: 'Fraud',
      languages: ['English', 'Welsh'],
      country: 'GB',
      website: 'https://grace.example.org/',
      availability: 'limited',
      availableUntil: '2026-12-31',
      careerStage: 'senior',
      lawfulBasis: 'consent',
      privacyNoticeSentOn: '2026-06-10',
      objectedOn: '2026-06-09',
      restrictedOn: '2026-06-08',
      doNotContact: true,
      contactPreferences: 'E-mail first',
      fieldAudience: { email: 'uk_law_enforcement' },
    };
    const { body } = await as('liaison')
      .post('experts', person({ ...given, orcid: 'https://orcid.org/000000021694233x' }))
      .expect(201);
    expect(body).toMatchObject({ ...given, orcid: '0000-0002-1694-233X', orcidVerifiedAt: null });
    expect((await as('liaison').get(`experts/${body.reference}`).expect(200)).body).toEqual(body);
    expect(await audited(body.id)).toMatchObject([{ verb: 'expert.create', before: null, after: { title: 'Dr' } }]);
    expect(await published(body.id)).toEqual(['experts.changed', 'experts.entered']);
  });

  it('creates once however often the same key is sent', async () => {
    const body = person();
    const send = () => as('liaison').post('experts', body).set('idempotency-key', 'enter-once');
    const first = await send().expect(201);
    const second = await send().expect(201);
    expect(second.body.id).toBe(first.body.id);
    expect(second.headers['idempotency-replayed']).toBe('true');
    await as('liaison').post('experts', person()).set('idempotency-key', 'enter-once').expect(422);
  });

  it.each<[string, object, string]>([
    ['no family name', { familyName: undefined }, '/familyName'],
    ['a blank given name', { givenName: '  ' }, '/givenName'],
    ['a name that is too long', { givenName: 'x'.repeat(101) }, '/givenName'],
    ['an unknown kind', { kind: 'wizard' }, '/kind'],
    ['a name that is null', { familyName: null }, '/familyName'],
    ['something that is no e-mail address', { email: 'grace at example' }, '/email'],
    ['a wrong check digit', { orcid: '0000-0002-1825-0098' }, '/orcid'],
    ['an ORCID iD of another type', { orcid: 21825 }, '/orcid'],
    ['a page that would run', { website: 'javascript:alert(1)' }, '/website'],
    ['a page of another scheme', { website: 'ftp://files.example.org' }, '/website'],
    ['languages that are text', { languages: 'English' }, '/languages'],
    ['languages that are null', { languages: null }, '/languages'],
    ['a country in words', { country: 'Wales' }, '/country'],
    ['a day that does not exist', { privacyNoticeSentOn: '2026-02-30' }, '/privacyNoticeSentOn'],
    ['a notice sent tomorrow', { privacyNoticeSentOn: '2026-06-11' }, '/privacyNoticeSentOn'],
    ['an end without an availability', { availableUntil: '2026-12-31' }, '/availableUntil'],
    ['an answer that is text', { doNotContact: 'yes' }, '/doNotContact'],
    ['a null answer', { doNotContact: null }, '/doNotContact'],
    ['an audience that is text', { fieldAudience: 'all_partners' }, '/fieldAudience'],
    ['an audience that is null', { fieldAudience: null }, '/fieldAudience'],
    ['an audience of a field that has none', { fieldAudience: { familyName: 'agency' } }, '/fieldAudience/familyName'],
    ['an audience of named people', { fieldAudience: { email: 'named' } }, '/fieldAudience/email'],
    ['an audience of nobody', { fieldAudience: { email: null } }, '/fieldAudience/email'],
    ['a text with a higher marking', { biography: 'TOP SECRET\nshe knows' }, '/biography'],
  ])('refuses %s and says which field', async (_what, given, pointer) => {
    const { body } = await as('liaison').post('experts', person(given)).expect(400);
    expect(pointers(body)).toEqual([pointer]);
    expect(body.errors[0].detail).not.toMatch(/invalid|please/i);
  });

  it.each(['id', 'version', 'reference', 'agencyId', 'createdByUserId', 'orcidVerifiedAt', 'orcidVerified', 'search'])(
    'lets nobody set %s',
    async (field) => {
      const { body } = await as('liaison')
        .post('experts', person({ [field]: 'EXP-000001' }))
        .expect(400);
      expect(pointers(body)).toEqual([`/${field}`]);
    },
  );

  it.each<[Role, number]>([
    ['liaison', 201],
    ['partner', 201],
    ['admin', 403],
    ['approver', 403],
    ['auditor', 403],
    ['host', 403],
    ['academic', 403],
  ])('answers a %s with %i', async (role, status) => {
    await as(role).post('experts', person()).expect(status);
  });

  it('asks anonymous callers to sign in', async () => {
    await t.as(null).post('experts', person()).expect(401);
  });
});

describe('one person for an e-mail address and an ORCID iD', () => {
  it('names the holder to those who may read it, whatever the capitals', async () => {
    const held = await own({ email: 'held@University.example', orcid: '0000-0002-1825-0097' });
    const { body } = await as('liaison')
      .post('experts', person({ email: 'HELD@university.example', orcid: '0000-0002-1825-0097' }))
      .expect(409);
    expect(body.errors).toEqual([
      { pointer: '/email', detail: `Somebody with this e-mail address is held already: ${held.reference}.` },
      { pointer: '/orcid', detail: `Somebody with this ORCID iD is held already: ${held.reference}.` },
    ]);
  });

  it('tells nobody else whom or where, be the person hidden or only the address', async () => {
    await t.make.expert({ agency_id: elsewhere.id, email: 'hidden@u.example', privacy_notice_sent_on: null });
    const shown = await t.make.expert({
      agency_id: elsewhere.id,
      email: 'private@u.example',
      orcid: '0000-0001-5109-3700',
    });
    await as('liaison').get(`experts/${shown.id}`).expect(200);
    for (const email of ['hidden@u.example', 'private@u.example']) {
      const { body } = await as('liaison').post('experts', person({ email })).expect(409);
      expect(body.errors).toEqual([
        { pointer: '/email', detail: 'Somebody with this e-mail address is held already.' },
      ]);
      expect(JSON.stringify(body)).not.toMatch(/EXP-/);
    }
    const { body } = await as('liaison')
      .post('experts', person({ orcid: '0000-0001-5109-3700' }))
      .expect(409);
    expect(body.detail).toBe('Somebody with this ORCID iD is held already.');
  });

  it('names the holder whose address is shared with the caller’s agency', async () => {
    const open = await t.make.expert({
      agency_id: elsewhere.id,
      email: 'open@u.example',
      field_audience: { email: 'uk_law_enforcement' },
    });
    const { body } = await as('liaison')
      .post('experts', person({ email: 'open@u.example' }))
      .expect(409);
    expect(body.detail).toContain(open.reference);
  });

  it('is asked of changes too, but not of oneself', async () => {
    await own({ email: 'first@u.example' });
    const second = await own({ email: 'second@u.example' });
    await as('liaison').patch(`experts/${second.id}`, { email: 'First@U.example' }, 1).expect(409);
    await as('liaison').patch(`experts/${second.id}`, { email: 'Second@U.example' }, 1).expect(200);
  });
});

describe('GET /experts/:id', () => {
  it('finds by id and by reference, in any capitals', async () => {
    const { id, reference } = await own();
    for (const name of [id, id.toUpperCase(), reference, reference.toLowerCase()])
      expect((await as('liaison').get(`experts/${name}`).expect(200)).body).toMatchObject({ id, reference });
  });

  it('does not tell a hidden person from an absent one', async () => {
    const hidden = await t.make.expert({ agency_id: elsewhere.id, privacy_notice_sent_on: null });
    const answers = [];
    for (const name of [hidden.id, hidden.reference, '0190a0a0-0000-7000-8000-000000000000', 'EXP-999999', 'nobody']) {
      const { body } = await as('liaison').get(`experts/${name}`).expect(404);
      answers.push({ ...body, requestId: '', detail: body.detail.replace('record', 'expert') });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it.each<[Role, number]>([
    ['liaison', 200],
    ['partner', 200],
    ['academic', 404],
    ['admin', 403],
    ['approver', 403],
    ['auditor', 403],
    ['host', 403],
  ])('answers a %s of the agency with %i', async (role, status) => {
    const { id } = await own();
    await as(role).get(`experts/${id}`).expect(status);
  });

  it('keeps who read whom', async () => {
    const { id } = await own();
    await as('liaison').get(`experts/${id}`).expect(200);
    await t.app.get(ReadLog).flush();
    const rows = await t.source.query(`select route, marking from audit_readings where $1 = any(record_ids)`, [id]);
    expect(rows).toEqual([{ route: 'GET /api/v1/experts/:id', marking: 'OFFICIAL' }]);
  });
});
