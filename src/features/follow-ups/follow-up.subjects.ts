import sql, { raw } from 'sql-template-tag';
import type { DatedSubject } from '../../kernel/contracts.js';
import { effectiveAssigneeSql } from './follow-up.assignee.sql.js';
import { visibleFollowUps } from './follow-up.visibility.js';

/**
 * The day an open follow-up is due, or the day it comes back when it is snoozed beyond that. Past days are listed too: it is
 * overdue from the day after. A title may say too much for a mail, so the reference says only what kind of record it is.
 */
export const followUpDueSubject: DatedSubject = {
  name: 'follow-ups.due',
  recordKind: 'follow_up',
  table: 'follow_ups',
  path: '/follow-ups/:id',
  select: (from, to) => sql`
    select f.id as "recordId", 'Follow-up' as reference, greatest(f.due_on, f.snoozed_until) as "anchorOn",
      ${effectiveAssigneeSql('f')} as "ownerUserId", f.deputy_user_id as "deputyUserId", f.agency_id as "agencyId",
      f.sharing = 'named' as "forNamedOnly"
    from follow_ups f
    where f.status = 'open' and f.due_on <= ${to}::date
      and greatest(f.due_on, f.snoozed_until) between ${from}::date and ${to}::date`,
  visibleTo: visibleFollowUps,
  title: (aliasName) => sql`${raw(aliasName)}.title`,
  marking: (aliasName) => sql`${raw(aliasName)}.marking`,
};
