import type { DomainError, FieldProblem } from '../../../kernel/domain-error.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import { checked, errorsOf } from '../../../platform/pages/forms.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { notARealDate, typedDate } from '../../../platform/pages/typed-date.js';
import { ChangeFollowUpDto } from '../follow-ups.dto.js';
import type { RecurrenceDto, RecurrenceView } from './recurrence.dto.js';

/** How it comes round again, as its fields are typed. */
export class RecurrenceForm {
  @Optional()
  @Typed()
  version?: string;

  /** Blank: it happens once. */
  @Optional()
  @Typed()
  everyCount?: string;

  @Optional()
  @Typed()
  everyUnit?: string;

  @Optional()
  @Typed()
  times?: string;

  @Optional()
  @Typed()
  'last-day'?: string;

  @Optional()
  @Typed()
  'last-month'?: string;

  @Optional()
  @Typed()
  'last-year'?: string;
}

type Fields = Omit<RecurrenceForm, 'version'>;

/** The page's field for each pointer of an answer. */
export const recurrenceFields = [
  ['/repeats/everyCount', 'everyCount'],
  ['/repeats/everyUnit', 'everyUnit'],
  ['/repeats/untilOn', 'last-day'],
  ['/repeats/times', 'times'],
] as const;

/** What is typed, as the API would have been sent it; null when it happens once. Without a number the unit means nothing. */
export function recurrenceOf(form: Fields): { repeats: RecurrenceDto | null; problems: FieldProblem[] } {
  const untilOn = typedDate(form['last-day'], form['last-month'], form['last-year']);
  const every = numberOf(form.everyCount);
  const times = numberOf(form.times);
  const problems: FieldProblem[] = [];
  if (every === undefined)
    problems.push({ pointer: '/repeats/everyCount', detail: 'Enter a whole number, such as 3.' });
  if (every === null && (times !== null || untilOn !== null))
    problems.push({ pointer: '/repeats/everyCount', detail: 'Say how often it comes round again, or clear its end.' });
  if (untilOn === undefined) problems.push({ pointer: '/repeats/untilOn', detail: notARealDate });
  if (times === undefined) problems.push({ pointer: '/repeats/times', detail: 'Enter a whole number, such as 4.' });
  if (every === null || every === undefined) return { repeats: null, problems };
  const everyUnit = (form.everyUnit || 'months') as RecurrenceDto['everyUnit'];
  return { repeats: { everyCount: every, everyUnit, untilOn: untilOn ?? null, times: times ?? null }, problems };
}

/** The change that the form asks for. */
export function recurrenceChangeOf(form: Fields): ChangeFollowUpDto {
  const { repeats, problems } = recurrenceOf(form);
  return checked(ChangeFollowUpDto, { repeats }, problems);
}

/** What the form holds at first. */
export function recurrenceFormOf(now: RecurrenceView | null): Fields {
  if (now === null) return { everyUnit: 'months' };
  const [year, month, day] = now.untilOn?.split('-').map((part) => String(Number(part))) ?? [];
  return {
    everyCount: String(now.everyCount),
    everyUnit: now.everyUnit,
    times: now.times === null ? '' : String(now.times),
    'last-day': day,
    'last-month': month,
    'last-year': year,
  };
}

export function recurrenceErrors(error: DomainError): FormError[] {
  return errorsOf(error, recurrenceFields);
}

/** Null when it is blank, undefined when it is no whole number from 1 on. */
function numberOf(typed = ''): number | null | undefined {
  if (typed.trim() === '') return null;
  return /^[1-9]\d{0,4}$/.test(typed.trim()) ? Number(typed) : undefined;
}
