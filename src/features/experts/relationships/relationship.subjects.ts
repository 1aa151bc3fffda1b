import sql, { raw } from 'sql-template-tag';
import type { DatedSubject } from '../../../kernel/contracts.js';
import { mayBeWrittenTo } from '../profile/profile.subjects.js';
import { visibleExperts } from '../expert.visibility.js';
import { nextContactDueSql } from './relationship.sql.js';
import { ownRelationships } from './relationship.visibility.js';

/**
 * The day on which contact is due, by the cadence of the relationship. Not of whoever must not be contacted, has objected or asked
 * for restriction, or is dormant or former; nor while a meeting with them is planned, from today on.
 */
export const contactDueSubject: DatedSubject = {
  name: 'relationships.contact-due',
  recordKind: 'relationship',
  table: 'relationships',
  path: '/experts/:reference',
  select: (from, to, today) => sql`
    select r.id as "recordId", e.reference, ${nextContactDueSql('r')} as "anchorOn", r.owner_user_id as "ownerUserId",
      r.deputy_user_id as "deputyUserId", r.agency_id as "agencyId", r.sharing = 'named' as "forNamedOnly"
    from relationships r join experts e on e.id = r.expert_id
    where r.cadence_days is not null and ${nextContactDueSql('r')} between ${from}::date and ${to}::date
      and r.stage not in ('dormant', 'former') and ${mayBeWrittenTo('e')}
      and not exists (select 1 from interaction_participants took join interactions i on i.id = took.interaction_id
        where took.expert_id = r.expert_id and i.agency_id = r.agency_id
          and (i.happened_at at time zone 'Europe/London')::date >= ${today}::date)`,
  // To its own agency alone: others learn neither the cadence nor that contact is due.
  visibleTo: (actor, aliasName, today) => sql`(${ownRelationships(actor, aliasName, today)}
    and exists (select 1 from experts e where e.id = ${raw(aliasName)}.expert_id and ${visibleExperts(actor, 'e', today)}))`,
  title: (aliasName) => sql`(select concat_ws(' ', e.title, e.given_name, e.family_name) from experts e
    where e.id = ${raw(aliasName)}.expert_id)`,
  marking: (aliasName) => sql`${raw(aliasName)}.marking`,
};
