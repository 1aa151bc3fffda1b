import { DomainError, type FieldProblem } from '../../kernel/domain-error.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { errorsOf, withoutBlanks } from '../../platform/pages/forms.js';
import { notARealDate, typedDate } from '../../platform/pages/typed-date.js';
import { ChangeVettingDto, CreateVettingDto } from '../experts/vetting/vetting.dto.js';

class FactsForm {
  @Optional()
  @Typed()
  status?: string;

  @Optional()
  @Typed()
  'grantedOn-day'?: string;

  @Optional()
  @Typed()
  'grantedOn-month'?: string;

  @Optional()
  @Typed()
  'grantedOn-year'?: string;

  @Optional()
  @Typed()
  'expiresOn-day'?: string;

  @Optional()
  @Typed()
  'expiresOn-month'?: string;

  @Optional()
  @Typed()
  'expiresOn-year'?: string;
}

export class ChangeVettingForm extends FactsForm {
  /** The version that the page showed. */
  @Typed()
  version: string;
}

export class RecordVettingForm extends FactsForm {
  @Optional()
  @Typed()
  level?: string;
}

export function newVettingOf(form: RecordVettingForm): CreateVettingDto {
  const { level } = withoutBlanks({ level: form.level });
  const missing = level === undefined ? [{ pointer: '/level', detail: 'Select the level.' }] : [];
  return validate(CreateVettingDto, { level, ...factsOf(form, missing) });
}

export function vettingChangeOf(form: ChangeVettingForm): ChangeVettingDto {
  return validate(ChangeVettingDto, factsOf(form, []));
}

/** Status and both dates stand on the page together, so a blank date was cleared. */
function factsOf(form: FactsForm, missing: readonly FieldProblem[]): object {
  const problems = [...missing];
  const dateOf = (name: 'grantedOn' | 'expiresOn') => {
    const date = typedDate(form[`${name}-day`], form[`${name}-month`], form[`${name}-year`]);
    if (date === undefined) problems.push({ pointer: `/${name}`, detail: notARealDate });
    return date;
  };
  const { status } = withoutBlanks({ status: form.status });
  if (status === undefined) problems.push({ pointer: '/status', detail: 'Select the status.' });
  const facts = { status, grantedOn: dateOf('grantedOn'), expiresOn: dateOf('expiresOn') };
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
  return facts;
}

/** What was wrong, each by its field in the form whose ids begin so. */
export function vettingErrors(error: DomainError, prefix: string): FormError[] {
  const fields = error.fields.map((problem) =>
    / must be one of/.test(problem.detail) ? { ...problem, detail: 'Select one of the choices.' } : problem,
  );
  return errorsOf(new DomainError(error.code, error.detail, fields), [
    ['/level', `${prefix}-level`],
    ['/status', `${prefix}-status`],
    ['/grantedOn', `${prefix}-grantedOn-day`],
    ['/expiresOn', `${prefix}-expiresOn-day`],
  ]);
}
