import {
  addDays,
  addMonths,
  addYears,
  calendarDate,
  earliest,
  formatDate,
  isAfter,
  isBefore,
  type CalendarDate,
} from '../../kernel/calendar-date.js';
import type { FieldProblem } from '../../kernel/domain-error.js';

/** Both days are counted, in Europe/London. */
export interface ReportPeriod {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

export const mostYears = 5;
/** Far enough inside what a calendar date can be that adding or taking years never leaves it. */
const firstDay = calendarDate('1950-01-01');
const lastDay = calendarDate('2150-12-31');

/** The days that are meant: until today, and for the twelve months to the last day, unless told otherwise. */
export function periodOf(asked: Partial<ReportPeriod>, today: CalendarDate): ReportPeriod {
  const to = asked.to ?? today;
  return { from: asked.from ?? addDays(addMonths(to, -12), 1), to };
}

/** What is wrong with the days that are asked for, as problems of the query; empty when nothing is. */
export function problemsOfPeriod(asked: Partial<ReportPeriod>, today: CalendarDate): FieldProblem[] {
  const outside = (['from', 'to'] as const).filter((name) => {
    const day = asked[name];
    return day !== undefined && (isBefore(day, firstDay) || isAfter(day, lastDay));
  });
  if (outside.length > 0)
    return outside.map((name) => ({
      pointer: `?${name}`,
      detail: `Enter a day from ${formatDate(firstDay)} to ${formatDate(lastDay)}.`,
    }));
  const { from, to } = periodOf(asked, today);
  if (isBefore(to, from)) return [{ pointer: '?to', detail: 'Enter a last day that is on or after the first.' }];
  const longest = addDays(addYears(from, mostYears), -1);
  if (isAfter(to, longest))
    return [
      {
        pointer: '?to',
        detail: `A report covers ${mostYears} years at most. Enter a last day of ${formatDate(longest)} or earlier.`,
      },
    ];
  return [];
}

/** The day for which statuses are told: the last of the period, or today while that is still to come. */
export function statusDayOf({ to }: ReportPeriod, today: CalendarDate): CalendarDate {
  return earliest(to, today);
}

/** Its months, the first to the last, such as 2026-09. */
export function monthsOf({ from, to }: ReportPeriod): string[] {
  const months: string[] = [];
  for (let first = firstOfMonth(from); !isAfter(first, to); first = addMonths(first, 1)) months.push(first.slice(0, 7));
  return months;
}

/** The periods that reports are usually made for. */
export const periodNames = ['this_quarter', 'last_quarter', 'this_year', 'last_12_months'] as const;
export type PeriodName = (typeof periodNames)[number];

/** The days of a usual period. Quarters begin in January, April, July and October; the year in January. */
export function namedPeriod(name: PeriodName, today: CalendarDate): ReportPeriod {
  const quarter = firstOfQuarter(today);
  switch (name) {
    case 'this_quarter':
      return { from: quarter, to: addDays(addMonths(quarter, 3), -1) };
    case 'last_quarter':
      return { from: addMonths(quarter, -3), to: addDays(quarter, -1) };
    case 'this_year':
      return { from: calendarDate(`${today.slice(0, 4)}-01-01`), to: calendarDate(`${today.slice(0, 4)}-12-31`) };
    case 'last_12_months':
      return periodOf({}, today);
  }
}

function firstOfMonth(day: CalendarDate): CalendarDate {
  return calendarDate(`${day.slice(0, 7)}-01`);
}

function firstOfQuarter(day: CalendarDate): CalendarDate {
  const month = Number(day.slice(5, 7));
  return addMonths(firstOfMonth(day), -((month - 1) % 3));
}
