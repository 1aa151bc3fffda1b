import sql, { raw, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { nothing } from '../../platform/auth/visibility.js';

/** Which playbooks this actor may read: those of their own agency and those for all; an administrator the latter. */
export function visiblePlaybooks(actor: UserActor, aliasName: string): Sql {
  const p = raw(aliasName);
  if (actor.role === 'admin') return sql`${p}.agency_id is null`;
  return actor.agencyId === null ? nothing : sql`(${p}.agency_id is null or ${p}.agency_id = ${actor.agencyId})`;
}

/** Which of them this actor may change: those of their own agency, and an administrator those for all. */
export function changeablePlaybooks(actor: UserActor, aliasName: string): Sql {
  const p = raw(aliasName);
  if (actor.role === 'admin') return sql`${p}.agency_id is null`;
  return actor.agencyId === null ? nothing : sql`${p}.agency_id = ${actor.agencyId}`;
}
