import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let liaison: Person;
let first: { id: string; name: string };
let second: { id: string; name: string };

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  first = await t.make.agency({ name: 'Alphashire Police' });
  second = await t.make.agency({ name: 'Betashire Police' });
});
afterAll(() => t.close());

const as = () => t.as(liaison.token);
const executed = { stage: 'executed', executed_on: '2026-03-10', effective_on: '2026-04-01' };
const add = (given: object = {}) => t.make.agreement({ agency_id: agency.id, owner_user_id: liaison.id, ...given });

/** An agreement in force that names both. */
async function open(given: object = {}): Promise<string> {
  const { id } = await add({ ...executed, ...given });
  for (const { id: organisation_id } of [first, second])
    await t.make.row('agreement_beneficiaries', { agreement_id: id, organisation_id });
  return id;
}
const adhere = (id: string, given: object = {}, version = 1) =>
  as().put(
    `agreements/${id}/adherences`,
    { organisationId: first.id, adheredOn: '2026-06-03', adheredBy: 'Deed of adherence, file 12', ...given },
    version,
  );

describe('naming the agencies that may adhere', () => {
  it('is part of the draft, changes it under its version and is audited', async () => {
    const { reference, id } = await add();
    const path = `agreements/${reference}/beneficiaries`;
    const named = await as()
      .put(path, { organisationIds: [second.id, first.id] }, 1)
      .expect(200);
    expect([named.headers.etag, named.body.beneficiaries]).toEqual([
      '"2"',
      [
        { organisationId: first.id, name: first.name, adheredOn: null, adheredBy: null },
        { organisationId: second.id, name: second.name, adheredOn: null, adheredBy: null },
      ],
    ]);
    const fewer = await as()
      .put(path, { organisationIds: [second.id] }, 2)
      .expect(200);
    expect(fewer.body.beneficiaries).toMatchObject([{ organisationId: second.id }]);
    await as().put(path, { organisationIds: [] }, 2).expect(412);
    const audited = await t.source.query(
      `select verb, after from audit_entries where record_id = $1 and verb = 'agreement.name-beneficiaries' order by at, id`,
      [id],
    );
    expect(audited).toMatchObject([
      { after: { beneficiaryIds: [second.id, first.id] } },
      { after: { beneficiaryIds: [second.id] } },
    ]);
  });

  it('refuses each that cannot benefit, at its place, and keeps nothing', async () => {
    const { id, parties } = await add();
    const college = await t.make.organisation({ name: 'Invented College' });
    const organisationIds = [first.id, college.id, parties[0], first.id, newId()];
    const { body } = await as().put(`agreements/${id}/beneficiaries`, { organisationIds }, 1).expect(400);
    expect(body.errors).toEqual([
      {
        pointer: '/organisationIds/1',
        detail: 'Invented College is no agency. Only agencies benefit without being a party.',
      },
      { pointer: '/organisationIds/2', detail: expect.stringMatching(/is a party, so it benefits already/) },
      { pointer: '/organisationIds/3', detail: 'This agency is named twice. Name it once.' },
      { pointer: '/organisationIds/4', detail: 'This names an agency that is not there. Choose another.' },
    ]);
    expect((await as().get(`agreements/${id}`)).body).toMatchObject({ version: 1, beneficiaries: [] });
  });

  it.each<[string, unknown]>([
    ['nothing', {}],
    ['no list', { organisationIds: first }],
    ['words', { organisationIds: ['everybody'] }],
    ['null', { organisationIds: null }],
    ['too many', { organisationIds: Array.from({ length: 201 }, () => newId()) }],
    ['another field', { organisationIds: [], adheredOn: '2026-06-03' }],
  ])('refuses %s', async (_what, body) => {
    const { id } = await add();
    await as().put(`agreements/${id}/beneficiaries`, body, 1).expect(400);
  });

  it('ends with the draft', async () => {
    const { body } = await as()
      .put(`agreements/${await open()}/beneficiaries`, { organisationIds: [] }, 1)
      .expect(409);
    expect(body.detail).toMatch(/has left draft/);
  });

  it('keeps one that may adhere from becoming a party, by itself or by its unit', async () => {
    const { id, parties } = await add();
    await as()
      .put(`agreements/${id}/beneficiaries`, { organisationIds: [first.id] }, 1)
      .expect(200);
    const unit = await t.make.organisation({ kind: 'unit', parent_id: first.id });
    for (const organisationId of [first.id, unit.id]) {
      const both = [...parties, organisationId].map((one) => ({ organisationId: one }));
      const { body } = await as().put(`agreements/${id}/parties`, { parties: both }, 2).expect(409);
      expect(body.detail).toMatch(/^Alphashire Police is named as an agency that may adhere/);
    }
  });
});

