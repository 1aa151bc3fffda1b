import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { instant, listOf, namedRef } from '../../platform/database/fragments.js';
import { visibleAgreements } from '../agreements/agreement.visibility.js';
import { visibleContacts } from '../contacts/contact.visibility.js';
import { visibleExperts } from '../experts/expert.visibility.js';
import { madeByOwnAgency, mayKnowWhoSaidWhat } from './interaction.visibility.js';

/** A person's name as it is shown beside other records. */
const expertName = sql`concat_ws(' ', e.title, e.given_name, e.family_name)`;

/** The expert, agreement or organisation that a record is about: `{ kind, id, label }`, null when the reader may not see it. */
export function aboutSql(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  const record = raw(aliasName);
  return sql`case
    when ${record}.about_expert_id is not null then (select json_build_object('kind', 'expert', 'id', e.id, 'label', ${expertName})
      from experts e where e.id = ${record}.about_expert_id and ${visibleExperts(actor, 'e', today)})
    when ${record}.about_agreement_id is not null then (select json_build_object('kind', 'agreement', 'id', a.id, 'label', a.reference || ' ' || a.title)
      from agreements a where a.id = ${record}.about_agreement_id and ${visibleAgreements(actor, 'a', today)})
    when ${record}.about_organisation_id is not null then (select json_build_object('kind', 'organisation', 'id', o.id, 'label', o.name)
      from organisations o where o.id = ${record}.about_organisation_id)
    end`;
}

/** What an interaction is about. Under the Chatham House Rule naming a person beside it would tell who took part. */
export function interactionAboutSql(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return sql`case when ${raw(aliasName)}.about_expert_id is null or ${mayKnowWhoSaidWhat(actor, aliasName)}
    then ${aboutSql(actor, aliasName, today)} end`;
}

/** Who took part, as far as this reader may know; empty to other agencies under the Chatham House Rule. */
export function participantsSql(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  const took = sql`took.interaction_id = ${raw(aliasName)}.id`;
  return sql`case when ${mayKnowWhoSaidWhat(actor, aliasName)} then ${listOf(sql`
    select json_agg(json_build_object('kind', present.kind, 'id', present.id, 'name', present.name) order by present.place, present.name, present.id)
    from (
      select 1 as place, 'expert' as kind, e.id, ${expertName} as name
        from interaction_participants took join experts e on e.id = took.expert_id where ${took} and ${visibleExperts(actor, 'e', today)}
      union all select 2, 'contact', c.id, c.name
        from interaction_participants took join contacts c on c.id = took.contact_id where ${took} and ${visibleContacts(actor, 'c', today)}
      union all select 3, 'user', u.id, u.name from interaction_participants took join users u on u.id = took.user_id where ${took}
      union all select 4, 'organisation', o.id, o.name
        from interaction_participants took join organisations o on o.id = took.organisation_id where ${took}
    ) present`)} else '[]' end`;
}

/**
 * What was corrected, oldest first: for the agency that made the record alone, since a correction may take out what others
 * should not have read. Who took part and what it was about are named as changed, without the earlier records. What was said
 * while the record was for named people only is not told once it is shared more widely: it may be what had to be taken out.
 */
export function correctionsSql(actor: Actor, aliasName: string): Sql {
  const i = raw(aliasName);
  const sharingThen = sql`coalesce((select later.before ->> 'sharing' from interaction_corrections later
    where later.interaction_id = ${i}.id and later.version >= c.version and later.before ->> 'sharing' is not null
    order by later.version limit 1), ${i}.sharing)`;
  return sql`case when ${madeByOwnAgency(actor, aliasName)} then ${listOf(sql`
    select json_agg(json_build_object('version', c.version, 'reason', c.reason, 'correctedBy', ${namedRef('corrector')},
        'correctedAt', ${instant(sql`c.corrected_at`)},
        'changed', (select json_agg(field order by field) from jsonb_object_keys(c.before) as field),
        'before', case when ${i}.sharing = 'named' or ${sharingThen} <> 'named' then c.before - 'participants' - 'about' else '{}' end)
      order by c.version)
    from interaction_corrections c left join users corrector on corrector.id = c.corrected_by_user_id
    where c.interaction_id = ${i}.id`)} end`;
}
