import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../kernel/actor.js';
import { sharingReaches, sharings, type Sharing } from '../../kernel/marking.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';

export const nothing: Sql = sql`false`;
export const everything: Sql = sql`true`;

/** What a shareable table adds to the common rule. Every condition is over the alias of the record. */
export interface VisibilityRule {
  readonly recordKind: string;
  /** Who is named by the record itself: its owner, deputy, author or assignee. They read it whatever its sharing. */
  readonly named: (alias: Sql, actor: UserActor, today: CalendarDate) => Sql;
  /** Agencies that read it although they did not make it, unless its sharing is `named`; such as the parties of an agreement. */
  readonly agencies?: (alias: Sql, actor: UserActor, today: CalendarDate) => Sql;
  /** The academic it concerns. Never sees what is `named` or OFFICIAL-SENSITIVE. */
  readonly academic?: (alias: Sql, actor: UserActor) => Sql;
  /** What is put to an approver. */
  readonly approver?: (alias: Sql, actor: UserActor, today: CalendarDate) => Sql;
}

/**
 * The condition under which this actor may read a shareable record. It belongs in the query itself, so that what one may not
 * read is absent from lists, counts, searches and exports alike (docs/domain.md, Sharing; SEC-Z2).
 */
export function visibleRecords(actor: Actor, aliasName: string, rule: VisibilityRule, today: CalendarDate): Sql {
  if (actor.kind === 'system') return everything;
  const alias = raw(aliasName);
  switch (actor.role) {
    case 'liaison':
    case 'partner':
      return actor.agencyId === null ? nothing : visibleToAgency(actor, actor.agencyId, alias, rule, today);
    case 'academic':
      return rule.academic
        ? sql`(${alias}.sharing <> 'named' and ${alias}.marking = 'OFFICIAL' and ${rule.academic(alias, actor)})`
        : nothing;
    case 'approver':
      return rule.approver ? sql`(${rule.approver(alias, actor, today)})` : nothing;
    // Everybody else, and whatever role comes one day: nothing until somebody decides otherwise.
    default:
      return nothing;
  }
}

function visibleToAgency(
  actor: UserActor,
  agencyId: string,
  alias: Sql,
  rule: VisibilityRule,
  today: CalendarDate,
): Sql {
  const reaching = sharings.filter(
    (sharing: Sharing) => actor.agencyAudience !== null && sharingReaches(sharing, actor.agencyAudience),
  );
  const ways = [
    sql`(${alias}.agency_id = ${agencyId} and ${alias}.sharing <> 'named')`,
    sql`(${alias}.agency_id = ${agencyId} and ${rule.named(alias, actor, today)})`,
    sql`${alias}.sharing = any(${reaching})`,
    sql`exists (select 1 from access_grants g where g.record_kind = ${rule.recordKind} and g.record_id = ${alias}.id
          and g.user_id = ${actor.userId} and g.until_on >= ${today})`,
  ];
  if (rule.agencies) ways.push(sql`(${alias}.sharing <> 'named' and ${rule.agencies(alias, actor, today)})`);
  return sql`(${join(ways, ' or ')})`;
}

/**
 * Who may change a shareable record: people of the agency that made it, who may read it. A party or another agency that it is
 * shared with reads only.
 */
export function changeableRecords(actor: Actor, aliasName: string, rule: VisibilityRule, today: CalendarDate): Sql {
  if (actor.kind === 'system') return everything;
  if (actor.agencyId === null || (actor.role !== 'liaison' && actor.role !== 'partner')) return nothing;
  return sql`(${raw(aliasName)}.agency_id = ${actor.agencyId} and ${visibleRecords(actor, aliasName, rule, today)})`;
}
