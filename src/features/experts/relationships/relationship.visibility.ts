import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import {
  changeableRecords,
  everything,
  nothing,
  visibleRecords,
  type VisibilityRule,
} from '../../../platform/auth/visibility.js';

const rule: VisibilityRule = {
  recordKind: 'relationship',
  named: (r, actor) => sql`${actor.userId} in (${r}.owner_user_id, ${r}.deputy_user_id, ${r}.created_by_user_id)`,
  academic: (r, actor) => sql`${r}.expert_id = ${actor.expertId}`,
};

/** Which relationships this actor may read; how much of each, `relationshipSql` says. */
export function readableRelationships(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return visibleRecords(actor, aliasName, rule, today);
}

/** Which relationships this actor may change: those of their own agency. */
export function changeableRelationships(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return changeableRecords(actor, aliasName, rule, today);
}

/**
 * Of which relationships this actor may know at least that they exist, who leads and since when, once they may see the person:
 * of all but those shared with named people only (docs/domain.md, Sharing).
 */
export function knowableRelationships(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  if (actor.kind === 'system') return everything;
  const readable = readableRelationships(actor, aliasName, today);
  if (actor.role === 'academic') return readable;
  if (actor.agencyId === null || (actor.role !== 'liaison' && actor.role !== 'partner')) return nothing;
  return sql`(${raw(aliasName)}.sharing <> 'named' or ${readable})`;
}

/** The relationship of the reader's own agency, when they may read it: notes, assessment and all. */
export function ownRelationships(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  if (actor.kind === 'system') return everything;
  if (actor.agencyId === null) return nothing;
  return sql`(${raw(aliasName)}.agency_id = ${actor.agencyId} and ${readableRelationships(actor, aliasName, today)})`;
}
