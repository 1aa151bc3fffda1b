import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { sharingReaches } from '../../kernel/marking.js';
import { everything, nothing } from '../../platform/auth/visibility.js';
import { fieldAudiences, type AudienceField } from './expert.rules.js';

/**
 * The agency knows the person itself: it entered them, or keeps a relationship with them. True or false, never null.
 * A scalar subquery rather than `exists`, which the planner may turn into a hash of the whole table for one page of 25.
 */
export function knownToAgency(aliasName: string, agencyId: string): Sql {
  const e = raw(aliasName);
  return sql`(${e}.agency_id = ${agencyId} or coalesce(
    (select true from relationships known where known.expert_id = ${e}.id and known.agency_id = ${agencyId}), false))`;
}

/**
 * Who may see that a person is held at all. Agencies see their own people; others' only once their joint-controller
 * arrangement is in force, the person has been sent the privacy notice, and has neither objected nor had use restricted
 * (domain.md: Expert, Sharing). An academic sees themselves.
 */
export function visibleExperts(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  if (actor.kind === 'system') return everything;
  const e = raw(aliasName);
  if (actor.role === 'academic') return sql`${e}.id = ${actor.expertId}`;
  if ((actor.role !== 'liaison' && actor.role !== 'partner') || actor.agencyId === null) return nothing;
  const known = knownToAgency(aliasName, actor.agencyId);
  if (!actor.readsSharedPeople) return known;
  return sql`(${known} or (${e}.privacy_notice_sent_on <= ${today} and ${e}.objected_on is null and ${e}.restricted_on is null))`;
}

/** Whether this actor reads every field of a person they may see: their agency knows the person, or they are the person. */
export function fullyReadableExperts(actor: Actor, aliasName: string): Sql {
  if (actor.kind === 'system') return everything;
  if (actor.role === 'academic') return sql`${raw(aliasName)}.id = ${actor.expertId}`;
  return actor.agencyId === null ? nothing : knownToAgency(aliasName, actor.agencyId);
}

/**
 * Whether this actor reads one private field of a person they may see. It stands around the column wherever the field is
 * answered, filtered or compared, so that what may not be read cannot be found out either. `full` is the answer of
 * `fullyReadableExperts` where a query has it at hand.
 */
export function readableField(
  actor: Actor,
  aliasName: string,
  field: AudienceField,
  full: Sql = fullyReadableExperts(actor, aliasName),
): Sql {
  if (actor.kind === 'system' || actor.role === 'academic' || actor.agencyAudience === null) return full;
  const { agencyAudience } = actor;
  const reaching = fieldAudiences.filter((audience) => sharingReaches(audience, agencyAudience));
  return sql`(${full} or coalesce(${raw(aliasName)}.field_audience ->> ${field}::text = any(${reaching}::text[]), false))`;
}

/** Who may change a person's record: people of the agency that keeps it. An agency that knows the person too reads only. */
export function changeableExperts(actor: Actor, aliasName: string): Sql {
  if (actor.kind === 'system') return everything;
  if (actor.agencyId === null || (actor.role !== 'liaison' && actor.role !== 'partner')) return nothing;
  return sql`${raw(aliasName)}.agency_id = ${actor.agencyId}`;
}
