import fc from 'fast-check';
import { calendarDate, type CalendarDate } from '../../kernel/calendar-date.js';
import {
  agreementLifecycle,
  approvalsNeededBy,
  missingOf,
  unansweredOf,
  type AgreementFacts,
  type AgreementStep,
  type AgreementStepContext,
} from './agreement.lifecycle.js';
import { agreementStages, type AgreementStage, type AgreementType } from './agreement.status.rules.js';

import { agreementDates } from '../../../test/support/agreement.dates.js';
import type { PendingApproval } from './approvals/approval.rules.js';

const day = calendarDate;
const today = day('2026-06-10');

const dates = agreementDates;

const facts = (given: Partial<AgreementFacts> = {}): AgreementFacts => ({
  ...dates({ stage: 'draft' }),
  agencyId: 'agency',
  reviewOn: null,
  authorUserId: 'author',
  ownerUserId: 'owner',
  parties: [
    { organisationId: 'agency', name: 'Agency', signedOn: null },
    { organisationId: 'university', name: 'University', signedOn: null },
  ],
  signatoryOrganisationIds: ['agency', 'university'],
  type: 'mou',
  keyTerms: {},
  departsFromTemplate: false,
  approvals: [],
  ...given,
});

const asked: PendingApproval = {
  id: 'one',
  kind: 'business',
  assigneeUserId: 'approver',
  assigneeName: 'Ann Approver',
  standInUserId: null,
  askedByUserId: 'submitter',
  open: true,
};

function refusal(
  step: AgreementStep,
  a: AgreementFacts,
  context: Partial<AgreementStepContext> = {},
): string | null | AgreementStage {
  const taken = agreementLifecycle.take(step, a, { userId: 'somebody', today, ...context });
  return taken.allowed ? taken.to : taken.reason;
}

describe('missingOf', () => {
  const [agency, university] = facts().parties;
  it.each<[string, Partial<AgreementFacts>, string[]]>([
    ['nothing', {}, []],
    ['a second party', { parties: [agency], signatoryOrganisationIds: ['agency'] }, ['parties']],
    ['a signatory', { signatoryOrganisationIds: ['agency'] }, ['signatories']],
    ['every signatory', { signatoryOrganisationIds: [] }, ['signatories']],
    ['nothing of a party that has two signatories', { signatoryOrganisationIds: ['agency', 'university', 'x'] }, []],
    ['an end', { endOn: null }, ['endOn']],
    ['an end even when a review is set', { endOn: null, reviewOn: today }, ['endOn']],
    ['the months of a renewal when it renews itself', { renewalType: 'automatic' }, ['renewalMonths']],
    ['nothing when they are entered', { renewalType: 'automatic', renewalMonths: 12 }, []],
    ['a review date when it has no end', { endOn: null, renewalType: 'evergreen' }, ['reviewOn']],
    ['nothing of an evergreen one with a review date', { endOn: null, renewalType: 'evergreen', reviewOn: today }, []],
    ['parties and end', { parties: [university], endOn: null }, ['parties', 'endOn']],
  ])('%s', (_what, given, expected) => {
    expect(missingOf(facts(given))).toEqual(expected);
  });
});

describe('the lifecycle', () => {
  it('reaches every stage from draft, and only a withdrawn agreement has no way on', () => {
    expect(agreementLifecycle.unreachable('draft', agreementStages)).toEqual([]);
    expect(agreementLifecycle.deadEnds()).toEqual(['withdrawn']);
    expect([...agreementLifecycle.stages()].sort()).toEqual([...agreementStages].sort());
  });

  it.each<[AgreementStep, AgreementStage[], AgreementStage | undefined, string]>([
    ['submit', ['draft'], 'in_approval', 'agreements.write'],
    ['approve', ['in_approval'], undefined, 'agreements.decide'],
    ['release', ['in_approval'], 'awaiting_signature', 'agreements.decide'],
    ['delegate', ['in_approval'], undefined, 'agreements.decide'],
    ['return', ['in_approval'], 'draft', 'agreements.decide'],
    ['sign', ['awaiting_signature'], undefined, 'agreements.write'],
    ['execute', ['awaiting_signature'], 'executed', 'agreements.write'],
    ['recall', ['in_approval', 'awaiting_signature'], 'draft', 'agreements.write'],
    ['withdraw', ['draft', 'in_approval', 'awaiting_signature'], 'withdrawn', 'agreements.write'],
    ['terminate', ['executed'], undefined, 'agreements.write'],
  ])('%s', (step, from, to, needs) => {
    expect(agreementLifecycle.table[step]).toMatchObject({ from, needs });
    expect(agreementLifecycle.table[step].to).toBe(to);
    for (const stage of agreementStages.filter((one) => !from.includes(one)))
      expect(refusal(step, facts({ stage }))).toMatch(/^This can be done only at the stage/);
  });

  it('adds a signature and sets a day of termination, and the stage stays', () => {
    expect(agreementLifecycle.table.sign.adds).toBe('signature');
    expect(agreementLifecycle.table.terminate.sets).toBe('terminatedOn');
  });
});

