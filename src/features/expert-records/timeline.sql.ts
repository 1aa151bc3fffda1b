import sql, { join, type Sql } from 'sql-template-tag';
import type { Actor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { CursorParts } from '../../kernel/page.js';
import { namedRef } from '../../platform/database/fragments.js';
import { presentEndSql } from '../agreements/agreement.status.sql.js';
import { visibleAgreements } from '../agreements/agreement.visibility.js';
import { currentAffiliation } from '../experts/expert.sql.js';
import { knownExperts, visibleExperts } from '../experts/expert.visibility.js';
import { ownRelationships } from '../experts/relationships/relationship.visibility.js';
import { followUpsAboutExpert, visibleFollowUps } from '../follow-ups/follow-up.visibility.js';
import { interactionsWithExpert, visibleInteractions } from '../interactions/interaction.visibility.js';
import { timelineKinds, type TimelineKind, type TimelineQuery } from './timeline.dto.js';

/** The person, found once: null where the reader may not see them, and then nothing is found beside them either. */
const expertId = sql`(select person.id from person)`;

/** Which statement each kind of event comes from. Its columns are those of `columns`. */
type Branch = (actor: Actor, today: CalendarDate) => Sql;

/** The instant at which a day begins in London. */
function midnight(day: Sql): Sql {
  return sql`((${day})::timestamp at time zone 'Europe/London')`;
}

/** Who took part and what it was about is known to `interactionsWithExpert`: the Chatham House Rule included. */
const interactions: Branch = (actor, today) => sql`
  select i.happened_at as moment, '9' as place, i.id as key, 'interaction' as event, i.id as record_id, null as reference, true as timed,
    i.subject as title, i.outcome as detail, i.kind as code, i.agency_id, i.marking
  from interactions i
  where i.id in (${interactionsWithExpert(actor, expertId, today)}) and ${visibleInteractions(actor, 'i', today)}`;

/** What became of the agreements that cover the person. One that was ended early does not end again. */
const agreements: Branch = (actor, today) => sql`
  select ${midnight(sql`happened.day`)} as moment, happened.place, a.id as key, happened.event, a.id as record_id, a.reference,
    false as timed, a.title, null as detail, null as code, a.agency_id, a.marking
  from agreement_covered_persons c join agreements a on a.id = c.agreement_id
  cross join lateral (select ${presentEndSql('a', today)} as end_on) dates
  cross join lateral (values
    ('agreement_signed', '3', a.executed_on), ('agreement_effective', '4', a.effective_on),
    ('agreement_superseded', '5', a.superseded_on), ('agreement_terminated', '6', a.terminated_on),
    ('agreement_ended', '7', case when dates.end_on < ${today} and coalesce(least(a.terminated_on, a.superseded_on) > dates.end_on, true)
      then dates.end_on end)
    union all select 'agreement_renewed', '8', coalesce(t.renewed_itself_on, t.effective_on)
      from agreement_terms t where t.agreement_id = a.id and t.number > 1) happened (event, place, day)
  where c.expert_id = ${expertId} and a.stage = 'executed' and happened.day <= ${today} and ${visibleAgreements(actor, 'a', today)}`;

/** A day that somebody said it was done on is a day; the day it was entered on is the moment of that. */
const followUps: Branch = (actor, today) => sql`
  select happened.moment, happened.place, f.id as key, happened.event, f.id as record_id, null as reference, happened.timed, f.title,
    happened.detail, null as code, f.agency_id, f.marking
  from follow_ups f
  cross join lateral (values
    ('follow_up_made', '2', f.created_at, true, null),
    ('follow_up_' || f.status, '8',
      case when (f.completed_at at time zone 'Europe/London')::date = f.completed_on then f.completed_at else ${midnight(sql`f.completed_on`)} end,
      coalesce((f.completed_at at time zone 'Europe/London')::date = f.completed_on, false), f.outcome)
  ) happened (event, place, moment, timed, detail)
  where f.id in (${followUpsAboutExpert(actor, expertId, today)}) and happened.moment is not null and ${visibleFollowUps(actor, 'f', today)}`;

/** The stages of the reader's own agency: of another's only the present one is ever shared. */
const relationships: Branch = (actor, today) => sql`
  select change.changed_at as moment, '9' as place, change.id as key, 'stage_changed' as event, r.id as record_id, null as reference,
    true as timed, change.to_stage as title, change.reason as detail, change.from_stage as code, r.agency_id, r.marking
  from relationship_stage_changes change join relationships r on r.id = change.relationship_id
  where r.expert_id = ${expertId} and ${ownRelationships(actor, 'r', today)}`;

/** Posts of former times are for those whose agency knows the person, as on the person's record. */
const affiliations: Branch = (_actor, today) => sql`
  select ${midnight(sql`happened.day`)} as moment, happened.place, f.id as key, happened.event, f.id as record_id, null as reference,
    false as timed, o.name as title, nullif(concat_ws(', ', f.role, f.department), '') as detail, null as code, null::uuid as agency_id,
    'OFFICIAL' as marking
  from affiliations f join organisations o on o.id = f.organisation_id
  cross join lateral (values ('affiliation_ended', '0', case when f.ended_on < ${today} then f.ended_on end),
    ('affiliation_began', '1', case when f.started_on <= ${today} then f.started_on end)) happened (event, place, day)
  where f.expert_id = ${expertId} and happened.day is not null and ((select person.known from person) or ${currentAffiliation(today)})`;

const branches: Record<TimelineKind, Branch> = {
  interaction: interactions,
  agreement: agreements,
  follow_up: followUps,
  relationship: relationships,
  affiliation: affiliations,
};

/**
 * Everything about one person that the reader may see, newest first, in one statement: each kind finds its own newest rows, as
 * many as the page holds, and the newest of all are shown. No row at all when the reader may not see the person; one row of
 * nulls when there is nothing to tell.
 */
export function timelineSql(
  actor: Actor,
  person: Sql,
  { kind, from, to }: TimelineQuery,
  { after, rows, today }: { after: CursorParts | null; rows: number; today: CalendarDate },
): Sql {
  const window: Sql[] = [sql`true`];
  if (from) window.push(sql`event.moment >= ${midnight(sql`${from}::date`)}`);
  if (to) window.push(sql`event.moment < ${midnight(sql`${to}::date + 1`)}`);
  if (after !== null)
    window.push(
      sql`(event.moment, event.place, event.key) < (${after[0]}::timestamptz, ${after[1]}::text, ${after[2]}::uuid)`,
    );
  const newest = sql`order by moment desc, place desc, key desc limit ${rows}`;
  const chosen = timelineKinds.filter((one) => kind === undefined || one === kind);
  const each = chosen.map(
    (one) => sql`(select event.*, ${one}::text as kind from (${branches[one](actor, today)}) event
      where ${join(window, ' and ')} ${newest})`,
  );
  return sql`
    with person as materialized (
      select e.id, e.reference, concat_ws(' ', e.title, e.given_name, e.family_name) as name, ${knownExperts(actor, 'e')} as known
      from experts e where ${person} and ${visibleExperts(actor, 'e', today)})
    select person.id as "expertId", person.reference as "expertReference", person.name, found.kind, found.event,
      found.record_id as "recordId", found.reference, (found.moment at time zone 'Europe/London')::date as "happenedOn",
      case when found.timed then found.moment end as "happenedAt", found.title, found.detail, found.code, ${namedRef('agency')} as agency,
      found.marking, json_build_array(found.moment::text, found.place, found.key) as "cursorKey"
    from person
    left join (select * from (${join(each, ' union all ')}) merged ${newest}) found on true
    left join organisations agency on agency.id = found.agency_id
    order by found.moment desc, found.place desc, found.key desc`;
}
