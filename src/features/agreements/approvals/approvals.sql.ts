import sql, { type Sql } from 'sql-template-tag';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { instant, listOf, namedRef } from '../../../platform/database/fragments.js';
import { standInSql } from '../../users/user.conditions.js';

/* Decisions inside another's view. `of` picks them, over the alias w. */

/** Who was asked, who decided and why. */
export function decisionLogSql(of: Sql): Sql {
  return listOf(sql`select json_agg(json_build_object('id', w.id, 'kind', w.kind,
      'assignee', json_build_object('id', assignee.id, 'name', assignee.name), 'askedBy', json_build_object('id', asker.id, 'name', asker.name),
      'askedAt', ${instant(sql`w.asked_at`)}, 'dueOn', w.due_on, 'decision', w.decision, 'decidedBy', ${namedRef('decider')}, 'reason', w.reason,
      'decidedAt', ${instant(sql`w.decided_at`)}) order by coalesce(w.asked_at, 'infinity'), w.position, w.id)
    from agreement_approvals w join users assignee on assignee.id = w.assignee_user_id join users asker on asker.id = w.asked_by_user_id
    left join users decider on decider.id = w.decided_by_user_id and decider.id <> w.assignee_user_id
    where ${of}`);
}

/** What is still to be decided, as the rules ask for it (`PendingApproval`). */
export function pendingApprovalsSql(of: Sql, today: CalendarDate): Sql {
  return listOf(sql`select json_agg(json_build_object('id', w.id, 'kind', w.kind, 'assigneeUserId', w.assignee_user_id,
      'assigneeName', u.name, 'standInUserId', ${standInSql('u', today)}, 'askedByUserId', w.asked_by_user_id,
      'open', w.asked_at is not null) order by w.position, w.kind)
    from agreement_approvals w join users u on u.id = w.assignee_user_id
    where ${of} and w.decision is null`);
}
