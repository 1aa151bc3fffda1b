import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let liaison: Person;
let approver: Person;
let university: { id: string };

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  approver = await t.make.user('approver', agency.id);
  university = await t.make.organisation();
});
afterAll(() => t.close());

const draft = (given: object = {}): object => ({
  type: 'mou',
  title: 'Joint work on romance fraud',
  effectiveOn: '2026-07-01',
  endOn: '2029-06-30',
  noticeCount: 3,
  noticeUnit: 'months',
  parties: [{ organisationId: agency.id }, { organisationId: university.id, freedomOfInformation: true }],
  people: [
    { organisationId: agency.id, capacity: 'signatory', name: 'Agency Signatory' },
    { organisationId: university.id, capacity: 'signatory', name: 'Contracts Officer', office: 'Research contracts' },
  ],
  ...given,
});

describe('from draft to terminated', () => {
  it('walks the whole life of an agreement', async () => {
    const asLiaison = t.as(liaison.token);
    const created = await asLiaison.post('agreements', draft()).expect(201);
    expect(created.headers.etag).toBe('"1"');
    expect(created.body).toMatchObject({
      status: 'draft',
      missing: [],
      noticeDeadlineOn: '2029-03-30',
      owner: { id: liaison.id },
    });
    expect(created.body.reference).toMatch(/^AGR-2026-\d{4}$/);
    const path = `agreements/${created.body.reference}`;

    const submitted = await asLiaison
      .change(`${path}/steps`, 1, { step: 'submit', assigneeUserId: approver.id })
      .expect(200);
    expect(submitted.body).toMatchObject({ status: 'in_approval', version: 2 });

    const asApprover = t.as(approver.token);
    const seen = await asApprover.get(path).expect(200);
    expect(seen.body.steps).toEqual([
      { step: 'approve', blockedBecause: null },
      { step: 'return', blockedBecause: null },
      { step: 'delegate', blockedBecause: null },
    ]);
    await asApprover.change(`${path}/steps`, 2, { step: 'approve', reason: 'Fine' }).expect(200);

    const first = await asLiaison
      .change(`${path}/steps`, 3, {
        step: 'sign',
        organisationId: agency.id,
        on: '2026-06-09',
        signatoryName: 'Agency Signatory',
      })
      .expect(200);
    expect(first.body.status).toBe('awaiting_signature');
    const second = await asLiaison
      .change(`${path}/steps`, 4, {
        step: 'sign',
        organisationId: university.id,
        on: '2026-06-10',
        signatoryName: 'Contracts Officer',
      })
      .expect(200);
    expect(second.body).toMatchObject({ status: 'signed', executedOn: '2026-06-10', effectiveOn: '2026-07-01' });
    expect(second.body.approvals).toMatchObject([{ kind: 'business', decision: 'approved', reason: 'Fine' }]);

    const ended = await asLiaison
      .change(`${path}/steps`, 5, { step: 'terminate', on: '2026-06-10', reason: 'Funding ended' })
      .expect(200);
    expect(ended.body).toMatchObject({
      status: 'terminated',
      steps: [{ step: 'terminate', blockedBecause: 'This agreement is terminated already.' }],
    });
  });
});
