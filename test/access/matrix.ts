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
 * - `corrects`: likewise one's own record, which no path names;
 * - `creates`: from an empty body, so that 400 is the right to create;
 * - `begins`: a record below one that the caller must read, from a body that is refused once that is settled;
 * - `adds`: likewise below a record that the caller may change, or with the row's status where it is refused otherwise;
 * - `sends`: a page's form, here without its token, so that 403 is the answer to whoever is signed in.
 */
export type Doing =
  | 'answers'
  | 'lists'
  | 'counts'
  | 'reads'
  | 'opens'
  | 'changes'
  | 'decides'
  | 'corrects'
  | 'creates'
  | 'begins'
  | 'adds'
  | 'sends';

export interface Row {
  readonly route: string;
  /** Where one route does several things: which of them. */
  readonly saying?: string;
  readonly does: Doing;
  /** The kind of record that is made, listed, or named by the path. */
  readonly kind?: Kind;
  /** Roles that may call it at all. Nobody else learns whether the record is there. */
  readonly who: readonly Role[] | 'everybody' | 'the signed in';
  /** Where `adds` makes another kind of record than the one above. */
  readonly makes?: Kind;
  /** The status of `answers`, 200 unless told, and of `adds`, 400 unless told. */
  readonly status?: number;
  /** Roles whom a page sends on to another: 303. */
  readonly sentOn?: readonly Role[];
  /** Where `begins` is refused otherwise: by class of the record above, for these roles. */
  readonly otherwise?: { readonly of: string; readonly for: Role; readonly status: number };
}

