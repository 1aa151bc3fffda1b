import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

/** Stands in every text of records that somebody must not see. */
const canary = 'Canary-7719';

let t: TestApp;
let keeper: { id: string };
let force: { id: string };
let partner: Person;
let unitPartner: Person;
let stranger: Person;

beforeAll(async () => {
  t = await startTestApp();
  keeper = await t.make.agency();
  force = await t.make.agency();
  partner = await t.make.user('partner', force.id);
  const unit = await t.make.organisation({ kind: 'unit', parent_id: force.id });
  unitPartner = await t.make.user('partner', unit.id);
  stranger = await t.make.user('partner', (await t.make.agency()).id);
});
afterAll(() => t.close());

const executed = { stage: 'executed', executed_on: '2026-01-10' };

/** One that names the force, which has adhered unless told otherwise. */
async function named(given: object = {}, adhered_on: string | null = '2026-06-10'): Promise<string> {
  const { id } = await t.make.agreement({
    agency_id: keeper.id,
    title: `${canary} ${t.make.next()}`,
    purpose: canary,
    ...executed,
    ...given,
  });
  const adhered_by = adhered_on === null ? null : `${canary} deed`;
  await t.make.row('agreement_beneficiaries', { agreement_id: id, organisation_id: force.id, adhered_on, adhered_by });
  return id;
}

/** What one person finds of it: the record, the list and the count. */
async function found(person: Person, id: string): Promise<[number, number]> {
  const as = t.as(person.token);
  const [record, list] = [
    await as.get(`agreements/${id}`),
    await as.get(`agreements?q=${canary.toLowerCase()}&limit=100`),
  ];
  const listed = (list.body.items as { id: string }[]).filter((one) => one.id === id).length;
  if (record.status !== 200) expect(JSON.stringify(record.body)).not.toContain(canary);
  return [record.status, listed];
}

it('an agency that has adhered reads the agreement as a party does, and so do people of its units', async () => {
  const id = await named();
  expect([await found(partner, id), await found(unitPartner, id), await found(stranger, id)]).toEqual([
    [200, 1],
    [200, 1],
    [404, 0],
  ]);
  const { body } = await t.as(partner.token).get(`agreements/${id}`).expect(200);
  expect(body).toMatchObject({ approvals: null, employerMoves: null, steps: [] });
  expect(body.beneficiaries).toMatchObject([{ organisationId: force.id, adheredBy: `${canary} deed` }]);
});

it.each<[string, object, string | null, boolean]>([
  ['one that may adhere and has not', {}, null, false],
  ['one that adheres tomorrow', {}, '2026-06-11', false],
  ['one that adheres today', {}, '2026-06-10', true],
  ['one that adhered yesterday', {}, '2026-06-09', true],
  ['of an agreement that has ended since', { end_on: '2026-06-01' }, '2026-05-01', true],
  ['of one shared with named people only', { sharing: 'named' }, '2026-06-01', false],
  ['of one marked OFFICIAL-SENSITIVE', { sharing: 'named', marking: 'OFFICIAL-SENSITIVE' }, '2026-06-01', false],
  ['of one that is a draft again', { stage: 'draft', executed_on: null }, '2026-06-01', false],
])('%s', async (_what, given, adheredOn, reads) => {
  expect(await found(partner, await named(given, adheredOn))).toEqual(reads ? [200, 1] : [404, 0]);
});

it('from the day of adherence, at midnight in London', async () => {
  const id = await named({}, '2026-06-11');
  t.time.set('2026-06-10T22:59:59Z');
  expect(await found(partner, id)).toEqual([404, 0]);
  t.time.set('2026-06-10T23:00:00Z');
  expect(await found(partner, id)).toEqual([200, 1]);
  t.time.set('2026-06-10T09:00:00Z');
});

it('no longer once it was taken back', async () => {
  const id = await named({}, '2026-06-01');
  const liaison = await t.make.user('liaison', keeper.id);
  const back = { organisationId: force.id, adheredOn: null, adheredBy: null };
  await t.as(liaison.token).put(`agreements/${id}/adherences`, back, 1).expect(200);
  expect(await found(partner, id)).toEqual([404, 0]);
});

it('it changes nothing, and who may not read it learns nothing by trying', async () => {
  const id = await named();
  const adherence = { organisationId: force.id, adheredOn: '2026-06-01', adheredBy: 'Ours' };
  for (const [path, body] of [
    [`agreements/${id}/adherences`, adherence],
    [`agreements/${id}/beneficiaries`, { organisationIds: [] }],
  ] as const) {
    await t.as(partner.token).put(path, body, 1).expect(403);
    const absent = path.replace(id, newId());
    const [hidden, missing] = [
      await t.as(stranger.token).put(path, body, 1),
      await t.as(stranger.token).put(absent, body, 1),
    ];
    expect([hidden.status, hidden.body.detail]).toEqual([404, missing.body.detail]);
  }
});
