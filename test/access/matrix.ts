import type { Role } from '../../src/kernel/actor.js';
import type { Kind } from './reach.js';

/**
 * What a call of a route does:
 * - `answers`: the same for everybody who may call it, with the row's status;
 * - `lists`, `counts`: of a kind of record, those that the caller reads;
 * - `reads`: one record;
 * - `opens`: the form that changes one record, for whoever may change it;
 * - `changes`: one record, under a version that it never has, so that 412 is the right to change;
 * - `decides`: likewise, for whoever it was put to as well;
 * - `creates`: from an empty body, so that 400 is the right to create;
 * - `begins`: a record below one that the caller must read, from a body that is refused once that is settled;
 * - `sends`: a page's form, here without its token, so that 403 is the answer to whoever is signed in.
 */
export type Doing =
  'answers' | 'lists' | 'counts' | 'reads' | 'opens' | 'changes' | 'decides' | 'creates' | 'begins' | 'sends';

export interface Row {
  readonly route: string;
  /** Where one route does several things: which of them. */
  readonly saying?: string;
  readonly does: Doing;
  /** The kind of record that is made, listed, or named by the path. */
  readonly kind?: Kind;
  /** Roles that may call it at all. Nobody else learns whether the record is there. */
  readonly who: readonly Role[] | 'everybody' | 'the signed in';
  /** The status of `answers`; 200 unless told. */
  readonly status?: number;
  /** Roles whom a page sends on to another: 303. */
  readonly sentOn?: readonly Role[];
  /** Where `begins` is refused otherwise: by class of the record above, for these roles. */
  readonly otherwise?: { readonly of: string; readonly for: Role; readonly status: number };
}

const agencies: readonly Role[] = ['liaison', 'partner'];
const register: readonly Role[] = ['liaison', 'partner', 'admin', 'approver', 'auditor', 'academic'];
const registrars: readonly Role[] = ['liaison', 'partner', 'admin'];
const accounts: readonly Role[] = ['liaison', 'partner', 'admin', 'auditor'];
const readers: readonly Role[] = ['liaison', 'partner', 'approver', 'academic'];
const deciders: readonly Role[] = ['liaison', 'partner', 'approver'];

/** Served as they are, to everybody: the stylesheet. No controller declares it. */
export const staticRoute = 'GET /assets/*';

/**
 * Every route and who may do what with it: written down rather than worked out from `src/access.ts`, so that a change there
 * fails here and is decided twice. A route of the running application without a row fails the test.
 */
