import fc from 'fast-check';
import sql from 'sql-template-tag';
import { DataSource } from 'typeorm';
import {
  addDays,
  addMonths,
  calendarDate,
  daysBetween,
  formatDate,
  type CalendarDate,
} from '../../src/kernel/calendar-date.js';
import {
  agreementStages,
  noticeDeadlineOf,
  statusOf,
  type AgreementDates,
  type AgreementStatus,
} from '../../src/features/agreements/agreement.status.rules.js';
import { noticeDeadlineSql, statusSql } from '../../src/features/agreements/agreement.status.sql.js';
import { createDataSource } from '../../src/platform/database/data-source.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const cases = 10_000;
/** Days on which windows, clamping and leap years meet. */
const asOf = ['2026-06-10', '2027-02-28', '2028-02-29', '2028-03-01', '2026-12-31', '2027-01-01', '2027-03-31'].map(
  calendarDate,
);

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

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq: 3 });

const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 5 }, { arbitrary: value, weight: 1 });

/** Days near the one asked about, near the edges of its months and years, and anywhere in between. */
function near(today: CalendarDate): fc.Arbitrary<CalendarDate> {
  const monthEnd = fc
    .tuple(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -2, max: 2 }))
    .map(([months, days]) => addDays(addMonths(calendarDate(`${today.slice(0, 7)}-01`), months), days - 1));
  const leapDay = fc.constantFrom('2024-02-29', '2028-02-29', '2032-02-29').map(calendarDate);
  return fc.oneof(
    fc.integer({ min: -3, max: 3 }).map((days) => addDays(today, days)),
    fc.integer({ min: -400, max: 800 }).map((days) => addDays(today, days)),
    monthEnd,
    leapDay,
  );
}

const notice = fc.oneof(
  fc.record({
    noticeCount: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 3660 })),
    noticeUnit: fc.constant('days' as const),
  }),
  fc.record({
    noticeCount: fc.oneof(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 120 })),
    noticeUnit: fc.constant('months' as const),
  }),
  fc.constant({ noticeCount: null, noticeUnit: null }),
);

function factsAround(today: CalendarDate): fc.Arbitrary<AgreementDates> {
  const days = near(today);
  const rest = fc.record({
    stage: fc.oneof({ arbitrary: fc.constant('executed' as const), weight: 9 }, fc.constantFrom(...agreementStages)),
    effectiveOn: maybe(days),
    endOn: maybe(days),
    expiringDays: fc.oneof(fc.constant(90), fc.integer({ min: 1, max: 730 })),
    noticeWindowDays: fc.oneof(fc.constant(30), fc.integer({ min: 1, max: 730 })),
    terminatedOn: seldom(days),
    supersededOn: seldom(days),
  });
  // Also ends whose own windows begin or end on the day itself.
  return fc.tuple(rest, notice, fc.integer({ min: -1, max: 1 }), fc.nat(4)).map(([given, period, shift, edge]) => {
    const facts = { ...given, ...period };
    if (edge === 0) return { ...facts, endOn: addDays(today, facts.expiringDays + shift) };
    const deadline = noticeDeadlineOf({ ...facts, endOn: today });
    if (edge > 2 || deadline === null) return facts;
    const toDeadline = daysBetween(deadline, today) + shift;
    return { ...facts, endOn: addDays(today, edge === 1 ? toDeadline : toDeadline + facts.noticeWindowDays) };
  });
}

interface Twin {
  status: AgreementStatus;
  deadline: CalendarDate | null;
}

async function inPostgres(facts: readonly AgreementDates[], today: CalendarDate): Promise<Twin[]> {
  const rows = facts.map((a, position) => ({
    position,
    stage: a.stage,
    effective_on: a.effectiveOn,
    end_on: a.endOn,
    notice_count: a.noticeCount,
    notice_unit: a.noticeUnit,
    expiring_days: a.expiringDays,
    notice_window_days: a.noticeWindowDays,
    terminated_on: a.terminatedOn,
    superseded_on: a.supersededOn,
  }));
  const statement = sql`
    select ${statusSql('a', today)} as status, ${noticeDeadlineSql('a')} as deadline
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a (position integer, stage text, effective_on date, end_on date,
      notice_count integer, notice_unit text, expiring_days integer, notice_window_days integer, terminated_on date,
      superseded_on date)
    order by a.position`;
  return source.query(statement.text, statement.values as unknown[]);
}

describe('the status and the notice deadline', () => {
  it(`are the same in TypeScript and in PostgreSQL for ${cases.toLocaleString('en-GB')} agreements`, async () => {
    const each = Math.ceil(cases / asOf.length);
    const seen = new Map<AgreementStatus, number>();
    for (const [index, today] of asOf.entries()) {
      const facts = fc.sample(factsAround(today), { numRuns: each, seed: 20261122 + index });
      const twins = await inPostgres(facts, today);
      expect(twins).toHaveLength(each);
      for (const [at, twin] of twins.entries()) {
        const status = statusOf(facts[at], today);
        const deadline = noticeDeadlineOf(facts[at]);
        // The facts belong in the failure: without them the case cannot be seen again.
        if (twin.status !== status || twin.deadline !== deadline)
          throw new Error(
            `On ${formatDate(today)} PostgreSQL says ${twin.status} (${twin.deadline}) and TypeScript ${status} (${deadline}) for ${JSON.stringify(facts[at])}`,
          );
        seen.set(status, (seen.get(status) ?? 0) + 1);
      }
    }
    // A generator that never makes a status proves nothing about it.
    for (const status of ['terminated', 'superseded', 'expired', 'signed', 'notice_window', 'expiring', 'active'])
      expect(seen.get(status as AgreementStatus) ?? 0).toBeGreaterThan(200);
  });
});
