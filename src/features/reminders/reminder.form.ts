import { Optional, Typed } from '../../platform/errors/fields.js';
import { DomainError } from '../../kernel/domain-error.js';
import { validate } from '../../platform/errors/validate.js';
import { withoutBlanks } from '../../platform/pages/forms.js';
import { PeriodForm } from '../../platform/pages/period-form.js';
import { typedPeriod } from '../../platform/pages/typed-date.js';
import { ReminderListQuery } from './reminders.dto.js';

/** The ledger's filters as a form sends them: what was left blank arrives as an empty text. */
export class ReminderListForm extends PeriodForm {
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
  cursor?: string;

  /** What was just done: `resend`. */
  @Optional()
  @Typed()
  done?: string;
}

/** The form as the API would have been asked. */
export function listQueryOf(form: ReminderListForm): ReminderListQuery {
  const { days, problems } = typedPeriod(form);
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
  const { state, reference, recipient, cursor } = form;
  return validate(
    ReminderListQuery,
    withoutBlanks({ state, reference: reference?.trim(), recipient, ...days, cursor }),
    'query',
  );
}
