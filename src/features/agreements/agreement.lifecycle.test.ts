import { asked, day, facts, refusal, today } from '../../../test/support/agreement.cases.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
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
