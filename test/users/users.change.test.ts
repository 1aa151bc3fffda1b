import type { Role } from '../../src/kernel/actor.js';
import { pointers, startCast, type Cast } from './cast.js';

let { t, lead, police, unit, other, university, people, as, audited, published } = {} as Cast;

beforeAll(async () => {
  ({ t, lead, police, unit, other, university, people, as, audited, published } = await startCast());
});
afterAll(() => t.close());

describe('PATCH /users/:id', () => {
  it('changes what is sent and leaves the rest and the sessions, audited with before and after', async () => {
    const person = await t.make.user('partner', police.id, { name: 'Before' });
    const change = { name: 'After', awayFrom: '2026-07-01', awayTo: '2026-07-01', coverUserId: people.approver.id };
    const { body, headers } = await as('admin').patch(`users/${person.id}`, change, 1).expect(200);
    expect(headers.etag).toBe('"2"');
    expect(body).toMatchObject({ name: 'After', email: person.email, cover: { id: people.approver.id } });
    const [entry] = await audited(person.id);
    expect(entry).toMatchObject({ verb: 'user.change', before: { name: 'Before' }, after: { name: 'After' } });
    expect(entry.after).not.toHaveProperty('email');
    expect(await published(person.id)).toBe(1);
    await t.as(person.token).get('me').expect(200);
    const back = await as('admin')
      .patch(`users/${person.id}`, { awayFrom: null, awayTo: null, coverUserId: null }, 2)
      .expect(200);
    expect(back.body).toMatchObject({ awayFrom: null, awayTo: null, cover: null });
  });

  it.each<[string, () => object]>([
    ['role', () => ({ role: 'approver' })],
    ['organisation', () => ({ organisationId: unit.id })],
  ])('ends every session when the %s changes', async (_what, change) => {
    const person = await t.make.user('partner', police.id);
    const second = await t.make.session(person.id);
    await as('admin').patch(`users/${person.id}`, change(), 1).expect(200);
    for (const token of [person.token, second]) await t.as(token).get('me').expect(401);
  });

  it('lets nobody change their own role', async () => {
    const { body } = await as('admin').patch(`users/${people.admin.id}`, { role: 'auditor' }, 1).expect(403);
    expect(body.detail).toBe('Nobody changes their own role. Ask another administrator.');
    const { body: same } = await as('admin')
      .patch(`users/${people.admin.id}`, { role: 'admin', name: 'Still Admin' }, 1)
      .expect(200);
    expect(same).toMatchObject({ role: 'admin', name: 'Still Admin' });
  });

  it('needs the version, and the present one', async () => {
    const { id } = await t.make.user('partner', police.id);
    await as('admin').patch(`users/${id}`, { name: 'One' }).expect(428);
    await as('admin').patch(`users/${id}`, { name: 'One' }, 1).expect(200);
    await as('admin').patch(`users/${id}`, { name: 'Two' }, 1).expect(412);
  });

  it('keeps role, organisation and expert together', async () => {
    const partner = await t.make.user('partner', police.id);
    const expert = await t.make.expert({ agency_id: lead.id });
    const refused: [object, string][] = [
      [{ role: 'liaison' }, '/organisationId'],
      [{ organisationId: lead.id }, '/organisationId'],
      [{ role: 'academic' }, '/expertId'],
      [{ expertId: expert.id }, '/expertId'],
    ];
    for (const [change, pointer] of refused) {
      const { body } = await as('admin').patch(`users/${partner.id}`, change, 1).expect(400);
      expect(pointers(body)).toEqual([pointer]);
    }
    await as('admin').patch(`users/${partner.id}`, { role: 'liaison', organisationId: lead.id }, 1).expect(200);
    const taken = { role: 'academic', expertId: people.academic.expertId, organisationId: university.id };
    await as('admin').patch(`users/${partner.id}`, taken, 2).expect(409);
    await as('admin')
      .patch(`users/${partner.id}`, { ...taken, expertId: expert.id }, 2)
      .expect(200);
  });

  it('takes for cover somebody active of the same agency', async () => {
    const person = await t.make.user('partner', police.id);
    const gone = await t.make.user('partner', police.id, { disabled_at: t.clock.now() });
    for (const coverUserId of [person.id, gone.id, people.admin.id, people.academic.id]) {
      const { body } = await as('admin').patch(`users/${person.id}`, { coverUserId }, 1).expect(400);
      expect(pointers(body)).toEqual(['/coverUserId']);
    }
    const colleague = await t.make.user('partner', unit.id);
    await as('admin').patch(`users/${person.id}`, { coverUserId: colleague.id }, 1).expect(200);
    const moved = await as('admin').patch(`users/${person.id}`, { organisationId: other.id }, 2).expect(400);
    expect(pointers(moved.body)).toEqual(['/coverUserId']);
  });

  it('does not ask again about what it leaves as it is', async () => {
    const person = await t.make.user('partner', police.id);
    const cover = await t.make.user('partner', police.id);
    await as('admin').patch(`users/${person.id}`, { coverUserId: cover.id }, 1).expect(200);
    await as('admin').change(`users/${cover.id}/steps`, 1, { step: 'disable', reason: 'Left' }).expect(200);
    await as('admin').patch(`users/${person.id}`, { name: 'Corrected' }, 2).expect(200);
  });

  it.each<[object, string]>([
    [{ name: null }, '/name'],
    [{ role: null }, '/role'],
    [{ organisationId: null }, '/organisationId'],
    [{ email: 'new@agency.example' }, '/email'],
    [{ awayFrom: '2026-07-02', awayTo: '2026-07-01' }, '/awayTo'],
    [{ awayTo: '2026-07-01' }, '/awayFrom'],
    [{ awayFrom: 'tomorrow' }, '/awayFrom'],
    [{ passwordHash: 'x' }, '/passwordHash'],
    [{ disabledAt: null }, '/disabledAt'],
    [{ version: 1 }, '/version'],
    // An academic names one.
    [{ role: 'delegate' }, '/role'],
  ])('refuses %j', async (change, pointer) => {
    const { id } = await t.make.user('partner', police.id);
    const { body } = await as('admin').patch(`users/${id}`, change, 1).expect(400);
    expect(pointers(body)).toEqual([pointer]);
  });

  it.each<Role>(['liaison', 'partner', 'approver', 'auditor', 'host', 'academic', 'delegate'])(
    'is not for the role %s',
    async (role) => {
      await as(role).patch(`users/${people[role].id}`, { name: 'Mine' }, 1).expect(403);
      await as(role).patch('users/01900000-0000-7000-8000-000000000000', { name: 'Mine' }, 1).expect(403);
    },
  );

  it('has nobody to change where nobody is', async () => {
    await as('admin').patch('users/01900000-0000-7000-8000-000000000000', { name: 'Nobody' }, 1).expect(404);
  });
});
