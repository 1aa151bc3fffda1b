import type { UserActor } from '../../kernel/actor.js';
import { londonDateOf, londonInstant } from '../../kernel/calendar-date.js';
import { DomainError, type FieldProblem } from '../../kernel/domain-error.js';
import { Optional, Typed, TypedList } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import { checked, withoutBlanks } from '../../platform/pages/forms.js';
import { PeriodForm } from '../../platform/pages/period-form.js';
import { notARealDate, typedDate, typedPeriod } from '../../platform/pages/typed-date.js';
import { typedTime } from '../../platform/pages/typed-time.js';
import { clockTime } from '../../platform/pages/words.js';
import { CorrectInteractionDto, InteractionListQuery, type InteractionView } from './interactions.dto.js';
import type { ParticipantIds } from './interaction.rules.js';

/** The list's filters as a form sends them: what was left blank arrives as an empty text. */
export class InteractionListForm extends PeriodForm {
  @Optional()
  @Typed()
  whose?: string;

  @Optional()
  @Typed()
  kind?: string;

  @Optional()
  @Typed()
  q?: string;

  @Optional()
  @Typed()
  expert?: string;

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
  cursor?: string;
}

/** The fields in which what was said is typed, whether for the first time or to correct it. */
export class SpokenForm {
  @Optional()
  @Typed()
  kind?: string;

  @Optional()
  @Typed()
  'on-day'?: string;

  @Optional()
  @Typed()
  'on-month'?: string;

  @Optional()
  @Typed()
  'on-year'?: string;

  @Optional()
  @Typed()
  time?: string;

  @Optional()
  @Typed()
  subject?: string;

  @Optional()
  @Typed()
  notes?: string;

  @Optional()
  @Typed()
  outcome?: string;

  /** Names or references of experts. */
  @Optional()
  @Typed()
  experts?: string;

  @Optional()
  @Typed()
  'pick-0'?: string;

  @Optional()
  @Typed()
  'pick-1'?: string;

  @Optional()
  @Typed()
  'pick-2'?: string;

  @Optional()
  @Typed()
  'pick-3'?: string;

  @Optional()
  @Typed()
  'pick-4'?: string;

  @Optional()
  @Typed()
  'pick-5'?: string;

  @Optional()
  @Typed()
  'pick-6'?: string;

  @Optional()
  @Typed()
  'pick-7'?: string;

  @Optional()
  @Typed()
  'pick-8'?: string;

  @Optional()
  @Typed()
  'pick-9'?: string;

  /** A ticked box; absent when it is not ticked. */
  @Optional()
  @Typed()
  chathamHouse?: string;

  @Optional()
  @Typed()
  marking?: string;

  @Optional()
  @Typed()
  handling?: string;

  @Optional()
  @Typed()
  sharing?: string;
}

export class CorrectionForm extends SpokenForm {
  @Optional()
  @Typed()
  version?: string;

  @Optional()
  @Typed()
  correctionReason?: string;

  /** Those who did not take part after all, as `kind/id`. */
  @Optional()
  @TypedList(100)
  remove?: string[];
}

export class InteractionShowForm {
  /** What was just done. */
  @Optional()
  @Typed()
  done?: string;
}

/** Two typed days as dates; what is no date is said beside its field. */
export function listQueryOf(form: InteractionListForm): InteractionListQuery {
  const { days, problems } = typedPeriod(form);
  const { whose, kind, q, expert, expertId, agreementId, cursor } = form;
  const typed = { whose, kind, q, expert, expertId, agreementId, cursor, ...days };
  if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
  return validate(InteractionListQuery, withoutBlanks(typed), 'query');
}

/** A day and a time as they are typed, as an instant. Without a time: now on the present day, midday on any other. */
export function instantOf(form: SpokenForm, now: Date): { happenedAt?: Date; problems: FieldProblem[] } {
  const day = typedDate(form['on-day'], form['on-month'], form['on-year']);
  const time = typedTime(form.time);
  const problems: FieldProblem[] = [];
  if (day === undefined) problems.push({ pointer: '/on', detail: notARealDate });
  if (day === null) problems.push({ pointer: '/on', detail: 'Enter the day on which it happened.' });
  if (time === undefined) problems.push({ pointer: '/time', detail: 'Enter a time of day, such as 2:30pm.' });
  if (!day || time === undefined) return { problems };
  if (time === null && day === londonDateOf(now)) return { happenedAt: now, problems };
  return { happenedAt: londonInstant(day, time ?? '12:00'), problems };
}

/** What is typed about what was said, in the API's words; blank means nothing. */
export function spokenOf(form: SpokenForm): Record<string, unknown> {
  const { kind, subject, notes, outcome, marking, handling, sharing, chathamHouse } = form;
  const typed = withoutBlanks({ kind, subject, notes, outcome, marking, handling, sharing });
  return { ...typed, chathamHouse: chathamHouse === 'yes' };
}

/** An interaction as its correction's fields show it. */
export function formOf({ happenedAt, ...told }: InteractionView): CorrectionForm {
  const [year, month, day] = londonDateOf(new Date(happenedAt)).split('-').map(Number);
  return {
    kind: told.kind,
    'on-day': String(day),
    'on-month': String(month),
    'on-year': String(year),
    time: clockTime(happenedAt),
    subject: told.subject,
    notes: told.notes ?? '',
    outcome: told.outcome ?? '',
    chathamHouse: told.chathamHouse ? 'yes' : '',
    marking: told.marking,
    handling: told.handling ?? '',
    sharing: told.sharing,
    version: String(told.version),
  };
}

/** What the form changes of what is recorded; a field that shows what is recorded is left out. */
export function correctionOf(
  form: CorrectionForm,
  shown: InteractionView,
  addedExpertIds: readonly string[],
  now: Date,
): CorrectInteractionDto {
  const recorded = formOf(shown) as Record<string, unknown>;
  const { happenedAt, problems } = instantOf(form, now);
  const timeFields = ['on-day', 'on-month', 'on-year', 'time'] as const;
  const retimed = timeFields.some((name) => (form[name] ?? '').trim() !== recorded[name]);
  const changed: Record<string, unknown> = retimed ? { happenedAt: happenedAt?.toISOString() } : {};
  for (const name of ['kind', 'subject', 'notes', 'outcome', 'marking', 'handling', 'sharing'] as const) {
    const typed = (form[name] ?? '').replaceAll('\r\n', '\n').trim();
    if (typed === String(recorded[name]).replaceAll('\r\n', '\n').trim()) continue;
    changed[name] = typed === '' && ['notes', 'outcome', 'handling'].includes(name) ? null : typed;
  }
  if ((form.chathamHouse === 'yes') !== shown.chathamHouse) changed.chathamHouse = form.chathamHouse === 'yes';
  const removed = new Set(form.remove);
  const stay = shown.participants.filter(({ kind, id }) => !removed.has(`${kind}/${id}`));
  const added = addedExpertIds.filter((id) => !stay.some((one) => one.kind === 'expert' && one.id === id));
  if (stay.length < shown.participants.length || added.length > 0)
    changed.participants = [
      ...stay.map(({ kind, id }): ParticipantIds => ({ [`${kind}Id`]: id })),
      ...added.map((expertId): ParticipantIds => ({ expertId })),
    ];
  return checked(
    CorrectInteractionDto,
    { ...changed, ...withoutBlanks({ correctionReason: form.correctionReason }) },
    retimed ? problems : [],
  );
}

/** Whether the reader's agency keeps the record, and so corrects it. */
export function keptBy(actor: UserActor, { agency }: { agency: { id: string } }): boolean {
  return actor.agencyId === agency.id;
}
