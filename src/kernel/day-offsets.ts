import { addDays, isAfter, type CalendarDate } from './calendar-date.js';
import {
  addWorkingDays,
  isWorkingDay,
  nearestWorkingDay,
  type BankHolidayDivision,
  type BankHolidays,
} from './working-days.js';

export const dayCounts = ['calendar', 'working'] as const;
/** How days from a date are counted: every day, or from Monday to Friday without bank holidays. */
export type DayCount = (typeof dayCounts)[number];

/** When something is said about a date: on which days from it, how they are counted, and how it is repeated. */
export interface DayOffsets {
  /** Negative before the date, in the order of time. */
  readonly offsets: readonly number[];
  readonly dayCount: DayCount;
  /** After the last of them again every so many days, counted alike, and so many times; both or neither. */
  readonly repeatEvery: number | null;
  readonly repeatTimes: number | null;
}

/** The offsets with their repetitions, in the order of time. */
export function everyOffset({
  offsets,
  repeatEvery,
  repeatTimes,
}: Pick<DayOffsets, 'offsets' | 'repeatEvery' | 'repeatTimes'>): number[] {
  if (repeatEvery === null || repeatTimes === null) return [...offsets];
  const last = Math.max(...offsets);
  return [...offsets, ...Array.from({ length: repeatTimes }, (_none, index) => last + repeatEvery * (index + 1))];
}

/** What a day is counted by: the division matters for working days only. */
export interface DayCounting {
  readonly dayCount: DayCount;
  readonly division: BankHolidayDivision;
  readonly holidays: BankHolidays;
  /** Where the day itself is meant and is no working day: on the last one before it, or on the first after it. */
  readonly zero: 'before' | 'after';
}

/** The day that lies at an offset from a date. */
export function dayAt(date: CalendarDate, offset: number, counting: DayCounting): CalendarDate {
  if (counting.dayCount === 'calendar') return addDays(date, offset);
  const { division, holidays, zero } = counting;
  return offset === 0
    ? nearestWorkingDay(date, zero, division, holidays)
    : addWorkingDays(date, offset, division, holidays);
}

/** Whether days counted up to this one may be off, because the bank holidays of its time are not known. */
export function isBeyondKnownHolidays(
  { dayCount }: Pick<DayOffsets, 'dayCount'>,
  day: CalendarDate,
  holidays: BankHolidays,
): boolean {
  return dayCount === 'working' && (holidays.knownUntil === null || isAfter(day, holidays.knownUntil));
}

/**
 * More calendar days than so many working days can take: a week has five, and two weeks around a bank holiday have never had more
 * than three of them.
 */
export function mostCalendarDays(offset: number, dayCount: DayCount): number {
  return dayCount === 'calendar' ? Math.abs(offset) : Math.ceil(Math.abs(offset) * 1.6) + 10;
}

/** A date, an offset from it, and the day on which that is, in one division. */
export interface OffsetDay {
  readonly division: BankHolidayDivision;
  readonly date: CalendarDate;
  readonly offset: number;
  readonly day: CalendarDate;
}

/** The same as `dayAt` for working days, for every date of a time at once: it goes through the days once rather than for each date. */
export function workingOffsetDays(
  dates: { readonly from: CalendarDate; readonly to: CalendarDate },
  offsets: readonly number[],
  { division, holidays, zero }: Omit<DayCounting, 'dayCount'>,
): OffsetDay[] {
  const reach = Math.max(...offsets.map((offset) => mostCalendarDays(offset, 'working')));
  const [first, last] = [addDays(dates.from, -reach), addDays(dates.to, reach)];
  const working = daysFrom(first, last).filter((day) => isWorkingDay(day, division, holidays));
  const found: OffsetDay[] = [];
  let before = 0;
  for (const date of daysFrom(dates.from, dates.to)) {
    while (working[before] < date) before += 1;
    const isOne = working[before] === date;
    for (const offset of offsets) {
      const index =
        offset < 0
          ? before + offset
          : offset > 0
            ? before + offset - (isOne ? 0 : 1)
            : isOne || zero === 'after'
              ? before
              : before - 1;
      found.push({ division, date, offset, day: working[index] });
    }
  }
  return found;
}

function daysFrom(first: CalendarDate, last: CalendarDate): CalendarDate[] {
  const days: CalendarDate[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}
