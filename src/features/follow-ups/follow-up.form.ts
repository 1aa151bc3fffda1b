import type { CalendarDate } from '../../kernel/calendar-date.js';
import { DomainError, type FieldProblem } from '../../kernel/domain-error.js';
import { Optional, Typed, TypedList } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import { checked, errorsOf, versionOf, withoutBlanks } from '../../platform/pages/forms.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { notARealDate, typedDate } from '../../platform/pages/typed-date.js';
import { followUpSteps, type FollowUpStep } from './follow-up.lifecycle.js';
import { FollowUpListQuery, FollowUpStepDto } from './follow-ups.dto.js';
import { DueForm, dueOn } from './promise.form.js';

/** The list's filters as a form sends them, and what its banner says. */
export class FollowUpListForm {
  /** `me`, or a colleague's id. */
  @Optional()
  @Typed()
  assigneeUserId?: string;

  @Optional()
  @Typed()
  state?: string;

  @Optional()
  @Typed()
  q?: string;

  @Optional()
  @Typed()
  about?: string;

  /** From a link of a person's page. */
  @Optional()
  @Typed()
  expertId?: string;

  /** From a link of an agreement's page. */
  @Optional()
  @Typed()
  agreementId?: string;

  @Optional()
  @Typed()
  'before-day'?: string;

  @Optional()
  @Typed()
  'before-month'?: string;

  @Optional()
  @Typed()
  'before-year'?: string;

  @Optional()
  @Typed()
  cursor?: string;

  /** `all`: every box of this page is ticked. */
  @Optional()
  @Typed()
  select?: string;

  @Optional()
  @Typed()
  done?: string;

  /** The follow-up that was just done. */
  @Optional()
  @Typed()
  finished?: string;

  /** What was just handed over. */
  @Optional()
  @Typed()
  handed?: string;
}

export class FollowUpShowForm {
  @Optional()
  @Typed()
  done?: string;
}

export class FollowUpStepForm extends DueForm {
  @Optional()
  @Typed()
  step?: string;

  @Optional()
  @Typed()
  version?: string;

  @Optional()
  @Typed()
  outcome?: string;

  @Optional()
  @Typed()
  reason?: string;

  @Optional()
  @Typed()
  assigneeUserId?: string;

  /** The follow-up that comes next. */
  @Optional()
  @Typed()
  title?: string;

  /** `yes` when ticked. */
  @Optional()
  @Typed()
  endsRecurrence?: string;

  @Optional()
  @Typed()
  'until-day'?: string;

  @Optional()
  @Typed()
  'until-month'?: string;

  @Optional()
  @Typed()
  'until-year'?: string;
}

/** One click on a list: which version was seen, and the page to come back to. */
export class OneClickForm {
  @Optional()
  @Typed()
  version?: string;

  @Optional()
  @Typed()
  back?: string;
}

export class HandOverQuery {
  @Optional()
  @TypedList(100)
  followUp?: string[];
}

export class HandOverForm {
  /** Each as `id/version`. */
  @Optional()
  @TypedList(100)
  followUp?: string[];

  @Optional()
  @Typed()
  assigneeUserId?: string;

  @Optional()
  @Typed()
  reason?: string;
}

export class UndoHandOverForm {
  @Optional()
  @Typed()
  handOverId?: string;

  @Optional()
  @Typed()
  back?: string;
}

export function listQueryOf(form: FollowUpListForm): FollowUpListQuery {
  const dueBefore = typedDate(form['before-day'], form['before-month'], form['before-year']);
  if (dueBefore === undefined)
    throw new DomainError('invalid', 'Some of what you sent needs correcting.', [
      { pointer: '?dueBefore', detail: notARealDate },
    ]);
  const { assigneeUserId, q, about, expertId, agreementId, cursor } = form;
  // What is done is looked for on purpose only.
  const state = form.state || 'to_do';
  const typed = { assigneeUserId, state, q, about, expertId, agreementId, cursor, dueBefore: dueBefore ?? undefined };
  return validate(FollowUpListQuery, withoutBlanks(typed), 'query');
}

/** A step's form as the API would have been sent it. Whoever says nothing of what came of it has said that it is done. */
export function stepOf(form: FollowUpStepForm, today: CalendarDate): { version: number; step: FollowUpStepDto } {
  const { step = '', outcome, reason, assigneeUserId } = form;
  const problems: FieldProblem[] = [];
  const said: Record<string, unknown> = { step, ...withoutBlanks({ reason, assigneeUserId }) };
  if (step === 'complete') {
    said.outcome = outcome?.trim() || 'Done.';
    if (form.title?.trim()) {
      const { day, problems: wrongDay } = dueOn(form, today, '/next/dueOn');
      said.next = { title: form.title, dueOn: day ?? today };
      problems.push(...wrongDay);
    }
  }
  if (form.endsRecurrence === 'yes') said.endsRecurrence = true;
  if (step === 'snooze') {
    const until = typedDate(form['until-day'], form['until-month'], form['until-year']);
    if (until === undefined) problems.push({ pointer: '/until', detail: notARealDate });
    else if (until !== null) said.until = until;
  }
  return { version: versionOf(form.version), step: checked(FollowUpStepDto, said, problems) };
}

/** What was wrong with a step, each with its field; the fields of each step carry its name. */
export function stepErrors(error: DomainError, step: string | undefined, open: readonly FollowUpStep[]): FormError[] {
  const taken = followUpSteps.find((one) => one === step && open.includes(one));
  if (!taken)
    return error.fields.length === 0 ? [{ text: error.detail }] : error.fields.map(({ detail: text }) => ({ text }));
  if (error.fields.length === 0) return [{ text: error.detail, href: `#step-${taken}` }];
  return errorsOf(error, [
    ['/outcome', `${taken}-outcome`],
    ['/next/title', 'title'],
    ['/due', 'due-choice'],
    ['/next/dueOn', 'due-day'],
    ['/until', 'until-day'],
    ['/assigneeUserId', `${taken}-assigneeUserId`],
    ['/reason', `${taken}-reason`],
  ]);
}
