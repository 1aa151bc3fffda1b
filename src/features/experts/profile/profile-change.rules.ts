import { addDays, isBefore, type CalendarDate } from '../../../kernel/calendar-date.js';
import type { FieldProblem } from '../../../kernel/domain-error.js';
import type { DelegableSection } from '../delegates/delegate.rules.js';

/** What takes effect only once staff of the keeping agency have looked at it; a note is for them to act on, a delegate is somebody to open an account for. */
export const changeSections = ['name', 'email', 'affiliation', 'note', 'delegate'] as const;
export type ChangeSection = (typeof changeSections)[number];

export const changeStates = ['proposed', 'approved', 'refused', 'withdrawn'] as const;
export type ChangeState = (typeof changeStates)[number];

/** What a section says, before or after: only the fields of that section are there. */
export interface ProfileValues {
  readonly title?: string | null;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly email?: string | null;
  /** The post that changes or ends; null for a new one. */
  readonly affiliationId?: string | null;
  /** The post that a new one takes the place of. */
  readonly replacesAffiliationId?: string | null;
  /** Null while the name is not one of the register. */
  readonly organisationId?: string | null;
  readonly organisation?: string;
  readonly department?: string | null;
  readonly role?: string | null;
  readonly startedOn?: CalendarDate | null;
  readonly endedOn?: CalendarDate | null;
  readonly text?: string;
  /** The name of somebody who is to edit these sections until that day; `email` is theirs. */
  readonly delegate?: string;
  readonly sections?: readonly DelegableSection[];
  readonly untilOn?: CalendarDate;
}

/** The last day of a post that another takes the place of. */
export function lastDayBefore(startedOn: CalendarDate): CalendarDate {
  return addDays(startedOn, -1);
}

/** What is wrong with the dates of a post that takes the place of another; empty when nothing is. */
export function problemsOfMove(
  startedOn: CalendarDate | null,
  replaced: { readonly startedOn: CalendarDate | null } | null,
): FieldProblem[] {
  if (replaced === null) return [];
  if (startedOn === null)
    return [
      {
        pointer: '/post/startedOn',
        detail: 'Enter the day on which you start there: the other post ends the day before.',
      },
    ];
  if (replaced.startedOn !== null && isBefore(lastDayBefore(startedOn), replaced.startedOn))
    return [
      {
        pointer: '/post/startedOn',
        detail: 'The day you start must be after the first day of the post that it replaces.',
      },
    ];
  return [];
}
