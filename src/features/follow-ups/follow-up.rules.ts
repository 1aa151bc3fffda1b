import { isAfter, isBefore, type CalendarDate } from '../../kernel/calendar-date.js';

export const followUpStatuses = ['open', 'done', 'cancelled'] as const;
/** What is stored; the state is computed from it. */
export type FollowUpStatus = (typeof followUpStatuses)[number];

export const followUpStates = ['open', 'snoozed', 'due_today', 'overdue', 'done', 'cancelled'] as const;
export type FollowUpState = (typeof followUpStates)[number];

/** Days are days in Europe/London. */
export interface FollowUpFacts {
  readonly status: FollowUpStatus;
  readonly dueOn: CalendarDate;
  /** The day on which it comes back. */
  readonly snoozedUntil: CalendarDate | null;
}

/**
 * The state on a day, Europe/London. It is overdue from the day after the due day. While it is snoozed it is out of the way
 * even past the due day; snoozing moves no due day, so it may come back overdue and counts as late in reports.
 */
export function followUpState(facts: FollowUpFacts, today: CalendarDate): FollowUpState {
  if (facts.status !== 'open') return facts.status;
  if (facts.snoozedUntil !== null && isBefore(today, facts.snoozedUntil)) return 'snoozed';
  if (isAfter(today, facts.dueOn)) return 'overdue';
  return today === facts.dueOn ? 'due_today' : 'open';
}

/** For reports on follow-ups that are done: kept when done on the due day or before, late otherwise. */
export function keptOrLate(facts: { readonly dueOn: CalendarDate; readonly doneOn: CalendarDate }): 'kept' | 'late' {
  return isAfter(facts.doneOn, facts.dueOn) ? 'late' : 'kept';
}
