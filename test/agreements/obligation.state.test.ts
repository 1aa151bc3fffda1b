import fc from 'fast-check';
import sql, { type Sql } from 'sql-template-tag';
import { DataSource } from 'typeorm';
import { agreementStages, statusOf } from '../../src/features/agreements/agreement.status.rules.js';
import {
  dueDatesOf,
  monthsBetween,
  obligationStateOf,
  progresses,
  type ObligationFacts,
  type ObligationState,
  type Progress,
} from '../../src/features/agreements/obligations/obligation.rules.js';
import { dueDatesSql, obligationStateSql } from '../../src/features/agreements/obligations/obligation.state.sql.js';
import { addDays, addMonths, calendarDate, isAfter, type CalendarDate } from '../../src/kernel/calendar-date.js';
import { createDataSource } from '../../src/platform/database/data-source.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const cases = 4_200;
/** Days on which months are short, years are leap and midnight changes the year. */
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

interface Case {
  readonly facts: ObligationFacts;
  readonly dueOn: CalendarDate;
  readonly progress: Progress;
}

function near(today: CalendarDate): fc.Arbitrary<CalendarDate> {
  const monthEnd = fc
    .tuple(fc.integer({ min: -40, max: 12 }), fc.integer({ min: -2, max: 2 }))
    .map(([months, days]) => addDays(addMonths(calendarDate(`${today.slice(0, 7)}-01`), months), days - 1));
  return fc.oneof(
    fc.integer({ min: -2, max: 2 }).map((days) => addDays(today, days)),
    fc.integer({ min: -1500, max: 400 }).map((days) => addDays(today, days)),
    monthEnd,
    fc.constantFrom('2024-02-29', '2028-02-29').map(calendarDate),
  );
}

function someCase(today: CalendarDate): fc.Arbitrary<Case> {
  const days = near(today);
  const maybe = <T>(value: fc.Arbitrary<T>, freq = 3): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq });
  const agreement = fc.record({
    stage: fc.oneof({ arbitrary: fc.constant('executed' as const), weight: 6 }, fc.constantFrom(...agreementStages)),
    effectiveOn: maybe(days),
    endOn: maybe(days),
    noticeCount: fc.constant(null),
    noticeUnit: fc.constant(null),
    expiringDays: fc.constant(90),
    noticeWindowDays: fc.constant(30),
    terminatedOn: maybe(days, 1),
    supersededOn: maybe(days, 1),
  });
  const every = fc.oneof(
    fc.constant({ everyCount: null, everyUnit: null }),
    fc.record({ everyCount: fc.integer({ min: 1, max: 14 }), everyUnit: fc.constant('months' as const) }),
    fc.record({ everyCount: fc.integer({ min: 1, max: 3 }), everyUnit: fc.constant('years' as const) }),
  );
  return fc
    .record({
      dueOn: days,
      every,
      lasts: maybe(fc.integer({ min: 0, max: 900 })),
      survivesEnd: fc.boolean(),
      lapsedOn: maybe(days, 1),
      agreement,
      at: days,
      progress: fc.constantFrom(...progresses, 'unfulfilled' as const, 'unfulfilled' as const),
    })
    .map(
      ({ dueOn, every: { everyCount, everyUnit }, lasts, survivesEnd, lapsedOn, agreement: around, at, progress }) => ({
        facts: {
          dueOn,
          everyCount,
          everyUnit,
          untilOn: everyCount === null || lasts === null ? null : addDays(dueOn, lasts),
          survivesEnd,
          lapsedOn,
          agreement: around,
        },
        dueOn: at,
        progress,
      }),
    );
}

/** The cases as rows `o` and `a`, so that the statements under test read them as they read the tables. */
function rows(all: readonly Case[]): Sql {
  const given = all.map(({ facts: { agreement: a, ...o }, dueOn, progress }, position) => ({
    position,
    at: dueOn,
    progress,
    due_on: o.dueOn,
    every_count: o.everyCount,
    every_unit: o.everyUnit,
    until_on: o.untilOn,
    survives_end: o.survivesEnd,
    lapsed_on: o.lapsedOn,
    stage: a.stage,
    effective_on: a.effectiveOn,
    end_on: a.endOn,
    terminated_on: a.terminatedOn,
    superseded_on: a.supersededOn,
  }));
  return sql`jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as o (position integer, at date, progress text, due_on date,
      every_count integer, every_unit text, until_on date, survives_end boolean, lapsed_on date, stage text, effective_on date,
      end_on date, terminated_on date, superseded_on date)
    cross join lateral (select o.stage, o.effective_on, o.end_on, null::integer as notice_count, null::text as notice_unit,
      90 as expiring_days, 30 as notice_window_days, o.terminated_on, o.superseded_on) a`;
}