it.each<[AgreementType, string[], string]>([
  ['mou', ['business'], 'legal'],
  ['nda', ['legal', 'information_security'], 'business'],
])('a changed clause of %s asks for one more approval', (type, usual, more) => {
  expect(approvalsNeededBy({ type, departsFromTemplate: false })).toEqual(usual);
  expect(approvalsNeededBy({ type, departsFromTemplate: true })).toEqual([...usual, more]);
});

describe('submit', () => {
  const submit = (given: Partial<AgreementFacts>, assigneeUserId?: string): string | null =>
    refusal('submit', facts(given), { userId: 'submitter', assigneeUserId });

  it('is open before an approver has been named', () => expect(submit({})).toBe('in_approval'));
  it('puts it to somebody else', () => expect(submit({}, 'approver')).toBe('in_approval'));

  it.each([
    ['author', 'Nobody approves an agreement they wrote. Choose another person.'],
    ['owner', 'Nobody approves an agreement they own. Choose another person.'],
    ['submitter', 'Nobody approves an agreement they submitted. Choose another person.'],
  ])('never to its %s', (assignee, reason) => expect(submit({}, assignee)).toBe(reason));

  it('says everything that is missing, in words', () => {
    expect(submit({ parties: [], endOn: null }, 'approver')).toBe(
      'Before approval this agreement needs at least two parties, and an end date.',
    );
    expect(submit({ signatoryOrganisationIds: [] }, 'approver')).toBe(
      'Before approval this agreement needs a signatory for each party.',
    );
    expect(submit({ renewalType: 'evergreen', endOn: null }, 'approver')).toBe(
      'Before approval this agreement needs a review date, because it has no end.',
    );
  });
});

describe('the decision', () => {
  const own = 'Nobody approves an agreement they wrote, own or submitted.';
  const put = (given: Partial<AgreementFacts> = {}): AgreementFacts =>
    facts({ stage: 'in_approval', approvals: [asked], ...given });

  it('is the assignee’s', () => {
    expect(refusal('approve', put(), { userId: 'approver' })).toBe('in_approval');
    expect(refusal('return', put(), { userId: 'approver', reason: 'Too wide' })).toBe('draft');
  });

  it.each(['approve', 'return'] as const)('%s is nobody else’s', (step) => {
    expect(refusal(step, put(), { userId: 'other' })).toBe('This is with Ann Approver, who alone can decide it.');
    expect(refusal(step, put({ approvals: [] }), { userId: 'approver' })).toBe(
      'Nobody has been asked to decide. Recall the agreement and submit it again.',
    );
  });

  it.each<[string, Partial<AgreementFacts>]>([
    ['the author, whoever owns it now', { authorUserId: 'approver' }],
    ['the owner, even one who became it while the decision was open', { ownerUserId: 'approver' }],
    ['the submitter', { approvals: [{ ...asked, askedByUserId: 'approver' }] }],
  ])('to approve is refused to %s', (_who, given) => {
    expect(refusal('approve', put(given), { userId: 'approver' })).toBe(own);
  });

  it('is never one’s own, for any people in any parts', () => {
    const person = fc.constantFrom('a', 'b', 'c');
    const perhaps = fc.option(person, { nil: null, freq: 3 });
    fc.assert(
      fc.property(perhaps, perhaps, person, person, person, (author, owner, asker, assignee, who) => {
        const approvals = [{ ...asked, assigneeUserId: assignee, askedByUserId: asker }];
        const given = put({ authorUserId: author, ownerUserId: owner, approvals });
        const allowed = refusal('approve', given, { userId: who }) === 'in_approval';
        expect(allowed).toBe(who === assignee && who !== author && who !== owner && who !== asker);
      }),
      { numRuns: 500 },
    );
  });

  it('asks for an owner or an author to be nobody’s approval when there is none', () => {
    expect(refusal('approve', put({ authorUserId: null, ownerUserId: null }), { userId: 'approver' })).toBe(
      'in_approval',
    );
  });
});

