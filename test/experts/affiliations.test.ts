import type { Role } from '../../src/kernel/actor.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let liaison: Person;
let foreign: Person;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  foreign = await t.make.user('partner', (await t.make.agency()).id);
});
afterAll(() => t.close());

const asLiaison = (): Caller => t.as(liaison.token);
const own = (given: object = {}): ReturnType<typeof t.make.expert> => t.make.expert({ agency_id: agency.id, ...given });
const events = (id: string): Promise<{ name: string; payload: object }[]> =>
  t.source.query(`select name, payload from outbox_events where payload ->> 'expertId' = $1 order by id`, [id]);
const nobody = '0190a0a0-0000-7000-8000-000000000000';

describe('POST /experts/:id/affiliations', () => {
  it('adds where the person works, under the person’s version', async () => {
    const { id, reference } = await own();
    const organisation = await t.make.organisation();
    const given = { department: 'Criminology', role: 'Reader', startedOn: '2026-06-01' };
    const { body, headers } = await asLiaison()
      .change(`experts/${reference}/affiliations`, 1, { organisationId: organisation.id, ...given })
      .expect(201);
    expect(headers.etag).toBe('"2"');
    expect(body).toMatchObject({
      id,
      version: 2,
      affiliations: [{ organisation, ...given, endedOn: null, isPrimary: true, current: true }],
    });
    expect(await events(id)).toMatchObject([{ name: 'experts.changed', payload: { expertId: id } }]);
    const [entry] = await t.source.query('select verb, after from audit_entries where record_id = $1', [id]);
    expect(entry).toMatchObject({
      verb: 'expert.add-affiliation',
      after: { [`affiliation ${body.affiliations[0].id}`]: { organisationId: organisation.id, role: 'Reader' } },
    });
  });

  it('is primary when no other open one is, unless told otherwise', async () => {
    const { id } = await own();
    const organisation = await t.make.organisation();
    const add = (version: number, given: object = {}) =>
      asLiaison().change(`experts/${id}/affiliations`, version, { organisationId: organisation.id, ...given });
    await add(1, { isPrimary: false }).expect(201);
    await add(2).expect(201);
    const { body } = await add(3).expect(201);
    expect(body.affiliations.map(({ isPrimary }: { isPrimary: boolean }) => isPrimary)).toEqual([true, false, false]);
    const refused = await add(4, { isPrimary: true }).expect(409);
    expect(refused.body.detail).toContain(organisation.name);
  });

  it('adds once however often the same key is sent', async () => {
    const { id } = await own();
    const organisation = await t.make.organisation();
    const send = () =>
      asLiaison()
        .change(`experts/${id}/affiliations`, 1, { organisationId: organisation.id })
        .set('idempotency-key', 'add-once');
    await send().expect(201);
    const { body } = await send().expect(201);
    expect(body.affiliations).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    ['no organisation', {}, '/organisationId'],
    ['an organisation that is not there', { organisationId: nobody }, '/organisationId'],
    ['a day that does not exist', { organisationId: nobody, startedOn: '2026-13-01' }, '/startedOn'],
    ['an end, which closes', { organisationId: nobody, endedOn: '2026-06-01' }, '/endedOn'],
    ['another person', { organisationId: nobody, expertId: nobody }, '/expertId'],
    ['a null answer', { organisationId: nobody, isPrimary: null }, '/isPrimary'],
  ])('refuses %s', async (_what, given, pointer) => {
    const { id } = await own();
    const { body } = await asLiaison().change(`experts/${id}/affiliations`, 1, given).expect(400);
    expect(body.errors[0].pointer).toBe(pointer);
    expect((await asLiaison().get(`experts/${id}`)).body.version).toBe(1);
  });
});

