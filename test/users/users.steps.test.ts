import type { Role } from '../../src/kernel/actor.js';
import { pointers, startCast, type Cast } from './cast.js';

let { t, police, other, people, as, audited, published } = {} as Cast;

beforeAll(async () => {
  ({ t, police, other, people, as, audited, published } = await startCast());
});
afterAll(() => t.close());

describe('POST /users/:id/steps', () => {
  it('disables at once: the next request is refused, and so is a sign-in', async () => {
    const person = await t.make.user('partner', police.id);
    await t.as(person.token).get('users').expect(200);
    const { body } = await as('admin')
      .change(`users/${person.id}/steps`, 1, { step: 'disable', reason: 'Left the force' })
      .expect(200);
    expect(body).toMatchObject({ state: 'disabled', version: 2, steps: [{ step: 'enable', blockedBecause: null }] });
    await t.as(person.token).get('users').expect(401);
    const [session] = await t.source.query('select revoked_because from sessions where user_id = $1', [person.id]);
    expect(session).toEqual({ revoked_because: 'account disabled' });
    const [entry] = await audited(person.id);
    expect(entry).toMatchObject({
      verb: 'user.disable',
      before: { disabledAt: null },
      after: { step: { step: 'disable', reason: 'Left the force' } },
    });
    expect(await published(person.id)).toBe(1);
  });

  it('enables again, with none of the old sessions', async () => {
    const person = await t.make.user('partner', police.id);
    await as('admin').change(`users/${person.id}/steps`, 1, { step: 'disable', reason: 'Leave' }).expect(200);
    const { body } = await as('admin')
      .change(`users/${person.id}/steps`, 2, { step: 'enable', reason: 'Back' })
      .expect(200);
    expect(body).toMatchObject({ state: 'active', disabledAt: null, version: 3 });
    await t.as(person.token).get('me').expect(401);
    await t
      .as(await t.make.session(person.id))
      .get('me')
      .expect(200);
  });

  it('refuses a step of the wrong stage, one without a reason, and one’s own account', async () => {
    const person = await t.make.user('partner', police.id);
    const refused: [string, object, RegExp][] = [
      [person.id, { step: 'enable', reason: 'Why not' }, /present stage is “active”/],
      [person.id, { step: 'disable' }, /^Say why\.$/],
      [people.admin.id, { step: 'disable', reason: 'Tired' }, /^Nobody disables their own account/],
    ];
    for (const [id, step, detail] of refused) {
      const { version } = (await as('admin').get(`users/${id}`)).body;
      const { body } = await as('admin').change(`users/${id}/steps`, version, step).expect(409);
      expect(body.detail).toMatch(detail);
    }
    await t.as(person.token).get('me').expect(200);
  });

  it.each<[object, string]>([
    [{ step: 'delete', reason: 'x' }, '/step'],
    [{ reason: 'x' }, '/step'],
    [{ step: 'disable', reason: ' ' }, '/reason'],
    [{ step: 'disable', reason: 'x', disabledAt: null }, '/disabledAt'],
  ])('refuses %j', async (step, pointer) => {
    const { id } = await t.make.user('partner', police.id);
    const { body } = await as('admin').change(`users/${id}/steps`, 1, step).expect(400);
    expect(pointers(body)).toEqual([pointer]);
  });

  it('needs the version, and the present one', async () => {
    const { id } = await t.make.user('partner', police.id);
    const step = { step: 'disable', reason: 'Left' };
    await as('admin').post(`users/${id}/steps`, step).expect(428);
    await as('admin').change(`users/${id}/steps`, 2, step).expect(412);
    await as('admin').change('users/01900000-0000-7000-8000-000000000000/steps', 1, step).expect(404);
  });

  it.each<Role>(['liaison', 'partner', 'approver', 'auditor', 'host', 'academic', 'delegate'])(
    'is not for the role %s',
    async (role) => {
      const { id } = await t.make.user('partner', police.id);
      await as(role).change(`users/${id}/steps`, 1, { step: 'disable', reason: 'x' }).expect(403);
    },
  );
});

describe('what a change does to the next request', () => {
  it('takes a moved unit’s people to their new agency', async () => {
    const moving = await t.make.organisation({ kind: 'unit', parent_id: police.id });
    const person = await t.make.user('partner', moving.id);
    expect((await t.as(person.token).get('me').expect(200)).body.agency.id).toBe(police.id);
    await as('admin').patch(`organisations/${moving.id}`, { parentId: other.id }, 1).expect(200);
    expect((await t.as(person.token).get('me').expect(200)).body.agency.id).toBe(other.id);
  });
});
