import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

/** Which agreement stands under which. */
let t: TestApp;
let agency: { id: string };
let liaison: Person;
let as: Caller;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  as = t.as(liaison.token);
});
afterAll(() => t.close());

const add = (given: object = {}) => t.make.agreement({ agency_id: agency.id, owner_user_id: liaison.id, ...given });
const inForce = { stage: 'executed', executed_on: '2025-12-15' };
const put = (id: string, parentId: unknown, version = 1) => as.patch(`agreements/${id}`, { parentId }, version);

it('is set while it is drafted and shown both ways', async () => {
  const above = await add({ ...inForce, title: 'The memorandum' });
  const below = await add({ title: 'The contract' });
  const { body } = await put(below.id, above.id).expect(200);
  expect(body.parent).toEqual({
    id: above.id,
    reference: above.reference,
    title: 'The memorandum',
    lastDayOn: '2027-12-31',
  });
  expect((await as.get(`agreements/${above.id}`)).body.children).toMatchObject([
    { id: below.id, title: 'The contract' },
  ]);
  expect((await put(below.id, null, 2).expect(200)).body.parent).toBeNull();
  const parties = await Promise.all([agency, t.make.organisation()]);
  const made = await as.post('agreements', {
    type: 'research_contract',
    title: 'Made under it',
    parties: parties.map(({ id }) => ({ organisationId: id })),
    parentId: above.id,
  });
  expect(made.body).toMatchObject({ parent: { reference: above.reference } });
});

it('goes to the successor of an agreement', async () => {
  const above = await add(inForce);
  const below = await add({ ...inForce, parent_id: above.id });
  await as
    .change(`agreements/${below.id}/renewal-decisions`, 1, { decision: 'renegotiate', reason: 'It works' })
    .expect(200);
  const { children } = (await as.get(`agreements/${above.id}`)).body;
  expect(children).toHaveLength(2);
});

it('is locked once the agreement has left draft', async () => {
  const [above, below] = [await add(inForce), await add(inForce)];
  expect((await put(below.id, above.id).expect(409)).body.errors).toMatchObject([{ pointer: '/parentId' }]);
});

it('is neither itself nor below it, directly or further down', async () => {
  const [top, middle, bottom] = [await add(), await add(), await add()];
  await put(middle.id, top.id).expect(200);
  await put(bottom.id, middle.id).expect(200);
  for (const wrong of [top, middle, bottom])
    expect((await put(top.id, wrong.id).expect(400)).body.errors).toMatchObject([{ pointer: '/parentId' }]);
});

it('two that are put under each other at once make no circle', async () => {
  // Many times, because they meet in one order or another.
  for (let round = 0; round < 12; round += 1) {
    const [one, other] = [await add(), await add()];
    const both = await Promise.all([put(one.id, other.id), put(other.id, one.id)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
  }
  const waited = await t.source.query<{ deadlocks: number }[]>(
    `select deadlocks from pg_stat_database where datname = current_database()`,
  );
  expect(waited).toEqual([{ deadlocks: 0 }]);
});

it('is one that its maker may see, kept by the same agency, and not withdrawn', async () => {
  const { id } = await add();
  const elsewhere = await t.make.agency();
  const theirs = await t.make.agreement({ agency_id: elsewhere.id });
  const shared = await t.make.agreement({ agency_id: elsewhere.id, sharing: 'uk_law_enforcement' });
  const withdrawn = await add({ stage: 'withdrawn', withdrawn_on: '2026-01-01' });
  const said = async (parentId: unknown) => (await put(id, parentId).expect(400)).body.errors[0].detail as string;
  const absent = await said('01920000-0000-7000-8000-000000000001');
  expect(await said(theirs.id)).toBe(absent);
  expect(await said(shared.id)).toContain('Another agency keeps');
  expect(await said(withdrawn.id)).toContain('was withdrawn');
  for (const wrong of ['AGR-2026-0001', 7, [], {}, "' or 1=1 --"]) await put(id, wrong).expect(400);
});

it('is told only to whoever may see it, and so are those below', async () => {
  const above = await add({ ...inForce, sharing: 'named', marking: 'OFFICIAL-SENSITIVE' });
  const below = await add({ ...inForce, parent_id: above.id, sharing: 'uk_law_enforcement' });
  const colleague = t.as((await t.make.user('liaison', agency.id)).token);
  expect((await colleague.get(`agreements/${below.id}`).expect(200)).body.parent).toBeNull();
  const outsider = t.as((await t.make.user('partner', (await t.make.agency()).id)).token);
  const open = await add({ ...inForce, sharing: 'uk_law_enforcement' });
  await add({ ...inForce, parent_id: open.id });
  const seen = await add({ ...inForce, parent_id: open.id, sharing: 'uk_law_enforcement' });
  const { children } = (await outsider.get(`agreements/${open.id}`).expect(200)).body;
  expect(children.map((one: { id: string }) => one.id)).toEqual([seen.id]);
});
