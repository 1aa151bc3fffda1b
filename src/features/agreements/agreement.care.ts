import sql, { type Sql } from 'sql-template-tag';
import type { Care } from '../../kernel/contracts.js';
import { statusSql } from './agreement.status.sql.js';
import { changeableAgreements } from './agreement.visibility.js';

const select =
  (userId: Sql, where: Sql): Care['select'] =>
  (actor, agencyId, today) => sql`
    select ${userId} as "userId", a.id, a.reference as "pageId", a.version, a.reference || ' ' || a.title as title, a.marking,
      ${changeableAgreements(actor, 'a', today)} as mine
    from agreements a
    where a.agency_id = ${agencyId} and ${where}
      and ${statusSql('a', today)} not in ('withdrawn', 'terminated', 'superseded', 'expired')`;

/** The agreements that somebody owns and that have not come to an end. */
export const agreementsOwnedInCare: Care = {
  name: 'agreements.owned',
  recordKind: 'agreement',
  words: ['agreement owned', 'agreements owned'],
  path: '/agreements/:id',
  select: select(sql`a.owner_user_id`, sql`a.owner_user_id is not null`),
};

/** Likewise as deputy. */
export const agreementsDeputiedInCare: Care = {
  name: 'agreements.deputied',
  recordKind: 'agreement',
  words: ['agreement as deputy', 'agreements as deputy'],
  path: '/agreements/:id',
  select: select(
    sql`a.deputy_user_id`,
    sql`a.deputy_user_id is not null and a.deputy_user_id is distinct from a.owner_user_id`,
  ),
};

/** The decisions that were put to somebody: whoever is asked decides, and nobody else chooses who decides instead. */
export const approvalsWaitingInCare: Care = {
  name: 'approvals.waiting',
  recordKind: 'agreement',
  words: ['decision waiting', 'decisions waiting'],
  path: '/agreements/:id',
  staysBecause:
    'A decision is asked of one person. Whoever is asked can hand it on, and while they are away whoever takes over decides. If they have left, recall the agreement and submit it again.',
  select: (actor, agencyId, today) => sql`
    select distinct w.assignee_user_id as "userId", a.id, a.reference as "pageId", a.version,
      a.reference || ' ' || a.title as title, a.marking, ${changeableAgreements(actor, 'a', today)} as mine
    from agreement_approvals w join agreements a on a.id = w.agreement_id
    left join agreement_amendments m on m.id = w.amendment_id
    where a.agency_id = ${agencyId} and w.decision is null and w.asked_at is not null
      and coalesce(m.stage, a.stage) = 'in_approval'`,
};
