import fc from 'fast-check';
import { asked, facts, refusal } from '../../../test/support/agreement.cases.js';
import type { AgreementFacts } from './agreement.lifecycle.js';
import type { PendingApproval } from './approvals/approval.rules.js';

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null, freq: 3 });

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
    fc.assert(
      fc.property(maybe(person), maybe(person), person, person, person, (author, owner, asker, assignee, who) => {
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