describe('several approvals', () => {
  const legal: PendingApproval = {
    ...asked,
    id: 'two',
    kind: 'legal',
    assigneeUserId: 'lawyer',
    assigneeName: 'Lee Law',
  };
  const put = (...approvals: PendingApproval[]): AgreementFacts => facts({ stage: 'in_approval', approvals });

  it('wait for each other: the last releases it to its signatories', () => {
    expect(refusal('release', put(asked, legal))).toBe(
      'This is with Ann Approver (business approval) and Lee Law (legal approval): each of them has to decide.',
    );
    expect(refusal('release', put(legal))).toBe('This is with Lee Law, who alone can decide it.');
    expect(refusal('release', put())).toBe('awaiting_signature');
  });

  it('are decided by whom each was put to, and not before it is asked for', () => {
    const waiting = { ...legal, open: false };
    expect(refusal('approve', put(asked, legal), { userId: 'lawyer' })).toBe('in_approval');
    expect(refusal('approve', put(asked, waiting), { userId: 'lawyer' })).toBe(
      'This is with Ann Approver, who alone can decide it.',
    );
  });

  it.each([
    ['one’s own', 'two', 'in_approval'],
    ['another’s', 'one', 'That approval is not yours to give, is not asked for yet, or is decided already.'],
    ['none of it', 'three', 'That approval is not yours to give, is not asked for yet, or is decided already.'],
  ])('are named by id: %s', (_what, approvalId, expected) => {
    expect(refusal('approve', put(asked, legal), { userId: 'lawyer', approvalId })).toBe(expected);
  });

  it('fall to the cover of whoever is away, but never to the author', () => {
    const away = { ...legal, standInUserId: 'cover' };
    expect(refusal('approve', put(away), { userId: 'cover' })).toBe('in_approval');
    expect(refusal('approve', put({ ...away, standInUserId: 'author' }), { userId: 'author' })).toBe(
      'Nobody approves an agreement they wrote, own or submitted.',
    );
  });

  it.each([
    ['a colleague', 'other', 'in_approval'],
    ['the author', 'author', 'Nobody approves an agreement they wrote. Choose another person.'],
    ['the owner', 'owner', 'Nobody approves an agreement they own. Choose another person.'],
    ['the submitter', 'submitter', 'Nobody approves an agreement they submitted. Choose another person.'],
    ['oneself', 'lawyer', 'They are asked to decide it already. Choose another person.'],
  ])('are handed on to %s', (_who, assigneeUserId, expected) => {
    const context = { userId: 'lawyer', assigneeUserId, reason: 'On leave' };
    expect(refusal('delegate', put(asked, legal), context)).toBe(expected);
  });

  it('are handed on by nobody else', () => {
    const context = { userId: 'somebody', assigneeUserId: 'other', reason: 'I would rather' };
    expect(refusal('delegate', put(legal), context)).toBe('This is with Lee Law, who alone can decide it.');
  });
});

describe('recall', () => {
  const party = (name: string, signedOn: CalendarDate | null) => ({ organisationId: name, name, signedOn });

  it.each(['in_approval', 'awaiting_signature'] as const)('takes it back to draft from %s', (stage) => {
    expect(refusal('recall', facts({ stage }), { reason: 'The approver has left' })).toBe('draft');
  });

  it('is refused once somebody has signed, naming them', () => {
    const parties = [
      party('Agency', '2026-06-01' as CalendarDate),
      party('University', null),
      party('Institute', '2026-06-02' as CalendarDate),
    ];
    expect(refusal('recall', facts({ stage: 'awaiting_signature', parties }), { reason: 'Too late' })).toBe(
      'Signed already by Agency, Institute: what is signed is not changed, only withdrawn.',
    );
  });
});

