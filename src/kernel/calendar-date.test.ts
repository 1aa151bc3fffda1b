import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  addYears,
  calendarDate,
  daysBetween,
  earliest,
  formatDate,
  isAfter,
  isBefore,
  isCalendarDate,
  latest,
  londonDateOf,
  londonInstant,
  weekdayOf,
  type CalendarDate,
} from './calendar-date.js';

const day = calendarDate;
const root = resolve(__dirname, '../..');

/** Any day between two days, both included. */
function daysFrom(first: string, last: string): fc.Arbitrary<CalendarDate> {
  return fc.integer({ min: 0, max: daysBetween(day(first), day(last)) }).map((days) => addDays(day(first), days));
}

const anyDay = daysFrom('1900-01-01', '2200-12-31');

describe('isCalendarDate', () => {
  it.each(['1900-01-01', '2200-12-31', '2026-11-30', '2000-02-29', '2028-02-29', '2026-12-01'])(
    'accepts %s',
    (text) => {
      expect(isCalendarDate(text)).toBe(true);
      expect(calendarDate(text)).toBe(text);
    },
  );

  it.each([
    ['a year too early', '1899-12-31'],
    ['a year too late', '2201-01-01'],
    ['29 February of a common year', '2026-02-29'],
    ['29 February of 1900, which is no leap year', '1900-02-29'],
    ['29 February of 2100, which is no leap year', '2100-02-29'],
    ['30 February, seen in public ORCID records', '1930-02-30'],
    ['31 April', '2026-04-31'],
    ['31 June', '2026-06-31'],
    ['day nought', '2026-01-00'],
    ['day 32', '2026-01-32'],
    ['month nought', '2026-00-10'],
    ['month 13', '2026-13-01'],
    ['missing zeros', '2026-1-1'],
    ['a time', '2026-01-01T00:00'],
    ['leading space', ' 2026-01-01'],
    ['trailing newline', '2026-01-01\n'],
    ['no hyphens', '20260101'],
    ['day first', '01-12-2026'],
    ['an expanded year', '+002026-01-01'],
    ['full-width digits', '２０２６-01-01'],
    ['nothing', ''],
  ])('refuses %s', (_why, text) => {
    expect(isCalendarDate(text)).toBe(false);
    expect(() => calendarDate(text)).toThrow(RangeError);
  });

  it.each([null, undefined, 20260101, new Date(), ['2026-01-01'], { date: '2026-01-01' }])('refuses %p', (value) => {
    expect(isCalendarDate(value)).toBe(false);
  });
});

