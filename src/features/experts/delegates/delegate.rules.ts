import { addYears, isAfter, isBefore, type CalendarDate } from '../../../kernel/calendar-date.js';
import type { FieldProblem } from '../../../kernel/domain-error.js';
import type { ProfileSection } from '../profile/profile.rules.js';

/** What somebody else may keep for a person: the sections of the profile in which a change counts at once. */
export const delegableSections = ['about', 'availability', 'expertise'] as const satisfies readonly ProfileSection[];
export type DelegableSection = (typeof delegableSections)[number];

/** As many as one person can keep an eye on. */
export const mostDelegates = 5;

/** The facts of each section that is no list. */
export const factsOfSection = {
  about: ['knownAs', 'phone', 'biography', 'interests', 'languages', 'country', 'website', 'careerStage'],
  availability: ['availability', 'availableUntil', 'contactPreferences'],
} as const;

export interface Naming {
  readonly email: string;
  readonly sections: readonly DelegableSection[];
  readonly untilOn: CalendarDate;
}

/** What is wrong with naming a delegate on that day; empty when nothing is. `ownEmails` are the addresses of whoever names. */
export function problemsOfNaming(
  { email, sections, untilOn }: Naming,
  today: CalendarDate,
  ownEmails: readonly string[],
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (ownEmails.some((own) => foldedEmail(own) === foldedEmail(email)))
    problems.push({ pointer: '/email', detail: 'This is your own address. Enter the delegate’s.' });
  if (sections.length === 0)
    problems.push({ pointer: '/sections', detail: 'Select at least one section that they may edit.' });
  if (isBefore(untilOn, today)) problems.push({ pointer: '/untilOn', detail: 'The last day must be today or later.' });
  else if (isAfter(untilOn, lastDelegableDay(today)))
    problems.push({ pointer: '/untilOn', detail: 'The last day must be within a year. You can name them again then.' });
  return problems;
}

/** A year at most; from 29 February on it is 28 February of the next year. */
export function lastDelegableDay(today: CalendarDate): CalendarDate {
  return addYears(today, 1);
}

/** An address means the same in any case of its letters. */
export function foldedEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** The sections in the order of the profile, each once. */
export function inOrder(sections: readonly DelegableSection[]): DelegableSection[] {
  return delegableSections.filter((section) => sections.includes(section));
}

/** The sections that facts with these names belong to. */
export function sectionsOfFacts(names: readonly string[]): DelegableSection[] {
  return (['about', 'availability'] as const).filter((section) =>
    names.some((name) => (factsOfSection[section] as readonly string[]).includes(name)),
  );
}

/** Of what a change says, the facts that a delegate may be given. Nothing else of it is ever kept: no audience, no confirmation. */
export function givenFacts(change: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(change).filter(([name, value]) => value !== undefined && sectionsOfFacts([name]).length > 0),
  );
}

export const delegationStates = ['current', 'expired', 'ended'] as const;
export type DelegationState = (typeof delegationStates)[number];

/** Counts through its last day, unless it was ended before. */
export function stateOfDelegation(
  { untilOn, endedAt }: { readonly untilOn: CalendarDate; readonly endedAt: Date | null },
  today: CalendarDate,
): DelegationState {
  if (endedAt !== null) return 'ended';
  return isBefore(untilOn, today) ? 'expired' : 'current';
}
