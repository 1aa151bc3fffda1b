import fc from 'fast-check';
import sql from 'sql-template-tag';
import { DataSource } from 'typeorm';
import { followUpStatuses, keptOrLate } from '../../src/features/follow-ups/follow-up.rules.js';
import {
  followUpOutcomeSql,
  keptOrLateSql,
  type FollowUpOutcome,
} from '../../src/features/reports/follow-up.outcome.sql.js';
import { addDays, calendarDate, isBefore, type CalendarDate } from '../../src/kernel/calendar-date.js';
import { createDataSource } from '../../src/platform/database/data-source.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const cases = 5_000;
const today = calendarDate('2028-03-01');

let database: TestDatabase;
let source: DataSource;
beforeAll(async () => {
  database = await freshDatabase();
  source = await createDataSource(database.applicationUrl, [], 1).initialize();
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

const near: fc.Arbitrary<CalendarDate> = fc
  .oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -800, max: 800 }))
  .map((days) => addDays(today, days));
const facts = fc
  .record({
    status: fc.constantFrom(...followUpStatuses),
    dueOn: near,
    closedOn: near,
    snoozedUntil: fc.option(near, { nil: null }),
    shift: fc.integer({ min: -1, max: 1 }),
    close: fc.boolean(),
  })
  // Half of them are closed within a day of the due day.
  .map(({ shift, close, closedOn, ...one }) => ({ ...one, closedOn: close ? addDays(one.dueOn, shift) : closedOn }));

it(`is the same in TypeScript and in PostgreSQL for ${cases.toLocaleString('en-GB')} follow-ups`, async () => {
  const sample = fc.sample(facts, { numRuns: cases, seed: 20261122 });
  const rows = sample.map((one, position) => ({
    position,
    status: one.status,
    due_on: one.dueOn,
    completed_on: one.status === 'open' ? null : one.closedOn,
    snoozed_until: one.snoozedUntil,
  }));
  const statement = sql`
    select ${keptOrLateSql('f')} as "keptOrLate", ${followUpOutcomeSql('f', today)} as outcome
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as f (position integer, status text, due_on date, completed_on date, snoozed_until date)
    order by f.position`;
  const twins: { keptOrLate: string; outcome: FollowUpOutcome }[] = await source.query(
    statement.text,
    statement.values as unknown[],
  );
  expect(twins).toHaveLength(cases);
  const seen = new Map<FollowUpOutcome, number>();
  for (const [at, twin] of twins.entries()) {
    const { status, dueOn, closedOn } = sample[at];
    const closed = keptOrLate({ dueOn, doneOn: closedOn });
    const open = isBefore(dueOn, today) ? 'overdue' : 'open';
    const expected = { done: closed, cancelled: 'cancelled', open }[status];
    if (twin.outcome !== expected || (status === 'done' && twin.keptOrLate !== closed))
      throw new Error(`PostgreSQL says ${twin.outcome} and TypeScript ${expected} for ${JSON.stringify(sample[at])}`);
    seen.set(twin.outcome, (seen.get(twin.outcome) ?? 0) + 1);
  }
  for (const outcome of ['kept', 'late', 'overdue', 'open', 'cancelled'] as const)
    expect(seen.get(outcome) ?? 0).toBeGreaterThan(300);
});
