import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

/** Who reads which amendment: in lists, by its number, and by the approvals that stand in front of somebody. */
let t: TestApp;
let agency: { id: string };
let author: Person;
let approver: Person;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  author = await t.make.user('liaison', agency.id);
  approver = await t.make.user('approver', agency.id);
});
afterAll(() => t.close());

type Agreement = Awaited<ReturnType<TestApp['make']['agreement']>>;
const as = (person: Person): Caller => t.as(person.token);
const add = (given: object = {}): Promise<Agreement> =>
  t.make.agreement({
    agency_id: agency.id,
    owner_user_id: author.id,
    created_by_user_id: author.id,
    stage: 'executed',
    executed_on: '2025-12-15',
    ...given,
  });
const draft = (id: string, title: string, changes: object = { endOn: '2028-06-30' }) =>
  as(author).post(`agreements/${id}/amendments`, { title, reason: 'Because', changes }).expect(201);
const step = (id: string, number: number, version: number, said: object, by = author) =>
  as(by).change(`agreements/${id}/amendments/${number}/steps`, version, said);

/** One in each stage: 1 draft, 2 in approval (put to the approver), 3 awaiting signature, 4 executed, 5 withdrawn. */
async function everyStage(given: object = {}): Promise<Agreement> {
  const agreement = await add(given);
  const { id, parties } = agreement;
  const other = await t.make.user('approver', agency.id);
  const changes = [{ title: 'One' }, { reviewOn: '2027-01-31' }, { survivalMonths: 12 }, { fundingSource: 'The fund' }];
  for (const [index, one] of changes.entries()) await draft(id, `Amendment ${index + 1}`, one);
  await draft(id, 'Amendment 5', { purpose: 'Something' });
  await step(id, 2, 1, { step: 'submit', assigneeUserId: approver.id }).expect(200);
  for (const number of [3, 4]) {
    await step(id, number, 1, { step: 'submit', assigneeUserId: other.id }).expect(200);
    await step(id, number, 2, { step: 'approve' }, other).expect(200);
  }
  for (const [index, organisationId] of parties.entries())
    await step(id, 4, 3 + index, {
      step: 'sign',
      organisationId,
      on: '2026-06-10',
      signatoryName: 'Somebody',
    }).expect(200);
  await step(id, 5, 1, { step: 'withdraw', reason: 'Only ours to know' }).expect(200);
  return agreement;
}

const numbersFor = async (person: Person, { id, reference }: Agreement): Promise<number[] | 'hidden'> => {
  const { status, body } = await as(person).get(`agreements/${id}/amendments`);
  const listed = (await as(person).get(`amendments?agreement=${reference}&limit=100`).expect(200)).body;
  const over = listed.items.map((one: { number: number }) => one.number).reverse();
  const each: number[] = [];
  for (const number of [1, 2, 3, 4, 5, 6])
    if ((await as(person).get(`agreements/${reference}/amendments/${number}`)).status === 200) each.push(number);
  expect(over).toEqual(each);
  if (status === 404) {
    expect(each).toEqual([]);
    return 'hidden';
  }
  expect(body.items.map((one: { number: number }) => one.number)).toEqual(each);
  return each;
};

it('each stage reaches those whom it is for', async () => {
  const agreement = await everyStage();
  const shared = await everyStage({ sharing: 'uk_law_enforcement' });
  const elsewhere = await t.make.agency();
  const partner = await t.make.user('partner', elsewhere.id);
  const outsider = await t.make.user('partner', (await t.make.agency()).id);
  await t.make.row('agreement_parties', {
    id: '01920000-0000-7000-8000-0000000000aa',
    agreement_id: agreement.id,
    organisation_id: elsewhere.id,
  });
  const academic = await t.make.user('academic', (await t.make.organisation()).id);
  await t.source.query(
    `insert into agreement_covered_persons (agreement_id, expert_id) select $1, expert_id from users where id = $2`,
    [agreement.id, academic.id],
  );
  const colleague = await t.make.user('partner', agency.id);
  expect(await numbersFor(author, agreement)).toEqual([1, 2, 3, 4, 5]);
  expect(await numbersFor(colleague, agreement)).toEqual([1, 2, 3, 4, 5]);
  expect(await numbersFor(partner, agreement)).toEqual([3, 4]);
  expect(await numbersFor(academic, agreement)).toEqual([3, 4]);
  expect(await numbersFor(outsider, agreement)).toBe('hidden');
  expect(await numbersFor(outsider, shared)).toEqual([3, 4]);
  expect(await numbersFor(await t.make.user('approver', agency.id), agreement)).toBe('hidden');
  // What was put to the approver, and what everybody who reads the agreement reads.
  expect(await numbersFor(approver, agreement)).toEqual([2, 3, 4]);
  for (const role of ['admin', 'auditor', 'host'] as const)
    await as(await t.make.user(role, agency.id))
      .get(`agreements/${agreement.id}/amendments`)
      .expect(403);
});

