import { addDays, addMonths, daysBetween, isBefore, lastCalendarDate, type CalendarDate } from './calendar-date.js';

export const recurrenceUnits = ['days', 'weeks', 'months', 'years'] as const;
export type RecurrenceUnit = (typeof recurrenceUnits)[number];

/** How often something comes round again. */
export interface Rhythm {
  readonly everyCount: number;
  readonly everyUnit: RecurrenceUnit;
}

/** Nothing comes round more seldom than once in so many years. */
export const mostYearsBetween = 10;

const mostOf: Record<RecurrenceUnit, number> = {
  days: mostYearsBetween * 365,
  weeks: mostYearsBetween * 52,
  months: mostYearsBetween * 12,
  years: mostYearsBetween,
};

/** True when more than ten years lie between one time and the next. */
export function isTooSeldom({ everyCount, everyUnit }: Rhythm): boolean {
  return everyCount > mostOf[everyUnit];
}

/** Months between one time and the next; null for a rhythm of days or weeks. */
export function monthsOf({ everyCount, everyUnit }: Rhythm): number | null {
  if (everyUnit === 'years') return everyCount * 12;
  return everyUnit === 'months' ? everyCount : null;
}

/**
 * The day of one time, where `number` counts from nought, the first day. Months and years are counted from the first day and
 * clamp at the end of a shorter month, never from a clamped day: the 31st comes back as the 31st, 29 February in the next leap
 * year. Null for a day beyond the calendar that we keep.
 */
export function dayOfTime(first: CalendarDate, rhythm: Rhythm, number: number): CalendarDate | null {
  const months = monthsOf(rhythm);
  if (months !== null) return number * months >= monthsUntilTheEnd(first) ? null : addMonths(first, number * months);
  const days = daysOf(rhythm) * number;
  return days > daysBetween(first, lastCalendarDate) ? null : addDays(first, days);
}

/** The number of the earliest time after the one of this number whose day is not before `from`; null when none is left in the calendar. */
export function nextTime(first: CalendarDate, rhythm: Rhythm, number: number, from: CalendarDate): number | null {
  // As many as surely lie before the day, then one by one.
  let next = Math.max(number + 1, timesSurelyBefore(first, rhythm, from));
  for (;;) {
    const day = dayOfTime(first, rhythm, next);
    if (day === null) return null;
    if (!isBefore(day, from)) return next;
    next += 1;
  }
}

/** "Every month", "every 2 years", as the middle of a sentence. */
export function rhythmWords({ everyCount, everyUnit }: Rhythm): string {
  return everyCount === 1 ? `every ${everyUnit.slice(0, -1)}` : `every ${everyCount} ${everyUnit}`;
}

function daysOf({ everyCount, everyUnit }: Rhythm): number {
  return everyUnit === 'weeks' ? everyCount * 7 : everyCount;
}

function monthsFrom(first: CalendarDate, to: CalendarDate): number {
  const monthOf = (date: CalendarDate): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return monthOf(to) - monthOf(first);
}

/** Whole months after which the calendar has ended. */
function monthsUntilTheEnd(first: CalendarDate): number {
  return monthsFrom(first, lastCalendarDate) + 1;
}

function timesSurelyBefore(first: CalendarDate, rhythm: Rhythm, day: CalendarDate): number {
  const months = monthsOf(rhythm);
  return months === null
    ? Math.floor(daysBetween(first, day) / daysOf(rhythm))
    : Math.floor(monthsFrom(first, day) / months);
}
