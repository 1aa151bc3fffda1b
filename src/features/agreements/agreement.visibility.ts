import sql, { type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { changeableRecords, visibleRecords, type VisibilityRule } from '../../platform/auth/visibility.js';
import { coveredForBy } from '../users/user.conditions.js';

/** What is still being drafted, decided or was never agreed is the keeping agency's own. */
const agreedText = (a: Sql): Sql => sql`${a}.stage in ('awaiting_signature', 'executed')`;

/** An agency and its units: what binds one of them binds the agency. */
export function bodiesBoundWith(agencyId: string | Sql | null): Sql {
  return sql`select o.id from organisations o where o.id = ${agencyId} or (o.kind = 'unit' and agency_of(o.id) = ${agencyId})`;
}

/**
 * Put to somebody for a decision, decided by them, or put to a colleague for whom they stand in today. What waits for others is
 * put to nobody yet.
 */
const putTo = (a: Sql, actor: UserActor, today: CalendarDate): Sql =>
  sql`exists (select 1 from agreement_approvals put where put.agreement_id = ${a}.id and put.asked_at is not null
    and (${actor.userId} in (put.assignee_user_id, put.decided_by_user_id) or (put.decision is null and put.assignee_user_id in (${coveredForBy(actor.userId, today)}))))`;

const rule: VisibilityRule = {
  recordKind: 'agreement',
  named: (a, actor, today) => sql`(${actor.userId} in (${a}.owner_user_id, ${a}.deputy_user_id, ${a}.created_by_user_id)
    or ${putTo(a, actor, today)})`,
  // The agency itself or a unit of it is bound by the agreement, or it benefits and has adhered.
  agencies: (a, actor, today) => sql`${agreedText(a)} and (exists (select 1 from agreement_parties party
      where party.agreement_id = ${a}.id and party.organisation_id in (${bodiesBoundWith(actor.agencyId)}))
    or exists (select 1 from agreement_beneficiaries benefits where benefits.agreement_id = ${a}.id
      and benefits.organisation_id = ${actor.agencyId} and benefits.adhered_on <= ${today}))`,
  academic: (a, actor) => sql`${agreedText(a)} and exists (select 1 from agreement_covered_persons covered
    where covered.agreement_id = ${a}.id and covered.expert_id = ${actor.expertId})`,
  // An approver who has moved to another agency leaves what was put to them behind.
  approver: (a, actor, today) => sql`${a}.agency_id = ${actor.agencyId} and ${putTo(a, actor, today)}`,
};

/** Which agreements this actor may read. */
export function visibleAgreements(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return visibleRecords(actor, aliasName, rule, today);
}

/** Which agreements this actor may change: those of their own agency. */
export function changeableAgreements(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return changeableRecords(actor, aliasName, rule, today);
}