it('an approver opens the agreement and the amendment put to them, decides, and nothing else', async () => {
  const { id } = await everyStage();
  const [agreement, amendment] = await Promise.all([
    as(approver).get(`agreements/${id}`).expect(200),
    as(approver).get(`agreements/${id}/amendments/2`).expect(200),
  ]);
  expect(agreement.body.steps).toEqual([]);
  expect(amendment.body.steps.map((one: { step: string }) => one.step)).toEqual(['approve', 'return', 'delegate']);
  await step(id, 1, 1, { step: 'submit', assigneeUserId: author.id }, approver).expect(403);
  await step(id, 2, 2, { step: 'withdraw', reason: 'No' }, approver).expect(403);
  await step(id, 3, 3, { step: 'approve' }, approver).expect(409);
  await as(approver).patch(`agreements/${id}/amendments/2`, { title: 'Mine' }, 2).expect(403);
  await as(approver).post(`agreements/${id}/amendments`, { title: 'x', reason: 'x', changes: {} }).expect(403);
  await step(id, 2, 2, { step: 'approve' }, approver).expect(200);
  // What they decided they go on reading.
  await as(approver).get(`agreements/${id}/amendments/2`).expect(200);
});

it('other agencies and academics read what is agreed, and not how the agency came to it', async () => {
  const agreement = await everyStage({ sharing: 'uk_law_enforcement' });
  const outsider = await t.make.user('partner', (await t.make.agency()).id);
  const { body } = await as(outsider).get(`agreements/${agreement.id}/amendments/4`).expect(200);
  expect(body).toMatchObject({ approvals: null, createdBy: null, closingReason: null, steps: [] });
  expect(body.changes).toEqual({ fundingSource: 'The fund' });
  await as(outsider).patch(`agreements/${agreement.id}/amendments/4`, { title: 'Theirs' }, 5).expect(403);
  await step(agreement.id, 3, 3, { step: 'withdraw', reason: 'No' }, outsider).expect(403);
  await step(agreement.id, 3, 3, { step: 'approve' }, outsider).expect(403);
  await step(agreement.id, 2, 2, { step: 'approve' }, outsider).expect(404);
});

it('people whom a reader may not see are not named by an amendment', async () => {
  const agreement = await add({ sharing: 'uk_law_enforcement' });
  const hidden = await t.make.expert({ agency_id: agency.id, privacy_notice_sent_on: null });
  await draft(agreement.id, 'Somebody comes', { addCoveredExpertIds: [hidden.id], fundingSource: 'The fund' });
  await step(agreement.id, 1, 1, { step: 'submit', assigneeUserId: approver.id }).expect(200);
  await step(agreement.id, 1, 2, { step: 'approve' }, approver).expect(200);
  const outsider = await t.make.user('partner', (await t.make.agency()).id);
  const seen = await as(outsider).get(`agreements/${agreement.id}/amendments/1`).expect(200);
  expect(seen.text).not.toContain(hidden.id);
  expect(seen.body.addedPersons).toEqual([]);
  expect((await as(author).get(`agreements/${agreement.id}/amendments/1`)).body.addedPersons).toHaveLength(1);
});

it('an amendment of what is named is for those who are named, and for whoever it is put to', async () => {
  const agreement = await add({ sharing: 'named', marking: 'OFFICIAL-SENSITIVE' });
  const colleague = await t.make.user('liaison', agency.id);
  await draft(agreement.id, 'Named');
  expect(await numbersFor(colleague, agreement)).toBe('hidden');
  await step(agreement.id, 1, 1, { step: 'submit', assigneeUserId: colleague.id }).expect(200);
  expect(await numbersFor(colleague, agreement)).toEqual([1]);
});

it('what is not there is like what is hidden', async () => {
  const { id, reference } = await add();
  for (const path of [
    `${id}/amendments/1`,
    `${reference}/amendments/0`,
    `${id}/amendments/99999`,
    `${id}/amendments/x`,
  ])
    await as(author).get(`agreements/${path}`).expect(404);
  await as(author).get('agreements/AGR-1999-0001/amendments').expect(404);
  await as(author)
    .get(`agreements/${encodeURIComponent("' or 1=1 --")}/amendments`)
    .expect(404);
});
