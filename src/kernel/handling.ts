import type { FieldProblem } from './domain-error.js';
import type { Marking, Sharing } from './marking.js';

/** What is wrong between a record's marking and its sharing; empty when nothing is (domain.md, Handling). */
export function problemsOfHandling({ marking, sharing }: { marking: Marking; sharing: Sharing }): FieldProblem[] {
  if (marking !== 'OFFICIAL-SENSITIVE' || sharing === 'named') return [];
  const detail = 'What is marked OFFICIAL-SENSITIVE is shared with named people only. Set sharing to "named".';
  return [{ pointer: '/sharing', detail }];
}

/** The sharing of a new record when nobody chose one: as narrow as its marking asks. */
export function usualSharing(marking: Marking | undefined): Sharing {
  return marking === 'OFFICIAL-SENSITIVE' ? 'named' : 'agency';
}
