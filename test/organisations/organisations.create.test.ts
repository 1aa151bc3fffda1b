import type { Role } from '../../src/kernel/actor.js';
import { pointers, startCast, type Cast } from './cast.js';

let { t, agency, unit, as, university, newRorId, audited, published } = {} as Cast;

beforeAll(async () => {
  ({ t, agency, unit, as, university, newRorId, audited, published } = await startCast());
});
afterAll(() => t.close());

describe('POST /organisations', () => {
  it('adds a body, audited and announced', async () => {
    const parent = await t.make.organisation();
    const rorId = newRorId();
    const { body, headers } = await as('liaison')
      .post(
        'organisations',
        university({
          name: '  Added University ',
          shortName: 'AU',
          aliases: ['Old Added'],
          parentId: parent.id,
          jurisdiction: 'scotland',
          country: 'IE',
          rorId: `HTTPS://ROR.ORG/${rorId.toUpperCase()}`,
          rorStatus: 'active',
          website: 'https://www.added.example/home?x=1',
          emailDomains: [' Added.Example '],
          validFrom: '1990-10-01',
        }),
      )
      .expect(201);
    expect(headers.etag).toBe('"1"');
    expect(body).toMatchObject({
      version: 1,
      name: 'Added University',
      country: 'IE',
      rorId,
      emailDomains: ['added.example'],
      parent: { id: parent.id },
      validFrom: '1990-10-01',
      validTo: null,
    });
    const [entry] = await audited(body.id);
    expect(entry).toMatchObject({ verb: 'organisation.create', before: null, after: { name: 'Added University' } });
    expect(await published(body.id)).toBe(1);
  });

  it.each<[Role, number]>([
    ['admin', 201],
    ['liaison', 201],
    ['partner', 201],
    ['approver', 403],
    ['auditor', 403],
    ['academic', 403],
    ['host', 403],
  ])('answers %s with %i', async (role, status) => {
    await as(role).post('organisations', university()).expect(status);
  });

  it.each(['national_agency', 'territorial_force', 'department', 'international', 'unit'])(
    'leaves a %s to administrators, and says so',
    async (kind) => {
      const agencyLike = { kind, name: `Body ${t.make.next()}`, parentId: agency.id };
      for (const role of ['liaison', 'partner'] as const) {
        const { body } = await as(role).post('organisations', agencyLike).expect(403);
        expect(body.detail).toBe('Agencies and their units are kept by administrators. Ask one to make this change.');
      }
      await as('admin').post('organisations', agencyLike).expect(201);
    },
  );

  it('creates once for an Idempotency-Key', async () => {
    const sent = university();
    const send = () => as('liaison').post('organisations', sent).set('idempotency-key', 'organisation-once');
    const first = await send().expect(201);
    const again = await send().expect(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  it.each<[string, object, string, RegExp]>([
    ['no kind', { kind: undefined }, '/kind', /must be one of/],
    ['an unknown kind', { kind: 'castle' }, '/kind', /must be one of/],
    ['no name', { name: undefined }, '/name', /./],
    ['a blank name', { name: '   ' }, '/name', /Enter a name/],
    ['a name that is not text', { name: { $ne: 1 } }, '/name', /must be text/],
    ['a name too long', { name: 'x'.repeat(201) }, '/name', /200 characters or fewer/],
    ['aliases that are no list', { aliases: 'one' }, '/aliases', /list/],
    ['wrong check digits', { rorId: '015m2p888' }, '/rorId', /last two digits check the rest/],
    ['an id of something else', { rorId: '0000-0002-1825-0097' }, '/rorId', /Enter a ROR id/],
    ['a status without an id', { rorStatus: 'active' }, '/rorStatus', /Enter the id/],
    ['a website that runs', { website: 'javascript:alert(1)' }, '/website', /begins with https/],
    ['a website that runs, disguised', { website: ' JaVaScRiPt://example.org/%0aalert(1)' }, '/website', /begins with/],
    ['a website of another scheme', { website: 'ftp://example.org' }, '/website', /begins with/],
    ['a website with data', { website: 'data:text/html,x' }, '/website', /begins with/],
    ['a website with a password', { website: 'https://a:b@example.org' }, '/website', /begins with/],
    ['a website without a name', { website: 'https://localhost' }, '/website', /begins with/],
    ['a website with a space', { website: 'https://example.org/a b' }, '/website', /begins with/],
    ['an address for a domain', { emailDomains: ['me@example.org'] }, '/emailDomains', /after the @/],
    ['a domain of one word', { emailDomains: ['localhost'] }, '/emailDomains', /after the @/],
    ['domains that are no texts', { emailDomains: [1] }, '/emailDomains', /./],
    ['a domain twice', { emailDomains: ['a.example', 'A.example'] }, '/emailDomains', /twice/],
    ['a country of three letters', { country: 'GBR' }, '/country', /two capital letters/],
    ['no country', { country: null }, '/country', /two capital letters/],
    ['an end before the beginning', { validFrom: '2026-01-02', validTo: '2026-01-01' }, '/validTo', /on or after/],
    ['a day that does not exist', { validFrom: '2026-02-30' }, '/validFrom', /real date/],
    ['an audience', { audience: 'uk_government' }, '/audience', /Only an agency/],
    ['an unknown parent', { parentId: '01900000-0000-7000-8000-000000000000' }, '/parentId', /not there/],
    ['a parent that is no id', { parentId: 'x' }, '/parentId', /id of a record/],
    ['an unknown successor', { successorId: '01900000-0000-7000-8000-000000000000' }, '/successorId', /not there/],
    ['an unknown field', { colour: 'blue' }, '/colour', /no field called "colour"/],
    ['an id of its own', { id: '01900000-0000-7000-8000-000000000000' }, '/id', /no field/],
    ['a version', { version: 7 }, '/version', /no field/],
    ['that it was invented', { invented: true }, '/invented', /no field/],
    ['a search text', { search: 'x' }, '/search', /no field/],
    ['a marking above what is held', { name: 'UK SECRET' }, '/name', /marking above/],
  ])('refuses %s', async (_what, given, pointer, detail) => {
    const { body } = await as('liaison').post('organisations', university(given)).expect(400);
    expect(pointers(body)).toEqual([pointer]);
    expect(body.errors[0].detail).toMatch(detail);
  });

  it('keeps outside bodies outside agencies, and units inside them', async () => {
    const outside = await t.make.organisation();
    const asked: [Role, object][] = [
      ['liaison', university({ parentId: agency.id })],
      ['admin', { kind: 'unit', name: 'Unit of a university', parentId: outside.id }],
      ['admin', { kind: 'unit', name: 'Unit of nothing' }],
      ['admin', { kind: 'department', name: 'Department of a university', parentId: outside.id }],
    ];
    for (const [role, body] of asked) {
      const answer = await as(role).post('organisations', body).expect(400);
      expect(pointers(answer.body)).toEqual(['/parentId']);
    }
    await as('admin').post('organisations', { kind: 'unit', name: 'Unit of a unit', parentId: unit.id }).expect(201);
  });

  it('refuses a ROR id that another body has', async () => {
    const rorId = newRorId();
    await as('liaison')
      .post('organisations', university({ name: 'Holder of the id', rorId }))
      .expect(201);
    const { body } = await as('partner')
      .post('organisations', university({ rorId: `https://ror.org/${rorId}` }))
      .expect(409);
    expect(body).toMatchObject({
      title: 'Already there',
      detail: 'This ROR id is already that of “Holder of the id”.',
    });
    expect(pointers(body)).toEqual(['/rorId']);
  });

  it('refuses a second body of the same kind and name, whatever its case and accents', async () => {
    await as('liaison')
      .post('organisations', university({ name: 'Université Double' }))
      .expect(201);
    const { body } = await as('liaison')
      .post('organisations', university({ name: 'universite DOUBLE' }))
      .expect(409);
    expect(body.detail).toBe('There is already a body of this kind called “Université Double”. Use that one.');
    await as('liaison').post('organisations', { kind: 'think_tank', name: 'Université Double' }).expect(201);
  });

  it('lets a new body take the name of one that has ended, and two agencies have units alike', async () => {
    await t.make.organisation({ name: 'Renewed College', valid_to: '2020-12-31' });
    await as('liaison')
      .post('organisations', university({ name: 'Renewed College' }))
      .expect(201);
    const other = await t.make.agency();
    const cyber = { kind: 'unit', name: 'Cyber Unit' };
    await as('admin')
      .post('organisations', { ...cyber, parentId: agency.id })
      .expect(201);
    await as('admin')
      .post('organisations', { ...cyber, parentId: other.id })
      .expect(201);
    await as('admin')
      .post('organisations', { ...cyber, parentId: other.id })
      .expect(409);
  });

  it('lets one of several who add the same at the same moment', async () => {
    const same = university({ rorId: newRorId() });
    const answers = await Promise.all(Array.from({ length: 6 }, () => as('liaison').post('organisations', same)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    for (const { body, status } of answers)
      if (status === 409) expect(JSON.stringify(body)).not.toMatch(/constraint|organisations_/);
  });
});
