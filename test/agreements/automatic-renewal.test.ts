import { noteStatusChanges } from '../../src/features/agreements/status-changes/status-changes.jobs.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

/** Agreements that renew themselves unless somebody gives notice: the same whether or not the nightly job has run. */
let t: TestApp;
let liaison: Person;
let as: Caller;
let university: { id: string };

beforeAll(async () => {
  t = await startTestApp();
  liaison = await t.make.user('liaison', (await t.make.agency()).id);
  university = await t.make.organisation();
});
afterAll(() => t.close());
beforeEach(() => at('2026-06-10T09:00:00Z'));

/** Nobody stays signed in for years: somebody of the same agency goes on. */
async function at(instant: string): Promise<void> {
  t.time.set(instant);
  as = t.as((await t.make.user('liaison', liaison.organisationId)).token);
}

/** A year at a time; notice counts until 30 September. */
const add = (given: object = {}) =>
  t.make.agreement({
    ...{ agency_id: liaison.organisationId, owner_user_id: liaison.id, created_by_user_id: liaison.id },
    ...{ stage: 'executed', executed_on: '2025-12-15', effective_on: '2026-01-01', end_on: '2026-12-31' },
    ...{ notice_count: 3, notice_unit: 'months', renewal_type: 'automatic', renewal_months: 12 },
    ...given,
  });
const read = async (id: string) => (await as.get(`agreements/${id}`).expect(200)).body;
const renewalOf = async (id: string) => (await as.get(`agreements/${id}/renewal-decisions`).expect(200)).body;
const decide = (id: string, version: number, said: object) =>
  as.change(`agreements/${id}/renewal-decisions`, version, { reason: 'It works well', ...said });
const note = (): Promise<void> => t.runner.run(noteStatusChanges.name);
const audited = (id: string): Promise<{ verb: string; after: object }[]> =>
  t.source.query(
    `select verb, after from audit_entries where record_id = $1 and verb = 'agreement.renew-itself' order by id`,
    [id],
  );

it('has its next end from the day after the last day of notice, with nothing having run', async () => {
  const { id } = await add();
  await at('2026-09-30T22:59:00Z');
  expect(await read(id)).toMatchObject({
    status: 'notice_window',
    endOn: '2026-12-31',
    noticeDeadlineOn: '2026-09-30',
  });
  // Midnight in London, an hour before midnight in UTC.
  await at('2026-09-30T23:00:00Z');
  expect(await read(id)).toMatchObject({
    status: 'active',
    endOn: '2027-12-31',
    noticeDeadlineOn: '2027-09-30',
    version: 1,
  });
  await at('2031-06-10T09:00:00Z');
  expect(await read(id)).toMatchObject({ status: 'active', endOn: '2031-12-31' });
});

it('stands in lists by its present end, page after page', async () => {
  const stranger = await t.make.user('liaison', (await t.make.agency()).id);
  const mine = t.as(stranger.token);
  const keep = { agency_id: stranger.organisationId, owner_user_id: stranger.id };
  const first = await add({ ...keep, renewal_type: 'by_decision', renewal_months: null, end_on: '2027-03-01' });
  const renewed = await add({ ...keep, end_on: '2025-12-31', effective_on: '2025-01-01', executed_on: '2025-01-01' });
  const second = await add({ ...keep, renewal_type: 'none', renewal_months: null, end_on: '2027-05-01' });
  const references: string[] = [];
  for (let cursor = ''; ;) {
    const { items, nextCursor } = (await mine.get(`agreements?sort=ends_next&limit=1${cursor}`).expect(200)).body;
    references.push(...items.map(({ reference }: { reference: string }) => reference));
    if (nextCursor === null) break;
    cursor = `&cursor=${nextCursor}`;
  }
  // The renewed one ends on 31 December 2026.
  expect(references).toEqual([renewed.reference, first.reference, second.reference]);
  expect((await mine.get('agreements?endsBefore=2026-12-31').expect(200)).body.items).toHaveLength(1);
  expect((await mine.get('agreements?endsBefore=2026-12-30').expect(200)).body.items).toHaveLength(0);
});

it('writes each renewal once into its terms and the audit, also after days without it, and however many run', async () => {
  const { id } = await add();
  await note();
  expect((await renewalOf(id)).terms).toEqual([]);
  await at('2028-11-01T09:00:00Z');
  await Promise.all([note(), note()]);
  await note();
  expect((await renewalOf(id)).terms).toEqual([
    { number: 1, effectiveOn: '2026-01-01', endOn: '2026-12-31', renewedItselfOn: null },
    { number: 2, effectiveOn: '2027-01-01', endOn: '2027-12-31', renewedItselfOn: '2026-10-01' },
    { number: 3, effectiveOn: '2028-01-01', endOn: '2028-12-31', renewedItselfOn: '2027-10-01' },
    { number: 4, effectiveOn: '2029-01-01', endOn: '2029-12-31', renewedItselfOn: '2028-10-01' },
  ]);
  expect((await audited(id)).map(({ after }) => after)).toEqual([
    { effectiveOn: '2027-01-01', endOn: '2027-12-31', renewedItselfOn: '2026-10-01' },
    { effectiveOn: '2028-01-01', endOn: '2028-12-31', renewedItselfOn: '2027-10-01' },
    { effectiveOn: '2029-01-01', endOn: '2029-12-31', renewedItselfOn: '2028-10-01' },
  ]);
});

