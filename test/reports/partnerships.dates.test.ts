import type { PartnershipReportView } from '../../src/features/reports/reports.dto.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let liaison: Person;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());
/** Each test counts the records of an agency of its own. Today is 10 June 2026. */
beforeEach(async () => {
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
});

const executed = { stage: 'executed', executed_on: '2025-12-15', created_at: '2025-11-01T09:00:00Z' };

function agreement(given: object): Promise<{ id: string }> {
  return t.make.agreement({ agency_id: agency.id, ...given });
}

async function reportOf(from: string, to: string): Promise<PartnershipReportView> {
  const { body } = await t.as(liaison.token).get(`reports/partnerships?from=${from}&to=${to}`).expect(200);
  return body as PartnershipReportView;
}

async function statusesOn(day: string): Promise<Record<string, number>> {
  const { agreements } = await reportOf(day, day);
  expect(agreements.statusOn).toBe(day);
  return Object.fromEntries(agreements.byStatus.flatMap(({ status, total }) => (total > 0 ? [[status, total]] : [])));
}

describe('statuses', () => {
  it('are those of the last day when it has passed', async () => {
    await agreement({ ...executed, effective_on: '2026-02-01', end_on: '2026-05-31', terminated_on: '2026-05-15' });
    expect(await statusesOn('2025-12-15')).toEqual({ signed: 1 });
    expect(await statusesOn('2026-02-01')).toEqual({ active: 1 });
    expect(await statusesOn('2026-05-14')).toEqual({ expiring: 1 });
    expect(await statusesOn('2026-05-15')).toEqual({ terminated: 1 });
  });

  it('are not told apart before execution on a past day', async () => {
    await agreement(executed);
    await agreement({ stage: 'in_approval', created_at: '2025-11-01T09:00:00Z' });
    await agreement({ stage: 'withdrawn', withdrawn_on: '2025-12-01', created_at: '2025-11-01T09:00:00Z' });
    expect(await statusesOn('2025-10-31')).toEqual({});
    expect(await statusesOn('2025-11-01')).toEqual({ in_preparation: 3 });
    expect(await statusesOn('2025-12-14')).toEqual({ in_preparation: 2, withdrawn: 1 });
    expect(await statusesOn('2025-12-15')).toEqual({ signed: 1, in_preparation: 1, withdrawn: 1 });
    expect(await statusesOn('2026-06-10')).toEqual({ active: 1, in_approval: 1, withdrawn: 1 });
  });

  it('count an agreement from the London day on which it was made', async () => {
    await agreement({ created_at: '2026-05-31T22:59:59Z' });
    await agreement({ created_at: '2026-05-31T23:00:00Z' });
    expect(await statusesOn('2026-05-31')).toEqual({ in_preparation: 1 });
  });

  it('count an agreement that was entered after its execution from its execution', async () => {
    await agreement({ ...executed, created_at: '2026-06-01T09:00:00Z' });
    expect(await statusesOn('2026-01-01')).toEqual({ active: 1 });
  });

  it('are those of today while the last day is still to come', async () => {
    await agreement({ ...executed, end_on: '2026-06-20' });
    await agreement({});
    const { agreements, to } = await reportOf('2026-06-01', '2026-12-31');
    expect(to).toBe('2026-12-31');
    expect(agreements).toMatchObject({ statusOn: '2026-06-10', total: 2, inForce: 1, endedInPeriod: 0 });
    expect(agreements.byStatus).toContainEqual({ status: 'draft', total: 1 });
    expect(agreements.byStatus).toContainEqual({ status: 'expiring', total: 1 });
    expect(agreements.endsNext).toMatchObject([{ endOn: '2026-06-20' }]);
  });
});

