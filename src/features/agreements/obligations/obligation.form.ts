import type { CalendarDate } from '../../../kernel/calendar-date.js';
import type { DomainError, FieldProblem } from '../../../kernel/domain-error.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { checked, errorsOf, withoutBlanks } from '../../../platform/pages/forms.js';
import { notARealDate, typedDate } from '../../../platform/pages/typed-date.js';
import { lockedObligationFields } from './obligation.rules.js';
import {
  ChangeObligationDto,
  CreateObligationDto,
  ObligationListQuery,
  ObligationProgressDto,
  type ObligationView,
} from './obligations.dto.js';

/** The list's filters as a form sends them. */
export class ObligationListForm {
  /** `me`, or a colleague's id. */
  @Optional()
  @Typed()
  ownerUserId?: string;

  @Optional()
  @Typed()
  state?: string;

  @Optional()
  @Typed()
  agreement?: string;

  /** From a link of an agreement's page. */
  @Optional()
  @Typed()
  agreementId?: string;

  @Optional()
  @Typed()
  cursor?: string;
}

export class ObligationDoneForm {
  @Optional()
  @Typed()
  done?: string;
}

/** The terms as their form sends them. */
export class ObligationForm {
  /** Makes sure that pressing the button twice adds one. */
  @Optional()
  @Typed()
  key?: string;

  @Optional()
  @Typed()
  version?: string;

  @Optional()
  @Typed()
  what?: string;

  @Optional()
  @Typed()
  organisationId?: string;

  @Optional()
  @Typed()
  ownerUserId?: string;

  @Optional()
  @Typed()
  ownerName?: string;

  @Optional()
  @Typed()
  'due-day'?: string;

  @Optional()
  @Typed()
  'due-month'?: string;

  @Optional()
  @Typed()
  'due-year'?: string;

  @Optional()
  @Typed()
  everyCount?: string;

  @Optional()
  @Typed()
  everyUnit?: string;

  @Optional()
  @Typed()
  'until-day'?: string;

  @Optional()
  @Typed()
  'until-month'?: string;

  @Optional()
  @Typed()
  'until-year'?: string;

  /** `yes` when ticked, as the next. */
  @Optional()
  @Typed()
  survivesEnd?: string;

  @Optional()
  @Typed()
  sharedWithAcademic?: string;
}

export class ObligationProgressForm {
  @Optional()
  @Typed()
  version?: string;

  @Optional()
  @Typed()
  dueOn?: string;

  @Optional()
  @Typed()
  progress?: string;

  @Optional()
  @Typed()
  evidence?: string;

  @Optional()
  @Typed()
  evidenceUrl?: string;

  @Optional()
  @Typed()
  reason?: string;
}

export class ObligationStepForm {
  @Optional()
  @Typed()
  version?: string;

  @Optional()
  @Typed()
  step?: string;

  @Optional()
  @Typed()
  reason?: string;
}

export function obligationListQueryOf({ state, ...form }: ObligationListForm): ObligationListQuery {
  // What is done is looked for on purpose only.
  const typed = { ...form, state: state === 'any' ? undefined : state || 'to_do' };
  return validate(ObligationListQuery, withoutBlanks(typed), 'query');
}

/** The fields in the order of the form. */
const formFields: readonly (string | readonly [string, string])[] = [
  'what',
  'organisationId',
  'ownerUserId',
  'ownerName',
  ['/dueOn', 'due-day'],
  'everyCount',
  'everyUnit',
  ['/untilOn', 'until-day'],
  'survivesEnd',
  'sharedWithAcademic',
];

export function obligationErrors(error: DomainError): FormError[] {
  return errorsOf(error, formFields);
}

export function newObligationOf(form: ObligationForm): CreateObligationDto {
  const { terms, problems } = termsOf(form);
  return checked(
    CreateObligationDto,
    Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== null)),
    problems,
  );
}

