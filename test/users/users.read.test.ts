import type { Role } from '../../src/kernel/actor.js';
import { ids, pointers, startCast, type Cast } from './cast.js';

let { t, police, unit, other, university, people, as } = {} as Cast;

beforeAll(async () => {
  ({ t, police, unit, other, university, people, as } = await startCast());
});
afterAll(() => t.close());

describe('GET /users', () => {
  it('lists by name in pages that neither skip nor repeat', async () => {
    const made = [];
    for (const name of ['Paged Élodie', 'Paged Zoë', 'Paged Adam', 'Paged Adam', 'paged ewan'])
      made.push(await t.make.user('partner', police.id, { name }));
    const first = await as('admin').get('users?q=paged&limit=3').expect(200);
    const second = await as('admin').get(`users?q=paged&limit=3&cursor=${first.body.nextCursor}`).expect(200);
    const items = [...first.body.items, ...second.body.items];
    expect(items.map(({ name }: { name: string }) => name)).toEqual([
      'Paged Adam',
      'Paged Adam',
      'Paged Élodie',
      'paged ewan',
      'Paged Zoë',
    ]);
    expect(new Set(ids({ items })).size).toBe(5);
    expect(second.body.nextCursor).toBeNull();
  });

  it('shows a partner the people of their own agency and its units who can sign in, and nobody else', async () => {
    const colleague = await t.make.user('partner', unit.id);
    const gone = await t.make.user('partner', police.id, { disabled_at: t.clock.now() });
    const foreign = await t.make.user('partner', other.id);
    const academic = await t.make.user('academic', police.id, {
      expert_id: (await t.make.expert({ agency_id: police.id })).id,
    });
    const { body } = await as('partner').get('users?limit=100').expect(200);
    expect(ids(body)).toEqual(expect.arrayContaining([people.partner.id, people.approver.id, colleague.id]));
    for (const hidden of [gone, foreign, academic, people.admin, people.academic])
      expect(ids(body)).not.toContain(hidden.id);
    expect(body.items.find(({ id }: { id: string }) => id === colleague.id)).toEqual({
      id: colleague.id,
      version: 1,
      name: colleague.name,
      email: colleague.email,
      role: 'partner',
      organisation: { id: unit.id, name: unit.name },
      agency: { id: police.id, name: police.name },
      state: 'active',
      mailRefusedAt: null,
    });
  });

  it.each(['admin', 'auditor'] as const)('shows the %s every account', async (role) => {
    const gone = await t.make.user('partner', other.id, { name: 'Everyone Gone', disabled_at: t.clock.now() });
    const host = await t.make.user('host', university.id, { name: 'Everyone Host' });
    const { body } = await as(role).get(`users?q=everyone&limit=100`).expect(200);
    expect(ids(body)).toEqual(expect.arrayContaining([gone.id, host.id]));
    const shown = body.items.find(({ id }: { id: string }) => id === host.id);
    expect(shown).toMatchObject({ agency: null, state: 'active' });
  });

  it('filters by words, role, organisation with its units, and state', async () => {
    const one = await t.make.user('partner', unit.id, {
      name: 'Filtered One',
      email: 'Special.Address@police.example',
    });
    const two = await t.make.user('approver', police.id, { name: 'Filtered Two' });
    const three = await t.make.user('partner', other.id, { name: 'Filtered Three', disabled_at: t.clock.now() });
    const list = async (query: string): Promise<string[]> =>
      ids((await as('admin').get(`users?${query}`).expect(200)).body);
    expect(await list('q=special.address')).toEqual([one.id]);
    expect(await list('q=filtered&role=approver')).toEqual([two.id]);
    expect(await list(`q=filtered&organisationId=${police.id}`)).toEqual([one.id, two.id]);
    expect(await list(`q=filtered&organisationId=${unit.id}`)).toEqual([one.id]);
    expect(await list('q=filtered&state=disabled')).toEqual([three.id]);
    expect(await list('q=filtered&state=active')).toEqual([one.id, two.id]);
    const seen = await as('partner').get('users?q=filtered&state=disabled').expect(200);
    expect(ids(seen.body)).toEqual([]);
  });

  it.each([
    ['role=king', '?role'],
    ['state=asleep', '?state'],
    ['organisationId=x', '?organisationId'],
    ['limit=1000', '?limit'],
    ['cursor=x', '?cursor'],
    ['q=a&q=b', '?q'],
    ['email=a@b.example', '?email'],
  ])('refuses ?%s', async (query, pointer) => {
    const { body } = await as('admin').get(`users?${query}`).expect(400);
    expect(pointers(body)).toEqual([pointer]);
  });

  it.each<[Role | null, number]>([
    ['admin', 200],
    ['auditor', 200],
    ['liaison', 200],
    ['partner', 200],
    ['approver', 403],
    ['host', 403],
    ['academic', 403],
    [null, 401],
  ])('answers %s with %i', async (role, status) => {
    await (role === null ? t.as(null) : as(role)).get('users').expect(status);
  });
});

describe('GET /users/:id', () => {
  it('shows an administrator the account, and never a secret', async () => {
    const { id } = await t.make.user('partner', police.id, {
      password_hash: 'canary-hash',
      cover_user_id: people.partner.id,
    });
    for (const role of ['admin', 'auditor'] as const) {
      const { body, headers, text } = await as(role).get(`users/${id}`).expect(200);
      expect(headers.etag).toBe('"1"');
      expect(body).toMatchObject({
        hasPassword: true,
        expertId: null,
        disabledAt: null,
        cover: { id: people.partner.id },
        createdAt: expect.any(String),
        steps: role === 'admin' ? [{ step: 'disable', blockedBecause: null }] : [],
      });
      expect(text).not.toContain('canary');
    }
  });

  it('shows a colleague who somebody is and when they are away, and no more', async () => {
    const { id } = await t.make.user('partner', unit.id, { password_hash: 'canary-hash', away_from: '2026-06-01' });
    const { body } = await as('partner').get(`users/${id}`).expect(200);
    expect(body).toMatchObject({ awayFrom: '2026-06-01', awayTo: null, cover: null });
    expect(body).toMatchObject({ hasPassword: null, expertId: null, createdAt: null, updatedAt: null, steps: [] });
  });

  it('hides people of other agencies and those who have left, as if they were not there', async () => {
    const gone = await t.make.user('partner', police.id, { disabled_at: t.clock.now() });
    const absent = await as('partner').get('users/01900000-0000-7000-8000-000000000000').expect(404);
    for (const { id } of [people.admin, people.academic, people.liaison, gone]) {
      const { body } = await as('partner').get(`users/${id}`).expect(404);
      expect({ ...body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
    }
  });

  it('leaves an academic only their own account, by /me', async () => {
    await as('academic').get(`users/${people.academic.id}`).expect(403);
    const { body } = await as('academic').get('me').expect(200);
    expect(body).toMatchObject({ id: people.academic.id, expertId: people.academic.expertId, agency: null });
  });
});
