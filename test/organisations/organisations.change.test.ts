import type { Role } from '../../src/kernel/actor.js';
import { pointers, startCast, type Cast } from './cast.js';

let { t, agency, unit, people, as, newRorId, audited, published } = {} as Cast;

beforeAll(async () => {
  ({ t, agency, unit, people, as, newRorId, audited, published } = await startCast());
});
afterAll(() => t.close());

describe('PATCH /organisations/:id', () => {
  it('changes what is sent and leaves the rest, audited with before and after', async () => {
    const { id } = await t.make.organisation({
      short_name: 'Old',
      website: 'https://old.example',
      valid_from: '2000-01-01',
    });
    const { body, headers } = await as('partner')
      .patch(`organisations/${id}`, { shortName: 'New', website: null, kind: 'research_institute' }, 1)
      .expect(200);
    expect(headers.etag).toBe('"2"');
    expect(body).toMatchObject({
      kind: 'research_institute',
      shortName: 'New',
      website: null,
      validFrom: '2000-01-01',
    });
    const [entry] = await audited(id);
    expect(entry).toMatchObject({
      verb: 'organisation.change',
      before: { shortName: 'Old', website: 'https://old.example', kind: 'university' },
      after: { shortName: 'New', website: null, kind: 'research_institute' },
    });
    expect(entry.after).not.toHaveProperty('validFrom');
    expect(await published(id)).toBe(1);
  });

  it('needs the version, and the present one', async () => {
    const { id } = await t.make.organisation();
    await as('liaison').patch(`organisations/${id}`, { shortName: 'A' }).expect(428);
    await as('liaison').patch(`organisations/${id}`, { shortName: 'A' }, 1).expect(200);
    await as('liaison').patch(`organisations/${id}`, { shortName: 'B' }, 1).expect(412);
    await as('liaison').patch(`organisations/${id}`, { shortName: 'B' }).set('if-match', '*').expect(400);
    const { body } = await as('liaison').get(`organisations/${id}`).expect(200);
    expect(body).toMatchObject({ shortName: 'A', version: 2 });
  });

  it('leaves agencies and units to administrators, also by way of the kind', async () => {
    const { id } = await t.make.organisation();
    for (const role of ['liaison', 'partner'] as const) {
      await as(role).patch(`organisations/${agency.id}`, { shortName: 'Mine' }, 1).expect(403);
      await as(role).patch(`organisations/${unit.id}`, { shortName: 'Mine' }, 1).expect(403);
      await as(role).patch(`organisations/${agency.id}`, { kind: 'ngo' }, 1).expect(403);
      await as(role).patch(`organisations/${id}`, { kind: 'regulator' }, 1).expect(403);
    }
    await as('admin').patch(`organisations/${id}`, { kind: 'regulator', audience: 'uk_government' }, 1).expect(200);
  });

  it.each<[Role, number]>([
    ['approver', 403],
    ['auditor', 403],
    ['academic', 403],
    ['host', 403],
  ])('answers %s with %i', async (role, status) => {
    const { id } = await t.make.organisation();
    await as(role).patch(`organisations/${id}`, { shortName: 'X' }, 1).expect(status);
  });

  it('has nothing to change where nothing is', async () => {
    await as('admin').patch('organisations/01900000-0000-7000-8000-000000000000', { shortName: 'X' }, 1).expect(404);
    await as('liaison').patch('organisations/01900000-0000-7000-8000-000000000000', { shortName: 'X' }, 1).expect(404);
  });

  it.each<[object, string]>([
    [{ name: null }, '/name'],
    [{ kind: null }, '/kind'],
    [{ country: null }, '/country'],
    [{ aliases: null }, '/aliases'],
    [{ emailDomains: null }, '/emailDomains'],
    [{ name: ' ' }, '/name'],
    [{ website: 'javascript:alert(1)' }, '/website'],
    [{ rorId: '015m2p880' }, '/rorId'],
    [{ validTo: '1999-12-31' }, '/validTo'],
    [{ agencyId: 'x' }, '/agencyId'],
    [{ createdAt: '2020-01-01T00:00:00Z' }, '/createdAt'],
  ])('refuses %j', async (change, pointer) => {
    const { id } = await t.make.organisation({ valid_from: '2000-01-01' });
    const { body } = await as('liaison').patch(`organisations/${id}`, change, 1).expect(400);
    expect(pointers(body)).toEqual([pointer]);
  });

  it('makes no body part of itself, however far round', async () => {
    const top = await t.make.organisation();
    const middle = await t.make.organisation({ parent_id: top.id });
    const low = await t.make.organisation({ parent_id: middle.id });
    for (const parentId of [top.id, middle.id, low.id]) {
      const { body } = await as('liaison').patch(`organisations/${top.id}`, { parentId }, 1).expect(400);
      expect(pointers(body)).toEqual(['/parentId']);
    }
    await as('liaison').patch(`organisations/${low.id}`, { parentId: top.id }, 1).expect(200);
  });

  it('makes no body its own successor, however far round', async () => {
    const last = await t.make.organisation();
    const first = await t.make.organisation({ successor_id: last.id });
    const { body } = await as('liaison').patch(`organisations/${last.id}`, { successorId: first.id }, 1).expect(400);
    expect(pointers(body)).toEqual(['/successorId']);
  });

  it('closes no circle by two changes at the same moment', async () => {
    const one = await t.make.organisation();
    const two = await t.make.organisation();
    const answers = await Promise.all([
      as('liaison').patch(`organisations/${one.id}`, { parentId: two.id }, 1),
      as('partner').patch(`organisations/${two.id}`, { parentId: one.id }, 1),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it('refuses the ROR id and the name of another body', async () => {
    const rorId = newRorId();
    await t.make.organisation({ name: 'Taken Name', ror_id: rorId });
    const { id } = await t.make.organisation();
    const ror = await as('liaison').patch(`organisations/${id}`, { rorId }, 1).expect(409);
    expect(ror.body.detail).toBe('This ROR id is already that of “Taken Name”.');
    await as('liaison').patch(`organisations/${id}`, { name: 'taken name' }, 1).expect(409);
    await as('liaison').patch(`organisations/${id}`, { name: 'Free Name' }, 1).expect(200);
  });

  it('takes as lead and deputy only people who do the work of the agency', async () => {
    const police = await t.make.agency();
    const officer = await t.make.user('partner', police.id);
    const gone = await t.make.user('partner', police.id, { disabled_at: t.clock.now() });
    const approver = await t.make.user('approver', police.id);
    for (const leadUserId of [people.liaison.id, gone.id, approver.id]) {
      const { body } = await as('admin').patch(`organisations/${police.id}`, { leadUserId }, 1).expect(400);
      expect(pointers(body)).toEqual(['/leadUserId']);
    }
    await as('admin')
      .patch(`organisations/${police.id}`, { leadUserId: officer.id, deputyUserId: officer.id }, 1)
      .expect(400);
    await as('admin').patch(`organisations/${police.id}`, { leadUserId: officer.id }, 1).expect(200);
    const { body } = await as('liaison').get(`agencies/${police.id}`).expect(200);
    expect(body.lead).toEqual({ id: officer.id, name: officer.name });
  });

  it('does not ask again about what it leaves as it is', async () => {
    const police = await t.make.agency();
    const gone = await t.make.user('partner', police.id, { disabled_at: t.clock.now() });
    await t.source.query('update organisations set lead_user_id = $2 where id = $1', [police.id, gone.id]);
    await as('admin').patch(`organisations/${police.id}`, { website: 'https://police.example' }, 1).expect(200);
  });
});
