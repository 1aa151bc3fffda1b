import sql, { join, type Sql } from 'sql-template-tag';
import type { Actor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { listOf, namedRef } from '../../platform/database/fragments.js';
import { tagsOnExpert } from '../tags/tag.sql.js';
import { audienceFields, type AudienceField } from './expert.rules.js';
import { keptBy, knownExperts, readableField, visibleExperts } from './expert.visibility.js';
import { relationshipSql } from './relationships/relationship.sql.js';

/** Whether an affiliation holds on a day, its first and last included. */
export function currentAffiliation(today: CalendarDate): Sql {
  return sql`((f.started_on is null or f.started_on <= ${today}) and (f.ended_on is null or f.ended_on >= ${today}))`;
}

/** Whether the reader knows the person of row `e` as `reader.known`. `offset 0` keeps it one look-up a row. */
export function readerSql(actor: Actor): Sql {
  return sql`cross join lateral (select ${knownExperts(actor, 'e')} as known offset 0) reader`;
}

/** A private column of `e` where the reader may read it. */
export function privateColumn(actor: Actor, field: AudienceField, column: Sql): Sql {
  return sql`case when ${readableField(actor, 'e', field)} then ${column} end`;
}

/** One person with everything around them that this reader may know, in the shape of `ExpertView`. */
export function expertSql(actor: Actor, where: Sql, today: CalendarDate): Sql {
  const column = (field: AudienceField, name: Sql): Sql => privateColumn(actor, field, name);
  const known = (name: Sql): Sql => sql`case when reader.known then ${name} end`;
  const keeper = (name: Sql): Sql => sql`case when ${keptBy(actor, 'e')} then ${name} end`;
  return sql`
    select e.id, e.version, e.reference, e.kind, e.title, e.given_name as "givenName", e.family_name as "familyName",
      e.known_as as "knownAs", reader.known as known, ${withheldSql(actor)} as withheld,
      case when bonds.sensitive then 'OFFICIAL-SENSITIVE' else 'OFFICIAL' end as marking,
      ${column('email', sql`e.email`)} as email, ${column('phone', sql`e.phone`)} as phone, ${column('orcid', sql`e.orcid`)} as orcid,
      ${column('orcid', sql`e.orcid_verified_at`)} as "orcidVerifiedAt", ${column('biography', sql`e.biography`)} as biography,
      ${column('interests', sql`e.interests`)} as interests, ${column('languages', sql`e.languages`)} as languages,
      ${column('country', sql`e.country`)} as country, ${column('website', sql`e.website`)} as website,
      ${column('availability', sql`e.availability`)} as availability,
      ${column('availability', sql`e.available_until`)} as "availableUntil",
      ${column('careerStage', sql`e.career_stage`)} as "careerStage",
      ${column('contactPreferences', sql`e.contact_preferences`)} as "contactPreferences",
      ${known(namedRef('agency'))} as agency, ${known(sql`e.lawful_basis`)} as "lawfulBasis",
      ${known(sql`e.privacy_notice_sent_on`)} as "privacyNoticeSentOn", ${known(sql`e.objected_on`)} as "objectedOn",
      ${known(sql`e.restricted_on`)} as "restrictedOn", ${known(sql`e.do_not_contact`)} as "doNotContact",
      ${keeper(sql`e.objection_text`)} as "objectionText", ${keeper(sql`e.restriction_text`)} as "restrictionText",
      ${known(sql`e.profile_confirmed_on`)} as "profileConfirmedOn", ${known(sql`e.confirmation_asked_on`)} as "confirmationAskedOn",
      ${known(sql`e.field_audience`)} as "fieldAudience", ${known(sql`e.created_at`)} as "createdAt",
      ${listOf(sql`select json_agg(json_build_object('id', f.id, 'organisation', ${namedRef('o')}, 'department', f.department,
          'role', f.role, 'startedOn', f.started_on, 'endedOn', f.ended_on, 'isPrimary', f.is_primary,
          'current', ${currentAffiliation(today)})
          order by f.ended_on is not null, f.is_primary desc, f.ended_on desc, f.started_on desc nulls last, f.id)
        from affiliations f join organisations o on o.id = f.organisation_id
        where f.expert_id = e.id and (reader.known or ${currentAffiliation(today)})`)} as affiliations,
      ${listOf(sql`select json_agg(json_build_object('scheme', t.scheme, 'code', t.code, 'label', t.label, 'level', x.level,
          'source', x.source, 'confirmedOn', x.confirmed_on) order by x.level, t.scheme, t.position, t.code)
        from expertise x join vocabulary_terms t on t.id = x.term_id where x.expert_id = e.id`)} as expertise,
      bonds.list as relationships, ${tagsOnExpert(actor, 'e')} as tags, e.updated_at as "updatedAt"
    from experts e
    join organisations agency on agency.id = e.agency_id
    ${readerSql(actor)}
    cross join lateral (
      select coalesce(json_agg(row_to_json(shown) order by shown."sinceOn", shown.id), '[]') as list,
        coalesce(bool_or(shown.marking = 'OFFICIAL-SENSITIVE'), false) as sensitive
      from (${relationshipSql(actor, sql`r.expert_id = e.id`, today)}) shown) bonds
    where ${where} and ${visibleExperts(actor, 'e', today)}`;
}

/** The names of the private fields that the reader may not read: of the audience alone, whether or not they hold anything. */
function withheldSql(actor: Actor): Sql {
  const names = audienceFields.map(
    (field) => sql`case when not ${readableField(actor, 'e', field)} then ${field}::text end`,
  );
  return sql`array_remove(array[${join(names)}], null)`;
}
