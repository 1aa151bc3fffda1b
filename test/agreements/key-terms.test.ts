import { startTestApp, type Caller, type TestApp } from '../support/app.js';

/** What a type settles beyond the common terms, and what a new draft has where nothing was said. */
let t: TestApp;
let agency: { id: string };
let university: { id: string };
let as: Caller;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  university = await t.make.organisation();
  as = t.as((await t.make.user('liaison', agency.id)).token);
});
afterAll(() => t.close());

const create = (given: object) =>
  as.post('agreements', {
    type: 'data_sharing',
    title: 'Sharing reports of romance fraud',
    parties: [{ organisationId: agency.id }, { organisationId: university.id }],
    people: [agency, university].map(({ id }) => ({ organisationId: id, capacity: 'signatory', name: 'Signatory' })),
    ...given,
  });
const settled = {
  lawfulBasis: 'law_enforcement',
  dpiaReference: 'DPIA-2026-14',
  dataItems: 'Reports without names',
  specialCategoryOrCriminal: true,
  retentionMonths: 0,
  breachContact: 'Data protection office',
};

it('tells the types with what each settles and needs', async () => {
  const { items } = (await as.get('agreements/types').expect(200)).body;
  expect(items).toHaveLength(10);
  const sharing = items.find(({ type }: { type: string }) => type === 'data_sharing');
  expect(sharing).toMatchObject({ termMonths: 24, noticeCount: 3, noticeUnit: 'months', binding: true });
  expect(sharing.approvals).toEqual(['data_protection', 'information_security', 'legal']);
  expect(sharing.keyTerms).toContainEqual(
    expect.objectContaining({ name: 'retentionMonths', kind: 'whole_number', needed: true, least: 0, most: 1200 }),
  );
});

it('fills a draft with what is usual where nothing was said, and leaves what was', async () => {
  const usual = (await create({ effectiveOn: '2026-07-01' }).expect(201)).body;
  expect(usual).toMatchObject({
    endOn: '2028-06-30',
    noticeCount: 3,
    noticeUnit: 'months',
    renewalType: 'by_decision',
  });
  const said = (
    await create({ effectiveOn: '2026-07-01', endOn: null, noticeCount: null, noticeUnit: null }).expect(201)
  ).body;
  expect(said).toMatchObject({ endOn: null, noticeCount: null, noticeUnit: null });
});

it('names what is missing, and goes to approval once it is settled', async () => {
  const approver = await t.make.user('approver', agency.id);
  const { id, missing, approvalsNeeded } = (await create({ effectiveOn: '2026-07-01' }).expect(201)).body;
  expect(missing).toEqual(Object.keys(settled).map((name) => `keyTerms.${name}`));
  expect(approvalsNeeded).toEqual(['data_protection', 'information_security', 'legal']);
  const submit = { step: 'submit', assigneeUserId: approver.id };
  expect((await as.change(`agreements/${id}/steps`, 1, submit).expect(409)).body.detail).toContain(
    'its key term “Lawful basis”',
  );
  const changed = (await as.patch(`agreements/${id}`, { keyTerms: settled }, 1).expect(200)).body;
  expect(changed).toMatchObject({ missing: [], keyTerms: settled });
  await as.change(`agreements/${id}/steps`, 2, submit).expect(200);
  const locked = await as.patch(`agreements/${id}`, { keyTerms: { ...settled, retentionMonths: 1 } }, 3).expect(409);
  expect(locked.body.errors).toMatchObject([{ pointer: '/keyTerms' }]);
});

it.each<[string, unknown, string]>([
  ['a name of no term', { salary: 'x' }, '/keyTerms'],
  ['a basis that is none', { lawfulBasis: 'because' }, '/keyTerms/lawfulBasis'],
  ['a text for a number', { retentionMonths: '12' }, '/keyTerms/retentionMonths'],
  ['a text for yes or no', { specialCategoryOrCriminal: 'yes' }, '/keyTerms/specialCategoryOrCriminal'],
  ['an object for a text', { dataItems: { a: 'b' } }, '/keyTerms/dataItems'],
  ['a text that is too long', { dataItems: 'x'.repeat(2001) }, '/keyTerms/dataItems'],
  ['a name that every object has', { constructor: 'x' }, '/keyTerms'],
  ['a list', [], '/keyTerms'],
  ['a text', 'all of it', '/keyTerms'],
])('refuses %s, and keeps nothing', async (_what, keyTerms, pointer) => {
  const { body } = await create({ keyTerms }).expect(400);
  expect(body.errors).toMatchObject([{ pointer }]);
});

it('refuses a key term that carries a higher marking, without repeating it', async () => {
  const { text } = await create({ keyTerms: { dataItems: 'TOP SECRET\nnames of sources' } }).expect(400);
  expect(text).toContain('/keyTerms/dataItems');
  expect(text).not.toContain('sources');
});