describe('PATCH /experts/:id/affiliations/:affiliationId', () => {
  it('closes the primary one, tells those who rest on it, and leaves room for the next', async () => {
    const { id } = await own();
    const from = await t.make.affiliation({ expert_id: id, department: 'Law' });
    const path = `experts/${id}/affiliations`;
    const closed = await asLiaison().patch(`${path}/${from.id}`, { endedOn: '2026-06-09' }, 1).expect(200);
    expect(closed.headers.etag).toBe('"2"');
    expect(closed.body.affiliations).toMatchObject([{ endedOn: '2026-06-09', current: false, department: 'Law' }]);
    expect(await events(id)).toEqual([
      { name: 'experts.affiliation-closed', payload: { expertId: id, affiliationId: from.id } },
      { name: 'experts.changed', payload: { expertId: id } },
    ]);
    const to = await t.make.organisation();
    const moved = await asLiaison()
      .change(path, 2, { organisationId: to.id, startedOn: '2026-06-10', isPrimary: true })
      .expect(201);
    expect(moved.body.affiliations).toMatchObject([
      { organisation: { id: to.id }, current: true },
      { organisation: { id: from.organisationId }, endedOn: '2026-06-09' },
    ]);
  });

  it('counts the last day as held', async () => {
    const { id } = await own();
    const one = await t.make.affiliation({ expert_id: id });
    const path = `experts/${id}/affiliations/${one.id}`;
    const { body } = await asLiaison().patch(path, { endedOn: '2026-06-10' }, 1).expect(200);
    expect(body.affiliations[0].current).toBe(true);
  });

  it('closes a secondary one without a word to others', async () => {
    const { id } = await own();
    const one = await t.make.affiliation({ expert_id: id, is_primary: false });
    await asLiaison().patch(`experts/${id}/affiliations/${one.id}`, { endedOn: '2026-06-09' }, 1).expect(200);
    expect((await events(id)).map(({ name }) => name)).toEqual(['experts.changed']);
  });

  it('corrects what was written, and never the organisation', async () => {
    const { id } = await own();
    const one = await t.make.affiliation({ expert_id: id, department: 'Law', ended_on: '2026-01-31' });
    const path = `experts/${id}/affiliations/${one.id}`;
    const { body } = await asLiaison()
      .patch(path, { department: null, role: 'Reader', startedOn: null, endedOn: null }, 1)
      .expect(200);
    expect(body.affiliations).toMatchObject([{ department: null, role: 'Reader', startedOn: null, endedOn: null }]);
    const refused = await asLiaison().patch(path, { organisationId: one.organisationId }, 2).expect(400);
    expect(refused.body.errors).toMatchObject([{ pointer: '/organisationId' }]);
  });

  it('refuses an end before the beginning, and a second open primary one', async () => {
    const { id } = await own();
    const one = await t.make.affiliation({ expert_id: id });
    const other = await t.make.affiliation({ expert_id: id, ended_on: '2026-01-31' });
    const path = `experts/${id}/affiliations`;
    const early = await asLiaison().patch(`${path}/${one.id}`, { endedOn: '2020-08-31' }, 1).expect(400);
    expect(early.body.errors).toMatchObject([{ pointer: '/endedOn' }]);
    await asLiaison().patch(`${path}/${other.id}`, { endedOn: null }, 1).expect(409);
    await asLiaison().patch(`${path}/${other.id}`, { endedOn: null, isPrimary: false }, 1).expect(200);
  });

  it('finds only the person’s own affiliations', async () => {
    const { id } = await own();
    const theirs = await t.make.affiliation({ expert_id: (await own()).id });
    for (const name of [theirs.id, nobody, 'first'])
      await asLiaison().patch(`experts/${id}/affiliations/${name}`, { role: 'Reader' }, 1).expect(404);
  });
});

describe('both', () => {
  /** Each way to write, against a person who is there with one affiliation. */
  const ways: [
    string,
    (caller: Caller, id: string, affiliationId: string, version?: number) => Promise<{ status: number }>,
  ][] = [
    [
      'adding',
      async (caller, id, affiliationId, version) => {
        const [row] = await t.source.query('select organisation_id as id from affiliations where id = $1', [
          affiliationId,
        ]);
        const body = { organisationId: row.id, isPrimary: false };
        return caller.send('post', `experts/${id}/affiliations`, body, version);
      },
    ],
    [
      'changing',
      (caller, id, affiliationId, version) =>
        caller
          .send('patch', `experts/${id}/affiliations/${affiliationId}`, { role: 'Reader' }, version)
          .then((answer) => answer),
    ],
  ];

  describe.each(ways)('%s', (_what, write) => {
    const attempt = async (caller: Caller, given: object = {}, version: number | undefined = 1): Promise<number> => {
      const { id } = await own(given);
      const one = await t.make.affiliation({ expert_id: id });
      return (await write(caller, id, one.id, version)).status;
    };

    it('asks for the version, and refuses one that has moved on', async () => {
      const { id } = await own();
      const one = await t.make.affiliation({ expert_id: id });
      expect((await write(asLiaison(), id, one.id)).status).toBe(428);
      expect((await write(asLiaison(), id, one.id, 1)).status).toBeLessThan(300);
      expect((await write(asLiaison(), id, one.id, 1)).status).toBe(412);
    });

    it('is for the agency that keeps the record', async () => {
      expect(await attempt(t.as(foreign.token))).toBe(403);
      expect(await attempt(t.as(foreign.token), { privacy_notice_sent_on: null })).toBe(404);
      expect(await attempt(t.as(null))).toBe(401);
    });

    it.each<Role>(['academic', 'admin', 'approver', 'auditor', 'host'])('is not for a %s', async (role) => {
      const { token } = await t.make.user(role, agency.id);
      expect(await attempt(t.as(token))).toBe(403);
    });
  });
});