describe('adding', () => {
  it.each([
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2027-02-28', 1, '2027-03-01'],
    ['2027-03-27', 1, '2027-03-28'],
    ['2027-10-31', 1, '2027-11-01'],
    ['2027-03-01', -1, '2027-02-28'],
    ['2026-11-22', 0, '2026-11-22'],
  ])('%s + %i days is %s', (date, days, expected) => {
    expect(addDays(day(date), days)).toBe(expected);
  });

  it.each([
    ['2027-01-31', 1, '2027-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2027-01-31', 2, '2027-03-31'],
    ['2027-01-31', 3, '2027-04-30'],
    ['2027-08-31', -6, '2027-02-28'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-11-30', 3, '2027-02-28'],
  ])('%s + %i months is %s', (anchor, months, expected) => {
    expect(addMonths(day(anchor), months)).toBe(expected);
  });

  it.each([
    ['2028-02-29', 1, '2029-02-28'],
    ['2028-02-29', 4, '2032-02-29'],
    ['2028-02-29', -1, '2027-02-28'],
    ['2026-11-22', 5, '2031-11-22'],
  ])('%s + %i years is %s', (anchor, years, expected) => {
    expect(addYears(day(anchor), years)).toBe(expected);
  });

  it('refuses parts of a day and leaving the supported years', () => {
    expect(() => addDays(day('2026-01-01'), 0.5)).toThrow(RangeError);
    expect(() => addDays(day('2026-01-01'), Number.NaN)).toThrow(RangeError);
    expect(() => addDays(day('2200-12-31'), 1)).toThrow(RangeError);
    expect(() => addMonths(day('1900-01-31'), -1)).toThrow(RangeError);
    expect(() => addYears(day('2026-01-01'), 1_000_000)).toThrow(RangeError);
  });

  it('takes days away again', () => {
    fc.assert(
      fc.property(daysFrom('1950-01-01', '2150-12-31'), fc.integer({ min: -10_000, max: 10_000 }), (date, days) => {
        expect(addDays(addDays(date, days), -days)).toBe(date);
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
  });

  it('keeps the day of the month or clamps it to the last one', () => {
    fc.assert(
      fc.property(daysFrom('1950-01-01', '2150-12-31'), fc.integer({ min: -240, max: 240 }), (date, months) => {
        const result = addMonths(date, months);
        const clamped = addDays(result, 1).endsWith('-01');
        expect(result.slice(8) === date.slice(8) || (clamped && result.slice(8) < date.slice(8))).toBe(true);
      }),
    );
  });
});

describe('comparing', () => {
  it('orders as the calendar does', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (one, other) => {
        expect(isBefore(one, other)).toBe(daysBetween(one, other) > 0);
        expect(isAfter(one, other)).toBe(isBefore(other, one));
        expect(earliest(one, other)).toBe(isAfter(one, other) ? other : one);
        expect(latest(one, other)).toBe(isAfter(one, other) ? one : other);
      }),
    );
  });

  it('finds the ends of several', () => {
    const days = ['2026-05-02', '2026-05-01', '2027-01-01', '2026-05-01'].map(day) as [CalendarDate, ...CalendarDate[]];
    expect(earliest(...days)).toBe('2026-05-01');
    expect(latest(...days)).toBe('2027-01-01');
    expect(earliest(day('2026-01-01'))).toBe('2026-01-01');
  });

  it('finds every day valid and seven weekdays in turn', () => {
    fc.assert(
      fc.property(daysFrom('1900-01-01', '2200-12-30'), (date) => {
        expect(isCalendarDate(date)).toBe(true);
        expect(weekdayOf(addDays(date, 1))).toBe((weekdayOf(date) % 7) + 1);
      }),
    );
  });
});

describe('formatting', () => {
  it.each([
    ['2026-12-01', '1 December 2026', 2],
    ['2026-11-22', '22 November 2026', 7],
    ['2027-03-29', '29 March 2027', 1],
    ['2028-02-29', '29 February 2028', 2],
  ])('%s reads %s and is weekday %i', (date, text, weekday) => {
    expect(formatDate(day(date))).toBe(text);
    expect(weekdayOf(day(date))).toBe(weekday);
  });
});

describe('London time', () => {
  it.each([
    ['01:30 in the spring gap is 02:30 BST', '2027-03-28', '01:30', '2027-03-28T01:30:00.000Z'],
    ['01:00, the first minute of the gap', '2027-03-28', '01:00', '2027-03-28T01:00:00.000Z'],
    ['00:59, the last minute of GMT', '2027-03-28', '00:59', '2027-03-28T00:59:00.000Z'],
    ['02:00, the first minute of BST', '2027-03-28', '02:00', '2027-03-28T01:00:00.000Z'],
    ['01:30 in October is the GMT one', '2027-10-31', '01:30', '2027-10-31T01:30:00.000Z'],
    ['00:59 before the repeated hour', '2027-10-31', '00:59', '2027-10-30T23:59:00.000Z'],
    ['02:00 after the repeated hour', '2027-10-31', '02:00', '2027-10-31T02:00:00.000Z'],
    ['09:00 on the day before the spring change', '2027-03-27', '09:00', '2027-03-27T09:00:00.000Z'],
    ['09:00 on the day of the spring change', '2027-03-28', '09:00', '2027-03-28T08:00:00.000Z'],
    ['midnight in summer', '2027-07-01', '00:00', '2027-06-30T23:00:00.000Z'],
  ])('%s', (_what, date, time, expected) => {
    expect(londonInstant(day(date), time).toISOString()).toBe(expected);
  });

  it.each(['8:00', '24:00', '12:60', '08:00:00', '', '08:00Z', ' 08:00'])('refuses %p as a time', (time) => {
    expect(() => londonInstant(day('2026-01-01'), time)).toThrow(RangeError);
  });

  it.each([
    ['2026-06-30T22:59:59.999Z', '2026-06-30'],
    ['2026-06-30T23:00:00.000Z', '2026-07-01'],
    ['2026-12-31T23:59:59.999Z', '2026-12-31'],
    ['2027-01-01T00:00:00.000Z', '2027-01-01'],
    ['2027-10-30T23:30:00.000Z', '2027-10-31'],
  ])('%s falls on %s', (instant, expected) => {
    expect(londonDateOf(new Date(instant))).toBe(expected);
  });

  it('refuses an invalid instant and one outside the supported years', () => {
    expect(() => londonDateOf(new Date(Number.NaN))).toThrow(RangeError);
    expect(() => londonDateOf(new Date('2300-01-01T00:00:00Z'))).toThrow(RangeError);
  });

  it('finds the day again and fires once a day from 2020 to 2040', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    fc.assert(
      fc.property(daysFrom('2020-01-01', '2040-12-31'), time, (date, at) => {
        expect(londonDateOf(londonInstant(date, '08:00'))).toBe(date);
        expect(londonDateOf(londonInstant(date, at))).toBe(date);
        const hours = (londonInstant(addDays(date, 1), at).getTime() - londonInstant(date, at).getTime()) / 3_600_000;
        expect([23, 24, 25]).toContain(hours);
      }),
    );
  });

  it('gives the same answers whatever zone the process runs in', () => {
    // The zone of a running process cannot be changed from inside Jest, so each zone gets a process of its own.
    const script = `
      const { transformFileSync } = await import('@swc/core');
      const { code } = transformFileSync('src/kernel/calendar-date.ts', {
        swcrc: false, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } });
      const dates = { exports: {} };
      const { Temporal } = await import('temporal-polyfill');
      new Function('exports', 'require', code)(dates.exports, () => ({ Temporal }));
      const { addDays, addMonths, daysBetween, londonDateOf, londonInstant, weekdayOf } = dates.exports;
      const seen = [];
      for (let date = '2027-01-01'; date < '2028-03-02'; date = addDays(date, 1)) {
        const at = ['00:00', '01:30', '08:00', '23:59'].map((time) => londonInstant(date, time));
        seen.push(at.map((instant) => instant.toISOString() + londonDateOf(instant)), addMonths(date, 1));
        seen.push(daysBetween('2027-01-01', date), weekdayOf(date));
      }
      console.log(JSON.stringify(seen));`;
    const answers = ['UTC', 'Europe/London', 'America/Los_Angeles', 'Asia/Kolkata', 'Pacific/Kiritimati'].map((zone) =>
      execFileSync(process.execPath, ['--input-type=module', '-e', script], {
        cwd: root,
        env: { ...process.env, TZ: zone },
        encoding: 'utf8',
      }),
    );
    expect(JSON.parse(answers[0])).toHaveLength(426 * 4);
    expect(new Set(answers).size).toBe(1);
  });
});
