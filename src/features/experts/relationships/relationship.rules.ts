import { isAfter, type CalendarDate } from '../../../kernel/calendar-date.js';
import type { FieldProblem } from '../../../kernel/domain-error.js';
import { problemsOfSharing, type Marking, type Sharing } from '../../../kernel/marking.js';

/** "NDA in force" and "vetted" are computed, never typed, so they are not among the stages. */
export const relationshipStages = [
  'contact',
  'network_member',
  'named_expert',
  'partner',
  'dormant',
  'former',
] as const;
export type RelationshipStage = (typeof relationshipStages)[number];

/** Why a relationship cannot move from one stage to another, or null when it can. */
export function refusalOfStage(from: RelationshipStage, to: RelationshipStage): string | null {
  if (from === to) return `The relationship is at the stage “${from.replaceAll('_', ' ')}” already.`;
  if (from === 'former' && to !== 'contact') return 'Somebody who left begins again at the stage “contact”.';
  return null;
}

export interface RelationshipFacts {
  readonly marking: Marking;
  readonly sharing: Sharing;
  readonly sinceOn: CalendarDate;
}

/** What is wrong between the facts on a day of Europe/London, field by field; empty when nothing is. */
export function problemsOfRelationship(facts: RelationshipFacts, today: CalendarDate): FieldProblem[] {
  const problems = problemsOfSharing(facts);
  if (isAfter(facts.sinceOn, today))
    problems.push({ pointer: '/sinceOn', detail: 'The day it began cannot lie in the future.' });
  return problems;
}