describe('sign', () => {
  const [agency, university] = facts().parties;
  const waiting = facts({ stage: 'awaiting_signature', parties: [{ ...agency, signedOn: today }, university] });
  it.each<[string, Partial<AgreementStepContext>, string]>([
    ['open before anything is said', {}, 'awaiting_signature'],
    ['today', { organisationId: 'university', on: today }, 'awaiting_signature'],
    ['earlier', { organisationId: 'university', on: day('2026-01-01') }, 'awaiting_signature'],
    [
      'tomorrow',
      { organisationId: 'university', on: day('2026-06-11') },
      'The day of a signature cannot lie in the future.',
    ],
    ['twice', { organisationId: 'agency', on: today }, 'Agency has signed already.'],
    ['somebody else', { organisationId: 'other', on: today }, 'That organisation is not a party to this agreement.'],
  ])('%s', (_what, context, expected) => expect(refusal('sign', waiting, context)).toBe(expected));

  it('the last signature executes it, and not before', () => {
    expect(refusal('execute', facts({ stage: 'awaiting_signature' }))).toBe(
      'Waiting for the signature of Agency, University.',
    );
    expect(refusal('execute', waiting)).toBe('Waiting for the signature of University.');
    const signed = [agency, university].map((party) => ({ ...party, signedOn: today }));
    expect(refusal('execute', facts({ stage: 'awaiting_signature', parties: signed }))).toBe('executed');
  });
});

describe('withdraw and terminate', () => {
  it.each(['draft', 'in_approval', 'awaiting_signature'] as const)('withdraws from %s', (stage) => {
    expect(refusal('withdraw', facts({ stage, parties: [], approvals: [asked] }))).toBe('withdrawn');
  });

  it.each<[string, Partial<AgreementFacts>, CalendarDate | undefined, string]>([
    ['in force', {}, today, 'executed'],
    ['before a day is said', {}, undefined, 'executed'],
    ['not yet begun', { effectiveOn: day('2026-07-01') }, today, 'executed'],
    ['on its last day', {}, day('2027-12-31'), 'executed'],
    ['after its end', {}, day('2028-01-01'), 'It ends before that day by itself.'],
    ['without an end', { endOn: null }, day('2100-01-01'), 'executed'],
    ['twice', { terminatedOn: day('2026-07-01') }, today, 'A day has been set for its end already.'],
    ['terminated', { terminatedOn: today }, today, 'This agreement is terminated already.'],
    ['superseded', { supersededOn: today }, today, 'This agreement is superseded already.'],
    ['expired', { endOn: day('2026-06-09') }, today, 'This agreement is expired already.'],
  ])('terminates what is %s', (_what, given, on, expected) => {
    expect(refusal('terminate', facts({ stage: 'executed', ...given }), { on })).toBe(expected);
  });
});

describe('unansweredOf', () => {
  it.each<[AgreementStep, [string, string][]]>([
    ['submit', [['/assigneeUserId', 'Say who is to approve it.']]],
    ['approve', []],
    ['return', [['/reason', 'Say why it goes back to draft.']]],
    [
      'sign',
      [
        ['/organisationId', 'Say which party signed.'],
        ['/on', 'Enter the day on which it signed.'],
        ['/signatoryName', 'Enter who signed for it.'],
      ],
    ],
    ['execute', []],
    ['recall', [['/reason', 'Say why it is taken back to draft.']]],
    ['withdraw', [['/reason', 'Say why it is withdrawn.']]],
    [
      'terminate',
      [
        ['/on', 'Enter the first day on which it is no longer in force.'],
        ['/reason', 'Say why it ends.'],
      ],
    ],
  ])('%s', (step, expected) => {
    expect(unansweredOf(step, {})).toEqual(expected.map(([pointer, detail]) => ({ pointer, detail })));
    const answers = {
      assigneeUserId: 'x',
      reason: 'x',
      organisationId: 'x',
      on: today,
      signatoryName: 'x',
    };
    expect(unansweredOf(step, answers)).toEqual([]);
  });
});