export const matrix: readonly Row[] = [
  { route: 'GET /health/live', does: 'answers', who: 'everybody' },
  { route: 'GET /health/ready', does: 'answers', who: 'everybody' },
  // The demonstration's and the developers' own; neither exists in production.
  { route: 'GET /dev/clock', does: 'answers', who: 'everybody' },
  { route: 'POST /dev/clock', does: 'creates', who: 'everybody' },
  { route: 'GET /dev/mail', does: 'answers', who: 'everybody' },
  { route: 'GET /dev/mail/:name', does: 'answers', who: 'everybody', status: 404 },

  // Pages for people, by cookie. What their forms do is the API's, and is asked there.
  { route: 'GET /', does: 'answers', who: 'the signed in', sentOn: ['approver', 'academic'] },
  { route: 'GET /try-this', does: 'answers', who: 'everybody' },
  { route: 'POST /try-this/clock', does: 'creates', who: 'everybody' },
  { route: 'GET /help', does: 'answers', who: 'everybody' },
  { route: 'GET /privacy', does: 'answers', who: 'everybody' },
  { route: 'GET /accessibility-statement', does: 'answers', who: 'everybody' },
  { route: 'GET /sign-in', does: 'answers', who: 'everybody' },
  { route: 'POST /sign-in', does: 'creates', who: 'everybody' },
  { route: 'POST /sign-out', does: 'sends', who: 'the signed in' },
  { route: 'GET /experts', does: 'answers', who: agencies },
  { route: 'GET /experts/new', does: 'answers', who: agencies },
  { route: 'POST /experts/new', does: 'sends', who: agencies },
  // Without anybody selected.
  { route: 'GET /experts/bulk', does: 'answers', who: agencies, status: 400 },
  { route: 'POST /experts/bulk', does: 'sends', who: agencies },
  { route: 'POST /experts/bulk/:id/undo', does: 'sends', who: agencies },
  { route: 'GET /experts/:id/edit', does: 'opens', kind: 'expert', who: agencies },
  { route: 'POST /experts/:id/edit', does: 'sends', kind: 'expert', who: agencies },
  { route: 'GET /saved-views', does: 'answers', who: agencies },
  // Without the list it is a view of.
  { route: 'GET /saved-views/new', does: 'answers', who: agencies, status: 404 },
  { route: 'POST /saved-views', does: 'sends', who: agencies },
  { route: 'POST /saved-views/:id/delete', does: 'sends', who: agencies },
  { route: 'GET /agreements', does: 'answers', who: readers },
  { route: 'GET /agreements/:id', does: 'reads', kind: 'agreement', who: readers },
  { route: 'POST /agreements/:id/steps', does: 'sends', kind: 'agreement', who: readers },

  { route: 'POST /api/v1/auth/sign-in', does: 'creates', who: 'everybody' },
  { route: 'POST /api/v1/auth/refresh', does: 'creates', who: 'everybody' },
  { route: 'POST /api/v1/auth/sign-out', does: 'answers', who: 'the signed in', status: 204 },
  { route: 'POST /api/v1/auth/password', does: 'creates', who: 'the signed in' },
  { route: 'GET /api/v1/me', does: 'answers', who: 'the signed in' },

  { route: 'GET /api/v1/vocabularies', does: 'answers', who: [...register, 'host'] },
  { route: 'GET /api/v1/vocabularies/:scheme', does: 'answers', who: [...register, 'host'] },

  { route: 'GET /api/v1/organisations', does: 'lists', kind: 'organisation', who: register },
  { route: 'GET /api/v1/organisations/:id', does: 'reads', kind: 'organisation', who: register },
  { route: 'POST /api/v1/organisations', does: 'creates', kind: 'organisation', who: registrars },
  { route: 'PATCH /api/v1/organisations/:id', does: 'changes', kind: 'organisation', who: registrars },
  { route: 'GET /api/v1/agencies', does: 'lists', kind: 'agency', who: register },
  { route: 'GET /api/v1/agencies/:id', does: 'reads', kind: 'agency', who: register },

  { route: 'GET /api/v1/users', does: 'lists', kind: 'user', who: accounts },
  { route: 'GET /api/v1/users/:id', does: 'reads', kind: 'user', who: accounts },
  { route: 'POST /api/v1/users', does: 'creates', kind: 'user', who: ['admin'] },
  { route: 'PATCH /api/v1/users/:id', does: 'changes', kind: 'user', who: ['admin'] },
  { route: 'POST /api/v1/users/:id/steps', does: 'changes', kind: 'user', who: ['admin'] },

  { route: 'GET /api/v1/experts', does: 'lists', kind: 'expert', who: agencies },
  { route: 'GET /api/v1/experts/count', does: 'counts', kind: 'expert', who: agencies },
  // Without a name.
  { route: 'GET /api/v1/experts/duplicates', does: 'answers', who: agencies, status: 400 },
  { route: 'POST /api/v1/experts/bulk', does: 'creates', who: agencies },
  // Somebody's own, and nobody in the scene has any.
  { route: 'POST /api/v1/experts/bulk/:id/undo', does: 'answers', who: agencies, status: 404 },
  { route: 'GET /api/v1/tags', does: 'answers', who: agencies },
  { route: 'POST /api/v1/tags', does: 'creates', who: agencies },
  { route: 'DELETE /api/v1/tags/:id', does: 'answers', who: agencies, status: 404 },
  { route: 'GET /api/v1/saved-views', does: 'answers', who: agencies },
  { route: 'POST /api/v1/saved-views', does: 'creates', who: agencies },
  { route: 'DELETE /api/v1/saved-views/:id', does: 'answers', who: agencies, status: 404 },
  { route: 'GET /api/v1/experts/:id', does: 'reads', kind: 'expert', who: ['liaison', 'partner', 'academic'] },
  { route: 'POST /api/v1/experts', does: 'creates', kind: 'expert', who: agencies },
  { route: 'PATCH /api/v1/experts/:id', does: 'changes', kind: 'expert', who: agencies },
  { route: 'POST /api/v1/experts/:id/affiliations', does: 'changes', kind: 'expert', who: agencies },
  { route: 'PATCH /api/v1/experts/:id/affiliations/:affiliationId', does: 'changes', kind: 'expert', who: agencies },
  { route: 'PUT /api/v1/experts/:id/expertise', does: 'changes', kind: 'expert', who: agencies },
  {
    route: 'POST /api/v1/experts/:id/relationships',
    does: 'begins',
    kind: 'expert',
    who: agencies,
    // Agency A has a relationship with the academic already.
    otherwise: { of: 'self', for: 'liaison', status: 409 },
  },
  {
    route: 'GET /api/v1/experts/:id/relationships/:relationshipId',
    does: 'reads',
    kind: 'relationship',
    who: ['liaison', 'partner', 'academic'],
  },
  {
    route: 'PATCH /api/v1/experts/:id/relationships/:relationshipId',
    does: 'changes',
    kind: 'relationship',
    who: agencies,
  },

  { route: 'GET /api/v1/contacts', does: 'lists', kind: 'contact', who: agencies },
  { route: 'GET /api/v1/contacts/:id', does: 'reads', kind: 'contact', who: agencies },
  { route: 'POST /api/v1/contacts', does: 'creates', kind: 'contact', who: agencies },
  { route: 'PATCH /api/v1/contacts/:id', does: 'changes', kind: 'contact', who: agencies },

  { route: 'GET /api/v1/agreements', does: 'lists', kind: 'agreement', who: readers },
  { route: 'GET /api/v1/agreements/count', does: 'counts', kind: 'agreement', who: readers },
  { route: 'GET /api/v1/agreements/:id', does: 'reads', kind: 'agreement', who: readers },
  { route: 'POST /api/v1/agreements', does: 'creates', kind: 'agreement', who: agencies },
  { route: 'PATCH /api/v1/agreements/:id', does: 'changes', kind: 'agreement', who: agencies },
  { route: 'PUT /api/v1/agreements/:id/parties', does: 'changes', kind: 'agreement', who: agencies },
  { route: 'PUT /api/v1/agreements/:id/people', does: 'changes', kind: 'agreement', who: agencies },
  {
    route: 'POST /api/v1/agreements/:id/steps',
    saying: 'approve',
    does: 'decides',
    kind: 'agreement',
    who: deciders,
  },
  {
    route: 'POST /api/v1/agreements/:id/steps',
    saying: 'withdraw',
    does: 'changes',
    kind: 'agreement',
    who: agencies,
  },

  { route: 'GET /api/v1/interactions', does: 'lists', kind: 'interaction', who: agencies },
  { route: 'GET /api/v1/interactions/:id', does: 'reads', kind: 'interaction', who: agencies },
  { route: 'POST /api/v1/interactions', does: 'creates', kind: 'interaction', who: agencies },
  { route: 'PATCH /api/v1/interactions/:id', does: 'changes', kind: 'interaction', who: agencies },

  { route: 'GET /api/v1/follow-ups', does: 'lists', kind: 'follow_up', who: agencies },
  { route: 'GET /api/v1/follow-ups/count', does: 'counts', kind: 'follow_up', who: agencies },
  { route: 'GET /api/v1/follow-ups/:id', does: 'reads', kind: 'follow_up', who: agencies },
  { route: 'POST /api/v1/follow-ups', does: 'creates', kind: 'follow_up', who: agencies },
  { route: 'PATCH /api/v1/follow-ups/:id', does: 'changes', kind: 'follow_up', who: agencies },
  { route: 'POST /api/v1/follow-ups/:id/steps', does: 'changes', kind: 'follow_up', who: agencies },

  { route: 'GET /api/v1/reminders', does: 'lists', kind: 'reminder', who: agencies },
  { route: 'GET /api/v1/reminders/:id', does: 'reads', kind: 'reminder', who: agencies },
  { route: 'GET /api/v1/reminder-rules', does: 'answers', who: registrars },

  { route: 'GET /api/v1/reports/partnerships', does: 'answers', who: registrars },
  { route: 'GET /api/v1/reports/partnerships.csv', does: 'answers', who: registrars },
];
