import { agreementDates } from '../../../../test/support/agreement.dates.js';
import { calendarDate } from '../../../kernel/calendar-date.js';
import type { AgreementStepContext } from '../agreement.lifecycle.js';
import { amendmentLifecycle, lastSignedOn, type AmendmentFacts, type AmendmentStep } from './amendment.lifecycle.js';
import { amendmentStages, type AmendmentStage } from './amendment.rules.js';

const day = calendarDate;
const today = day('2026-06-10');
const pending = {
  id: 'one',
  kind: 'business' as const,
  assigneeUserId: 'approver',
  assigneeName: 'The approver',
  standInUserId: null,
  askedByUserId: 'submitter',
  open: true,
};
const facts = (given: Partial<AmendmentFacts> = {}): AmendmentFacts => ({
  what: 'amendment',
  stage: 'draft',
  changes: { endOn: day('2028-06-30') },
  effectiveOn: null,
  agencyId: 'agency',
  authorUserId: 'author',
  ownerUserId: 'owner',
  approvals: [],
  others: [],
  parties: [
    { organisationId: 'a', name: 'Agency', signedOn: null },
    { organisationId: 'u', name: 'University', signedOn: null },
  ],
  agreement: {
    type: 'mou',
    ...agreementDates({ effectiveOn: day('2026-01-01') }),
    marking: 'OFFICIAL',
    sharing: 'agency',
    reviewOn: null,
    title: 'Work on fraud',
    purpose: null,
    survivalMonths: null,
    valuePence: null,
    currency: null,
    fundingSource: null,
    intellectualPropertyTerms: null,
    publicationTerms: null,
    keyTerms: {},
    coveredExpertIds: [],
  },
  ...given,
});
const take = (step: AmendmentStep, given: Partial<AmendmentFacts>, said: Partial<AgreementStepContext> = {}) =>
  amendmentLifecycle.take(step, facts(given), { userId: 'submitter', today, ...said });
const reason = (...asked: Parameters<typeof take>): string | null => {
  const taken = take(...asked);
  return taken.allowed ? null : taken.reason;
};
const ended = { ...facts().agreement, terminatedOn: today };
const signedBy = (...days: (string | null)[]) =>
  facts().parties.map((party, index) => ({ ...party, signedOn: days[index] === null ? null : day(days[index]!) }));

describe('the table', () => {
  it('reaches every stage, and ends where it is executed or withdrawn', () => {
    expect(amendmentLifecycle.unreachable('draft', amendmentStages)).toEqual([]);
    expect(amendmentLifecycle.deadEnds()).toEqual(['executed', 'withdrawn']);
  });

  it.each<[AmendmentStep, AmendmentStage[], string]>([
    ['submit', ['draft'], 'agreements.write'],
    ['approve', ['in_approval'], 'agreements.decide'],
    ['return', ['in_approval'], 'agreements.decide'],
    ['delegate', ['in_approval'], 'agreements.decide'],
    ['recall', ['in_approval', 'awaiting_signature'], 'agreements.write'],
    ['sign', ['awaiting_signature'], 'agreements.write'],
    ['withdraw', ['draft', 'in_approval', 'awaiting_signature'], 'agreements.write'],
  ])('%s is taken from %j by whoever has %s', (step, from, permission) => {
    expect(amendmentLifecycle.needs(step)).toBe(permission);
    for (const stage of amendmentStages) {
      const told = reason(step, { stage, approvals: [pending] }, { userId: 'approver', assigneeUserId: 'other' });
      expect([stage, told?.startsWith('This can be done only at the stage') ?? false]).toEqual([
        stage,
        !from.includes(stage),
      ]);
    }
  });
});

describe('submitting', () => {
  it.each<[string, Partial<AmendmentFacts>, Partial<AgreementStepContext>, string | null]>([
    ['to somebody else', {}, { assigneeUserId: 'approver' }, null],
    ['before anybody is named', {}, {}, null],
    [
      'to its author',
      {},
      { assigneeUserId: 'author' },
      'Nobody approves an amendment they wrote. Choose another person.',
    ],
    ['to the owner', {}, { assigneeUserId: 'owner' }, 'Nobody approves an amendment they own. Choose another person.'],
    [
      'to oneself',
      {},
      { assigneeUserId: 'submitter' },
      'Nobody approves an amendment they submitted. Choose another person.',
    ],
    [
      'one kind to its author',
      {},
      { assigneeUserId: 'approver', approvals: [{ kind: 'legal', assigneeUserId: 'author' }] },
      'Nobody approves an amendment they wrote. Choose another person.',
    ],
    ['nothing', { changes: {} }, {}, 'This amendment changes nothing. Say what is to be different first.'],
    [
      'what is so already',
      { changes: { endOn: day('2027-12-31') } },
      {},
      'This amendment changes nothing. Say what is to be different first.',
    ],
    [
      'a contradiction',
      { changes: { endOn: day('2025-01-01') } },
      {},
      'The terms would contradict each other: The end must be on or after the first day in force.',
    ],
    [
      'of a terminated agreement',
      { agreement: ended },
      {},
      'This agreement is terminated, so nothing of it is amended any more.',
    ],
    [
      'what another changes that is on its way',
      { others: [{ number: 4, changes: { endOn: day('2029-01-01') } }] },
      {},
      'Amendment 4 is on its way and changes the same. Wait until everybody has signed it, or withdraw it first.',
    ],
    ['beside one that changes something else', { others: [{ number: 4, changes: { title: 'New' } }] }, {}, null],
  ])('%s', (_what, given, said, expected) => expect(reason('submit', given, said)).toBe(expected));
});

