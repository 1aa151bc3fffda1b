import sql, { type Sql } from 'sql-template-tag';
import type { Actor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { changeableRecords, visibleRecords, type VisibilityRule } from '../../platform/auth/visibility.js';

/** What is still being drafted, decided or was never agreed is the keeping agency's own. */
const agreedText = (a: Sql): Sql => sql`${a}.stage in ('awaiting_signature', 'executed')`;

const rule: VisibilityRule = {
  recordKind: 'agreement',
  named: (a, actor) => sql`(${actor.userId} in (${a}.owner_user_id, ${a}.deputy_user_id, ${a}.created_by_user_id)
    or exists (select 1 from agreement_approvals put where put.agreement_id = ${a}.id and put.assignee_user_id = ${actor.userId}))`,
  // The agency itself or a unit of it is bound by the agreement.
  agencies: (
    a,
    actor,
  ) => sql`${agreedText(a)} and exists (select 1 from agreement_parties party where party.agreement_id = ${a}.id
    and party.organisation_id in (select o.id from organisations o
      where o.id = ${actor.agencyId} or (o.kind = 'unit' and agency_of(o.id) = ${actor.agencyId})))`,
  academic: (a, actor) => sql`${agreedText(a)} and exists (select 1 from agreement_covered_persons covered
    where covered.agreement_id = ${a}.id and covered.expert_id = ${actor.expertId})`,
  // An approver who has moved to another agency leaves what was put to them behind.
  approver: (a, actor) => sql`${a}.agency_id = ${actor.agencyId} and exists (select 1 from agreement_approvals put
    where put.agreement_id = ${a}.id and put.assignee_user_id = ${actor.userId})`,
};

/** Which agreements this actor may read. */
export function visibleAgreements(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return visibleRecords(actor, aliasName, rule, today);
}

/** Which agreements this actor may change: those of their own agency. */
export function changeableAgreements(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return changeableRecords(actor, aliasName, rule, today);
}