it('renews itself no more often than agreed, and then ends', async () => {
  const { id } = await add({ most_renewals: 1 });
  await at('2027-12-31T09:00:00Z');
  expect(await read(id)).toMatchObject({ status: 'expiring', endOn: '2027-12-31' });
  await at('2028-01-01T09:00:00Z');
  expect(await read(id)).toMatchObject({ status: 'expired', endOn: '2027-12-31' });
});

describe('what somebody decides', () => {
  it('lets it lapse at its present end', async () => {
    const { id } = await add();
    await at('2027-09-30T09:00:00Z');
    const decided = (await decide(id, 1, { decision: 'let_lapse' }).expect(200)).body;
    expect(decided).toMatchObject({ endOn: '2027-12-31', renewalStoppedOn: '2027-09-30' });
    await at('2028-01-01T09:00:00Z');
    expect(await read(id)).toMatchObject({ status: 'expired', endOn: '2027-12-31' });
  });

  it('renews it from its present end, with the terms before written first', async () => {
    const { id } = await add({ most_renewals: 2 });
    await at('2026-11-01T09:00:00Z');
    expect((await decide(id, 1, { decision: 'renew', endOn: '2028-06-30' }).expect(200)).body.endOn).toBe('2028-06-30');
    expect((await renewalOf(id)).terms).toMatchObject([
      { number: 1, endOn: '2026-12-31', renewedItselfOn: null },
      { number: 2, endOn: '2027-12-31', renewedItselfOn: '2026-10-01' },
      { number: 3, effectiveOn: '2028-01-01', endOn: '2028-06-30', renewedItselfOn: null },
    ]);
    // One of the two was made before; the other one is the last.
    await at('2028-06-01T09:00:00Z');
    expect((await read(id)).endOn).toBe('2029-06-30');
    await at('2030-06-01T09:00:00Z');
    expect(await read(id)).toMatchObject({ status: 'expired', endOn: '2029-06-30' });
  });

  it('replaces it from the day after its present end', async () => {
    const { id } = await add();
    await at('2026-11-01T09:00:00Z');
    await decide(id, 1, { decision: 'renegotiate' }).expect(200);
    const { successor } = await renewalOf(id);
    expect(await read(successor.id)).toMatchObject({
      effectiveOn: '2028-01-01',
      renewalType: 'automatic',
      renewalMonths: 12,
    });
  });

  it('ends it on a day of the term that it renewed itself for, and not after', async () => {
    const { id } = await add();
    await at('2026-11-01T09:00:00Z');
    await decide(id, 1, { decision: 'terminate', on: '2028-01-01' }).expect(400);
    await decide(id, 1, { decision: 'terminate', on: '2027-06-01' }).expect(200);
    await at('2029-06-01T09:00:00Z');
    expect(await read(id)).toMatchObject({ status: 'terminated', endOn: '2027-12-31' });
  });
});

describe('a draft', () => {
  const draft = async (given: object) => {
    const body = {
      type: 'mou',
      title: 'Shared work',
      parties: [{ organisationId: liaison.organisationId }, { organisationId: university.id }],
      ...given,
    };
    return as.post('agreements', body);
  };

  it('that renews itself does so by the usual term of its type where nothing is said', async () => {
    const { body } = await draft({ renewalType: 'automatic' });
    expect(body).toMatchObject({ renewalMonths: 36, mostRenewals: null });
  });

  it('is refused months of a renewal that it does not have, and loses them with another kind of renewal', async () => {
    const refused = await draft({ renewalType: 'by_decision', renewalMonths: 12 });
    expect(refused.status).toBe(400);
    expect(refused.body.errors[0].pointer).toBe('/renewalMonths');
    const { body } = await draft({ renewalType: 'automatic', renewalMonths: 12, mostRenewals: 2 });
    const changed = await as.patch(`agreements/${body.id}`, { renewalType: 'by_decision' }, body.version);
    expect(changed.body).toMatchObject({ renewalType: 'by_decision', renewalMonths: null, mostRenewals: null });
  });

  it.each([0, -1, 121, 1.5, '12', 1e9])('is refused %j months', async (renewalMonths) => {
    expect((await draft({ renewalType: 'automatic', renewalMonths })).status).toBe(400);
  });
});
