import type { Sql } from 'sql-template-tag';
import { changeableAgreements, visibleAgreements } from '../../src/features/agreements/agreement.visibility.js';
import { changeableContacts, visibleContacts } from '../../src/features/contacts/contact.visibility.js';
import {
  changeableExperts,
  keptBy,
  knownExperts,
  readableField,
  visibleExperts,
} from '../../src/features/experts/expert.visibility.js';
import { readablePublications } from '../../src/features/experts/publications/publication.visibility.js';
import {
  changeableRelationships,
  knowableRelationships,
  ownRelationships,
  readableRelationships,
} from '../../src/features/experts/relationships/relationship.visibility.js';
import {
  sponsoredBy,
  vettedElsewhere,
  visibleVettings,
} from '../../src/features/experts/vetting/vetting.visibility.js';
import { changeableFollowUps, visibleFollowUps } from '../../src/features/follow-ups/follow-up.visibility.js';
import {
  changeableInteractions,
  madeByOwnAgency,
  visibleInteractions,
} from '../../src/features/interactions/interaction.visibility.js';
import { seesAccounts, visibleUsers } from '../../src/features/users/user.visibility.js';
import { systemActor, type Actor, type Role, type UserActor } from '../../src/kernel/actor.js';
import { calendarDate } from '../../src/kernel/calendar-date.js';

const today = calendarDate('2026-06-10');
const job = systemActor('reminders.sweep');

/** Each condition of the product that depends on who asks, on one record. */
const conditions: Readonly<Record<string, (actor: Actor) => Sql>> = {
  visibleAgreements: (actor) => visibleAgreements(actor, 'r', today),
  changeableAgreements: (actor) => changeableAgreements(actor, 'r', today),
  visibleContacts: (actor) => visibleContacts(actor, 'r', today),
  changeableContacts: (actor) => changeableContacts(actor, 'r', today),
  visibleExperts: (actor) => visibleExperts(actor, 'r', today),
  knownExperts: (actor) => knownExperts(actor, 'r'),
  readableField: (actor) => readableField(actor, 'r', 'email'),
  keptBy: (actor) => keptBy(actor, 'r'),
  changeableExperts: (actor) => changeableExperts(actor, 'r'),
  readableRelationships: (actor) => readableRelationships(actor, 'r', today),
  changeableRelationships: (actor) => changeableRelationships(actor, 'r', today),
  knowableRelationships: (actor) => knowableRelationships(actor, 'r', today),
  ownRelationships: (actor) => ownRelationships(actor, 'r', today),
  visibleVettings: (actor) => visibleVettings(actor, 'r'),
  sponsoredBy: (actor) => sponsoredBy(actor, 'r'),
  visibleFollowUps: (actor) => visibleFollowUps(actor, 'r', today),
  changeableFollowUps: (actor) => changeableFollowUps(actor, 'r', today),
  visibleInteractions: (actor) => visibleInteractions(actor, 'r', today),
  changeableInteractions: (actor) => changeableInteractions(actor, 'r', today),
  madeByOwnAgency: (actor) => madeByOwnAgency(actor, 'r'),
};

function somebody(role: Role, agencyId: string | null = '01900000-0000-7000-8000-000000000001'): UserActor {
  return {
    kind: 'user',
    userId: '01900000-0000-7000-8000-000000000002',
    name: 'Somebody',
    role,
    organisationId: '01900000-0000-7000-8000-000000000003',
    agencyId,
    agencyAudience: agencyId === null ? null : 'uk_law_enforcement',
    readsSharedPeople: false,
    expertId: null,
    sessionId: null,
  };
}

/** False whatever the row: the word itself, or a conjunction with it. */
const isClosed = ({ text }: Sql): boolean => text === 'false' || /^\([^()]* and false\)$/.test(text);
const open = (actor: Actor): string[] =>
  Object.entries(conditions)
    .filter(([, condition]) => !isClosed(condition(actor)))
    .map(([name]) => name);

it.each(Object.entries(conditions))('a job of the product itself is not held back: %s', (_, condition) => {
  expect(condition(job)).toMatchObject({ text: 'true', values: [] });
});

it('a job reads every publication, and needs not be told that somebody else has vetted a person', () => {
  expect(readablePublications(job, 'r').text).toBe('true');
  expect(vettedElsewhere(job, 'r', today).text).toBe('false');
});

it.each<Role>(['host', 'delegate'])('the role %s, which has no agency, is shown and may change nothing', (role) => {
  expect(open(somebody(role, null))).toEqual([]);
});

// Permissions keep these from ever asking; the conditions keep them out a second time. What an agency knows of its own people
// is no secret to anybody of it.
it.each<[Role, string[]]>([
  ['admin', ['knownExperts', 'readableField', 'madeByOwnAgency']],
  ['auditor', ['knownExperts', 'readableField', 'madeByOwnAgency']],
  ['approver', ['visibleAgreements', 'knownExperts', 'readableField', 'madeByOwnAgency']],
])('the role %s finds no record but what is put to it', (role, expected) => {
  expect(open(somebody(role))).toEqual(expected);
});

it.each<Role>(['liaison', 'partner'])('a %s without an agency finds nothing', (role) => {
  expect(open(somebody(role, null))).toEqual([]);
});

it.each<Role>(['liaison', 'partner'])('a %s is asked for the row’s agency in whatever they may change', (role) => {
  const actor = somebody(role);
  const changing = Object.entries(conditions).filter(([name]) => /^changeable|^keptBy|^sponsoredBy/.test(name));
  expect(changing).toHaveLength(8);
  for (const [, condition] of changing) {
    expect(condition(actor).text).toMatch(/r\.agency_id = \$1/);
    expect(condition(actor).values[0]).toBe(actor.agencyId);
  }
});

it('only administrators and auditors see accounts whole', () => {
  const roles: Role[] = ['admin', 'auditor', 'liaison', 'partner', 'approver', 'host', 'academic', 'delegate'];
  expect(roles.filter((role) => seesAccounts(somebody(role)))).toEqual(['admin', 'auditor']);
  expect(roles.filter((role) => visibleUsers(somebody(role), 'u').text === 'true')).toEqual(['admin', 'auditor']);
  expect(roles.filter((role) => visibleUsers(somebody(role), 'u').text === 'false')).toEqual([
    'approver',
    'host',
    'academic',
    'delegate',
  ]);
});