/** Of what may change at this stage, that which is not as it was. */
export function obligationChangeOf(form: ObligationForm, now: ObligationView, draft: boolean): ChangeObligationDto {
  const { terms, problems } = termsOf(form);
  const before: Record<string, unknown> = {
    ...now,
    organisationId: now.party.id,
    ownerUserId: now.owner?.id ?? null,
    dueOn: now.firstDueOn,
  };
  const names = Object.keys(terms);
  const open = draft ? names : names.filter((name) => lockedObligationFields('executed', [name]).length === 0);
  const changed = open.filter((name) => terms[name] !== before[name]).map((name) => [name, terms[name]]);
  const wrong = problems.filter(({ pointer }) => open.includes(pointer.slice(1)));
  return checked(ChangeObligationDto, Object.fromEntries(changed) as object, wrong);
}

/** What a form holds of an obligation that is to be changed. */
export function obligationFormOf(now: ObligationView): ObligationForm {
  return {
    version: String(now.version),
    what: now.what,
    organisationId: now.party.id,
    ownerUserId: now.owner?.id ?? '',
    ownerName: now.ownerName ?? '',
    ...partsOf('due', now.firstDueOn),
    everyCount: now.everyCount === null ? '' : String(now.everyCount),
    everyUnit: now.everyUnit ?? '',
    ...partsOf('until', now.untilOn),
    survivesEnd: now.survivesEnd ? 'yes' : '',
    sharedWithAcademic: now.sharedWithAcademic ? 'yes' : '',
  };
}

export function progressOf({ version: _version, ...form }: ObligationProgressForm): ObligationProgressDto {
  const { reason, ...rest } = withoutBlanks(form);
  return validate(ObligationProgressDto, form.progress === 'lapsed' ? { ...rest, reason } : rest);
}

/** Blank is null, so that what is left blank is cleared. */
function termsOf(form: ObligationForm): { terms: Record<string, unknown>; problems: FieldProblem[] } {
  const text = (value: string | undefined): string | null => (value?.trim() ? value.trim() : null);
  const dueOn = typedDate(form['due-day'], form['due-month'], form['due-year']);
  const untilOn = typedDate(form['until-day'], form['until-month'], form['until-year']);
  const every = text(form.everyCount);
  const problems = [
    ...(text(form.what) === null ? [{ pointer: '/what', detail: 'Say what is owed.' }] : []),
    ...(text(form.organisationId) === null ? [{ pointer: '/organisationId', detail: 'Select who owes it.' }] : []),
    ...(dueOn === undefined ? [{ pointer: '/dueOn', detail: notARealDate }] : []),
    ...(dueOn === null ? [{ pointer: '/dueOn', detail: 'Enter the day on which it falls due.' }] : []),
    ...(untilOn === undefined ? [{ pointer: '/untilOn', detail: notARealDate }] : []),
    ...(every !== null && !/^\d{1,3}$/.test(every)
      ? [{ pointer: '/everyCount', detail: 'Enter a whole number, such as 6.' }]
      : []),
  ];
  const terms = {
    // What is missing is said above, in the words of the form.
    what: text(form.what) ?? '-',
    organisationId: text(form.organisationId) ?? nobody,
    ownerUserId: text(form.ownerUserId),
    ownerName: text(form.ownerName),
    dueOn: dueOn ?? ('2000-01-01' as CalendarDate),
    everyCount: every !== null && /^\d{1,3}$/.test(every) ? Number(every) : null,
    // The unit has no blank choice: without a number it means nothing.
    everyUnit: every === null ? null : text(form.everyUnit),
    untilOn: untilOn ?? null,
    survivesEnd: form.survivesEnd === 'yes',
    sharedWithAcademic: form.sharedWithAcademic === 'yes',
  };
  return { terms, problems };
}

const nobody = '00000000-0000-7000-8000-000000000000';

function partsOf(name: 'due' | 'until', date: CalendarDate | null): Record<string, string> {
  if (date === null) return {};
  const [year, month, day] = date.split('-').map(Number);
  return { [`${name}-day`]: String(day), [`${name}-month`]: String(month), [`${name}-year`]: String(year) };
}
