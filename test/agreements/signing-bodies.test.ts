import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let liaison: Person;
let lead: { id: string; name: string };
let regional: { id: string; name: string };

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  lead = await t.make.agency({ name: 'Leading Force' });
  regional = await t.make.agency({ name: 'Regional Unit', kind: 'rocu', signs_through_id: lead.id });
});
afterAll(() => t.close());

const draft = (signatory: object = {}) => ({
  type: 'mou',
  title: 'Regional work',
  endOn: '2029-06-30',
  parties: [{ organisationId: agency.id }, { organisationId: regional.id }],
  people: [{ organisationId: regional.id, capacity: 'signatory', name: 'Somebody', ...signatory }],
});

it('says through whom a party signs', async () => {
  const { body } = await t.as(liaison.token).post('agreements', draft()).expect(201);
  expect(body.parties).toMatchObject([
    { organisationId: agency.id, signsThrough: null },
    { organisationId: regional.id, signsThrough: { id: lead.id, name: lead.name } },
  ]);
  const page = await (await t.asBrowser(liaison)).get(`/agreements/${body.reference}`);
  expect(page.text).toContain('Regional Unit : not signed. Leading Force signs for it');
  const form = await (await t.asBrowser(liaison)).get(`/agreements/${body.reference}/signatories`);
  expect(form.text).toContain('Leading Force signs for it, because it cannot sign for itself');
});

it.each<[string, () => Promise<object>, boolean]>([
  ['an officer of the lead force', async () => ({ userId: (await t.make.user('partner', lead.id)).id }), true],
  [
    'an officer of a unit of the lead force',
    async () => {
      const unit = await t.make.organisation({ kind: 'unit', parent_id: lead.id });
      return { userId: (await t.make.user('partner', unit.id)).id };
    },
    true,
  ],
  ['an officer of the regional unit', async () => ({ userId: (await t.make.user('partner', regional.id)).id }), false],
  [
    'a contact at the regional unit',
    async () => ({ contactId: (await t.make.contact({ agency_id: agency.id, organisation_id: regional.id })).id }),
    false,
  ],
])('a signatory of a body that cannot sign for itself: %s', async (_what, who, allowed) => {
  const answer = await t.as(liaison.token).post('agreements', draft(await who()));
  if (allowed) expect(answer.status).toBe(201);
  else
    expect([answer.status, answer.body.errors]).toEqual([
      400,
      [
        {
          pointer: '/people/0',
          detail: 'Regional Unit cannot sign for itself: Leading Force signs for it. Name somebody of Leading Force.',
        },
      ],
    ]);
});

it('nobody signs for a body after its last day, and somebody did on it', async () => {
  const ended = await t.make.organisation({ name: 'Former College', valid_to: '2026-06-08' });
  const { id } = await t.make.agreement({ agency_id: agency.id, stage: 'awaiting_signature' });
  await t.make.row('agreement_parties', { id: ended.id, agreement_id: id, organisation_id: ended.id });
  const sign = (on: string) =>
    t.as(liaison.token).change(`agreements/${id}/steps`, 1, {
      step: 'sign',
      organisationId: ended.id,
      on,
      signatoryName: 'The last registrar',
    });
  expect((await sign('2026-06-09').expect(409)).body.detail).toBe(
    'Former College ended on 8 June 2026, so nobody signs for it after that day.',
  );
  await sign('2026-06-08').expect(200);
});
