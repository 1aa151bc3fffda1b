import type { EmployerMoveOutcome } from './employer-move.rules.js';

/** What pages call what was done. */
export const outcomeWords: Record<EmployerMoveOutcome, string> = {
  amended: 'The agreement was amended',
  employer_added: 'The new employer was added',
  person_removed: 'The person was removed',
  nothing_needed: 'Nothing is needed',
};
