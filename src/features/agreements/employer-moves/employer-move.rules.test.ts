import { employerMoveOutcomes, refusalOfSettlement, type EmployerMoveFacts } from './employer-move.rules.js';

const open: EmployerMoveFacts = { settled: false, stillCovered: true, employerIsParty: false };

it.each([
  ['amended', {}, null],
  ['nothing_needed', {}, null],
  ['person_removed', {}, /still covers this person/],
  ['person_removed', { stillCovered: false }, null],
  ['employer_added', {}, /No body for which this person works now/],
  ['employer_added', { employerIsParty: true }, null],
  ['employer_added', { employerIsParty: true, stillCovered: false }, null],
] as const)('%s with %j', (outcome, given, refusal) => {
  const answer = refusalOfSettlement(outcome, { ...open, ...given });
  if (refusal === null) expect(answer).toBeNull();
  else expect(answer).toMatch(refusal);
});

it.each(employerMoveOutcomes)('is settled once: %s', (outcome) => {
  const settled = { settled: true, stillCovered: false, employerIsParty: true };
  expect(refusalOfSettlement(outcome, settled)).toBe('Somebody has said already what is done about this.');
});