const agencies: readonly Role[] = ['liaison', 'partner'];
const playbookKeepers: readonly Role[] = ['liaison', 'partner', 'admin'];
const register: readonly Role[] = ['liaison', 'partner', 'admin', 'approver', 'auditor', 'academic'];
const registrars: readonly Role[] = ['liaison', 'partner', 'admin'];
const accounts: readonly Role[] = ['liaison', 'partner', 'admin', 'auditor'];
/** The register as pages: academics read it through the API only. */
const registerPages: readonly Role[] = ['liaison', 'partner', 'admin', 'approver', 'auditor'];
const readers: readonly Role[] = ['liaison', 'partner', 'approver', 'academic'];
const deciders: readonly Role[] = ['liaison', 'partner', 'approver'];
const academics: readonly Role[] = ['academic'];
const delegates: readonly Role[] = ['academic', 'delegate'];

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
  {
    route: 'GET /',
    does: 'answers',
    who: 'the signed in',
    sentOn: ['approver', 'academic', 'admin', 'auditor', 'delegate'],
  },
  { route: 'GET /try-this', does: 'answers', who: 'everybody' },
  { route: 'POST /try-this/clock', does: 'creates', who: 'everybody' },
  { route: 'GET /help', does: 'answers', who: 'everybody' },
  { route: 'GET /privacy', does: 'answers', who: 'everybody' },
  { route: 'GET /accessibility-statement', does: 'answers', who: 'everybody' },
  { route: 'GET /sign-in', does: 'answers', who: 'everybody' },
  { route: 'POST /sign-in', does: 'creates', who: 'everybody' },
  { route: 'GET /forgotten-password', does: 'answers', who: 'everybody' },
  { route: 'POST /forgotten-password', does: 'creates', who: 'everybody' },
  { route: 'GET /invitation/:value', does: 'answers', who: 'everybody', status: 404 },
  { route: 'POST /invitation/:value', does: 'creates', who: 'everybody' },
  { route: 'GET /reset-password/:value', does: 'answers', who: 'everybody', status: 404 },
  { route: 'POST /reset-password/:value', does: 'creates', who: 'everybody' },
  { route: 'GET /unsubscribe/done', does: 'answers', who: 'everybody' },
  { route: 'GET /unsubscribe/:value', does: 'answers', who: 'everybody' },
  { route: 'POST /unsubscribe/:value', does: 'answers', who: 'everybody' },
  { route: 'POST /sign-out', does: 'sends', who: 'the signed in' },
  { route: 'GET /account', does: 'answers', who: 'the signed in' },
  { route: 'GET /account/password', does: 'answers', who: 'the signed in' },
  { route: 'POST /account/password', does: 'sends', who: 'the signed in' },
  { route: 'POST /account/sessions/:id/end', does: 'sends', who: 'the signed in' },
  { route: 'GET /account/sessions/others', does: 'answers', who: 'the signed in' },
  { route: 'POST /account/sessions/others', does: 'sends', who: 'the signed in' },
  { route: 'GET /account/away', does: 'answers', who: agencies },
  { route: 'POST /account/away', does: 'sends', who: agencies },
  { route: 'GET /account/mail', does: 'answers', who: readers },
  { route: 'POST /account/mail', does: 'sends', who: readers },
  { route: 'GET /search', does: 'answers', who: agencies },
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
  { route: 'GET /experts/:id', does: 'reads', kind: 'expert', who: agencies },
  { route: 'GET /experts/:id/timeline', does: 'reads', kind: 'expert', who: agencies },
  { route: 'GET /experts/:id/briefing', does: 'reads', kind: 'expert', who: agencies },
  { route: 'GET /experts/:id/relationship', does: 'reads', kind: 'expert', who: agencies },
  { route: 'POST /experts/:id/relationship', does: 'sends', kind: 'expert', who: agencies },
  { route: 'POST /experts/:id/relationship/stage', does: 'sends', kind: 'expert', who: agencies },
  { route: 'POST /experts/:id/relationship/details', does: 'sends', kind: 'expert', who: agencies },
  { route: 'GET /experts/:id/publications', does: 'reads', kind: 'expert', who: agencies },
  { route: 'POST /experts/:id/publications', does: 'sends', kind: 'expert', who: agencies },
  { route: 'GET /experts/:id/vetting', does: 'reads', kind: 'expert', who: agencies },
  { route: 'GET /vettings/:vettingId', does: 'reads', kind: 'vetting', who: agencies },
  { route: 'POST /experts/:id/vetting', does: 'sends', kind: 'expert', who: agencies },
  { route: 'POST /experts/:id/vetting/:vettingId', does: 'sends', kind: 'vetting', who: agencies },

  { route: 'GET /admin/users', does: 'answers', who: ['admin'] },
  { route: 'GET /admin/users/new', does: 'answers', who: ['admin'] },
  { route: 'POST /admin/users', does: 'sends', who: ['admin'] },
  { route: 'GET /admin/users/:id', does: 'reads', kind: 'user', who: ['admin'] },
  { route: 'POST /admin/users/:id/mail-again', does: 'sends', kind: 'user', who: ['admin'] },
  { route: 'POST /admin/users/:id/invitation', does: 'sends', kind: 'user', who: ['admin'] },
  { route: 'POST /admin/users/:id/password-reset', does: 'sends', kind: 'user', who: ['admin'] },
  { route: 'GET /admin/users/:id/change', does: 'reads', kind: 'user', who: ['admin'] },
  { route: 'POST /admin/users/:id/change', does: 'sends', kind: 'user', who: ['admin'] },
  { route: 'GET /admin/users/:id/away', does: 'reads', kind: 'user', who: ['admin'] },
  { route: 'POST /admin/users/:id/away', does: 'sends', kind: 'user', who: ['admin'] },
  { route: 'GET /admin/users/:id/access', does: 'reads', kind: 'user', who: ['admin'] },
  { route: 'POST /admin/users/:id/steps', does: 'sends', kind: 'user', who: ['admin'] },
  { route: 'GET /reports/partnerships', does: 'answers', who: registrars },
  { route: 'GET /reports/partnerships.csv', does: 'answers', who: registrars },
  { route: 'GET /admin/rules', does: 'answers', who: ['admin'] },
  { route: 'GET /admin/rules/:id', does: 'reads', kind: 'reminder_rule', who: ['admin'] },
  { route: 'POST /admin/rules/:id', does: 'sends', kind: 'reminder_rule', who: ['admin'] },
  { route: 'POST /admin/rules/:id/preview', does: 'sends', kind: 'reminder_rule', who: ['admin'] },
  { route: 'POST /admin/rules/:id/trial', does: 'sends', kind: 'reminder_rule', who: ['admin'] },
  { route: 'GET /admin/bank-holidays', does: 'answers', who: ['admin'] },
  { route: 'POST /admin/bank-holidays', does: 'sends', who: ['admin'] },
  { route: 'GET /admin/jobs', does: 'answers', who: ['admin'] },
  { route: 'POST /admin/jobs/retries', does: 'sends', who: ['admin'] },
  { route: 'GET /admin/audit', does: 'answers', who: ['admin', 'auditor'] },
  { route: 'GET /admin/vocabularies', does: 'answers', who: ['admin'] },
  { route: 'GET /admin/vocabularies/:scheme', does: 'answers', who: ['admin'] },
  { route: 'GET /admin/vocabularies/:scheme/new', does: 'answers', who: ['admin'] },
  { route: 'POST /admin/vocabularies/:scheme/terms', does: 'sends', who: ['admin'] },
  { route: 'GET /admin/vocabularies/:scheme/terms/:code', does: 'reads', kind: 'term', who: ['admin'] },
  { route: 'POST /admin/vocabularies/:scheme/terms/:code', does: 'sends', kind: 'term', who: ['admin'] },
  { route: 'GET /admin/vocabularies/:scheme/terms/:code/retire', does: 'reads', kind: 'term', who: ['admin'] },
  { route: 'POST /admin/vocabularies/:scheme/terms/:code/steps', does: 'sends', kind: 'term', who: ['admin'] },
  { route: 'GET /agreements/renewals', does: 'answers', who: agencies },
  { route: 'GET /agreements/renewals.csv', does: 'answers', who: agencies },
  // What the address of a feed opens; none of the scene's people has one.
  // Nobody’s until a token is set: test/administration/metrics.test.ts.
  { route: 'GET /metrics', does: 'answers', who: 'everybody', status: 404 },
  { route: 'GET /calendar/:value.ics', does: 'answers', who: 'everybody', status: 404 },
  { route: 'GET /calendar', does: 'answers', who: readers },
  { route: 'POST /calendar', does: 'sends', who: readers },
  { route: 'POST /calendar/:id/revoke', does: 'sends', who: readers },
  { route: 'GET /obligations', does: 'answers', who: agencies },
  { route: 'GET /obligations/:id', does: 'reads', kind: 'obligation', who: readers },
  { route: 'GET /obligations/:id/edit', does: 'opens', kind: 'obligation', who: agencies },
  { route: 'POST /obligations/:id/edit', does: 'sends', kind: 'obligation', who: agencies },
  { route: 'POST /obligations/:id/progress', does: 'sends', kind: 'obligation', who: agencies },
  { route: 'POST /obligations/:id/steps', does: 'sends', kind: 'obligation', who: agencies },
  { route: 'POST /obligations/:id/removal', does: 'sends', kind: 'obligation', who: agencies },
  { route: 'GET /agreements/:id/obligations', does: 'reads', kind: 'agreement', who: readers },
  { route: 'GET /agreements/:id/obligations/new', does: 'opens', kind: 'agreement', who: agencies },
  { route: 'POST /agreements/:id/obligations/new', does: 'sends', kind: 'agreement', who: agencies },
  { route: 'GET /agreements/new', does: 'answers', who: agencies },
  { route: 'POST /agreements/new', does: 'sends', who: agencies },
  { route: 'GET /agreements/:id/edit', does: 'opens', kind: 'agreement', who: agencies },
  { route: 'POST /agreements/:id/edit', does: 'sends', kind: 'agreement', who: agencies },
  { route: 'GET /approvals', does: 'answers', who: deciders },
  { route: 'GET /renewal-decisions', does: 'answers', who: agencies },
  { route: 'GET /agreements/:id/renewal', does: 'opens', kind: 'agreement', who: agencies },
  { route: 'POST /agreements/:id/renewal', does: 'sends', kind: 'agreement', who: agencies },
  { route: 'GET /agreements/:id/key-terms', does: 'opens', kind: 'agreement', who: agencies },
  { route: 'POST /agreements/:id/key-terms', does: 'sends', kind: 'agreement', who: agencies },
  { route: 'GET /agreements/:id/signatories', does: 'opens', kind: 'agreement', who: agencies },
  { route: 'POST /agreements/:id/signatories', does: 'sends', kind: 'agreement', who: agencies },
  { route: 'GET /agreements/:id/beneficiaries', does: 'opens', kind: 'agreement', who: agencies },
  { route: 'POST /agreements/:id/beneficiaries', does: 'sends', kind: 'agreement', who: agencies },
  { route: 'GET /agreements/:id/employer-moves', does: 'opens', kind: 'agreement', who: agencies },
  { route: 'POST /agreements/:id/employer-moves', does: 'sends', kind: 'agreement', who: agencies },
  { route: 'GET /amendments', does: 'answers', who: agencies },
  { route: 'GET /agreements/:id/amendments/new', does: 'opens', kind: 'agreement', who: agencies },
  { route: 'POST /agreements/:id/amendments/new', does: 'sends', kind: 'agreement', who: agencies },
  { route: 'GET /agreements/:id/amendments/:number', does: 'reads', kind: 'amendment', who: readers },
  { route: 'GET /agreements/:id/amendments/:number/edit', does: 'opens', kind: 'amendment', who: agencies },
  { route: 'POST /agreements/:id/amendments/:number/edit', does: 'sends', kind: 'amendment', who: agencies },
  { route: 'POST /agreements/:id/amendments/:number/steps', does: 'sends', kind: 'amendment', who: readers },
  { route: 'GET /cover', does: 'answers', who: agencies },
  { route: 'GET /agreements/:id/documents', does: 'reads', kind: 'agreement', who: readers },
  { route: 'POST /agreements/:id/documents', does: 'sends', kind: 'agreement', who: agencies },
  { route: 'POST /documents/:id/versions', does: 'sends', kind: 'document', who: agencies },
  { route: 'GET /documents/:id/versions/:number', does: 'reads', kind: 'document', who: readers },
  { route: 'GET /agreements/:id/text', does: 'reads', kind: 'agreement', who: readers },
  { route: 'POST /agreements/:id/text', does: 'sends', kind: 'agreement', who: agencies },
  { route: 'GET /agreements/:id/text.pdf', does: 'reads', kind: 'agreement', who: readers },
  { route: 'GET /agreements/:id/text/edit', does: 'opens', kind: 'agreement', who: agencies },
  { route: 'POST /agreements/:id/text/edit', does: 'sends', kind: 'agreement', who: agencies },
  { route: 'GET /organisations', does: 'answers', who: registerPages },
  { route: 'GET /organisations/:id', does: 'reads', kind: 'organisation', who: registerPages },
  { route: 'GET /organisations/new', does: 'answers', who: registrars },
  { route: 'POST /organisations/new', does: 'sends', who: registrars },
  { route: 'GET /organisations/:id/edit', does: 'opens', kind: 'organisation', who: registrars },
  { route: 'POST /organisations/:id/edit', does: 'sends', kind: 'organisation', who: registrars },
  { route: 'GET /agencies', does: 'answers', who: registerPages },
  { route: 'GET /agencies/:id', does: 'reads', kind: 'agency', who: registerPages },
  { route: 'GET /organisations/:id/contacts/new', does: 'reads', kind: 'organisation', who: agencies },
  { route: 'POST /organisations/:id/contacts/new', does: 'sends', kind: 'organisation', who: agencies },
  { route: 'GET /contacts/:id/edit', does: 'opens', kind: 'contact', who: agencies },
  { route: 'POST /contacts/:id/edit', does: 'sends', kind: 'contact', who: agencies },
  { route: 'GET /notifications', does: 'answers', who: readers },
  { route: 'POST /notifications/read', does: 'sends', who: readers },
  { route: 'POST /notifications/:id/read', does: 'sends', who: readers },
  { route: 'GET /reminders', does: 'answers', who: agencies },
  { route: 'GET /reminders/:id/resend', does: 'opens', kind: 'reminder', who: ['liaison', 'partner', 'admin'] },
  { route: 'POST /reminders/:id/resend', does: 'sends', kind: 'reminder', who: ['liaison', 'partner', 'admin'] },

  // An academic's own profile, what staff decide of it, and the link that needs no account.
  { route: 'GET /me', does: 'answers', who: academics },
  { route: 'POST /me/confirmation', does: 'sends', who: academics },
  { route: 'POST /me/changes/:id/withdrawal', does: 'sends', kind: 'profile_change', who: academics },
  { route: 'GET /me/edit/:section', does: 'answers', who: academics },
  { route: 'GET /me/edit/expertise', does: 'answers', who: academics },
  { route: 'GET /me/edit/affiliations', does: 'answers', who: academics },
  { route: 'POST /me/edit/about', does: 'sends', who: academics },
  { route: 'POST /me/edit/availability', does: 'sends', who: academics },
  { route: 'POST /me/edit/expertise', does: 'sends', who: academics },
  { route: 'POST /me/edit/affiliations', does: 'sends', who: academics },
  { route: 'POST /me/edit/name', does: 'sends', who: academics },
  { route: 'POST /me/edit/email', does: 'sends', who: academics },
  { route: 'GET /me/audience', does: 'answers', who: academics },
  { route: 'POST /me/audience', does: 'sends', who: academics },
  { route: 'GET /me/privacy', does: 'answers', who: academics },
  { route: 'POST /me/privacy', does: 'sends', who: academics },
  { route: 'GET /me/declaration', does: 'answers', who: academics },
  { route: 'POST /me/declaration', does: 'sends', who: academics },
  { route: 'GET /me/publications', does: 'answers', who: academics },
  { route: 'POST /me/publications', does: 'sends', who: academics },
  { route: 'POST /me/publications/:id', does: 'sends', kind: 'publication', who: academics },
  { route: 'GET /me/delegates', does: 'answers', who: academics },
  { route: 'POST /me/delegates', does: 'sends', who: academics },
  { route: 'GET /me/delegates/:id/end', does: 'reads', kind: 'delegate', who: academics },
  { route: 'POST /me/delegates/:id/end', does: 'sends', kind: 'delegate', who: academics },
  { route: 'GET /delegations', does: 'answers', who: delegates },
  { route: 'GET /delegations/:expertId/edit/:section', does: 'reads', kind: 'delegation', who: delegates },
  { route: 'POST /delegations/:expertId/edit/about', does: 'sends', kind: 'delegation', who: delegates },
  { route: 'POST /delegations/:expertId/edit/availability', does: 'sends', kind: 'delegation', who: delegates },
  { route: 'POST /delegations/:expertId/edit/expertise', does: 'sends', kind: 'delegation', who: delegates },
  { route: 'GET /moderation', does: 'answers', who: agencies },
  { route: 'GET /moderation/:id', does: 'reads', kind: 'profile_change', who: agencies },
  { route: 'POST /moderation/:id/decision', does: 'sends', kind: 'profile_change', who: agencies },
  { route: 'POST /experts/:id/confirmation', does: 'sends', kind: 'expert', who: agencies },
  { route: 'GET /confirm/thanks', does: 'answers', who: 'everybody' },
  { route: 'GET /confirm/:value', does: 'answers', who: 'everybody', status: 404 },
  { route: 'POST /confirm/:value', does: 'creates', who: 'everybody' },
  { route: 'GET /interactions', does: 'answers', who: agencies },
  { route: 'GET /interactions/new', does: 'answers', who: agencies },
  { route: 'POST /interactions/new', does: 'sends', who: agencies },
  { route: 'GET /interactions/:id', does: 'reads', kind: 'interaction', who: agencies },
  { route: 'POST /interactions/:id/correction', does: 'sends', kind: 'interaction', who: agencies },
  { route: 'GET /playbooks', does: 'answers', who: playbookKeepers },
  { route: 'GET /playbooks/new', does: 'answers', who: playbookKeepers },
  { route: 'POST /playbooks/new', does: 'sends', who: playbookKeepers },
  { route: 'GET /playbooks/start', does: 'answers', who: agencies, status: 404 },
  { route: 'POST /playbooks/start', does: 'sends', who: agencies },
  { route: 'GET /playbooks/:id', does: 'reads', kind: 'playbook', who: playbookKeepers },
  { route: 'GET /playbooks/:id/edit', does: 'opens', kind: 'playbook', who: playbookKeepers },
  { route: 'POST /playbooks/:id/edit', does: 'sends', kind: 'playbook', who: playbookKeepers },
  { route: 'POST /playbooks/:id/retirement', does: 'sends', kind: 'playbook', who: playbookKeepers },
  { route: 'GET /hand-overs', does: 'answers', who: agencies },
  { route: 'GET /hand-overs/:id', does: 'reads', kind: 'user', who: agencies },
  { route: 'POST /hand-overs/:id', does: 'sends', kind: 'user', who: agencies },
  { route: 'GET /follow-ups', does: 'answers', who: agencies },
  { route: 'GET /follow-ups/new', does: 'answers', who: agencies },
  { route: 'POST /follow-ups/new', does: 'sends', who: agencies },
  { route: 'GET /follow-ups/hand-over', does: 'answers', who: agencies },
  { route: 'POST /follow-ups/hand-over', does: 'sends', who: agencies },
  { route: 'POST /follow-ups/hand-over/undo', does: 'sends', who: agencies },
  { route: 'GET /follow-ups/:id', does: 'reads', kind: 'follow_up', who: agencies },
  { route: 'GET /follow-ups/:id/repeats', does: 'opens', kind: 'follow_up', who: agencies },
  { route: 'POST /follow-ups/:id/repeats', does: 'sends', kind: 'follow_up', who: agencies },
  { route: 'POST /follow-ups/:id/steps', does: 'sends', kind: 'follow_up', who: agencies },
  { route: 'POST /follow-ups/:id/done', does: 'sends', kind: 'follow_up', who: agencies },
  { route: 'POST /follow-ups/:id/undo', does: 'sends', kind: 'follow_up', who: agencies },
  { route: 'GET /gone-quiet', does: 'answers', who: agencies },
  { route: 'GET /gone-quiet/change', does: 'answers', who: agencies },
  { route: 'POST /gone-quiet/change', does: 'sends', who: agencies },

  { route: 'POST /api/v1/auth/sign-in', does: 'creates', who: 'everybody' },
  { route: 'POST /api/v1/auth/refresh', does: 'creates', who: 'everybody' },
  { route: 'POST /api/v1/auth/sign-out', does: 'answers', who: 'the signed in', status: 204 },
  { route: 'POST /api/v1/auth/password', does: 'creates', who: 'the signed in' },
  { route: 'GET /api/v1/auth/sessions', does: 'answers', who: 'the signed in' },
  { route: 'DELETE /api/v1/auth/sessions', does: 'creates', who: 'the signed in' },
  { route: 'DELETE /api/v1/auth/sessions/:id', does: 'answers', who: 'the signed in', status: 404 },
  { route: 'GET /api/v1/me', does: 'answers', who: 'the signed in' },
  { route: 'GET /api/v1/me/absence', does: 'answers', who: agencies },
  { route: 'PUT /api/v1/me/absence', does: 'creates', who: agencies },

  { route: 'GET /api/v1/vocabularies', does: 'answers', who: [...register, 'host', 'delegate'] },
  { route: 'GET /api/v1/vocabularies/:scheme', does: 'answers', who: [...register, 'host', 'delegate'] },
  { route: 'GET /api/v1/vocabularies/:scheme/terms/:code', does: 'reads', kind: 'term', who: ['admin'] },
  { route: 'POST /api/v1/vocabularies/:scheme/terms', does: 'creates', who: ['admin'] },
  { route: 'PATCH /api/v1/vocabularies/:scheme/terms/:code', does: 'changes', kind: 'term', who: ['admin'] },
  { route: 'POST /api/v1/vocabularies/:scheme/terms/:code/steps', does: 'changes', kind: 'term', who: ['admin'] },

  { route: 'GET /api/v1/organisations', does: 'lists', kind: 'organisation', who: register },
  { route: 'GET /api/v1/organisations/:id', does: 'reads', kind: 'organisation', who: register },
  { route: 'POST /api/v1/organisations', does: 'creates', kind: 'organisation', who: registrars },
  { route: 'PATCH /api/v1/organisations/:id', does: 'changes', kind: 'organisation', who: registrars },
  { route: 'GET /api/v1/agencies', does: 'lists', kind: 'agency', who: register },
  { route: 'GET /api/v1/agencies/:id', does: 'reads', kind: 'agency', who: register },

  { route: 'GET /api/v1/users', does: 'lists', kind: 'user', who: accounts },
  { route: 'GET /api/v1/users/count', does: 'counts', kind: 'user', who: accounts },
  { route: 'GET /api/v1/users/:id', does: 'reads', kind: 'user', who: accounts },
  { route: 'POST /api/v1/users', does: 'creates', kind: 'user', who: ['admin'] },
  { route: 'PATCH /api/v1/users/:id', does: 'changes', kind: 'user', who: ['admin'] },
  { route: 'POST /api/v1/users/:id/steps', does: 'changes', kind: 'user', who: ['admin'] },
  { route: 'POST /api/v1/users/:id/mail-again', does: 'changes', kind: 'user', who: ['admin'] },
  { route: 'POST /api/v1/users/:id/invitation', does: 'changes', kind: 'user', who: ['admin'] },
  { route: 'POST /api/v1/users/:id/password-reset', does: 'changes', kind: 'user', who: ['admin'] },

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
  { route: 'GET /api/v1/experts/:id/timeline', does: 'reads', kind: 'expert', who: agencies },
  { route: 'GET /api/v1/experts/:id/vetting', does: 'reads', kind: 'expert', who: ['liaison', 'partner', 'academic'] },
  { route: 'POST /api/v1/experts/:id/vetting', does: 'begins', kind: 'expert', who: agencies },
  {
    route: 'GET /api/v1/experts/:id/vetting/:vettingId',
    does: 'reads',
    kind: 'vetting',
    who: ['liaison', 'partner', 'academic'],
  },
  { route: 'PATCH /api/v1/experts/:id/vetting/:vettingId', does: 'changes', kind: 'vetting', who: agencies },

  { route: 'POST /api/v1/experts/:id/confirmation-requests', does: 'changes', kind: 'expert', who: agencies },

  { route: 'GET /api/v1/me/profile', does: 'answers', who: academics },
  { route: 'PATCH /api/v1/me/profile', does: 'corrects', kind: 'expert', who: academics },
  { route: 'PUT /api/v1/me/profile/expertise', does: 'corrects', kind: 'expert', who: academics },
  { route: 'POST /api/v1/me/profile/rights', does: 'corrects', kind: 'expert', who: academics },
  { route: 'POST /api/v1/me/profile/changes', does: 'creates', kind: 'profile_change', who: academics },
  { route: 'POST /api/v1/me/profile/changes/:id/steps', does: 'changes', kind: 'profile_change', who: academics },
  { route: 'GET /api/v1/me/declarations', does: 'answers', who: academics },
  { route: 'POST /api/v1/me/declarations', does: 'creates', who: academics },
  { route: 'GET /api/v1/experts/:id/declarations', does: 'reads', kind: 'expert', who: agencies },
  { route: 'GET /api/v1/me/publications', does: 'answers', who: academics },
  { route: 'POST /api/v1/me/publications', does: 'creates', kind: 'publication', who: academics },
  { route: 'PATCH /api/v1/me/publications/:id', does: 'changes', kind: 'publication', who: academics },
  { route: 'DELETE /api/v1/me/publications/:id', does: 'changes', kind: 'publication', who: academics },
  { route: 'PATCH /api/v1/publications/:id', does: 'changes', kind: 'publication', who: agencies },
  { route: 'DELETE /api/v1/publications/:id', does: 'changes', kind: 'publication', who: agencies },
  { route: 'GET /api/v1/me/delegates', does: 'answers', who: academics },
  { route: 'POST /api/v1/me/delegates', does: 'creates', kind: 'profile_change', who: academics },
  // Of one that is not there: whoever may end it has no version to send.
  { route: 'DELETE /api/v1/me/delegates/:id', does: 'answers', who: academics, status: 404 },
  { route: 'GET /api/v1/delegations', does: 'answers', who: delegates },
  { route: 'GET /api/v1/delegations/:expertId', does: 'reads', kind: 'delegation', who: delegates },
  { route: 'PATCH /api/v1/delegations/:expertId', does: 'changes', kind: 'delegation', who: delegates },
  { route: 'PUT /api/v1/delegations/:expertId/expertise', does: 'changes', kind: 'delegation', who: delegates },
  { route: 'GET /api/v1/experts/:id/publications', does: 'reads', kind: 'expert', who: agencies },
  {
    route: 'POST /api/v1/experts/:id/publications',
    does: 'adds',
    kind: 'expert',
    makes: 'publication',
    who: agencies,
  },
  { route: 'GET /api/v1/profile-changes', does: 'lists', kind: 'profile_change', who: agencies },
  { route: 'GET /api/v1/profile-changes/:id', does: 'reads', kind: 'profile_change', who: agencies },
  { route: 'POST /api/v1/profile-changes/:id/decisions', does: 'changes', kind: 'profile_change', who: agencies },

  { route: 'GET /api/v1/contacts', does: 'lists', kind: 'contact', who: agencies },
  { route: 'GET /api/v1/contacts/:id', does: 'reads', kind: 'contact', who: agencies },
  { route: 'POST /api/v1/contacts', does: 'creates', kind: 'contact', who: agencies },
  { route: 'PATCH /api/v1/contacts/:id', does: 'changes', kind: 'contact', who: agencies },

  { route: 'GET /api/v1/agreements/:id/renewal-decisions', does: 'reads', kind: 'agreement', who: readers },
  { route: 'POST /api/v1/agreements/:id/renewal-decisions', does: 'changes', kind: 'agreement', who: agencies },
  { route: 'GET /api/v1/agreements/types', does: 'answers', who: readers },
  { route: 'GET /api/v1/approvals', does: 'answers', who: deciders },
  { route: 'GET /api/v1/renewal-decisions', does: 'answers', who: agencies },
  { route: 'GET /api/v1/signatures', does: 'answers', who: agencies },
  { route: 'GET /api/v1/agreements', does: 'lists', kind: 'agreement', who: readers },
  { route: 'GET /api/v1/agreements/count', does: 'counts', kind: 'agreement', who: readers },
  { route: 'GET /api/v1/agreements/renewals', does: 'answers', who: agencies },
  { route: 'GET /api/v1/agreements/renewals.csv', does: 'answers', who: agencies },
  { route: 'GET /api/v1/agreements/:id', does: 'reads', kind: 'agreement', who: readers },
  { route: 'POST /api/v1/agreements', does: 'creates', kind: 'agreement', who: agencies },
  { route: 'PATCH /api/v1/agreements/:id', does: 'changes', kind: 'agreement', who: agencies },
  { route: 'PUT /api/v1/agreements/:id/parties', does: 'changes', kind: 'agreement', who: agencies },
  { route: 'PUT /api/v1/agreements/:id/people', does: 'changes', kind: 'agreement', who: agencies },
  { route: 'PUT /api/v1/agreements/:id/beneficiaries', does: 'changes', kind: 'agreement', who: agencies },
  { route: 'PUT /api/v1/agreements/:id/adherences', does: 'changes', kind: 'agreement', who: agencies },
  {
    route: 'POST /api/v1/agreements/:id/employer-moves/settlements',
    does: 'changes',
    kind: 'agreement',
    who: agencies,
  },
  // Without a person to ask about.
  { route: 'GET /api/v1/cover', does: 'answers', who: agencies, status: 400 },
  { route: 'GET /api/v1/cover/agreements', does: 'answers', who: agencies, status: 400 },
  { route: 'GET /api/v1/agreements/:id/text', does: 'reads', kind: 'agreement', who: readers },
  { route: 'GET /api/v1/agreements/:id/text.pdf', does: 'reads', kind: 'agreement', who: readers },
  { route: 'PUT /api/v1/agreements/:id/text', does: 'changes', kind: 'agreement', who: agencies },
  { route: 'GET /api/v1/agreements/:id/signatures', does: 'reads', kind: 'agreement', who: readers },
  { route: 'GET /api/v1/agreements/:id/documents', does: 'reads', kind: 'agreement', who: readers },
  {
    route: 'POST /api/v1/agreements/:id/documents',
    does: 'adds',
    kind: 'agreement',
    makes: 'document',
    who: agencies,
  },
  { route: 'GET /api/v1/documents/:id', does: 'reads', kind: 'document', who: readers },
  { route: 'POST /api/v1/documents/:id/versions', does: 'changes', kind: 'document', who: agencies },
  { route: 'GET /api/v1/documents/:id/versions/:number', does: 'reads', kind: 'document', who: readers },
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

  { route: 'GET /api/v1/amendments', does: 'lists', kind: 'amendment', who: readers },
  { route: 'GET /api/v1/agreements/:id/amendments', does: 'reads', kind: 'agreement', who: readers },
  {
    route: 'POST /api/v1/agreements/:id/amendments',
    does: 'adds',
    kind: 'agreement',
    makes: 'amendment',
    who: agencies,
  },
  { route: 'GET /api/v1/agreements/:id/amendments/:number', does: 'reads', kind: 'amendment', who: readers },
  { route: 'PATCH /api/v1/agreements/:id/amendments/:number', does: 'changes', kind: 'amendment', who: agencies },
  {
    route: 'POST /api/v1/agreements/:id/amendments/:number/steps',
    saying: 'approve',
    does: 'decides',
    kind: 'amendment',
    who: deciders,
  },
  {
    route: 'POST /api/v1/agreements/:id/amendments/:number/steps',
    saying: 'withdraw',
    does: 'changes',
    kind: 'amendment',
    who: agencies,
  },

  { route: 'GET /api/v1/me/calendar-feeds', does: 'answers', who: readers },
  { route: 'POST /api/v1/me/calendar-feeds', does: 'creates', who: readers },
  { route: 'DELETE /api/v1/me/calendar-feeds/:id', does: 'answers', who: readers, status: 404 },

  { route: 'GET /api/v1/obligations', does: 'lists', kind: 'obligation', who: readers },
  { route: 'GET /api/v1/obligations/count', does: 'counts', kind: 'obligation', who: readers },
  { route: 'GET /api/v1/obligations/:id', does: 'reads', kind: 'obligation', who: readers },
  { route: 'PATCH /api/v1/obligations/:id', does: 'changes', kind: 'obligation', who: agencies },
  { route: 'DELETE /api/v1/obligations/:id', does: 'changes', kind: 'obligation', who: agencies },
  { route: 'POST /api/v1/obligations/:id/progress', does: 'changes', kind: 'obligation', who: agencies },
  { route: 'POST /api/v1/obligations/:id/steps', does: 'changes', kind: 'obligation', who: agencies },
  { route: 'GET /api/v1/agreements/:id/obligations', does: 'reads', kind: 'agreement', who: readers },
  {
    route: 'POST /api/v1/agreements/:id/obligations',
    does: 'adds',
    kind: 'agreement',
    makes: 'obligation',
    who: agencies,
  },

  { route: 'GET /api/v1/interactions', does: 'lists', kind: 'interaction', who: agencies },
  { route: 'GET /api/v1/interactions/count', does: 'counts', kind: 'interaction', who: agencies },
  { route: 'GET /api/v1/interactions/:id', does: 'reads', kind: 'interaction', who: agencies },
  { route: 'POST /api/v1/interactions', does: 'creates', kind: 'interaction', who: agencies },
  { route: 'PATCH /api/v1/interactions/:id', does: 'changes', kind: 'interaction', who: agencies },

  { route: 'GET /api/v1/playbooks', does: 'answers', who: playbookKeepers },
  { route: 'GET /api/v1/playbooks/starts', does: 'answers', who: agencies, status: 400 },
  { route: 'GET /api/v1/playbooks/:id', does: 'reads', kind: 'playbook', who: playbookKeepers },
  { route: 'GET /api/v1/playbooks/:id/preview', does: 'reads', kind: 'playbook', who: playbookKeepers },
  { route: 'POST /api/v1/playbooks', does: 'creates', kind: 'playbook', who: playbookKeepers },
  { route: 'PATCH /api/v1/playbooks/:id', does: 'changes', kind: 'playbook', who: playbookKeepers },
  { route: 'POST /api/v1/playbooks/:id/starts', does: 'begins', kind: 'playbook', who: agencies },
  { route: 'GET /api/v1/hand-overs', does: 'answers', who: agencies },
  { route: 'GET /api/v1/hand-overs/:id', does: 'reads', kind: 'user', who: agencies },
  { route: 'POST /api/v1/hand-overs/:id', does: 'begins', kind: 'user', who: agencies },
  { route: 'GET /api/v1/follow-ups', does: 'lists', kind: 'follow_up', who: agencies },
  { route: 'GET /api/v1/follow-ups/count', does: 'counts', kind: 'follow_up', who: agencies },
  { route: 'GET /api/v1/follow-ups/:id', does: 'reads', kind: 'follow_up', who: agencies },
  { route: 'POST /api/v1/follow-ups', does: 'creates', kind: 'follow_up', who: agencies },
  { route: 'POST /api/v1/follow-ups/hand-overs', does: 'creates', kind: 'follow_up', who: agencies },
  { route: 'POST /api/v1/follow-ups/hand-overs/undo', does: 'creates', kind: 'follow_up', who: agencies },
  { route: 'PATCH /api/v1/follow-ups/:id', does: 'changes', kind: 'follow_up', who: agencies },
  { route: 'POST /api/v1/follow-ups/:id/steps', does: 'changes', kind: 'follow_up', who: agencies },

  { route: 'GET /api/v1/reminders', does: 'lists', kind: 'reminder', who: agencies },
  { route: 'GET /api/v1/reminders/:id', does: 'reads', kind: 'reminder', who: agencies },
  {
    route: 'POST /api/v1/reminders/:id/resend',
    does: 'adds',
    kind: 'reminder',
    who: ['liaison', 'partner', 'admin'],
    // Those of the scene were skipped, which is refused once it is settled whether the caller may.
    status: 409,
  },
  { route: 'GET /api/v1/reminder-rules', does: 'answers', who: registrars },
  { route: 'GET /api/v1/reminder-rules/:id', does: 'reads', kind: 'reminder_rule', who: registrars },
  { route: 'GET /api/v1/reminder-rules/:id/preview', does: 'reads', kind: 'reminder_rule', who: registrars },
  { route: 'GET /api/v1/reminder-rules/:id/trial', does: 'answers', who: registrars, status: 400 },
  { route: 'GET /api/v1/bank-holidays', does: 'answers', who: registrars },
  { route: 'POST /api/v1/bank-holidays', does: 'creates', who: ['admin'] },
  { route: 'PATCH /api/v1/reminder-rules/:id', does: 'changes', kind: 'reminder_rule', who: ['admin'] },

  // Each their own, whatever the scene holds; whose is in test/reminders/notifications.api.test.ts.
  { route: 'GET /api/v1/notifications', does: 'answers', who: readers },
  { route: 'GET /api/v1/notifications/count', does: 'answers', who: readers },
  { route: 'POST /api/v1/notifications/read', does: 'creates', who: readers },
  { route: 'GET /api/v1/me/mail-preferences', does: 'answers', who: readers },
  { route: 'PUT /api/v1/me/mail-preferences', does: 'creates', who: readers },
  { route: 'POST /api/v1/notifications/:id/read', does: 'answers', who: readers, status: 404 },

  // Without anything to search for.
  { route: 'GET /api/v1/search', does: 'answers', who: agencies, status: 400 },

  { route: 'GET /api/v1/reports/partnerships', does: 'answers', who: registrars },
  { route: 'GET /api/v1/reports/partnerships.csv', does: 'answers', who: registrars },

  { route: 'GET /api/v1/audit', does: 'answers', who: ['admin', 'auditor'] },
  { route: 'GET /api/v1/audit/count', does: 'answers', who: ['admin', 'auditor'] },
  { route: 'GET /api/v1/jobs', does: 'answers', who: ['admin'] },
  { route: 'POST /api/v1/jobs/retries', does: 'creates', who: ['admin'] },
];
