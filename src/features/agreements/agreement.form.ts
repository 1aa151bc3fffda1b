import { DomainError, type FieldProblem } from '../../kernel/domain-error.js';
import { Optional, Typed, TypedFields } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { versionOf, withoutBlanks } from '../../platform/pages/forms.js';
import { notARealDate, typedDate } from '../../platform/pages/typed-date.js';
import { approvalKinds } from './approvals/approval.rules.js';
import { unansweredOf } from './agreement.lifecycle.js';
import { AgreementStepDto, offeredSteps, type OfferedStep } from './agreement.step.dto.js';
import { AgreementListQuery } from './agreements.dto.js';

/** The list's filters as a form sends them: what was left blank arrives as an empty text. */
export class AgreementListForm {
  @Optional()
  @Typed()
  q?: string;

  @Optional()
  @Typed()
  status?: string;

  @Optional()
  @Typed()
  type?: string;

  /** A body that is a party to it. */
  @Optional()
  @Typed()
  organisationId?: string;

  /** An expert it covers. */
  @Optional()
  @Typed()
  expertId?: string;

  /** In force until this day at most. */
  @Optional()
  @Typed()
  endsBefore?: string;

  @Optional()
  @Typed()
  sort?: string;

  @Optional()
  @Typed()
  cursor?: string;
}

export class AgreementShowForm {
  /** The step that was just taken. */
  @Optional()
  @Typed()
  done?: string;
}

/** Who gives one kind of approval, where it is not the one who gives the others. */
const approverFields = approvalKinds.map((kind) => `approval-${kind}`);

@TypedFields(approverFields)
export class AgreementStepForm {
  [approver: `approval-${string}`]: string | undefined;

  @Typed()
  step: string;

  /** The version that the page showed. */
  @Typed()
  version: string;

  /** `yes` from the page that asks once more. */
  @Optional()
  @Typed()
  confirmed?: string;

  @Optional()
  @Typed()
  assigneeUserId?: string;

  /** `yes`: one approval after the other. */
  @Optional()
  @Typed()
  serial?: string;

  @Optional()
  @Typed()
  reason?: string;

  @Optional()
  @Typed()
  organisationId?: string;

  @Optional()
  @Typed()
  signatoryName?: string;

  @Optional()
  @Typed()
  office?: string;

  @Optional()
  @Typed()
  onBehalfOf?: string;

  @Optional()
  @Typed()
  method?: string;

  /** The version of the wording that the page showed. */
  @Optional()
  @Typed()
  documentVersion?: string;

  @Optional()
  @Typed()
  'on-day'?: string;

  @Optional()
  @Typed()
  'on-month'?: string;

  @Optional()
  @Typed()
  'on-year'?: string;
}

export function listQueryOf(form: AgreementListForm): AgreementListQuery {
  return validate(AgreementListQuery, withoutBlanks(form), 'query');
}

/** The form as the API would have sent it. Three date fields become a date; blank means left out. */
export function stepOf(form: AgreementStepForm): { version: number; step: AgreementStepDto } {
  const { version, confirmed: _confirmed, serial, 'on-day': day, 'on-month': month, 'on-year': year, ...typed } = form;
  const on = typedDate(day, month, year);
  const { documentVersion: signed, ...answers } = withoutBlanks(typed);
  const documentVersion = /^\d{1,4}$/.test(signed ?? '') ? { documentVersion: Number(signed) } : {};
  const said = Object.entries(answers).filter(([field]) => !approverFields.includes(field));
  const step = validate(AgreementStepDto, {
    ...Object.fromEntries(said),
    ...documentVersion,
    ...(on ? { on } : {}),
    ...(form.step === 'submit' ? approvalsOf(form, serial) : {}),
  });
  if (on === undefined) {
    const others = unansweredOf(step.step, step).filter(({ pointer }) => pointer !== '/on');
    throw new DomainError('invalid', 'Some of what you sent needs correcting.', [notReal, ...others]);
  }
  return { version: versionOf(version), step };
}

/** The approvals that are given by somebody else than the rest. */
function approvalsOf(form: AgreementStepForm, serial: string | undefined): object {
  const approvals = approvalKinds.flatMap((kind) => {
    const assigneeUserId = form[`approval-${kind}`]?.trim();
    return assigneeUserId ? [{ kind, assigneeUserId }] : [];
  });
  return { ...(approvals.length > 0 && { approvals }), ...(serial === 'yes' && { serial: true }) };
}

const notReal: FieldProblem = { pointer: '/on', detail: notARealDate };

/** The fields that each step's form has on the page. */
const fieldsOf: Record<OfferedStep, readonly string[]> = {
  submit: ['assigneeUserId'],
  approve: ['reason'],
  return: ['reason'],
  delegate: ['assigneeUserId', 'reason'],
  recall: ['reason'],
  sign: ['organisationId', 'signatoryName', 'office', 'onBehalfOf', 'on', 'method', 'documentVersion'],
  withdraw: ['reason'],
  terminate: ['on', 'reason'],
};

/** What was wrong, each with the field it is about where the page still has it. */
export function stepErrors(
  { detail, fields }: DomainError,
  step: string | undefined,
  open: readonly OfferedStep[],
): FormError[] {
  const taken = offeredSteps.find((one) => one === step && open.includes(one));
  if (fields.length === 0) return [taken ? { text: detail, href: `#step-${taken}` } : { text: detail }];
  // In the order of the fields on the page.
  const place = ({ pointer }: FieldProblem): number => (taken ? fieldsOf[taken].indexOf(pointer.slice(1)) : 0);
  const inOrder = [...fields].sort((one, other) => place(one) - place(other));
  return inOrder.map(({ pointer, detail: text }) => {
    const field = taken && fieldsOf[taken].find((name) => pointer === `/${name}`);
    // A date's link leads to the first of its three fields.
    return field ? { text, href: `#${taken}-${field}${field === 'on' ? '-day' : ''}` } : { text };
  });
}

const choices = ['status', 'type', 'sort'];

/** A choice that the form does not offer comes from an address that somebody changed: its codes would tell them nothing. */
export function filterErrors({ fields }: DomainError): FormError[] {
  return fields.map(({ pointer, detail }) => {
    const field = ['q', ...choices].find((name) => pointer === `?${name}`);
    const text = choices.some((name) => name === field) ? 'Select one of the choices.' : detail;
    return field ? { text, href: `#${field}` } : { text };
  });
}
