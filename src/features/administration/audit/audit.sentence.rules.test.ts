import { fieldWords, sentenceOf, toldFields, type AuditFacts } from './audit.sentence.rules.js';

const facts = (given: Partial<AuditFacts>): AuditFacts => ({
  person: 'Helena Marsh',
  job: null,
  verb: 'agreement.change',
  kind: 'agreement',
  called: 'AGR-2026-0007',
  fields: [],
  ...given,
});

it.each<[Partial<AuditFacts>, string]>([
  [{ fields: ['endOn'] }, 'Helena Marsh changed the end date of AGR-2026-0007'],
  [{ fields: ['endOn', 'ownerUserId'] }, 'Helena Marsh changed the end date and the owner of AGR-2026-0007'],
  [{ fields: ['endOn', 'title', 'purpose'] }, 'Helena Marsh changed 3 fields of AGR-2026-0007'],
  [{}, 'Helena Marsh changed nothing of AGR-2026-0007'],
  [{ verb: 'agreement.create' }, 'Helena Marsh entered AGR-2026-0007'],
  [{ verb: 'agreement.submit' }, 'Helena Marsh submitted AGR-2026-0007 for approval'],
  [{ verb: 'agreement.approve' }, 'Helena Marsh approved AGR-2026-0007'],
  [{ verb: 'interaction.log', kind: 'interaction', called: null }, 'Helena Marsh logged an interaction'],
  [
    { verb: 'interaction.correct', kind: 'interaction', called: null, fields: ['notes'] },
    'Helena Marsh corrected the notes of an interaction',
  ],
  [{ verb: 'follow-up.complete', kind: 'follow_up', called: null }, 'Helena Marsh completed a follow-up'],
  [
    { verb: 'expert.change-as-delegate', kind: 'expert', called: 'EXP-000123' },
    'Helena Marsh changed EXP-000123 as a delegate',
  ],
  [
    { verb: 'expert.replace-expertise-as-delegate', kind: 'expert', called: 'EXP-000123' },
    'Helena Marsh changed what EXP-000123 knows, as a delegate',
  ],
  [
    { verb: 'delegate.begin', kind: 'expert_delegate', called: null },
    'Helena Marsh accepted a delegate of an academic',
  ],
  [{ verb: 'user.disable', kind: 'user', called: 'Sam Hill' }, 'Helena Marsh disabled Sam Hill'],
  [
    { person: null, job: 'sign-in', verb: 'session.begin', kind: 'user', called: 'Helena Marsh' },
    'Helena Marsh signed in',
  ],
  [{ verb: 'report.export', kind: 'report', called: null }, 'Helena Marsh took the partnership report as a file'],
  [
    { person: null, job: 'reminders.sweep', verb: 'thing.turn-round', kind: 'odd_thing', called: null },
    'The product (reminders.sweep) did “turn round” with an odd thing',
  ],
  [
    { verb: 'toString.constructor', kind: 'constructor', called: null },
    'Helena Marsh did “constructor” with a constructor',
  ],
])('%j', (given, sentence) => {
  expect(sentenceOf(facts(given))).toBe(sentence);
});

it.each([
  ['dueOn', 'due date'],
  ['deputyUserId', 'deputy'],
  ['organisationId', 'organisation'],
  ['coveredExpertIds', 'covered experts'],
  ['completedAt', 'completed time'],
  ['fieldAudience', 'field audience'],
])('%s is %s', (field, words) => {
  expect(fieldWords(field)).toBe(words);
});

it('tells no bookkeeping, no secret, and no name that is not of the code', () => {
  expect(toldFields(['title', 'version', 'updatedAt', 'sessionId', 'passwordChangedAt', 'a b', '<b>', 'role'])).toEqual(
    ['title', 'role'],
  );
});
