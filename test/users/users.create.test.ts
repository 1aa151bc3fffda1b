import type { Role } from '../../src/kernel/actor.js';
import { pointers, startCast, type Cast } from './cast.js';

let { t, lead, police, unit, other, university, people, as, newcomer, audited, published } = {} as Cast;

beforeAll(async () => {
  ({ t, lead, police, unit, other, university, people, as, newcomer, audited, published } = await startCast());
});
afterAll(() => t.close());

describe('POST /users', () => {
  it('adds an account that has no password, audited and announced', async () => {
    const { body, headers, text } = await as('admin')
      .post('users', newcomer({ name: ' Ada New ', email: ' Ada.New@Police.Example ', organisationId: unit.id }))
      .expect(201);
    expect(headers.etag).toBe('"1"');
    expect(body).toMatchObject({
      name: 'Ada New',
      email: 'Ada.New@Police.Example',
      role: 'partner',
      organisation: { id: unit.id },
      agency: { id: police.id },
      state: 'active',
      hasPassword: false,
    });
    expect(text).not.toMatch(/password(?!")|token|secret/i);
    const [entry] = await audited(body.id);
    expect(entry).toMatchObject({ verb: 'user.create', before: null, after: { name: 'Ada New', role: 'partner' } });
    expect(entry.after).not.toHaveProperty('passwordHash');
    expect(await published(body.id)).toBe(1);
    await t.as(null).post('auth/sign-in', { email: 'ada.new@police.example', password: '' }).expect(401);
  });

  it('adds an academic for an expert, once', async () => {
    const expert = await t.make.expert({ agency_id: lead.id });
    const academic = { role: 'academic', organisationId: university.id, expertId: expert.id };
    const { body } = await as('admin').post('users', newcomer(academic)).expect(201);
    expect(body).toMatchObject({ expertId: expert.id, agency: null });
    const again = await as('admin').post('users', newcomer(academic)).expect(409);
    expect(again.body.detail).toBe('This expert has an account already.');
    expect(pointers(again.body)).toEqual(['/expertId']);
  });

  it('creates once for an Idempotency-Key', async () => {
    const sent = newcomer();
    const send = () => as('admin').post('users', sent).set('idempotency-key', 'user-once');
    const first = await send().expect(201);
    const again = await send().expect(201);
    expect(again.body).toEqual(first.body);
  });

  it('refuses an e-mail address that is taken, whatever its case', async () => {
    await t.make.user('partner', other.id, { email: 'Taken@agency.example' });
    const { body } = await as('admin')
      .post('users', newcomer({ email: 'tAKEN@AGENCY.example' }))
      .expect(409);
    expect(body.detail).toBe('Somebody has an account with this e-mail address already.');
    expect(pointers(body)).toEqual(['/email']);
  });

  it('adds one of several with the same address at the same moment', async () => {
    const same = newcomer();
    const answers = await Promise.all(Array.from({ length: 5 }, () => as('admin').post('users', same)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    for (const { text } of answers) expect(text).not.toMatch(/constraint|users_/);
  });

  it.each<[string, () => object, string, RegExp]>([
    ['no name', () => ({ name: undefined }), '/name', /./],
    ['a blank name', () => ({ name: ' ' }), '/name', /Enter a name/],
    ['no address', () => ({ email: undefined }), '/email', /./],
    ['an address without a domain', () => ({ email: 'somebody' }), '/email', /e-mail address/],
    ['two addresses', () => ({ email: 'a@b.example, c@d.example' }), '/email', /e-mail address/],
    ['an address with a line break', () => ({ email: 'a@b.example\r\nbcc: c@d.example' }), '/email', /e-mail address/],
    ['an address that is no text', () => ({ email: ['a@b.example'] }), '/email', /text/],
    ['a delegate, whom an academic names', () => ({ role: 'delegate' }), '/role', /An academic names a delegate/],
    ['an unknown role', () => ({ role: 'king' }), '/role', /must be one of/],
    ['no organisation', () => ({ organisationId: undefined }), '/organisationId', /id of a record/],
    ['an absent organisation', () => ({ organisationId: people.admin.id }), '/organisationId', /not there/],
    ['a liaison elsewhere', () => ({ role: 'liaison' }), '/organisationId', /lead agency/],
    ['a partner in the lead agency', () => ({ organisationId: lead.id }), '/organisationId', /other than the lead/],
    ['a partner of a university', () => ({ organisationId: university.id }), '/organisationId', /Select one of them/],
    [
      'an administrator of a university',
      () => ({ role: 'admin', organisationId: university.id }),
      '/organisationId',
      /agency/,
    ],
    ['an academic without an expert', () => ({ role: 'academic' }), '/expertId', /Select the expert/],
    ['an absent expert', () => ({ role: 'academic', expertId: people.admin.id }), '/expertId', /not there/],
    ['an expert’s partner', () => ({ expertId: people.academic.expertId }), '/expertId', /Only an academic/],
    ['a password', () => ({ password: 'orbit pencil walrus' }), '/password', /no field/],
    ['a password hash', () => ({ passwordHash: 'x' }), '/passwordHash', /no field/],
    ['an id', () => ({ id: people.admin.id }), '/id', /no field/],
    ['a version', () => ({ version: 9 }), '/version', /no field/],
    ['a disablement', () => ({ disabledAt: null }), '/disabledAt', /no field/],
    ['a moment of creation', () => ({ createdAt: '2020-01-01T00:00:00Z' }), '/createdAt', /no field/],
  ])('refuses %s', async (_what, given, pointer, detail) => {
    const { body } = await as('admin').post('users', newcomer(given())).expect(400);
    expect(pointers(body)).toEqual([pointer]);
    expect(body.errors[0].detail).toMatch(detail);
  });

  it('refuses an organisation that has ended', async () => {
    const ended = await t.make.agency({ valid_to: '2026-06-09' });
    const { body } = await as('admin')
      .post('users', newcomer({ organisationId: ended.id }))
      .expect(400);
    expect(pointers(body)).toEqual(['/organisationId']);
  });

  it.each<[Role | null, number]>([
    ['liaison', 403],
    ['partner', 403],
    ['approver', 403],
    ['auditor', 403],
    ['host', 403],
    ['academic', 403],
    [null, 401],
  ])('answers %s with %i', async (role, status) => {
    await (role === null ? t.as(null) : as(role)).post('users', newcomer()).expect(status);
  });
});
