import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { containing } from '../../platform/database/fragments.js';
import { taggedWith } from '../tags/tag.sql.js';
import { noticeFilterSql } from './expert.notice.sql.js';
import { byLastContact } from './expert.sorts.sql.js';
import { currentAffiliation } from './expert.sql.js';
import { readableField, visibleExperts } from './expert.visibility.js';
import { termsMeaning } from './expertise/expertise.terms.sql.js';
import type { ExpertListQuery } from './experts.dto.js';
import { normaliseOrcid } from './orcid.rules.js';
import { ownRelationships } from './relationships/relationship.visibility.js';

/** What the people of a list have in common, over the alias `e`: visible to the actor, and the filters. */
export function expertConditions(actor: UserActor, query: ExpertListQuery, today: CalendarDate): Sql[] {
  const conditions = [visibleExperts(actor, 'e', today)];
  if (query.q) conditions.push(matching(actor, query.q, today));
  if (query.kind) conditions.push(sql`e.kind = ${query.kind}`);
  conditions.push(...working(query, today), ...knowing(query));
  if (query.tagId) conditions.push(taggedWith(actor, 'e', query.tagId));
  if (query.privacyNotice) conditions.push(noticeFilterSql(actor, 'e', query.privacyNotice, today));
  const own: Sql[] = [];
  if (query.stage) own.push(sql`r.stage = ${query.stage}`);
  if (query.ownerUserId) own.push(sql`r.owner_user_id = ${query.ownerUserId}`);
  if (byLastContact(query.sort)) own.push(sql`true`);
  if (own.length > 0)
    conditions.push(sql`exists (select 1 from relationships r
      where r.expert_id = e.id and ${join(own, ' and ')} and ${ownRelationships(actor, 'r', today)})`);
  if (query.availability)
    conditions.push(sql`e.availability = ${query.availability} and ${readableField(actor, 'e', 'availability')}`);
  return conditions;
}

/**
 * A whole e-mail address or ORCID iD finds its owner where the actor may read it; anything else is part of a name. Names that
 * are only spelled alike are found when nobody whom the actor may see has these words in theirs.
 */
function matching(actor: UserActor, text: string, today: CalendarDate): Sql {
  const orcid = normaliseOrcid(text);
  if (orcid !== null) return sql`e.orcid = ${orcid} and ${readableField(actor, 'e', 'orcid')}`;
  if (text.includes('@')) return sql`e.email = ${text}::citext and ${readableField(actor, 'e', 'email')}`;
  const part = containing(text);
  if (!isName(text)) return sql`e.search like ${part}`;
  // Asked as a list of its own, which goes by the index however many the planner expects.
  return sql`(e.search like ${part} or (plain_text(${text}) <% e.search and not (
    with named as materialized (select e.id, e.agency_id, e.privacy_notice_sent_on, e.objected_on, e.restricted_on
      from experts e where e.search like ${part})
    select exists (select 1 from named e where ${visibleExperts(actor, 'e', today)}))))`;
}

/** Part of a person's name, or their reference. Over the alias of an expert. */
export function expertCalled(aliasName: string, text: string): Sql {
  return sql`${raw(aliasName)}.search like ${containing(text.trim())}`;
}

/** Letters enough to be spelled like another name; neither a reference nor a pattern. */
function isName(text: string): boolean {
  return /^[\p{L}\p{M}\s.'’-]+$/u.test(text) && text.replace(/[^\p{L}]/gu, '').length >= 4;
}

function working({ organisationId, organisation }: ExpertListQuery, today: CalendarDate): Sql[] {
  const conditions: Sql[] = [];
  const post = (where: Sql): Sql => sql`exists (select 1 from affiliations f
    where f.expert_id = e.id and ${where} and ${currentAffiliation(today)})`;
  if (organisationId) conditions.push(post(sql`f.organisation_id = ${organisationId}`));
  if (organisation)
    conditions.push(
      post(
        sql`f.organisation_id = any(array(select o.id from organisations o where o.search like ${containing(organisation)}))`,
      ),
    );
  return conditions;
}

/** Each names terms of its own, all of which the person must know. */
function knowing({ term, topic, region, strand }: ExpertListQuery): Sql[] {
  const one = (scheme: string, code: string): Sql =>
    sql`x.term_id = (select t.id from vocabulary_terms t where t.scheme = ${scheme} and t.code = ${code})`;
  const terms: Sql[] = [];
  if (term) terms.push(one(...(term.split(':', 2) as [string, string])));
  if (region) terms.push(one('region', region));
  if (strand) terms.push(one('strand', strand));
  if (topic) terms.push(sql`x.term_id = any(array(${termsMeaning(topic)}))`);
  if (terms.length < 2)
    return terms.map((where) => sql`exists (select 1 from expertise x where x.expert_id = e.id and ${where})`);
  // Who knows several terms is found from the terms: looked for name by name, a rare pair would mean everybody.
  const each = terms.map((where) => sql`select x.expert_id from expertise x where ${where}`);
  return [sql`e.id = any(array(${join(each, ' intersect ')}))`];
}
