import { calendarDate, type CalendarDate } from '../../../kernel/calendar-date.js';
import { agreementDates } from '../../../../test/support/agreement.dates.js';
import {
  problemsOfNewEnd,
  renewalDecisions,
  usualNewEnd,
  whyNotDecided,
  type RenewableFacts,
  type RenewalDecision,
} from './renewal-decision.rules.js';

const day = calendarDate;
const today = day('2026-06-10');
const facts = (given: Partial<RenewableFacts> = {}): RenewableFacts => ({
  ...agreementDates({ endOn: day('2026-12-31') }),
  type: 'mou',
  successorReference: null,
  ...given,
});

describe('whyNotDecided', () => {
  it.each(renewalDecisions)('%s can be decided of one in force, or signed and not begun', (decision) => {
    expect(whyNotDecided(facts(), decision, today)).toBeNull();
    expect(whyNotDecided(facts({ effectiveOn: day('2026-07-01') }), decision, today)).toBeNull();
  });

  const anyDecision: [string, Partial<RenewableFacts>, string][] = [
    ['a draft', { stage: 'draft' }, 'Nothing is to be renewed before everybody has signed. Its stage is “draft”.'],
    [
      'one that waits for signatures',
      { stage: 'awaiting_signature' },
      'Nothing is to be renewed before everybody has signed. Its stage is “awaiting signature”.',
    ],
    [
      'one whose last day was yesterday',
      { endOn: day('2026-06-09') },
      'This agreement has expired, so it cannot be renewed or ended. Draft another one.',
    ],
    ['one terminated today', { terminatedOn: today }, 'This agreement is terminated already.'],
    ['one superseded today', { supersededOn: today }, 'This agreement is superseded already.'],
    ['one to be terminated', { terminatedOn: day('2026-06-11') }, 'A day has been set for its end already.'],
    ['one to be superseded', { supersededOn: day('2026-06-11') }, 'Another agreement takes its place already.'],
  ];
  it.each(anyDecision)('nothing is decided of %s', (_what, given, reason) => {
    for (const decision of renewalDecisions) expect(whyNotDecided(facts(given), decision, today)).toBe(reason);
  });

  it('of one whose last day is today everything can still be decided', () => {
    for (const decision of renewalDecisions) expect(whyNotDecided(facts({ endOn: today }), decision, today)).toBeNull();
  });

  it.each<[RenewalDecision, Partial<RenewableFacts>, string | null]>([
    ['renew', { endOn: null }, 'It has no end, so there is nothing to renew. Set the day of its next review instead.'],
    ['renew', { renewalType: 'none' }, 'It was agreed that it is not renewed. Renegotiate it instead.'],
    ['renew', { renewalType: 'automatic' }, null],
    ['renegotiate', { renewalType: 'none' }, null],
    ['renegotiate', { endOn: null }, null],
    [
      'renegotiate',
      { successorReference: 'AGR-2026-0007' },
      'AGR-2026-0007 is to take its place already. Change that draft, or withdraw it first.',
    ],
    ['renew', { successorReference: 'AGR-2026-0007' }, null],
    ['let_lapse', { endOn: null }, 'It has no end, so it does not lapse. Terminate it instead.'],
    ['terminate', { endOn: null }, null],
  ])('%s with %j', (decision, given, reason) => expect(whyNotDecided(facts(given), decision, today)).toBe(reason));
});

describe('the new end', () => {
  it.each<[RenewableFacts['type'], string | null, string | null]>([
    ['mou', '2026-12-31', '2029-12-31'],
    ['secondment', '2027-02-28', '2028-02-29'],
    ['secondment', '2028-02-29', '2029-02-28'],
    ['data_access', '2026-12-31', null],
    ['mou', null, null],
    ['mou', '2200-12-31', null],
    ['mou', '2199-12-31', null],
  ])('of %s after %s is usually %s', (type, endOn, expected) => {
    expect(usualNewEnd({ type, endOn: endOn === null ? null : day(endOn) })).toBe(expected);
  });

  it.each<[CalendarDate | null, string | null]>([
    [day('2027-01-01'), null],
    [day('2026-12-31'), 'The new last day must be after the present one, 31 December 2026.'],
    [day('2026-12-30'), 'The new last day must be after the present one, 31 December 2026.'],
    [null, 'Enter the new last day in force.'],
  ])('%s', (newEndOn, detail) => {
    expect(problemsOfNewEnd({ endOn: day('2026-12-31') }, newEndOn)).toEqual(
      detail === null ? [] : [{ pointer: '/endOn', detail }],
    );
  });
});
