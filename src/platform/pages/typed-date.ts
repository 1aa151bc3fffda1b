import { isCalendarDate, type CalendarDate } from '../../kernel/calendar-date.js';

/** Three fields as one date: null when all are blank, undefined when they are no real date. */
export function typedDate(day = '', month = '', year = ''): CalendarDate | null | undefined {
  const parts = [year.trim(), month.trim().padStart(2, '0'), day.trim().padStart(2, '0')];
  if (`${day}${month}${year}`.trim() === '') return null;
  const text = parts.join('-');
  return isCalendarDate(text) ? text : undefined;
}
