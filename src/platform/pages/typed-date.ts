import { isCalendarDate, type CalendarDate } from '../../kernel/calendar-date.js';
import type { FieldProblem } from '../../kernel/domain-error.js';

/** What a date field says of a day that is not in the calendar. */
export const notARealDate = 'Enter a real date, such as 27 3 2026.';

/** Three fields as one date: null when all are blank, undefined when they are no real date. */
export function typedDate(day = '', month = '', year = ''): CalendarDate | null | undefined {
  const parts = [year.trim(), month.trim().padStart(2, '0'), day.trim().padStart(2, '0')];
  if (`${day}${month}${year}`.trim() === '') return null;
  const text = parts.join('-');
  return isCalendarDate(text) ? text : undefined;
}

/** The six fields of a list's filter by days, as its form sends them. */
export type PeriodFields = { readonly [field in `${'from' | 'to'}-${'day' | 'month' | 'year'}`]?: string };

/** The two days of a filter, each left out when it is blank or no real date; and what to say of those that are none. */
export function typedPeriod(form: PeriodFields): {
  days: { from?: CalendarDate; to?: CalendarDate };
  problems: FieldProblem[];
} {
  const from = typedDate(form['from-day'], form['from-month'], form['from-year']);
  const to = typedDate(form['to-day'], form['to-month'], form['to-year']);
  return {
    days: { ...(from && { from }), ...(to && { to }) },
    problems: [
      ...(from === undefined ? [{ pointer: '?from', detail: notARealDate }] : []),
      ...(to === undefined ? [{ pointer: '?to', detail: notARealDate }] : []),
    ],
  };
}
