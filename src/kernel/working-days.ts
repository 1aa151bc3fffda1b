import { addDays, weekdayOf, type CalendarDate } from './calendar-date.js';

/** The parts of the United Kingdom that keep bank holidays of their own, as GOV.UK names them. */
export const bankHolidayDivisions = ['england-and-wales', 'scotland', 'northern-ireland'] as const;
export type BankHolidayDivision = (typeof bankHolidayDivisions)[number];

/** The bank holidays that are known. They cannot be computed: governments move and add single days. */
export interface BankHolidays {
  readonly days: Readonly<Record<BankHolidayDivision, ReadonlySet<CalendarDate>>>;
  /** The last day of which it is known whether it is one; after it only Saturdays and Sundays are left out. Null: none are known. */
  readonly knownUntil: CalendarDate | null;
}

const saturday = 6;

/** From Monday to Friday, and no bank holiday of that division. */
export function isWorkingDay(day: CalendarDate, division: BankHolidayDivision, holidays: BankHolidays): boolean {
  return weekdayOf(day) < saturday && !holidays.days[division].has(day);
}

/**
 * The working day that lies so many working days after the date, or before it where `count` is negative. The date itself is never
 * counted, whether or not it is a working day.
 */
export function addWorkingDays(
  date: CalendarDate,
  count: number,
  division: BankHolidayDivision,
  holidays: BankHolidays,
): CalendarDate {
  const step = count < 0 ? -1 : 1;
  let day = date;
  for (let left = Math.abs(count); left > 0;) {
    day = addDays(day, step);
    if (isWorkingDay(day, division, holidays)) left -= 1;
  }
  return day;
}

/** The date where it is a working day; otherwise the last one before it, or the first after it. */
export function nearestWorkingDay(
  date: CalendarDate,
  side: 'before' | 'after',
  division: BankHolidayDivision,
  holidays: BankHolidays,
): CalendarDate {
  if (isWorkingDay(date, division, holidays)) return date;
  return addWorkingDays(date, side === 'before' ? -1 : 1, division, holidays);
}

/** Which division's bank holidays an organisation keeps, by its jurisdiction: England and Wales where that says nothing. */
export function divisionOf(jurisdiction: string | null): BankHolidayDivision {
  return jurisdiction === 'scotland'
    ? 'scotland'
    : jurisdiction === 'northern_ireland'
      ? 'northern-ireland'
      : 'england-and-wales';
}
