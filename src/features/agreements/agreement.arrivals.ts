import sql from 'sql-template-tag';
import type { Arrival } from '../../kernel/contracts.js';
import { visibleAgreements } from './agreement.visibility.js';

/** Before what is said of it, where it is an amendment of the agreement. */
const amendmentSql = sql`coalesce((select 'amendment ' || m.number || ' ' from agreement_amendments m where m.id = w.amendment_id), '')`;

/** Agreements that somebody waits for the reader to decide. */
export const agreementsPutToMe: Arrival = {
  name: 'agreements.put-to-me',
  recordKind: 'agreement',
  path: '/agreements/:id',
  select: (actor, since, today) => sql`
    select a.id as "recordId", a.reference || ' ' || a.title as title, ${amendmentSql} || 'put to you for a decision by ' || asker.name as said,
      a.marking, w.asked_at as at
    from agreement_approvals w join agreements a on a.id = w.agreement_id join users asker on asker.id = w.asked_by_user_id
    where w.assignee_user_id = ${actor.userId} and w.decision is null and w.asked_at > ${since}
      and ${visibleAgreements(actor, 'a', today)}`,
};

/** Decisions of others on what the reader asked for or looks after, in the reader's own agency: the log is for it alone. */
export const approvalsDecided: Arrival = {
  name: 'agreements.decided',
  recordKind: 'agreement',
  path: '/agreements/:id',
  select: (actor, since, today) => sql`
    select a.id as "recordId", a.reference || ' ' || a.title as title,
      ${amendmentSql} || case w.decision when 'approved' then 'approved by ' else 'returned to draft by ' end || decider.name as said,
      a.marking, w.decided_at as at
    from agreement_approvals w join agreements a on a.id = w.agreement_id join users decider on decider.id = w.decided_by_user_id
    where ${actor.userId} in (w.asked_by_user_id, a.owner_user_id) and w.decided_by_user_id <> ${actor.userId}
      and w.decision in ('approved', 'returned') and w.decided_at > ${since} and a.agency_id = ${actor.agencyId}
      and ${visibleAgreements(actor, 'a', today)}`,
};
