import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor } from '../../../kernel/actor.js';
import { everything } from '../../../platform/auth/visibility.js';

/**
 * Which publications of a person whom the actor may see they may read: what the person rejected is for the person alone, so that
 * nobody goes on saying that it is theirs. Stands beside `visibleExperts`.
 */
export function readablePublications(actor: Actor, aliasName: string): Sql {
  if (actor.kind === 'system') return everything;
  const p = raw(aliasName);
  return actor.role === 'academic' ? sql`${p}.expert_id = ${actor.expertId}` : sql`${p}.state <> 'rejected'`;
}