describe('what began and what ended', () => {
  it('is new on the first and on the last day of the period', async () => {
    await agreement(executed);
    for (const [from, to, found] of [
      ['2025-12-15', '2025-12-31', 1],
      ['2025-12-01', '2025-12-15', 1],
      ['2025-12-16', '2025-12-31', 0],
      ['2025-12-01', '2025-12-14', 0],
    ] as const)
      expect((await reportOf(from, to)).agreements.newInPeriod).toBe(found);
  });

  it('counts a renegotiated agreement as a successor, and the one before it as ended', async () => {
    const successor = await agreement({ ...executed, executed_on: '2026-04-01', effective_on: '2026-04-01' });
    await agreement({
      ...executed,
      executed_on: '2024-04-01',
      effective_on: '2024-04-01',
      superseded_by_id: successor.id,
      superseded_on: '2026-04-01',
    });
    expect((await reportOf('2026-04-01', '2026-06-10')).agreements).toMatchObject({
      total: 2,
      inForce: 1,
      newInPeriod: 0,
      successorsInPeriod: 1,
      endedInPeriod: 1,
    });
  });

  it('does not count what is renewed under the same reference as new', async () => {
    await agreement({ ...executed, executed_on: '2023-04-01', effective_on: '2023-04-01', end_on: '2029-03-31' });
    expect((await reportOf('2026-04-01', '2026-06-10')).agreements).toMatchObject({
      inForce: 1,
      newInPeriod: 0,
      endedInPeriod: 0,
    });
  });

  it('has ended on the first day on which it is no longer in force, whichever way it ended first', async () => {
    await agreement({ ...executed, end_on: '2026-03-31' });
    await agreement({ ...executed, end_on: '2026-03-31', terminated_on: '2026-03-01' });
    expect((await reportOf('2026-01-01', '2026-03-31')).agreements.endedInPeriod).toBe(1);
    expect((await reportOf('2026-04-01', '2026-06-10')).agreements.endedInPeriod).toBe(1);
    expect((await reportOf('2026-01-01', '2026-06-10')).agreements.endedInPeriod).toBe(2);
  });

  it('lists as ending next what ends on that day or later, the nearest first and twenty at most', async () => {
    await agreement({ ...executed, end_on: '2026-06-09', title: 'Over' });
    await agreement({
      ...executed,
      end_on: null,
      review_on: '2027-01-01',
      renewal_type: 'evergreen',
      title: 'Endless',
    });
    await agreement({ end_on: '2026-06-12', title: 'Draft' });
    await agreement({ ...executed, end_on: '2026-12-31', terminated_on: '2026-06-13', title: 'Cut short' });
    await agreement({ ...executed, effective_on: '2026-06-11', end_on: '2026-06-11', title: 'Signed' });
    await agreement({ ...executed, end_on: '2026-06-10', title: 'Last day' });
    for (let number = 0; number < 19; number += 1)
      await agreement({ ...executed, end_on: '2027-01-31', title: 'Later' });
    const { endsNext } = (await reportOf('2026-01-01', '2026-06-10')).agreements;
    expect(endsNext).toHaveLength(20);
    expect(endsNext.slice(0, 4).map(({ title, endOn }) => [title, endOn])).toEqual([
      ['Last day', '2026-06-10'],
      ['Signed', '2026-06-11'],
      ['Cut short', '2026-06-12'],
      ['Later', '2027-01-31'],
    ]);
  });
});

describe('the days of interactions', () => {
  it.each([
    [
      'the short day of March',
      '2026-03-29',
      '2026-03-28T23:59:59Z',
      '2026-03-29T00:00:00Z',
      '2026-03-29T22:59:59Z',
      '2026-03-29T23:00:00Z',
    ],
    [
      'the long day of October',
      '2025-10-26',
      '2025-10-25T22:59:59Z',
      '2025-10-25T23:00:00Z',
      '2025-10-26T23:59:59Z',
      '2025-10-27T00:00:00Z',
    ],
    [
      'a day of summer',
      '2026-05-01',
      '2026-04-30T22:59:59Z',
      '2026-04-30T23:00:00Z',
      '2026-05-01T22:59:59Z',
      '2026-05-01T23:00:00Z',
    ],
    [
      'a day of winter',
      '2026-01-01',
      '2025-12-31T23:59:59Z',
      '2026-01-01T00:00:00Z',
      '2026-01-01T23:59:59Z',
      '2026-01-02T00:00:00Z',
    ],
  ])('are those of London on %s', async (_what, day, before, first, last, after) => {
    for (const happened_at of [before, first, last, after])
      await t.make.interaction({ agency_id: agency.id, happened_at });
    expect((await reportOf(day, day)).engagements.total).toBe(2);
  });

  it('are counted once by periods that meet', async () => {
    for (const happened_at of ['2026-03-28T23:30:00Z', '2026-03-29T00:30:00Z', '2026-03-29T23:30:00Z'])
      await t.make.interaction({ agency_id: agency.id, happened_at });
    const totals = await Promise.all(
      [
        ['2026-01-01', '2026-03-28'],
        ['2026-03-29', '2026-03-29'],
        ['2026-03-30', '2026-06-10'],
      ].map(async ([from, to]) => (await reportOf(from, to)).engagements.total),
    );
    expect(totals).toEqual([1, 1, 1]);
  });
});

it('tells what has become of follow-ups by today, whatever the period', async () => {
  await t.make.followUp({ agency_id: agency.id, due_on: '2026-03-31', status: 'done', completed_on: '2026-04-02' });
  await t.make.followUp({ agency_id: agency.id, due_on: '2026-03-31' });
  await t.make.followUp({ agency_id: agency.id, due_on: '2026-06-30' });
  expect((await reportOf('2026-03-01', '2026-03-31')).followUps).toMatchObject({ total: 2, late: 1, overdue: 1 });
  expect((await reportOf('2026-04-01', '2026-06-29')).followUps.total).toBe(0);
  expect((await reportOf('2026-04-01', '2026-06-30')).followUps).toMatchObject({ total: 1, open: 1 });
});
