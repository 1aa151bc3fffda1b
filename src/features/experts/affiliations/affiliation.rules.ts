import { isBefore, type CalendarDate } from '../../../kernel/calendar-date.js';
import type { FieldProblem } from '../../../kernel/domain-error.js';

export interface AffiliationFacts {
  readonly id: string;
  readonly organisationName: string;
  readonly startedOn: CalendarDate | null;
  /** The last day; null while it is open. */
  readonly endedOn: CalendarDate | null;
  readonly isPrimary: boolean;
}

/** What is wrong with the dates, field by field; empty when nothing is. */
export function problemsOfAffiliation({ startedOn, endedOn }: AffiliationFacts): FieldProblem[] {
  if (startedOn === null || endedOn === null || !isBefore(endedOn, startedOn)) return [];
  return [{ pointer: '/endedOn', detail: 'The last day must be on or after the first.' }];
}

/** The open primary affiliation, if there is one. */
export function openPrimaryOf<Facts extends AffiliationFacts>(affiliations: readonly Facts[]): Facts | undefined {
  return affiliations.find(isOpenPrimary);
}

/** Why this affiliation cannot stand beside a person's others, or null when it can: one open affiliation is primary. */
export function refusalBeside(affiliation: AffiliationFacts, all: readonly AffiliationFacts[]): string | null {
  if (!isOpenPrimary(affiliation)) return null;
  const other = openPrimaryOf(all.filter(({ id }) => id !== affiliation.id));
  return other === undefined
    ? null
    : `The primary affiliation is with ${other.organisationName} and still open. Close it, or make it secondary, first.`;
}

/** Whether a change closes the primary affiliation, so that what rests on that employer needs looking at. */
export function closesPrimary(before: AffiliationFacts, after: AffiliationFacts): boolean {
  return isOpenPrimary(before) && after.endedOn !== null;
}

function isOpenPrimary({ isPrimary, endedOn }: AffiliationFacts): boolean {
  return isPrimary && endedOn === null;
}
