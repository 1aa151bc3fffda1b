/** What can be done about an agreement that rests on an employer whom a covered person has left. */
export const employerMoveOutcomes = ['amended', 'employer_added', 'person_removed', 'nothing_needed'] as const;
export type EmployerMoveOutcome = (typeof employerMoveOutcomes)[number];

/** What is so of the agreement at the moment of settling. */
export interface EmployerMoveFacts {
  readonly settled: boolean;
  /** The agreement still names the person among those it covers. */
  readonly stillCovered: boolean;
  /** A body for which the person works now is a party. */
  readonly employerIsParty: boolean;
}

/** Why the move cannot be settled so, or null when it can. */
export function refusalOfSettlement(outcome: EmployerMoveOutcome, facts: EmployerMoveFacts): string | null {
  if (facts.settled) return 'Somebody has said already what is done about this.';
  if (outcome === 'person_removed' && facts.stillCovered)
    return 'The agreement still covers this person. Take them off the people it covers first, by an amendment once it has left draft.';
  if (outcome === 'employer_added' && !facts.employerIsParty)
    return 'No body for which this person works now is a party. Add the new employer first, by an amendment once it has left draft.';
  return null;
}
