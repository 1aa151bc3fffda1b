import fc from 'fast-check';
import { addDays, addMonths, calendarDate, daysBetween, isAfter, isBefore, lastCalendarDate } from './calendar-date.js';
import { dayOfTime, isTooSeldom, monthsOf, nextTime, recurrenceUnits, rhythmWords, type Rhythm } from './recurrence.js';

const day = calendarDate;
const every = (everyCount: number, everyUnit: Rhythm['everyUnit']): Rhythm => ({ everyCount, everyUnit });
const firstFive = (first: string, rhythm: Rhythm): (string | null)[] =>
  [0, 1, 2, 3, 4].map((number) => dayOfTime(day(first), rhythm, number));

describe('the days of a series', () => {
  it.each([
    ['2026-01-31', every(1, 'months'), ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']],
    ['2024-02-29', every(1, 'years'), ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']],
    ['2026-08-31', every(3, 'months'), ['2026-08-31', '2026-11-30', '2027-02-28', '2027-05-31', '2027-08-31']],
    ['2026-12-28', every(2, 'weeks'), ['2026-12-28', '2027-01-11', '2027-01-25', '2027-02-08', '2027-02-22']],
    // Across the night on which the clocks change: calendar days know nothing of it.
    ['2026-10-24', every(1, 'days'), ['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-27', '2026-10-28']],
  ] as const)('from %s are counted from the first', (first, rhythm, expected) => {
    expect(firstFive(first, rhythm)).toEqual(expected);
  });

  it('end with the calendar', () => {
    expect(dayOfTime(day('2200-11-30'), every(1, 'months'), 1)).toBe('2200-12-30');
    expect(dayOfTime(day('2200-11-30'), every(1, 'months'), 2)).toBeNull();
    expect(dayOfTime(lastCalendarDate, every(1, 'days'), 1)).toBeNull();
    expect(dayOfTime(addDays(lastCalendarDate, -7), every(1, 'weeks'), 1)).toBe(lastCalendarDate);
    expect(nextTime(day('2200-12-01'), every(1, 'years'), 0, day('2200-12-02'))).toBeNull();
  });
});

describe('for any series and day', () => {
  const someDay = fc.oneof(
    fc.constantFrom('1900-01-01', '2023-12-31', '2024-02-29', '2026-01-31', '2026-03-29', '2200-12-31').map(day),
    fc
      .integer({ min: 0, max: daysBetween(day('1900-01-01'), lastCalendarDate) })
      .map((n) => addDays(day('1900-01-01'), n)),
  );
  const someRhythm = fc.record({
    everyCount: fc.oneof(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 3650 })),
    everyUnit: fc.constantFrom(...recurrenceUnits),
  });
  const holds = (
    property: (
      first: string & ReturnType<typeof day>,
      rhythm: Rhythm,
      number: number,
      from: ReturnType<typeof day>,
    ) => void,
  ) =>
    fc.assert(fc.property(someDay, someRhythm, fc.integer({ min: 0, max: 40 }), someDay, property), {
      numRuns: 3000,
      seed: 20261126,
    });

  it('months are counted from the first day and never from a clamped one', () => {
    holds((first, rhythm, number) => {
      const months = monthsOf(rhythm);
      const found = dayOfTime(first, rhythm, number);
      if (months !== null && found !== null) expect(found).toBe(addMonths(first, number * months));
      if (months !== null && found !== null && Number(first.slice(8)) <= 28)
        expect(found.slice(8)).toBe(first.slice(8));
    });
  });

  it('the days rise, and none stands past the calendar', () => {
    holds((first, rhythm, number) => {
      const [one, next] = [dayOfTime(first, rhythm, number), dayOfTime(first, rhythm, number + 1)];
      if (next === null) return;
      expect(one).not.toBeNull();
      expect(isBefore(one!, next)).toBe(true);
      expect(isAfter(next, lastCalendarDate)).toBe(false);
    });
  });

  it('the next time is the first that comes after this one and has not passed', () => {
    holds((first, rhythm, number, from) => {
      const next = nextTime(first, rhythm, number, from);
      if (next === null) {
        // Then whatever comes after has passed, and so has the calendar.
        const later = dayOfTime(first, rhythm, number + 1);
        if (later !== null) expect(isBefore(later, from)).toBe(true);
        return;
      }
      expect(next).toBeGreaterThan(number);
      expect(isBefore(dayOfTime(first, rhythm, next)!, from)).toBe(false);
      // The one before is this one, or had passed.
      if (next > number + 1) expect(isBefore(dayOfTime(first, rhythm, next - 1)!, from)).toBe(true);
    });
  });
});

describe('a rhythm', () => {
  it('is said in words', () => {
    expect(rhythmWords(every(1, 'weeks'))).toBe('every week');
    expect(rhythmWords(every(2, 'years'))).toBe('every 2 years');
  });

  it.each([
    [10, 'years', false],
    [11, 'years', true],
    [120, 'months', false],
    [121, 'months', true],
    [520, 'weeks', false],
    [521, 'weeks', true],
    [3650, 'days', false],
    [3651, 'days', true],
  ] as const)('of %d %s is too seldom: %s', (count, unit, expected) => {
    expect(isTooSeldom(every(count, unit))).toBe(expected);
  });
});