describe('deciding', () => {
  const open = { stage: 'in_approval' as const, approvals: [pending] };
  it.each<[AmendmentStep, string, string | null]>([
    ['approve', 'approver', null],
    ['approve', 'author', 'Nobody approves an amendment they wrote, own or submitted.'],
    ['approve', 'owner', 'Nobody approves an amendment they wrote, own or submitted.'],
    ['approve', 'submitter', 'Nobody approves an amendment they wrote, own or submitted.'],
    ['approve', 'somebody', 'This is with The approver, who alone can decide it.'],
    ['return', 'approver', null],
    ['return', 'somebody', 'This is with The approver, who alone can decide it.'],
    ['release', 'approver', 'This is with The approver, who alone can decide it.'],
  ])('%s by %s', (step, userId, expected) => expect(reason(step, open, { userId })).toBe(expected));

  it('a returned one can be returned though its agreement is over; approved it cannot be', () => {
    expect(reason('return', { ...open, agreement: ended }, { userId: 'approver' })).toBeNull();
    expect(reason('approve', { ...open, agreement: ended }, { userId: 'approver' })).toContain('is terminated');
  });

  it('where nobody is asked, the amendment has to be recalled', () => {
    expect(reason('approve', { stage: 'in_approval' }, { userId: 'approver' })).toBe(
      'Nobody has been asked to decide. Recall the amendment and submit it again.',
    );
    expect(take('release', { stage: 'in_approval' })).toEqual({ allowed: true, to: 'awaiting_signature' });
  });
});

describe('signing', () => {
  const stage = 'awaiting_signature' as const;
  it.each<[string, Partial<AmendmentFacts>, Partial<AgreementStepContext>, string | null]>([
    ['a party, today', {}, { organisationId: 'a', on: today }, null],
    [
      'tomorrow',
      {},
      { organisationId: 'a', on: day('2026-06-11') },
      'The day of a signature cannot lie in the future.',
    ],
    ['a stranger', {}, { organisationId: 'x', on: today }, 'That organisation is not a party to this agreement.'],
    [
      'twice',
      { parties: signedBy('2026-06-09', null) },
      { organisationId: 'a', on: today },
      'Agency has signed already.',
    ],
    ['once the agreement is over', { agreement: ended }, { organisationId: 'a' }, 'This agreement is terminated, so nothing of it is amended any more.'], // prettier-ignore
  ])('%s', (_what, given, said, expected) => expect(reason('sign', { stage, ...given }, said)).toBe(expected));

  it('of what one party has signed nothing is taken back', () => {
    expect(reason('recall', { stage, parties: signedBy('2026-06-09', null) })).toBe(
      'Signed already by Agency: what is signed is not changed, only withdrawn.',
    );
    expect(reason('recall', { stage })).toBeNull();
  });

  it.each<[string, Partial<AmendmentFacts>, string | null]>([
    ['all have signed', { parties: signedBy('2026-06-09', '2026-06-08') }, null],
    ['one is missing', { parties: signedBy('2026-06-09', null) }, 'Waiting for the signature of University.'],
    ['from the day of the last signature', { parties: signedBy('2026-06-09', '2026-06-08'), effectiveOn: day('2026-06-09') }, null], // prettier-ignore
    [
      'from a day after it',
      { parties: signedBy('2026-06-08', '2026-06-08'), effectiveOn: day('2026-06-09') },
      'It is agreed to take effect on 9 June 2026, after the last signature. It takes effect with the last signature at the latest: withdraw it and draft it again with an earlier day, or with none.',
    ],
    [
      'the terms contradict each other by now',
      { parties: signedBy('2026-06-08', '2026-06-08'), changes: { noticeUnit: 'days' } },
      'The terms would contradict each other: Give the length of notice and its unit together.',
    ],
  ])('executed once %s', (_what, given, expected) => expect(reason('execute', { stage, ...given })).toBe(expected));

  it.each([
    [['2026-06-09', '2026-06-08'], '2026-06-09'],
    [['2026-06-09', null], null],
    [[null, null], null],
  ])('of the days %j the last is %s', (days, last) => {
    expect(lastSignedOn({ parties: signedBy(...days) })).toBe(last);
  });

  it('without parties nobody has signed', () => expect(lastSignedOn({ parties: [] })).toBeNull());
});
