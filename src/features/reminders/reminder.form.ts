import { Optional, Typed } from '../../platform/errors/fields.js';
import { DomainError, type FieldProblem } from '../../kernel/domain-error.js';
import { validate } from '../../platform/errors/validate.js';
import { typedDate } from '../../platform/pages/typed-date.js';
import { ReminderListQuery } from './reminders.dto.js';

/** The ledger's filters as a form sends them: what was left blank arrives as an empty text. */
export class ReminderListForm {
  @Optional()
  @Typed()
  state?: string;

  /** Of the record, such as AGR-2026-0007. */
  @Optional()
  @Typed()
  reference?: string;

  /** `me`, or nobody in particular. */
  @Optional()
  @Typed()
  recipient?: string;

  @Optional()
  @Typed()
  'from-day'?: string;

  @Optional()
  @Typed()
  'from-month'?: string;

  @Optional()
  @Typed()
  'from-year'?: string;

  @Optional()
  @Typed()
  'to-day'?: string;

  @Optional()
  @Typed()
  'to-month'?: string;

  @Optional()
  @Typed()
  'to-year'?: string;

  @Optional()
  @Typed()
  cursor?: string;
}

const notReal = 'Enter a real date, such as 27 3 2026.';

/** The form as the API would have been asked. */
export function listQueryOf(form: ReminderListForm): ReminderListQuery {
  const problems: FieldProblem[] = [];
  const date = (name: 'from' | 'to'): string | undefined => {
    const typed = typedDate(form[`${name}-day`], form[`${name}-month`], form[`${name}-year`]);
    if (typed === undefined) problems.push({ pointer: `?${name}`, detail: notReal });
    return typed ?? undefined;
  };
  const text = (name: 'state' | 'reference' | 'recipient' | 'cursor'): string | undefined =>
    form[name]?.trim() || undefined;
  const asked = {
    state: text('state'),
    reference: text('reference'),
    recipient: text('recipient'),
    from: date('from'),
    to: date('to'),
    cursor: text('cursor'),
  };
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return validate(ReminderListQuery, given, 'query');
}

/** The two dates as whole dates, for the tags above the list; what is no date stays out. */
export function datesOf(form: ReminderListForm): { from?: string; to?: string } {
  const date = (name: 'from' | 'to'): object => {
    const typed = typedDate(form[`${name}-day`], form[`${name}-month`], form[`${name}-year`]);
    return typed ? { [name]: typed } : {};
  };
  return { ...date('from'), ...date('to') };
}
