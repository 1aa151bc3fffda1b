import { addDays, addYears, earliest, isAfter, isBefore, type CalendarDate } from '../../../kernel/calendar-date.js';
import type { FieldProblem } from '../../../kernel/domain-error.js';
import { dayOfTime, isTooSeldom, mostYearsBetween, recurrenceUnits as allUnits } from '../../../kernel/recurrence.js';
import { presentEndOf, statusOf, type AgreementDates, type AgreementStage } from '../agreement.status.rules.js';

/** What somebody has said of one time that it fell due; stored. */
export const progresses = ['unfulfilled', 'partly', 'fulfilled', 'lapsed'] as const;
export type Progress = (typeof progresses)[number];

/** What one time that it falls due is on a day: computed, never stored. */
export const obligationStates = ['planned', 'open', 'due', 'overdue', 'fulfilled', 'lapsed'] as const;
export type ObligationState = (typeof obligationStates)[number];

/** What an agreement obliges to comes round again in months or years. */
export const recurrenceUnits = allUnits.filter((unit) => unit === 'months' || unit === 'years');
export type RecurrenceUnit = (typeof recurrenceUnits)[number];

/** When it falls due. All are calendar dates of Europe/London. */
export interface Recurrence {
  /** The only day, or the first and anchor of those that follow. */
  readonly dueOn: CalendarDate;
  readonly everyCount: number | null;
  readonly everyUnit: RecurrenceUnit | null;
  /** The last day on which it may fall due again. */
  readonly untilOn: CalendarDate | null;
}

export interface ObligationFacts extends Recurrence {
  /** Owed after the agreement has ended too, such as the deletion of data. */
  readonly survivesEnd: boolean;
  /** From this day on nobody owes it any more. */
  readonly lapsedOn: CalendarDate | null;
  readonly agreement: AgreementDates;
}

const ended: readonly string[] = ['terminated', 'superseded', 'expired'];

/**
 * What one time that it falls due is on a day. What is done stays done, and what was let lapse stays so. Before the agreement is
 * executed nothing is owed yet; once it has ended, what was not done lapses, unless it outlives the agreement. Its SQL twin is
 * `obligation.state.sql.ts`; a property test holds them together.
 */
export function obligationStateOf(
  facts: ObligationFacts,
  occurrence: { readonly dueOn: CalendarDate; readonly progress: Progress },
  today: CalendarDate,
): ObligationState {
  const { agreement, survivesEnd, lapsedOn } = facts;
  if (occurrence.progress === 'fulfilled' || occurrence.progress === 'lapsed') return occurrence.progress;
  if (lapsedOn !== null && !isAfter(lapsedOn, today)) return 'lapsed';
  if (agreement.stage === 'withdrawn') return 'lapsed';
  if (agreement.stage !== 'executed') return 'planned';
  if (!survivesEnd && ended.includes(statusOf(agreement, today))) return 'lapsed';
  if (isBefore(occurrence.dueOn, today)) return 'overdue';
  return occurrence.dueOn === today ? 'due' : 'open';
}

/** The last day on which it may fall due again, as far as it is known on a day; null when nothing ends it. */
export function lastDayOf(
  { untilOn, survivesEnd, lapsedOn, agreement }: ObligationFacts,
  today: CalendarDate,
): CalendarDate | null {
  const inForce = survivesEnd
    ? []
    : [presentEndOf(agreement, today), before(agreement.terminatedOn), before(agreement.supersededOn)];
  const [first, ...others] = [untilOn, lapsedOn, ...inForce].filter((day) => day !== null);
  return first === undefined ? null : earliest(first, ...others);
}

/**
 * The days on which it falls due, as far as they are known on a day: all until that day, and the next one after it. Months are
 * counted from the first day and clamp at month ends, never from a clamped day. The first is always among them.
 */
export function dueDatesOf(facts: ObligationFacts, today: CalendarDate): CalendarDate[] {
  const { dueOn, everyCount, everyUnit } = facts;
  const days = [dueOn];
  if (everyCount === null || everyUnit === null) return days;
  const last = lastDayOf(facts, today);
  while (!isAfter(days.at(-1)!, today)) {
    const next = dayOfTime(dueOn, { everyCount, everyUnit }, days.length);
    if (next === null || (last !== null && isAfter(next, last))) break;
    days.push(next);
  }
  return days;
}

function before(day: CalendarDate | null): CalendarDate | null {
  return day === null ? null : addDays(day, -1);
}

/** What an obligation says of itself, with what its rules look at around it. */
export interface ObligationTerms extends Recurrence {
  readonly ownerUserId: string | null;
  readonly ownerName: string | null;
  readonly survivesEnd: boolean;
}

/** What the rules of an obligation's terms must know of its agreement. */
export interface AgreementOfObligation {
  readonly stage: AgreementStage;
  readonly endOn: CalendarDate | null;
  /** The people named in it who act for a party other than the agency that keeps it. */
  readonly namesOfOthers: readonly string[];
  /** Whoever may read it although it is shared with named people only; null when it is not. */
  readonly namedUserIds: readonly string[] | null;
}

/** As far as a due day may lie from the day on which it is entered. */
export const mostYears = 10;

/** What is wrong with the terms of an obligation, field by field; `set` names the fields that are being set. */
export function problemsOfObligation(
  terms: ObligationTerms,
  agreement: AgreementOfObligation,
  set: readonly string[],
  today: CalendarDate,
): FieldProblem[] {
  return [
    ...problemsOfOwner(terms, agreement, set),
    ...problemsOfRecurrence(terms),
    ...(set.some((field) => ['dueOn', 'survivesEnd'].includes(field)) ? problemsOfDay(terms, agreement, today) : []),
  ];
}

