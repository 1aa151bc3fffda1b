import { addDays, addMonths, type CalendarDate } from '../../kernel/calendar-date.js';
import type { FieldProblem } from '../../kernel/domain-error.js';
import { notARealDate, typedDate } from '../../platform/pages/typed-date.js';

/** When something is due, as people say it; `date` is a day of its own. */
export const dueChoices = ['week', 'fortnight', 'month', 'date'] as const;
export type DueChoice = (typeof dueChoices)[number];

export const dueWords: Record<DueChoice, string> = {
  week: 'In a week',
  fortnight: 'In two weeks',
  month: 'In a month',
  date: 'On a date',
};

interface DueFields {
  readonly due?: string;
  readonly 'due-day'?: string;
  readonly 'due-month'?: string;
  readonly 'due-year'?: string;
}

/** The day that is meant, or what is wrong. `pointer` is the field's in the request. */
export function dueOn(
  form: DueFields,
  today: CalendarDate,
  pointer = '/dueOn',
): { day?: CalendarDate; problems: FieldProblem[] } {
  switch (form.due) {
    case 'week':
      return { day: addDays(today, 7), problems: [] };
    case 'fortnight':
      return { day: addDays(today, 14), problems: [] };
    case 'month':
      return { day: addMonths(today, 1), problems: [] };
    case 'date': {
      const day = typedDate(form['due-day'], form['due-month'], form['due-year']);
      if (day) return { day, problems: [] };
      const detail = day === null ? 'Enter the day on which it is due.' : notARealDate;
      return { problems: [{ pointer, detail }] };
    }
    default:
      return { problems: [{ pointer: '/due', detail: 'Select when it is due.' }] };
  }
}
