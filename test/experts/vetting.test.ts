import { ReadLog } from '../../src/platform/audit/read-log.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let liaison: Person;
let colleague: Person;
let foreign: Person;
let overseas: Person;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('partner', agency.id);
  foreign = await t.make.user('partner', (await t.make.agency()).id);
  overseas = await t.make.user(
    'partner',
    (await t.make.agency({ audience: 'overseas', joint_controller_from: null })).id,
  );
});
afterAll(() => t.close());

const as = (person: Person): Caller => t.as(person.token);
const somebody = (given: object = {}): ReturnType<typeof t.make.expert> =>
  t.make.expert({ agency_id: liaison.organisationId, ...given });
const vetted = async (given: object = {}): Promise<{ id: string; expertId: string; path: string }> => {
  const expert_id = (await somebody()).id;
  const { id } = await t.make.vetting({ agency_id: liaison.organisationId, expert_id, ...given });
  return { id, expertId: expert_id, path: `experts/${expert_id}/vetting/${id}` };
};
const pointers = (body: { errors: { pointer: string }[] }): string[] => body.errors.map(({ pointer }) => pointer);

describe('recording a vetting', () => {
  it('keeps level, status and dates, audits it and says that the person changed', async () => {
    const { id, reference } = await somebody();
    const given = { level: 'nppv2_full', status: 'granted', grantedOn: '2026-06-10', expiresOn: '2029-06-09' };
    const { body, headers } = await as(liaison).post(`experts/${reference}/vetting`, given).expect(201);
    expect(headers.etag).toBe('"1"');
    expect(body).toMatchObject({ ...given, expertId: id, sponsor: { id: liaison.organisationId } });
    const audited = await t.source.query('select verb, record_kind from audit_entries where record_id = $1', [body.id]);
    expect(audited).toEqual([{ verb: 'vetting.create', record_kind: 'vetting' }]);
    const events = await t.source.query(`select name from outbox_events where payload ->> 'expertId' = $1`, [id]);
    expect(events).toEqual([{ name: 'experts.changed' }]);
  });

  it('once a level, and twice with one key makes one', async () => {
    const { id } = await somebody();
    const send = (body: object) => as(liaison).post(`experts/${id}/vetting`, body);
    const first = await send({ level: 'sc' }).set('idempotency-key', `vetting-${id}`).expect(201);
    const again = await send({ level: 'sc' }).set('idempotency-key', `vetting-${id}`).expect(201);
    expect([again.body.id, first.body.status]).toEqual([first.body.id, 'in_progress']);
    await send({ level: 'sc' }).expect(409);
    await send({ level: 'dv' }).expect(201);
  });

  it.each<[string, object, string[]]>([
    ['no level', {}, ['/level']],
    ['a level that is none', { level: 'secret' }, ['/level']],
    ['a reason', { level: 'sc', reason: 'Refused' }, ['/reason']],
    ['a status that tells of a decision', { level: 'sc', status: 'refused' }, ['/status']],
    ['a grant without its day', { level: 'sc', status: 'granted' }, ['/grantedOn']],
    ['dates before it is granted', { level: 'sc', expiresOn: '2030-01-01' }, ['/expiresOn']],
  ])('refuses %s', async (_what, given, expected) => {
    const { body } = await as(liaison)
      .post(`experts/${(await somebody()).id}/vetting`, given)
      .expect(400);
    expect(pointers(body)).toEqual(expected);
  });
});

describe('changing a vetting', () => {
  it('goes by its version, and an expiry that is past shows as expired', async () => {
    const { path } = await vetted();
    const { body } = await as(colleague).patch(path, { expiresOn: '2026-06-09' }, 1).expect(200);
    expect([body.version, body.status]).toEqual([2, 'expired']);
    await as(liaison).patch(path, { status: 'ended' }, 1).expect(412);
    expect((await as(liaison).patch(path, { status: 'ended' }, 2).expect(200)).body.status).toBe('ended');
    expect((await as(liaison).patch(path, { level: 'dv' }, 3).expect(400)).body.errors).toHaveLength(1);
  });

  it('counts on its last day', async () => {
    const { path } = await vetted({ expires_on: '2026-06-10' });
    expect((await as(liaison).get(path).expect(200)).body.status).toBe('granted');
  });

  it('belongs to the sponsor: to every other agency it is absent', async () => {
    const { path, expertId, id } = await vetted();
    for (const other of [foreign, overseas]) {
      await as(other).get(path).expect(404);
      await as(other).patch(path, { status: 'ended' }, 1).expect(404);
    }
    // Nor below another person.
    await as(liaison)
      .get(`experts/${(await somebody()).id}/vetting/${id}`)
      .expect(404);
    expect((await as(liaison).get(`experts/${expertId}/vetting`).expect(200)).body.items).toHaveLength(1);
  });
});

describe('what each learns', () => {
  it('another agency: that the person is vetted, while it is in date, and nothing more', async () => {
    const { expertId } = await vetted({ level: 'dv', granted_on: '2021-02-03', expires_on: '2028-07-06' });
    const told = await as(foreign).get(`experts/${expertId}/vetting`).expect(200);
    expect(told.body).toEqual({ expertId, items: [], vettedElsewhere: true });
    await as(overseas).get(`experts/${expertId}/vetting`).expect(404);
  });

  it.each<[string, object]>([
    ['in progress', { status: 'in_progress', granted_on: null, expires_on: null }],
    ['ended', { status: 'ended' }],
    ['expired', { granted_on: '2016-01-01', expires_on: '2026-06-09' }],
  ])('another agency: nothing of one that is %s', async (_what, given) => {
    const { expertId } = await vetted(given);
    const { body } = await as(foreign).get(`experts/${expertId}/vetting`).expect(200);
    expect(body.vettedElsewhere).toBe(false);
  });

  it('the person: level, sponsor and expiry of what was granted to them', async () => {
    const academic = await t.make.user('academic', liaison.organisationId);
    const of = { agency_id: liaison.organisationId, expert_id: academic.expertId! };
    const granted = await t.make.vetting({ ...of, level: 'ctc' });
    const sought = await t.make.vetting({
      ...of,
      level: 'dv',
      status: 'in_progress',
      granted_on: null,
      expires_on: null,
    });
    const { body } = await as(academic).get(`experts/${academic.expertId}/vetting`).expect(200);
    expect(body).toMatchObject({
      vettedElsewhere: false,
      items: [
        { id: granted.id, level: 'ctc', expiresOn: '2034-03-01', status: null, grantedOn: null, updatedAt: null },
      ],
    });
    await as(academic).get(`experts/${academic.expertId}/vetting/${sought.id}`).expect(404);
    await as(academic).post(`experts/${academic.expertId}/vetting`, { level: 'sc' }).expect(403);
  });

  it('no list, filter or count of people tells of it, and each reading is kept', async () => {
    const { id, expertId } = await vetted({ level: 'edv' });
    for (const path of ['experts?vetted=true', 'experts?level=edv', 'experts/count?vetting=edv'])
      await as(liaison).get(path).expect(400);
    await as(liaison).get(`experts/${expertId}/vetting`).expect(200);
    await t.app.get(ReadLog).flush();
    const readings = await t.source.query(`select route from audit_readings where record_kind = 'vetting' and $1 = any(record_ids)`, [id]); // prettier-ignore
    expect(readings).toEqual([{ route: 'GET /api/v1/experts/:id/vetting' }]);
  });
});
