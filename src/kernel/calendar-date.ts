import { Temporal } from 'temporal-polyfill';

/**
 * A day without time or zone, as ISO 8601 `YYYY-MM-DD`, from 1900-01-01 to 2200-12-31.
 * The text sorts as the calendar does, so dates compare with `<` in TypeScript and in SQL alike.
 */
export type CalendarDate = string & { readonly calendarDate: unique symbol };

/** Monday is 1 and Sunday is 7 (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const london = 'Europe/London';
const firstYear = 1900;
const lastYear = 2200;
const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const timePattern = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const millisecondsPerDay = 86_400_000;
const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** True for a day that exists in the supported years; false for any other value, whatever its type. */
export function isCalendarDate(text: unknown): text is CalendarDate {
  if (typeof text !== 'string' || !datePattern.test(text)) return false;
  const [year, month, day] = text.split('-').map(Number);
  if (year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1) return false;
  return day <= (month === 2 && isLeapYear(year) ? 29 : daysInMonth[month - 1]);
}

/** The text as a date. Throws RangeError when it is not a day that exists in the supported years. */
export function calendarDate(text: string): CalendarDate {
  if (!isCalendarDate(text)) throw new RangeError(`Not a calendar date from ${firstYear} to ${lastYear}: ${text}`);
  return text;
}

/** The last day that we keep. */
export const lastCalendarDate = calendarDate(`${lastYear}-12-31`);

/** Throws RangeError when the result leaves the supported years or `days` is not a whole number. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return fromPlain(plain(date).add({ days }));
}

/**
 * Adds months, clamped to the end of a shorter month: 31 January + 1 month is 28 February.
 * Always add to the anchor (`addMonths(start, n * 3)`), never to an earlier result, or one short month moves every later date.
 */
export function addMonths(anchor: CalendarDate, months: number): CalendarDate {
  return fromPlain(plain(anchor).add({ months }, { overflow: 'constrain' }));
}

/** Adds years to the anchor, clamped: 29 February + 1 year is 28 February. */
export function addYears(anchor: CalendarDate, years: number): CalendarDate {
  return fromPlain(plain(anchor).add({ years }, { overflow: 'constrain' }));
}

/** Whole days from one date to another; negative when `to` is the earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  // Both are read as midnight UTC, where every day has the same length.
  return (Date.parse(to) - Date.parse(from)) / millisecondsPerDay;
}

export function isBefore(date: CalendarDate, other: CalendarDate): boolean {
  return date < other;
}

export function isAfter(date: CalendarDate, other: CalendarDate): boolean {
  return date > other;
}

export function earliest(first: CalendarDate, ...others: readonly CalendarDate[]): CalendarDate {
  return others.reduce((found, date) => (date < found ? date : found), first);
}

export function latest(first: CalendarDate, ...others: readonly CalendarDate[]): CalendarDate {
  return others.reduce((found, date) => (date > found ? date : found), first);
}

/** The day it is in London at that instant, whatever zone the server runs in. Throws RangeError outside the supported years. */
export function londonDateOf(instant: Date): CalendarDate {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(london);
  return fromPlain(zoned.toPlainDate());
}

/**
 * The instant at which clocks in London show `time` (`HH:mm`) on that day.
 * A time that the spring change skips moves forward by the gap (01:30 becomes 02:30 BST); a time that October shows twice is
 * the second one, in GMT. So every local time has one instant and a daily job fires once a day.
 * Throws RangeError when the time is not `HH:mm` from 00:00 to 23:59.
 */
export function londonInstant(date: CalendarDate, time: string): Date {
  if (!timePattern.test(time)) throw new RangeError(`Not a time of day: ${time}`);
  const local = Temporal.PlainDateTime.from(`${date}T${time}`);
  return new Date(local.toZonedDateTime(london, { disambiguation: 'later' }).epochMilliseconds);
}

export function weekdayOf(date: CalendarDate): Weekday {
  return plain(date).dayOfWeek as Weekday;
}

/** The date in the form of the GOV.UK style guide, "1 December 2026". */
export function formatDate(date: CalendarDate): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${monthNames[month - 1]} ${year}`;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function plain(date: CalendarDate): Temporal.PlainDate {
  return Temporal.PlainDate.from(date);
}

function fromPlain(date: Temporal.PlainDate): CalendarDate {
  return calendarDate(date.toString());
}
