import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { FieldProblem } from '../../kernel/domain-error.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import { checked, withoutBlanks } from '../../platform/pages/forms.js';
import { instantOf, SpokenForm, spokenOf } from '../interactions/interaction.form.js';
import type { MeantInForm } from '../interactions/interaction.people.js';
import { LogInteractionDto } from '../interactions/interactions.dto.js';
import { CreateFollowUpDto } from './follow-ups.dto.js';
import { dueOn } from './promise.form.js';

/** Where the form is opened from. */
export class ContactLogQuery {
  /** A person's id or reference. */
  @Optional()
  @Typed()
  expertId?: string;

  /** An agreement's id or reference. */
  @Optional()
  @Typed()
  agreementId?: string;
}

/** What was said and what was promised, in one form. */
export class ContactLogForm extends SpokenForm {
  /** The form's own key: what is sent under it is made once. */
  @Optional()
  @Typed()
  key?: string;

  @Optional()
  @Typed()
  agreementId?: string;

  @Optional()
  @Typed()
  title?: string;

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

  @Optional()
  @Typed()
  assigneeUserId?: string;
}

/** The form as the API would have sent it: an interaction, or a follow-up that logs the interaction it was promised in. */
export function contactOf(
  form: ContactLogForm,
  meant: MeantInForm,
  { now, today }: { now: Date; today: CalendarDate },
): { interaction: LogInteractionDto } | { promise: CreateFollowUpDto } {
  const { happenedAt, problems: wrongTime } = instantOf(form, now);
  const spoken = spokenOf(form);
  const interaction = {
    ...spoken,
    // Whatever is wrong with the time is said already; the rest is checked all the same.
    happenedAt: (happenedAt ?? now).toISOString(),
    participants: meant.people.map(({ id }) => ({ expertId: id })),
    about: form.agreementId ? { kind: 'agreement', id: form.agreementId } : null,
  };
  const problems: FieldProblem[] = [...meant.wrong, ...wrongTime];
  if (!form.title?.trim()) return { interaction: checked(LogInteractionDto, interaction, problems) };
  const { day, problems: wrongDay } = dueOn(form, today);
  const { title, assigneeUserId } = withoutBlanks(form);
  // What was promised is handled as what was said.
  const { marking, handling, sharing } = spoken;
  const handled = Object.fromEntries(
    Object.entries({ marking, handling, sharing }).filter(([, value]) => value !== undefined),
  );
  const promise = { title, assigneeUserId: assigneeUserId ?? null, dueOn: day ?? today, ...handled, interaction };
  return { promise: checked(CreateFollowUpDto, promise, [...problems, ...wrongDay]) };
}

/** Where each thing that can be wrong stands on the page, in its order. */
export function contactFields({ questions }: MeantInForm): (string | readonly [string, string])[] {
  const spoken: readonly (readonly [string, string])[] = [
    ['experts', 'experts'],
    ...questions.map(({ field }) => [field, field] as const),
    ['participants', 'experts'],
    ['kind', 'kind'],
    ['on', 'on-day'],
    ['time', 'time'],
    ['happenedAt', 'on-day'],
    ['subject', 'subject'],
    ['notes', 'notes'],
    ['outcome', 'outcome'],
    ['marking', 'marking'],
    ['handling', 'handling'],
    ['sharing', 'sharing'],
  ];
  return [
    ...spoken.flatMap(([name, id]) => [[`/${name}`, id] as const, [`/interaction/${name}`, id] as const]),
    'title',
    ['/due', 'due-choice'],
    ['/dueOn', 'due-day'],
    'assigneeUserId',
  ];
}
