import { addDays, addMonths, type CalendarDate } from '../../kernel/calendar-date.js';
import type { FieldProblem } from '../../kernel/domain-error.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
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

/** When it is due, as forms send it. */
export class DueForm {
  @Optional()
  @Typed()
  due?: string;

  @Optional()
  @Typed()
  'due-day'?: string;

  @Optional()
  @Typed()
  'due-month'?: string;

  @Optional()
  @Typed()
  'due-year'?: string;
}

/** The day that is meant, or what is wrong. `pointer` is the field's in the request. */
export function dueOn(
  form: DueForm,
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
