import fc from 'fast-check';
import { addDays, addYears, calendarDate, type CalendarDate } from '../../kernel/calendar-date.js';
import {
  monthsOf,
  namedPeriod,
  periodOf,
  problemsOfPeriod,
  statusDayOf,
  type PeriodName,
} from './report.period.rules.js';

const today = calendarDate('2026-06-10');
const asked = (from: string | null, to: string | null) => ({
  ...(from === null ? {} : { from: calendarDate(from) }),
  ...(to === null ? {} : { to: calendarDate(to) }),
});

describe('periodOf', () => {
  it.each([
    ['nothing', null, null, '2025-06-11', '2026-06-10'],
    ['the first day', '2026-04-01', null, '2026-04-01', '2026-06-10'],
    ['the last day', null, '2025-03-31', '2024-04-01', '2025-03-31'],
    ['the last day of a leap February', null, '2024-02-29', '2023-03-01', '2024-02-29'],
    ['both', '2026-01-01', '2026-03-31', '2026-01-01', '2026-03-31'],
  ])('given %s', (_what, from, to, first, last) => {
    expect(periodOf(asked(from, to), today)).toEqual({ from: first, to: last });
  });
});

describe('problemsOfPeriod', () => {
  const order = 'Enter a last day that is on or after the first.';
  const outside = 'Enter a day from 1 January 1950 to 31 December 2150.';

  it.each([
    ['one day', '2026-01-01', '2026-01-01', []],
    ['the last day before the first', '2026-01-02', '2026-01-01', [{ pointer: '?to', detail: order }]],
    ['a first day after today, and no last', '2026-06-11', null, [{ pointer: '?to', detail: order }]],
    ['five years', '2021-06-11', '2026-06-10', []],
    [
      'five years and a day',
      '2021-06-10',
      '2026-06-10',
      [
        {
          pointer: '?to',
          detail: 'A report covers 5 years at most. Enter a last day of 9 June 2026 or earlier.',
        },
      ],
    ],
    ['five years from a leap day', '2024-02-29', '2029-02-27', []],
    ['a day too early', '1949-12-31', '1950-01-01', [{ pointer: '?from', detail: outside }]],
    ['a day too late', '2150-12-31', '2151-01-01', [{ pointer: '?to', detail: outside }]],
    [
      'the first and the last day there are',
      '1900-01-01',
      '2200-12-31',
      [
        { pointer: '?from', detail: outside },
        { pointer: '?to', detail: outside },
      ],
    ],
  ])('%s', (_what, from, to, problems) => {
    expect(problemsOfPeriod(asked(from, to), today)).toEqual(problems);
  });

  it('accepts what it says it accepts, and never fails', () => {
    const day: fc.Arbitrary<CalendarDate> = fc
      .integer({ min: 0, max: 109_900 })
      .map((days) => addDays(calendarDate('1900-01-01'), days));
    const maybe = fc.option(day, { nil: undefined });
    fc.assert(
      fc.property(maybe, maybe, (from, to) => {
        const query = { ...(from && { from }), ...(to && { to }) };
        if (problemsOfPeriod(query, today).length > 0) return;
        const period = periodOf(query, today);
        expect(period.from <= period.to && period.to < addYears(period.from, 5)).toBe(true);
      }),
    );
  });
});

it.each([
  ['2026-03-31', '2026-03-31'],
  ['2026-06-10', '2026-06-10'],
  ['2027-03-31', '2026-06-10'],
])('tells the statuses of a period that ends on %s for %s', (to, day) => {
  expect(statusDayOf(periodOf(asked(null, to), today), today)).toBe(day);
});

describe('namedPeriod', () => {
  it.each<[PeriodName, string, string, string]>([
    ['this_quarter', '2026-06-10', '2026-04-01', '2026-06-30'],
    ['this_quarter', '2026-10-01', '2026-10-01', '2026-12-31'],
    ['last_quarter', '2026-06-30', '2026-01-01', '2026-03-31'],
    ['last_quarter', '2026-02-28', '2025-10-01', '2025-12-31'],
    ['this_year', '2026-12-31', '2026-01-01', '2026-12-31'],
    ['last_12_months', '2026-06-10', '2025-06-11', '2026-06-10'],
  ])('%s on %s', (name, on, from, to) => {
    expect(namedPeriod(name, calendarDate(on))).toEqual({ from, to });
  });
});

it.each([
  ['2026-01-31', '2026-02-01', ['2026-01', '2026-02']],
  ['2025-12-15', '2025-12-15', ['2025-12']],
])('the months from %s to %s', (from, to, months) => {
  expect(monthsOf({ from: calendarDate(from), to: calendarDate(to) })).toEqual(months);
});
