import sql, { raw } from 'sql-template-tag';
import type { DatedSubject } from '../../../kernel/contracts.js';
import { occurrencesSql } from './obligation.state.sql.js';
import { visibleObligations } from './obligation.visibility.js';

/**
 * The days on which an obligation falls due and was not done yet, each by itself. Past days are listed too: it is overdue from
 * the day after. Where somebody of the other side looks after it, the owner of the agreement hears of it. What is owed may say
 * too much for a mail, so the reference is the agreement's.
 */
export const obligationDueSubject: DatedSubject = {
  name: 'obligations.due',
  recordKind: 'obligation',
  table: 'obligations',
  path: '/obligations/:id',
  select: (from, to, today) => sql`
    select o.id as "recordId", a.reference, occurrence.due_on as "anchorOn",
      coalesce(o.owner_user_id, a.owner_user_id) as "ownerUserId",
      case when o.owner_user_id is null then a.deputy_user_id else a.owner_user_id end as "deputyUserId",
      a.agency_id as "agencyId", a.sharing = 'named' as "forNamedOnly"
    from obligations o join agreements a on a.id = o.agreement_id
    cross join lateral (${occurrencesSql({ obligation: 'o', agreement: 'a' }, today)}) occurrence
    where a.stage = 'executed' and o.due_on <= ${to}::date
      and occurrence.due_on between ${from}::date and ${to}::date and occurrence.state in ('open', 'due', 'overdue')`,
  visibleTo: visibleObligations,
  title: (aliasName) => sql`${raw(aliasName)}.what`,
  marking: (aliasName) => sql`(select a.marking from agreements a where a.id = ${raw(aliasName)}.agreement_id)`,
};
