import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { changeableRecords, visibleRecords, type VisibilityRule } from '../../platform/auth/visibility.js';

const rule: VisibilityRule = {
  recordKind: 'contact',
  named: (c, actor) => sql`${c}.created_by_user_id = ${actor.userId}`,
};

/**
 * Which contacts this actor may read. They are people, so another agency's are read only once the reader's joint-controller
 * arrangement is in force (docs/domain.md, Sharing).
 */
export function visibleContacts(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  const shared = visibleRecords(actor, aliasName, rule, today);
  if (actor.kind === 'system' || actor.readsSharedPeople) return shared;
  return sql`(${raw(aliasName)}.agency_id = ${actor.agencyId} and ${shared})`;
}

/** Which contacts this actor may change: those of their own agency. */
export function changeableContacts(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return changeableRecords(actor, aliasName, rule, today);
}
