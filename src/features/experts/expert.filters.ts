import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { containing } from '../../platform/database/fragments.js';
import { currentAffiliation } from './expert.sql.js';
import { readableField, visibleExperts } from './expert.visibility.js';
import type { ExpertListQuery } from './experts.dto.js';
import { normaliseOrcid } from './orcid.rules.js';
import { ownRelationships } from './relationships/relationship.visibility.js';

/** What the people of a list have in common, over the alias `e`: visible to the actor, and the filters. */
export function expertConditions(actor: UserActor, query: ExpertListQuery, today: CalendarDate): Sql[] {
  const conditions = [visibleExperts(actor, 'e', today)];
  if (query.q) conditions.push(matching(actor, query.q));
  if (query.kind) conditions.push(sql`e.kind = ${query.kind}`);
  if (query.organisationId)
    conditions.push(sql`exists (select 1 from affiliations f
      where f.expert_id = e.id and f.organisation_id = ${query.organisationId} and ${currentAffiliation(today)})`);
  if (query.term) conditions.push(knowing(query.term));
  const own: Sql[] = [];
  if (query.stage) own.push(sql`r.stage = ${query.stage}`);
  if (query.ownerUserId) own.push(sql`r.owner_user_id = ${query.ownerUserId}`);
  if (own.length > 0)
    conditions.push(sql`exists (select 1 from relationships r
      where r.expert_id = e.id and ${join(own, ' and ')} and ${ownRelationships(actor, 'r', today)})`);
  if (query.availability)
    conditions.push(sql`e.availability = ${query.availability} and ${readableField(actor, 'e', 'availability')}`);
  return conditions;
}

/** A whole e-mail address or ORCID iD finds its owner where the actor may read it; anything else is part of a name. */
function matching(actor: UserActor, text: string): Sql {
  const orcid = normaliseOrcid(text);
  if (orcid !== null) return sql`e.orcid = ${orcid} and ${readableField(actor, 'e', 'orcid')}`;
  if (text.includes('@')) return sql`e.email = ${text}::citext and ${readableField(actor, 'e', 'email')}`;
  return sql`e.search like ${containing(text)}`;
}

/** Part of a person's name, or their reference. Over the alias of an expert. */
export function expertCalled(aliasName: string, text: string): Sql {
  return sql`${raw(aliasName)}.search like ${containing(text.trim())}`;
}

function knowing(term: string): Sql {
  const [scheme, code] = term.split(':', 2);
  return sql`exists (select 1 from expertise x where x.expert_id = e.id
    and x.term_id = (select t.id from vocabulary_terms t where t.scheme = ${scheme} and t.code = ${code}))`;
}
