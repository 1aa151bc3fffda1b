import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { everything, nothing } from '../../../platform/auth/visibility.js';
import { coveredForBy } from '../../users/user.conditions.js';
import { changeableAgreements, visibleAgreements } from '../agreement.visibility.js';

/**
 * Which amendments this actor may read: of the agreements they may read, those that are agreed within the agency. What is still
 * drafted or decided, or was withdrawn, is the keeping agency's own; somebody whom it was put to reads it as well.
 */
export function visibleAmendments(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  const m = raw(aliasName);
  return sql`(exists (select 1 from agreements agreed where agreed.id = ${m}.agreement_id
    and ${visibleAgreements(actor, 'agreed', today)}
    and (${m}.stage in ('awaiting_signature', 'executed') or ${ofTheirs(actor, m, today)})))`;
}

function ofTheirs(actor: Actor, m: Sql, today: CalendarDate): Sql {
  if (actor.kind === 'system') return everything;
  if (actor.role === 'liaison' || actor.role === 'partner') return sql`agreed.agency_id = ${actor.agencyId}`;
  return actor.role === 'approver'
    ? sql`(agreed.agency_id = ${actor.agencyId} and ${putTo(m, actor, today)})`
    : nothing;
}

/** As with agreements: put to them, decided by them, or put to somebody away for whom they stand in today. */
function putTo(m: Sql, actor: UserActor, today: CalendarDate): Sql {
  return sql`exists (select 1 from agreement_approvals asked where asked.amendment_id = ${m}.id and asked.asked_at is not null
    and (${actor.userId} in (asked.assignee_user_id, asked.decided_by_user_id)
      or (asked.decision is null and asked.assignee_user_id in (${coveredForBy(actor.userId, today)}))))`;
}

/** Which amendments this actor may change: those of the agreements that their agency keeps. */
export function changeableAmendments(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return sql`(exists (select 1 from agreements agreed where agreed.id = ${raw(aliasName)}.agreement_id
    and ${changeableAgreements(actor, 'agreed', today)}))`;
}