const aliases = { obligation: 'o', agreement: 'a' } as const;
const ask = <Row>(statement: Sql): Promise<Row[]> => source.query(statement.text, statement.values as unknown[]);
const sampled = asOf.flatMap((today, index) => {
  const all = fc.sample(someCase(today), { numRuns: Math.ceil(cases / asOf.length), seed: 20261123 + index });
  return [{ today, all }];
});

it(`the state is the same in TypeScript and in PostgreSQL for ${cases.toLocaleString('en-GB')} obligations`, async () => {
  const seen = new Map<ObligationState, number>();
  for (const { today, all } of sampled) {
    const state = obligationStateSql(aliases, { dueOn: sql`o.at`, progress: sql`o.progress` }, today);
    const twins = await ask<{ state: ObligationState }>(
      sql`select ${state} as state from ${rows(all)} order by o.position`,
    );
    for (const [at, twin] of twins.entries()) {
      const mine = obligationStateOf(all[at].facts, all[at], today);
      if (twin.state !== mine) throw new Error(`${today}: ${twin.state} or ${mine} for ${JSON.stringify(all[at])}`);
      seen.set(mine, (seen.get(mine) ?? 0) + 1);
    }
    expect(twins).toHaveLength(all.length);
  }
  // A generator that never makes a state proves nothing about it.
  for (const state of ['planned', 'open', 'due', 'overdue', 'fulfilled', 'lapsed'] as const)
    expect([state, (seen.get(state) ?? 0) > 40]).toEqual([state, true]);
});

it('the days on which it falls due are the same in TypeScript and in PostgreSQL', async () => {
  let most = 0;
  for (const { today, all } of sampled) {
    const twins = await ask<{ days: string[]; numbers: number[] }>(sql`
      select array(select due.due_on::text from (${dueDatesSql(aliases, today)}) due order by due.number) as days,
        array(select due.number from (${dueDatesSql(aliases, today)}) due order by due.number) as numbers
      from ${rows(all)} order by o.position`);
    for (const [at, { days, numbers }] of twins.entries()) {
      const mine = dueDatesOf(all[at].facts, today);
      if (days.join() !== mine.join())
        throw new Error(`${today}: ${days.join()} or ${mine.join()} for ${JSON.stringify(all[at].facts)}`);
      expect(numbers).toEqual(mine.map((_day, number) => number));
      most = Math.max(most, mine.length);
    }
  }
  expect(most).toBeGreaterThan(20);
});

describe('for any obligation and day', () => {
  const some = fc.constantFrom(...asOf).chain((today) => fc.tuple(fc.constant(today), someCase(today)));
  const holds = (property: (today: CalendarDate, one: Case) => void): void =>
    fc.assert(
      fc.property(some, ([today, one]) => property(today, one)),
      { numRuns: 1500, seed: 20261123 },
    );

  it('every day is the first and a number of months, counted from the first', () => {
    holds((today, { facts }) => {
      const months = monthsBetween(facts) ?? 0;
      const days = dueDatesOf(facts, today);
      expect(days).toEqual(days.map((_day, number) => addMonths(facts.dueOn, number * months)));
    });
  });

  it('at most one day lies ahead', () => {
    holds((today, { facts }) => {
      expect(dueDatesOf(facts, today).filter((one) => isAfter(one, today)).length).toBeLessThanOrEqual(1);
    });
  });

  it('a day that is known stays known as time goes on', () => {
    holds((today, { facts }) => {
      const known = dueDatesOf(facts, today);
      expect(dueDatesOf(facts, addDays(today, 40)).slice(0, known.length)).toEqual(known);
    });
  });

  it('what has not been done is never overdue once the agreement has ended, unless it outlives it', () => {
    holds((today, { facts, dueOn }) => {
      const status = statusOf(facts.agreement, today);
      const state = obligationStateOf(facts, { dueOn, progress: 'unfulfilled' }, today);
      if (['terminated', 'superseded', 'expired', 'withdrawn'].includes(status) && !facts.survivesEnd)
        expect(state).toBe('lapsed');
    });
  });
});