function problemsOfOwner(
  { ownerUserId, ownerName }: ObligationTerms,
  { namesOfOthers, namedUserIds }: AgreementOfObligation,
  set: readonly string[],
): FieldProblem[] {
  if (ownerUserId === null && ownerName === null)
    return [
      {
        pointer: '/ownerUserId',
        detail:
          'Say who looks after it: somebody of your agency, or a person of the other side whom the agreement names.',
      },
    ];
  if (ownerUserId !== null && ownerName !== null)
    return [
      {
        pointer: '/ownerName',
        detail: 'One person looks after it: somebody of your agency, or one of the other side.',
      },
    ];
  if (ownerName !== null && set.includes('ownerName') && !namesOfOthers.includes(ownerName))
    return [
      {
        pointer: '/ownerName',
        detail: 'The agreement names nobody of the other side who is called so. Enter a name as it stands there.',
      },
    ];
  if (ownerUserId !== null && set.includes('ownerUserId') && namedUserIds?.includes(ownerUserId) === false)
    return [
      {
        pointer: '/ownerUserId',
        detail: 'The agreement is shared with named people only. Choose its owner or its deputy, who can read it.',
      },
    ];
  return [];
}

function problemsOfRecurrence({ dueOn, everyCount, everyUnit, untilOn }: ObligationTerms): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if ((everyCount === null) !== (everyUnit === null))
    problems.push({
      pointer: everyCount === null ? '/everyCount' : '/everyUnit',
      detail: 'Give the number and whether it is months or years together.',
    });
  if (everyUnit !== null && everyCount !== null && isTooSeldom({ everyCount, everyUnit }))
    problems.push({ pointer: '/everyCount', detail: `It must come round again within ${mostYearsBetween} years.` });
  if (untilOn !== null && everyCount === null)
    problems.push({
      pointer: '/untilOn',
      detail: 'Only what comes round again has a last day. Clear it, or say how often.',
    });
  else if (untilOn !== null && isBefore(untilOn, dueOn))
    problems.push({ pointer: '/untilOn', detail: 'The last day must be on or after the first.' });
  return problems;
}

function problemsOfDay(
  { dueOn, survivesEnd }: ObligationTerms,
  { endOn }: AgreementOfObligation,
  today: CalendarDate,
): FieldProblem[] {
  if (isBefore(dueOn, addYears(today, -mostYears)) || isAfter(dueOn, addYears(today, mostYears)))
    return [{ pointer: '/dueOn', detail: `Enter a day within ${mostYears} years of today.` }];
  if (!survivesEnd && endOn !== null && isAfter(dueOn, endOn))
    return [
      {
        pointer: '/dueOn',
        detail: 'The agreement ends before that day. Enter an earlier one, or say that this is owed after the end too.',
      },
    ];
  return [];
}

/** What may still change once the agreement has left draft: who looks after it, and whether the academic sees it. */
export const changeableOnceAgreed: readonly string[] = ['ownerUserId', 'ownerName', 'sharedWithAcademic'];

/** The fields of a change that the stage of the agreement no longer allows. */
export function lockedObligationFields(stage: AgreementStage, fields: readonly string[]): string[] {
  if (stage === 'draft') return [];
  return fields.filter((field) => stage === 'withdrawn' || !changeableOnceAgreed.includes(field));
}

/** Why obligations are neither added nor removed at this stage; null when they are. */
export function addingRefused(stage: AgreementStage): string | null {
  return stage === 'draft'
    ? null
    : 'The agreement has left draft, so what it obliges to no longer changes. Recall it to draft, or agree an amendment.';
}

export const obligationSteps = ['lapse', 'resume'] as const;
export type ObligationStep = (typeof obligationSteps)[number];

/** Why a step is not open; null when it is. */
export function stepRefused(
  step: ObligationStep,
  { stage, lapsedOn }: { readonly stage: AgreementStage; readonly lapsedOn: CalendarDate | null },
): string | null {
  if (stage !== 'executed') return 'Nothing is owed before the agreement is executed.';
  if (step === 'lapse' && lapsedOn !== null) return 'It has lapsed already.';
  return step === 'resume' && lapsedOn === null ? 'It has not lapsed: there is nothing to take up again.' : null;
}

/** What is said of one time that it fell due. */
export interface ProgressAnswers {
  readonly progress: Progress;
  readonly evidence: string | null;
  readonly reason: string | null;
}

/** What is missing from what is said, field by field. */
export function problemsOfProgress({ progress, evidence, reason }: ProgressAnswers): FieldProblem[] {
  if ((progress === 'partly' || progress === 'fulfilled') && evidence === null)
    return [{ pointer: '/evidence', detail: 'Say what shows it.' }];
  if (progress === 'lapsed' && reason === null)
    return [{ pointer: '/reason', detail: 'Say why it is not owed this time.' }];
  return [];
}

/** Why nothing can be said of it at present; null when it can. Once the agreement has ended, late evidence is still welcome. */
export function progressRefused({
  stage,
  lapsedOn,
}: {
  readonly stage: AgreementStage;
  readonly lapsedOn: CalendarDate | null;
}): string | null {
  if (stage !== 'executed') return 'Progress is recorded once the agreement is executed.';
  return lapsedOn === null ? null : 'This has lapsed. Take it up again first.';
}
