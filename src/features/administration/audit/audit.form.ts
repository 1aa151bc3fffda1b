import { DomainError } from '../../../kernel/domain-error.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { errorsOf, withoutBlanks } from '../../../platform/pages/forms.js';
import { PeriodForm } from '../../../platform/pages/period-form.js';
import { typedPeriod } from '../../../platform/pages/typed-date.js';
import { AuditListQuery } from './audit.dto.js';

/** The filters of the audit as its form sends them. */
export class AuditForm extends PeriodForm {
  @Optional()
  @Typed()
  person?: string;

  @Optional()
  @Typed()
  kind?: string;

  @Optional()
  @Typed()
  record?: string;

  @Optional()
  @Typed()
  action?: string;

  @Optional()
  @Typed()
  cursor?: string;
}

export function auditQueryOf(form: AuditForm): AuditListQuery {
  const { person, kind, record, action, cursor } = form;
  const { days, problems } = typedPeriod(form);
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
  return validate(AuditListQuery, { ...withoutBlanks({ person, kind, record, action, cursor }), ...days }, 'query');
}

export function auditErrors(error: DomainError): FormError[] {
  return errorsOf(error, ['person', 'kind', 'record', 'action', ['/from', 'from-day'], ['/to', 'to-day']]);
}
