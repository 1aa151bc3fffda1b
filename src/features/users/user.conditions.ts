import sql, { raw, type Sql } from 'sql-template-tag';
import type { CalendarDate } from '../../kernel/calendar-date.js';

/** People of an agency or its units who can still sign in: owners, deputies and assignees are chosen among them. */
export function activeUsersOf(aliasName: string, agencyId: string): Sql {
  const u = raw(aliasName);
  return sql`(${u}.disabled_at is null and ${u}.role not in ('academic', 'host', 'delegate') and agency_of(${u}.organisation_id) = ${agencyId})`;
}

/** Roles of which somebody can be asked for a decision: those that read agreements as part of their work. */
export const approvingRoles = sql`('approver', 'liaison', 'partner')`;

/** Somebody is away on a day. */
export function awayOn(aliasName: string, day: CalendarDate | Sql): Sql {
  const u = raw(aliasName);
  return sql`(${day}::date between ${u}.away_from and coalesce(${u}.away_to, 'infinity'))`;
}

/** Who stands in for somebody on a day: their cover while they are away, or null. */
export function standInSql(aliasName: string, day: CalendarDate): Sql {
  return sql`(case when ${awayOn(aliasName, day)} then ${raw(aliasName)}.cover_user_id end)`;
}

/** A statement that yields the ids of those for whom somebody stands in on a day. */
export function coveredForBy(userId: string, day: CalendarDate): Sql {
  return sql`select away.id from users away where away.cover_user_id = ${userId} and ${awayOn('away', day)}`;
}
