import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { instant, listOf, namedRef } from '../../../platform/database/fragments.js';
import { everything, nothing } from '../../../platform/auth/visibility.js';
import { knowableRelationships, ownRelationships, readableRelationships } from './relationship.visibility.js';

/**
 * London date of the last contact, or of the beginning when there was none, and the cadence; or the day that contact was put
 * off to, if that is later. Null without a cadence.
 */
export function nextContactDueSql(aliasName: string): Sql {
  const r = raw(aliasName);
  return sql`(case when ${r}.cadence_days is not null then greatest(${r}.contact_deferred_until,
    coalesce((${r}.last_contact_at at time zone 'Europe/London')::date, ${r}.since_on) + ${r}.cadence_days) end)`;
}

/**
 * Relationships as this reader may know them, in the shape of `RelationshipView`. An agency reads all of its own; what is
 * shared with others is the stage; beyond that they learn that it exists, who leads and since when. The person reads the
 * agreed stage and who looks after them; never notes, assessment or source (docs/domain.md, Relationship).
 */
export function relationshipSql(actor: Actor, where: Sql, today: CalendarDate): Sql {
  const isThePerson = actor.kind === 'user' && actor.role === 'academic' ? everything : nothing;
  const own = (column: Sql): Sql => sql`case when told.own then ${column} end`;
  return sql`
    select r.id, r.version, r.expert_id as "expertId", ${namedRef('agency')} as agency, ${namedRef('owner')} as owner,
      r.since_on as "sinceOn", not told.own as partial, case when told.stage then r.stage end as stage,
      case when told.own or ${isThePerson} then ${namedRef('deputy')} end as deputy,
      ${own(sql`r.cadence_days`)} as "cadenceDays", ${own(instant(sql`r.last_contact_at`))} as "lastContactAt",
      ${own(sql`r.contact_deferred_until`)} as "contactDeferredUntil",
      ${own(nextContactDueSql('r'))} as "nextContactDueOn", ${own(sql`r.source`)} as source, ${own(sql`r.notes`)} as notes,
      ${own(sql`r.assessment`)} as assessment, r.marking, ${own(sql`r.handling`)} as handling, ${own(sql`r.sharing`)} as sharing,
      ${own(
        listOf(sql`select json_agg(json_build_object('from', change.from_stage, 'to', change.to_stage, 'reason', change.reason,
            'by', ${namedRef('changer')}, 'at', ${instant(sql`change.changed_at`)}) order by change.changed_at, change.id)
          from relationship_stage_changes change left join users changer on changer.id = change.changed_by_user_id
          where change.relationship_id = r.id`),
      )} as history,
      ${own(instant(sql`r.updated_at`))} as "updatedAt"
    from relationships r
    join organisations agency on agency.id = r.agency_id
    left join users owner on owner.id = r.owner_user_id
    left join users deputy on deputy.id = r.deputy_user_id
    cross join lateral (select coalesce(${ownRelationships(actor, 'r', today)}, false) as own,
      coalesce(${readableRelationships(actor, 'r', today)}, false) as stage offset 0) told
    where ${where} and ${knowableRelationships(actor, 'r', today)}`;
}