describe('recording that one adhered', () => {
  it('is no change of terms: it comes after execution, is put right and taken back', async () => {
    const id = await open();
    const { body } = await adhere(id).expect(200);
    expect(body).toMatchObject({
      version: 2,
      status: 'active',
      beneficiaries: [
        { organisationId: first.id, adheredOn: '2026-06-03', adheredBy: 'Deed of adherence, file 12' },
        { organisationId: second.id, adheredOn: null },
      ],
    });
    const corrected = await adhere(id, { adheredOn: '2026-06-04' }, 2).expect(200);
    expect(corrected.body.beneficiaries[0].adheredOn).toBe('2026-06-04');
    const back = await adhere(id, { adheredOn: null, adheredBy: null }, 3).expect(200);
    expect(back.body.beneficiaries[0]).toMatchObject({ adheredOn: null, adheredBy: null });
    expect((await adhere(id, { adheredOn: null, adheredBy: null }, 4).expect(409)).body.detail).toMatch(
      /nothing to take back/,
    );
  });

  it.each<[string, object, object, RegExp]>([
    ['before it takes effect', {}, { adheredOn: '2026-03-31' }, /takes effect on 1 April 2026/],
    [
      'before the last signature',
      { effective_on: '2026-01-01' },
      { adheredOn: '2026-03-09' },
      /signed on 10 March 2026/,
    ],
    ['in the future', {}, { adheredOn: '2026-06-11' }, /cannot lie in the future/],
    ['after the end', { end_on: '2026-05-31' }, { adheredOn: '2026-06-01' }, /ended on 31 May 2026/],
    ['before it is executed', { stage: 'awaiting_signature', executed_on: null }, {}, /every party has signed/],
  ])('refuses one %s', async (_what, agreement, given, detail) => {
    const id = await open(agreement);
    const { body } = await adhere(id, given).expect(409);
    expect([body.detail, body.errors[0].pointer]).toEqual([expect.stringMatching(detail), '/adheredOn']);
    expect((await as().get(`agreements/${id}`)).body.version).toBe(1);
  });

  it('refuses an agency that the agreement does not name', async () => {
    const stranger = await t.make.agency();
    const { body } = await adhere(await open(), { organisationId: stranger.id }).expect(409);
    expect(body.detail).toMatch(/does not name this agency/);
  });

  it.each<[string, object, string]>([
    ['a day without a paper', { adheredBy: null }, '/adheredBy'],
    ['a paper without a day', { adheredOn: null }, '/adheredOn'],
    ['a blank paper', { adheredBy: '  ' }, '/adheredBy'],
    ['a day that is none', { adheredOn: '2026-02-30' }, '/adheredOn'],
    ['no agency', { organisationId: 'first' }, '/organisationId'],
    ['a marking above what may be kept', { adheredBy: 'SECRET\nDeed' }, '/adheredBy'],
  ])('refuses %s', async (_what, given, pointer) => {
    const { body } = await adhere(await open(), given).expect(400);
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it('by two people at once: one is told that it has changed', async () => {
    const id = await open();
    const answers = await Promise.all([
      adhere(id).then(({ status }) => status),
      adhere(id, { organisationId: second.id }).then(({ status }) => status),
    ]);
    expect(answers.sort()).toEqual([200, 412]);
  });
});
