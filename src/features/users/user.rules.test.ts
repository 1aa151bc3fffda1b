import type { Role } from '../../kernel/actor.js';
import { calendarDate } from '../../kernel/calendar-date.js';
import { userLifecycle, type UserFacts } from './user.lifecycle.js';
import { roles } from '../../kernel/actor.js';
import { problemsOfAbsence, problemsOfAccount, problemsOfRole } from './user.rules.js';

const lead = { isAgency: true, isLeadAgency: true };
const otherAgency = { isAgency: true, isLeadAgency: false };
const university = { isAgency: false, isLeadAgency: false };

describe('problemsOfAccount', () => {
  const allowed: Record<Role, [inLead: boolean, inOther: boolean, outside: boolean]> = {
    admin: [true, true, false],
    liaison: [true, false, false],
    partner: [false, true, false],
    approver: [true, true, false],
    auditor: [true, true, false],
    host: [true, true, true],
    academic: [true, true, true],
    delegate: [true, true, true],
  };
  const cases = Object.entries(allowed).flatMap(([role, fits]) =>
    [lead, otherAgency, university].map((place, index) => [role as Role, place, fits[index]] as const),
  );

  it.each(cases)('%s in %j: %s', (role, place, fits) => {
    const problems = problemsOfAccount({ role, expertId: role === 'academic' ? 'expert' : null }, place);
    expect(problems.map(({ pointer }) => pointer)).toEqual(fits ? [] : ['/organisationId']);
  });

  it('says which of the two a person of the lead or another agency is', () => {
    const [liaison] = problemsOfAccount({ role: 'liaison', expertId: null }, otherAgency);
    expect(liaison.detail).toMatch(/or the role partner\.$/);
    const [partner] = problemsOfAccount({ role: 'partner', expertId: null }, lead);
    expect(partner.detail).toMatch(/or the role liaison\.$/);
    const [outside] = problemsOfAccount({ role: 'partner', expertId: null }, university);
    expect(outside.detail).toMatch(/^A partner works in an agency or/);
  });

  it('ties academics, and nobody else, to an expert', () => {
    expect(problemsOfAccount({ role: 'academic', expertId: null }, university)).toEqual([
      { pointer: '/expertId', detail: 'Select the expert whose account this is.' },
    ]);
    expect(problemsOfAccount({ role: 'host', expertId: 'expert' }, university)).toEqual([
      { pointer: '/expertId', detail: 'Only an academic’s account is tied to an expert. Clear this field.' },
    ]);
  });
});

it.each(roles)('an administrator may give the role %s, unless an academic has to name them', (role) => {
  expect(problemsOfRole(role).map(({ pointer }) => pointer)).toEqual(role === 'delegate' ? ['/role'] : []);
});

describe('problemsOfAbsence', () => {
  const [first, second] = [calendarDate('2026-06-10'), calendarDate('2026-06-11')];

  it.each([
    [null, null, []],
    [first, null, []],
    [first, first, []],
    [first, second, []],
    [second, first, ['/awayTo']],
    [null, first, ['/awayFrom']],
  ])('from %s to %s: %j', (from, to, expected) => {
    expect(problemsOfAbsence(from, to).map(({ pointer }) => pointer)).toEqual(expected);
  });
});

describe('userLifecycle', () => {
  const facts = (given: Partial<UserFacts> = {}): UserFacts => ({
    stage: 'active',
    userId: 'other',
    isLastAdmin: false,
    ...given,
  });
  const me = { actorUserId: 'me', reason: 'Left the agency' };

  it('disables and enables again, with a reason', () => {
    expect(userLifecycle.take('disable', facts(), me)).toEqual({ allowed: true, to: 'disabled' });
    expect(userLifecycle.take('enable', facts({ stage: 'disabled' }), me)).toEqual({ allowed: true, to: 'active' });
  });

  it.each([
    ['disable', facts({ stage: 'disabled' }), me, /present stage is “disabled”/],
    ['enable', facts(), me, /present stage is “active”/],
    ['disable', facts(), { actorUserId: 'me' }, /^Say why\.$/],
    ['enable', facts({ stage: 'disabled' }), { actorUserId: 'me' }, /^Say why\.$/],
    ['disable', facts({ userId: 'me' }), me, /^Nobody disables their own account/],
    ['disable', facts({ isLastAdmin: true }), me, /^This is the last administrator/],
  ] as const)('refuses %s', (step, given, context, reason) => {
    const taken = userLifecycle.take(step, given, context);
    expect(taken).toEqual({ allowed: false, reason: expect.stringMatching(reason) });
  });

  it('reaches both stages and ends in neither', () => {
    expect(userLifecycle.unreachable('active', ['active', 'disabled'])).toEqual([]);
    expect(userLifecycle.deadEnds()).toEqual([]);
    expect(userLifecycle.steps.map((step) => userLifecycle.needs(step))).toEqual(['users.write', 'users.write']);
  });
});
