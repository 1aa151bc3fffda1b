import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { everything, nothing } from '../../../platform/auth/visibility.js';

/**
 * Which vettings this actor may read: the sponsor's people read all of it; the person reads what was granted to them, and
 * `vettingSql` says how much of that. It is never shared, granted or listed across agencies: a list of who is vetted would tell
 * an enemy whom to approach (docs/domain.md, Vetting).
 */
export function visibleVettings(actor: Actor, aliasName: string): Sql {
  const v = raw(aliasName);
  if (actor.kind === 'user' && actor.role === 'academic')
    return sql`(${v}.expert_id = ${actor.expertId} and ${v}.status = 'granted')`;
  return sponsoredBy(actor, aliasName);
}

/** Which vettings this actor may read whole and change: those that their agency sponsors. */
export function sponsoredBy(actor: Actor, aliasName: string): Sql {
  if (actor.kind === 'system') return everything;
  if (actor.agencyId === null || (actor.role !== 'liaison' && actor.role !== 'partner')) return nothing;
  return sql`${raw(aliasName)}.agency_id = ${actor.agencyId}`;
}

/** Whether some other agency sponsors a vetting of the person of row `e` that is in date: all that others learn of it. */
export function vettedElsewhere(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  if (actor.kind === 'system' || actor.role === 'academic') return nothing;
  return sql`exists (select 1 from vettings other where other.expert_id = ${raw(aliasName)}.id
    and not ${sponsoredBy(actor, 'other')} and other.status = 'granted' and (other.expires_on is null or other.expires_on >= ${today}))`;
}
