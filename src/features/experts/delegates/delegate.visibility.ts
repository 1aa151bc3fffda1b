import sql, { raw, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';

/** Whether a delegation (alias `d`) has neither ended nor run out: its last day counts. */
export function currentDelegations(aliasName: string, today: CalendarDate): Sql {
  const d = raw(aliasName);
  return sql`(${d}.ended_at is null and ${d}.until_on >= ${today})`;
}

/**
 * Which delegations (alias `d`) open the profile of expert `e` to this actor. None does once the person has objected or asked for
 * restriction, nor while nobody can sign in as the person: nobody could end it then. Who is neither academic nor delegate has no
 * permission to ask.
 */
export function openDelegations(actor: UserActor, delegation: string, expert: string, today: CalendarDate): Sql {
  const [d, e] = [raw(delegation), raw(expert)];
  return sql`(${d}.expert_id = ${e}.id and ${d}.user_id = ${actor.userId} and ${currentDelegations(delegation, today)}
    and ${e}.objected_on is null and ${e}.restricted_on is null
    and exists (select 1 from users self where self.expert_id = ${e}.id and self.disabled_at is null))`;
}
