import fc from 'fast-check';
import { addDays, calendarDate, weekdayOf, type CalendarDate } from './calendar-date.js';
import { dayAt, everyOffset, isBeyondKnownHolidays, mostCalendarDays, workingOffsetDays } from './day-offsets.js';
import {
  addWorkingDays,
  bankHolidayDivisions,
  divisionOf,
  isWorkingDay,
  nearestWorkingDay,
  type BankHolidays,
} from './working-days.js';

const day = calendarDate;
/** Christmas and New Year of 2026, as GOV.UK has them; 28 December stands in for Boxing Day, a Saturday. */
const holidays: BankHolidays = {
  days: {
    'england-and-wales': new Set(['2026-12-25', '2026-12-28', '2027-01-01'].map(day)),
    scotland: new Set(['2026-11-30', '2026-12-25', '2026-12-28', '2027-01-01', '2027-01-04'].map(day)),
    'northern-ireland': new Set(['2026-07-13', '2026-12-25', '2026-12-28', '2027-01-01'].map(day)),
  },
  knownUntil: day('2027-12-31'),
};

it.each([
  ['2026-11-27', 'scotland', true],
  ['2026-11-28', 'scotland', false],
  ['2026-11-29', 'scotland', false],
  ['2026-11-30', 'scotland', false],
  ['2026-11-30', 'england-and-wales', true],
  ['2026-07-13', 'northern-ireland', false],
  ['2026-07-13', 'scotland', true],
] as const)('%s is a working day in %s: %s', (date, division, expected) => {
  expect(isWorkingDay(day(date), division, holidays)).toBe(expected);
});

describe('working days from a date', () => {
  it.each([
    ['a working day, none', '2026-11-26', 0, 'england-and-wales', '2026-11-26'],
    ['the next', '2026-11-26', 1, 'england-and-wales', '2026-11-27'],
    ['over a weekend', '2026-11-27', 1, 'england-and-wales', '2026-11-30'],
    ['over St Andrew’s Day', '2026-11-27', 1, 'scotland', '2026-12-01'],
    ['from a Saturday', '2026-11-28', 1, 'england-and-wales', '2026-11-30'],
    ['back from a Saturday', '2026-11-28', -1, 'england-and-wales', '2026-11-27'],
    ['back from a Monday', '2026-11-30', -1, 'england-and-wales', '2026-11-27'],
    ['five make a week', '2026-11-18', 5, 'england-and-wales', '2026-11-25'],
    ['back over Christmas', '2026-12-29', -1, 'england-and-wales', '2026-12-24'],
    ['over New Year', '2026-12-31', 1, 'england-and-wales', '2027-01-04'],
    ['over the second of January, kept on Monday', '2026-12-31', 1, 'scotland', '2027-01-05'],
    ['from a bank holiday', '2026-12-25', 1, 'england-and-wales', '2026-12-29'],
  ] as const)('%s', (_what, from, count, division, expected) => {
    expect(addWorkingDays(day(from), count, division, holidays)).toBe(expected);
  });

  it.each([
    ['2026-11-28', 'before', '2026-11-27'],
    ['2026-11-28', 'after', '2026-11-30'],
    ['2026-12-25', 'after', '2026-12-29'],
    ['2026-12-25', 'before', '2026-12-24'],
    ['2026-12-24', 'after', '2026-12-24'],
  ] as const)('the one nearest %s, %s it, is %s', (date, side, expected) => {
    expect(nearestWorkingDay(day(date), side, 'england-and-wales', holidays)).toBe(expected);
  });
});

it.each([
  ['scotland', 'scotland'],
  ['northern_ireland', 'northern-ireland'],
  ['england_wales', 'england-and-wales'],
  ['uk', 'england-and-wales'],
  ['overseas', 'england-and-wales'],
  [null, 'england-and-wales'],
] as const)('an organisation whose jurisdiction is %s keeps the bank holidays of %s', (jurisdiction, division) => {
  expect(divisionOf(jurisdiction)).toBe(division);
});

describe('offsets', () => {
  it.each([
    [[-30, -7], null, null, [-30, -7]],
    [[1, 7], 7, 3, [1, 7, 14, 21, 28]],
    [[-30], 10, 2, [-30, -20, -10]],
    [[0], 1, 1, [0, 1]],
  ])('%j, repeated every %s days %s times, are %j', (offsets, repeatEvery, repeatTimes, expected) => {
    expect(everyOffset({ offsets, repeatEvery, repeatTimes })).toEqual(expected);
  });

  it.each([
    ['calendar', '2030-01-01', false],
    ['working', '2027-12-31', false],
    ['working', '2028-01-01', true],
  ] as const)('counted by %s days up to %s they may be off: %s', (dayCount, until, expected) => {
    expect(isBeyondKnownHolidays({ dayCount }, day(until), holidays)).toBe(expected);
  });

  it('may always be off by working days while no bank holiday is known', () => {
    expect(isBeyondKnownHolidays({ dayCount: 'working' }, day('2020-01-01'), { ...holidays, knownUntil: null })).toBe(
      true,
    );
  });
});

const anyDay = fc.integer({ min: 0, max: 1500 }).map((days) => addDays(day('2026-01-01'), days));
const anyHolidays = fc
  .uniqueArray(anyDay, { maxLength: 60 })
  .map((days): BankHolidays => ({ ...holidays, days: { ...holidays.days, scotland: new Set(days) } }));
const anyOffset = fc.integer({ min: -40, max: 40 });
const anyZero = fc.constantFrom('before', 'after');

it('whatever is counted from, the day it comes to is a working day, and counting back leads no later than where it began', () => {
  fc.assert(
    fc.property(anyDay, anyOffset, anyHolidays, anyZero, (date, offset, known, zero) => {
      const counting = { dayCount: 'working', division: 'scotland', holidays: known, zero } as const;
      const found = dayAt(date, offset, counting);
      expect(isWorkingDay(found, 'scotland', known)).toBe(true);
      if (offset > 0) expect(found > date && addWorkingDays(found, -offset, 'scotland', known) <= date).toBe(true);
      if (offset < 0) expect(found < date && addWorkingDays(found, -offset, 'scotland', known) >= date).toBe(true);
    }),
  );
});

it('all days at once are the same as each by itself, and within the reach that is reckoned with', () => {
  fc.assert(
    fc.property(
      anyDay,
      fc.integer({ min: 0, max: 30 }),
      fc.uniqueArray(anyOffset, { minLength: 1, maxLength: 5 }),
      anyZero,
      (from, days, offsets, zero) => {
        const counting = { division: 'scotland', holidays, zero } as const;
        const found = workingOffsetDays({ from, to: addDays(from, days) }, offsets, counting);
        expect(found).toHaveLength((days + 1) * offsets.length);
        for (const { date, offset, day: at } of found) {
          expect(at).toBe(dayAt(date, offset, { ...counting, dayCount: 'working' }));
          expect(Math.abs(Date.parse(at) - Date.parse(date)) / 86_400_000).toBeLessThan(
            mostCalendarDays(offset, 'working'),
          );
        }
      },
    ),
    { numRuns: 60 },
  );
});

it('in every division a year of the week’s days has no working Saturday or Sunday', () => {
  for (const division of bankHolidayDivisions)
    for (let date: CalendarDate = day('2026-01-01'); date < '2027-01-01'; date = addDays(date, 1))
      if (weekdayOf(date) > 5) expect(isWorkingDay(date, division, holidays)).toBe(false);
});
