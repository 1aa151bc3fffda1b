import fc from 'fast-check';
import sql, { type Sql } from 'sql-template-tag';
import { DataSource } from 'typeorm';
import { statusOf } from '../../src/features/agreements/agreement.status.rules.js';
import {
  dueDatesOf,
  obligationStateOf,
  progresses,
  type ObligationFacts,
  type ObligationState,
  type Progress,
} from '../../src/features/agreements/obligations/obligation.rules.js';
import { dueDatesSql, obligationStateSql } from '../../src/features/agreements/obligations/obligation.state.sql.js';
import { addDays, addMonths, isAfter, type CalendarDate } from '../../src/kernel/calendar-date.js';
import { createDataSource } from '../../src/platform/database/data-source.js';
import { awkwardDays, dateColumns, datesAround, daysNear, rowOfDates } from '../support/agreement.dates.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const cases = 4_200;
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

function someCase(today: CalendarDate): fc.Arbitrary<Case> {
  const days = daysNear(today, { back: 1500, on: 400 });
  const maybe = <T>(value: fc.Arbitrary<T>, freq = 3): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq });
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
      agreement: datesAround(days),
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
    ...rowOfDates(a),
  }));
  return sql`jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as o (position integer, at date, progress text, due_on date,
      every_count integer, every_unit text, until_on date, survives_end boolean, lapsed_on date, ${dateColumns})
    cross join lateral (select o.*) a`;
}

const aliases = { obligation: 'o', agreement: 'a' } as const;
const ask = <Row>(statement: Sql): Promise<Row[]> => source.query(statement.text, statement.values as unknown[]);
const sampled = awkwardDays.flatMap((today, index) => {
  const all = fc.sample(someCase(today), { numRuns: Math.ceil(cases / awkwardDays.length), seed: 20261123 + index });
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
  const some = fc.constantFrom(...awkwardDays).chain((today) => fc.tuple(fc.constant(today), someCase(today)));
  const holds = (property: (today: CalendarDate, one: Case) => void): void =>
    fc.assert(
      fc.property(some, ([today, one]) => property(today, one)),
      { numRuns: 1500, seed: 20261123 },
    );

  it('every day is the first and a number of months, counted from the first', () => {
    holds((today, { facts }) => {
      const months = (facts.everyCount ?? 0) * (facts.everyUnit === 'years' ? 12 : 1);
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
