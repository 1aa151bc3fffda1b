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
export function knownToAgency(aliasName: string, agencyId: string | Sql): Sql {
  const e = raw(aliasName);
  return sql`(${e}.agency_id = ${agencyId} or coalesce(
    (select true from relationships known where known.expert_id = ${e}.id and known.agency_id = ${agencyId}), false))`;
}

/**
 * Who may see that a person is held at all. Agencies see their own people; others' only once their joint-controller
 * arrangement is in force, the person has been sent the privacy notice, and has neither objected nor had use restricted
 * (docs/domain.md, Expert and Sharing). An academic sees themselves.
 */
export function visibleExperts(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  if (actor.kind === 'system') return everything;
  const e = raw(aliasName);
  if (actor.role === 'academic') return sql`${e}.id = ${actor.expertId}`;
  if ((actor.role !== 'liaison' && actor.role !== 'partner') || actor.agencyId === null) return nothing;
  const known = knownToAgency(aliasName, actor.agencyId);
  if (!actor.readsSharedPeople) return known;
  return sql`(${known} or ${sharedWithAgencies(e, today)})`;
}

/** Whether the agency of another row may see the person: for the product itself, which acts for an agency and for nobody of it. */
export function visibleToAgency(aliasName: string, agencyAlias: string, today: CalendarDate): Sql {
  const [e, agency] = [raw(aliasName), raw(agencyAlias)];
  return sql`(${knownToAgency(aliasName, sql`${agency}.id`)}
    or coalesce(${agency}.joint_controller_from <= ${today} and ${sharedWithAgencies(e, today)}, false))`;
}

function sharedWithAgencies(e: Sql, today: CalendarDate): Sql {
  return sql`(${e}.privacy_notice_sent_on <= ${today} and ${e}.objected_on is null and ${e}.restricted_on is null)`;
}

/**
 * Whether this actor's agency deals with the person, or they are the person: then they read how the person may be handled
 * (objection, restriction, do not contact) and their whole history of affiliations.
 */
export function knownExperts(actor: Actor, aliasName: string): Sql {
  if (actor.kind === 'system') return everything;
  if (actor.role === 'academic') return sql`${raw(aliasName)}.id = ${actor.expertId}`;
  return actor.agencyId === null ? nothing : knownToAgency(aliasName, actor.agencyId);
}

/**
 * Whether this actor reads one private field of a person they may see: their agency keeps the person's record, the person has
 * opened the field to it, or they are the person. A relationship alone does not open it, because any agency can begin one. It
 * stands around the column wherever the field is answered, filtered or compared, so that what may not be read cannot be found
 * out either.
 */
export function readableField(actor: Actor, aliasName: string, field: AudienceField): Sql {
  if (actor.kind === 'system') return everything;
  const e = raw(aliasName);
  if (actor.role === 'academic') return sql`${e}.id = ${actor.expertId}`;
  const { agencyId, agencyAudience } = actor;
  if (agencyId === null) return nothing;
  const reaching = fieldAudiences.filter(
    (audience) => agencyAudience !== null && sharingReaches(audience, agencyAudience),
  );
  return sql`(${e}.agency_id = ${agencyId} or coalesce(${e}.field_audience ->> ${field}::text = any(${reaching}::text[]), false))`;
}

/** Whether the reader belongs to the agency that keeps the person's record, or is the person: who reads their own words to it. */
export function keptBy(actor: Actor, aliasName: string): Sql {
  if (actor.kind === 'user' && actor.role === 'academic') return sql`${raw(aliasName)}.id = ${actor.expertId}`;
  return changeableExperts(actor, aliasName);
}

/** Who may change a person's record: people of the agency that keeps it. An agency that knows the person too reads only. */
export function changeableExperts(actor: Actor, aliasName: string): Sql {
  if (actor.kind === 'system') return everything;
  if (actor.agencyId === null || (actor.role !== 'liaison' && actor.role !== 'partner')) return nothing;
  return sql`${raw(aliasName)}.agency_id = ${actor.agencyId}`;
}
