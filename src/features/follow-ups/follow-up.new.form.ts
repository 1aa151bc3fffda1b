import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { FieldProblem } from '../../kernel/domain-error.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import { checked, withoutBlanks } from '../../platform/pages/forms.js';
import { CreateFollowUpDto, followUpSubjects } from './follow-ups.dto.js';
import { DueForm, dueOn } from './promise.form.js';
import { recurrenceOf } from './recurrence/recurrence.form.js';

/** Where a new follow-up is made from: what it is to be about. */
export class NewFollowUpQuery {
  @Optional()
  @Typed()
  expertId?: string;

  @Optional()
  @Typed()
  agreementId?: string;

  @Optional()
  @Typed()
  interactionId?: string;
}

export class NewFollowUpForm extends DueForm {
  @Optional()
  @Typed()
  key?: string;

  @Optional()
  @Typed()
  title?: string;

  @Optional()
  @Typed()
  details?: string;

  @Optional()
  @Typed()
  assigneeUserId?: string;

  @Optional()
  @Typed()
  priority?: string;

  /** What it is about, when the form was opened from a record: a kind and an id. */
  @Optional()
  @Typed()
  aboutKind?: string;

  @Optional()
  @Typed()
  aboutId?: string;

  /** Whom it is about, typed. */
  @Optional()
  @Typed()
  experts?: string;

  @Optional()
  @Typed()
  'pick-0'?: string;

  @Optional()
  @Typed()
  marking?: string;

  @Optional()
  @Typed()
  handling?: string;

  @Optional()
  @Typed()
  sharing?: string;

  /** How it comes round again. */
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

/** A new follow-up as the API would have been sent it; `wrong` is what is wrong with whom it is about. */
export function promiseOf(
  form: NewFollowUpForm,
  expertId: string | undefined,
  today: CalendarDate,
  wrong: readonly FieldProblem[],
): CreateFollowUpDto {
  const { day, problems } = dueOn(form, today);
  const { repeats, problems: wrongRecurrence } = recurrenceOf(form);
  const { title, details, priority, marking, handling, sharing, assigneeUserId } = withoutBlanks(form);
  const said = Object.fromEntries(
    Object.entries({ title, details, priority, marking, handling, sharing }).filter(([, value]) => value !== undefined),
  );
  const known = followUpSubjects.some((kind) => kind === form.aboutKind) && Boolean(form.aboutId);
  const typed = expertId === undefined ? null : { kind: 'expert', id: expertId };
  const about = known ? { kind: form.aboutKind, id: form.aboutId } : typed;
  const promise = { ...said, assigneeUserId: assigneeUserId ?? null, dueOn: day ?? today, about, repeats };
  return checked(CreateFollowUpDto, promise, [...wrong, ...problems, ...wrongRecurrence]);
}
