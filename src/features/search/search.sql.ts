import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { presentEndSql, statusSql } from '../agreements/agreement.status.sql.js';
import { visibleAgreements } from '../agreements/agreement.visibility.js';
import { visibleContacts } from '../contacts/contact.visibility.js';
import { currentAffiliation } from '../experts/expert.sql.js';
import { readableField, visibleExperts } from '../experts/expert.visibility.js';
import { expertiseSchemes } from '../experts/expertise/expertise.rules.js';
import { followUpStateSql } from '../follow-ups/follow-up.state.sql.js';
import { visibleFollowUps } from '../follow-ups/follow-up.visibility.js';
import { visibleInteractions } from '../interactions/interaction.visibility.js';
import { notEnded } from '../organisations/organisations.queries.js';
import { everything } from '../../platform/auth/visibility.js';
import { containing } from '../../platform/database/fragments.js';
import type { SearchKind } from './search.dto.js';
import type { SearchTerms } from './search.rules.js';
import {
  allAlike,
  holdsAll,
  nearWays,
  referenceWays,
  startsWith,
  wholeWords,
  wordsWay,
  type Named,
  type Way,
} from './search.ways.sql.js';

/** How many of a kind are answered; one more is looked for, to know whether there are more. */
export const mostOfAKind = 6;
/** Numbers stand in the text itself, so that the planner knows them in a plan that is kept for all values too. */
const wanted = raw(String(mostOfAKind + 1));

/** How many that match in one way are put into order. Of more than these, the list of the kind has them all. */
const mostInOrder = raw('200');

/** A kind of record as the search knows it. */
interface Findable {
  readonly kind: SearchKind;
  readonly table: string;
  readonly alias: string;
  readonly visible: Sql;
  readonly ways: readonly Way[];
  /** Of what is found in one way with one rank. */
  readonly order: Sql;
  /** `name`, `reference`, `also`, `role`, `organisation`, `datedOn`, `state` and `marking`, by what `joins` adds. */
  readonly columns: Sql;
  readonly joins?: Sql;
}

/**
 * Everything that a search finds, as one statement. Each kind is found by itself, within what the reader may see, and no more
 * of it than is shown: a way is tried only while those before it have found too little.
 */
export function searchSql(actor: UserActor, terms: SearchTerms, today: CalendarDate): Sql | null {
  const kinds = [
    experts(actor, terms, today),
    expertiseTerms(terms, today),
    organisations(terms, today),
    contacts(actor, terms, today),
    agreements(actor, terms, today),
    followUps(actor, terms, today),
    interactions(actor, terms, today),
  ].filter(({ ways }) => ways.length > 0);
  if (kinds.length === 0) return null;
  return sql`select * from (${join(kinds.map(foundSql), ' union all ')}) found order by "kindPlace", place`;
}

function foundSql({ kind, table, alias, visible, ways, order, columns, joins }: Findable, kindPlace: number): Sql {
  const [from, a] = [sql`${raw(table)} ${raw(alias)}`, raw(alias)];
  const tried = ways.map(
    ({ where, rank, exact = false, like = false, guess = false }, way) => sql`(
      select ${a}.id, ${raw(String(way))} as way, ${rank} as rank, ${raw(String(exact))} as exact, ${raw(String(like))} as "like",
        ${raw(String(guess))} as guess
      from (select ${a}.* from ${from} where ${where} and ${visible} limit ${mostInOrder}) ${a}
      order by rank, ${order} limit ${wanted})`,
  );
  return sql`(select '${raw(kind)}' as kind, ${raw(String(kindPlace))} as "kindPlace",
      row_number() over (order by best.way, best.rank, ${order}) as place, best.exact, best."like", ${a}.id, ${columns}
    from (select tried.*, min(way) over () as nearest from (select * from (${join(tried, ' union all ')}) each_way limit ${wanted}) tried) best
    join ${from} on ${a}.id = best.id ${joins ?? sql``}
    where not best.guess or best.way = best.nearest)`;
}

const noText = sql`null::text`;
const noDay = sql`null::date`;

function experts(actor: UserActor, terms: SearchTerms, today: CalendarDate): Findable {
  const ways = referenceWays(sql`e.reference`, ofKind(terms.references, 'EXP'), startOf(terms, 'EXP'));
  if (terms.email !== null)
    ways.push({ where: sql`${addressed('e', terms.email)} and ${readableField(actor, 'e', 'email')}`, rank: allAlike });
  if (terms.names.length > 0) ways.push(...nameWays(terms.names));
  return {
    kind: 'expert',
    table: 'experts',
    alias: 'e',
    visible: visibleExperts(actor, 'e', today),
    ways,
    order: sql`e.family_name, e.given_name, e.id`,
    columns: sql`concat_ws(' ', e.title, e.given_name, e.family_name) as name, e.reference, e.known_as as also, post.role,
      post.organisation, ${noDay} as "datedOn", ${noText} as state, 'OFFICIAL' as marking`,
    joins: sql`left join lateral (
      select f.role, o.name as organisation from affiliations f join organisations o on o.id = f.organisation_id
      where f.expert_id = e.id and ${currentAffiliation(today)} order by f.is_primary desc, o.name, f.id limit 1) post on true`,
  };
}

/**
 * Whole names in any order, then parts of names, then those that are spelt nearly so. Whole names are a way of their own: so many
 * people have "ng" somewhere that who is called Ng would not be among the first of them.
 */
function nameWays(names: readonly string[]): Way[] {
  // The search column ends in a space and the reference, whose letters are in everybody's.
  const [column, name] = [sql`e.search`, sql`left(e.search, -1 - length(e.reference))`];
  const held = holdsAll(column, name, names);
  const whole = wholeWords(name, names);
  return [
    { where: sql`${held} and ${whole}`, rank: allAlike },
    { where: sql`${held} and not (${whole})`, rank: allAlike },
    ...nearWays(names, {
      column,
      text: name,
      // The expression of the indexes `experts_slips` and `experts_two_slips`, letter by letter.
      slipped: sql`plain_text(e.given_name || ' ' || e.family_name || ' ' || coalesce(e.known_as, ''))`,
      likeness: (typed) => sql`similarity(${name}, ${typed})`,
    }),
  ];
}

function expertiseTerms({ words }: SearchTerms, today: CalendarDate): Findable {
  const said = words.join(' ');
  return {
    kind: 'term',
    table: 'vocabulary_terms',
    alias: 't',
    visible: sql`t.scheme = any(${expertiseSchemes}::text[]) and (t.retired_on is null or t.retired_on > ${today}::date)`,
    ways:
      words.length === 0
        ? []
        : [
            {
              where: holdsAll(sql`t.search`, sql`t.search`, words),
              // Each of what a term is called stands between two strokes.
              rank: sql`case when t.search like '%|' || plain_text(${said}) || '|%' then 0 else 1 end`,
            },
          ],
    order: sql`t.label, t.id`,
    columns: sql`t.label as name, t.scheme || ':' || t.code as reference,
      (select synonym from unnest(t.synonyms) as synonym where plain_text(synonym) like ${containing(said)} limit 1) as also,
      ${noText} as role, ${noText} as organisation, ${noDay} as "datedOn", t.scheme as state, 'OFFICIAL' as marking`,
  };
}

/** A body's name, short name and aliases stand in one column, of which the nearest word counts. */
const organisationNames: Named = {
  column: sql`o.search`,
  text: sql`o.search`,
  slipped: sql`o.search`,
  likeness: (typed) => sql`word_similarity(${typed}, o.search)`,
};

function organisations({ words }: SearchTerms, today: CalendarDate): Findable {
  return {
    kind: 'organisation',
    table: 'organisations',
    alias: 'o',
    // The register is the same for everybody who may read it.
    visible: sql`${everything} and ${notEnded('o', today)}`,
    ways: [...waysOfWords('o', words), ...nearWays(words, organisationNames)],
    order: sql`length(o.name), o.name, o.id`,
    columns: sql`o.name, ${noText} as reference, o.short_name as also, ${noText} as role, parent.name as organisation,
      ${noDay} as "datedOn", o.kind as state, 'OFFICIAL' as marking`,
    joins: sql`left join organisations parent on parent.id = o.parent_id`,
  };
}

function contacts(actor: UserActor, { words, email }: SearchTerms, today: CalendarDate): Findable {
  return {
    kind: 'contact',
    table: 'contacts',
    alias: 'c',
    visible: visibleContacts(actor, 'c', today),
    ways: email === null ? waysOfWords('c', words) : [{ where: addressed('c', email), rank: allAlike }],
    order: sql`c.name, c.id`,
    columns: sql`c.name, ${noText} as reference, ${noText} as also, c.office as role, body.name as organisation, ${noDay} as "datedOn",
      ${noText} as state, c.marking`,
    joins: sql`join organisations body on body.id = c.organisation_id`,
  };
}

function agreements(actor: UserActor, terms: SearchTerms, today: CalendarDate): Findable {
  return {
    kind: 'agreement',
    table: 'agreements',
    alias: 'a',
    visible: visibleAgreements(actor, 'a', today),
    ways: [
      ...referenceWays(sql`a.reference`, ofKind(terms.references, 'AGR'), startOf(terms, 'AGR')),
      ...waysOfWords('a', terms.words),
    ],
    order: sql`a.created_at desc, a.id desc`,
    columns: sql`a.title as name, a.reference, ${noText} as also, a.type as role, agency.name as organisation, ${presentEndSql('a', today)} as "datedOn",
      ${statusSql('a', today)} as state, a.marking`,
    joins: sql`join organisations agency on agency.id = a.agency_id`,
  };
}

function followUps(actor: UserActor, { words }: SearchTerms, today: CalendarDate): Findable {
  return {
    kind: 'follow_up',
    table: 'follow_ups',
    alias: 'f',
    visible: visibleFollowUps(actor, 'f', today),
    ways: waysOfWords('f', words),
    order: sql`f.due_on desc, f.id desc`,
    columns: sql`f.title as name, ${noText} as reference, ${noText} as also, ${noText} as role, agency.name as organisation,
      f.due_on as "datedOn", ${followUpStateSql('f', today)} as state, f.marking`,
    joins: sql`join organisations agency on agency.id = f.agency_id`,
  };
}

function interactions(actor: UserActor, { words }: SearchTerms, today: CalendarDate): Findable {
  return {
    kind: 'interaction',
    table: 'interactions',
    alias: 'i',
    visible: visibleInteractions(actor, 'i', today),
    ways: waysOfWords('i', words),
    order: sql`i.happened_at desc, i.id desc`,
    columns: sql`i.subject as name, ${noText} as reference, ${noText} as also, i.kind as role, agency.name as organisation,
      (i.happened_at at time zone 'Europe/London')::date as "datedOn", ${noText} as state, i.marking`,
    joins: sql`join organisations agency on agency.id = i.agency_id`,
  };
}

function waysOfWords(aliasName: string, words: readonly string[]): Way[] {
  return words.length === 0 ? [] : [wordsWay(sql`${raw(aliasName)}.search`, words)];
}

/** An e-mail address, or those that begin so. */
function addressed(aliasName: string, email: string): Sql {
  return startsWith(sql`lower(${raw(aliasName)}.email::text)`, email);
}

function ofKind(references: readonly string[], prefix: string): string[] {
  return references.filter((reference) => reference.startsWith(prefix));
}

function startOf({ referenceStart }: SearchTerms, prefix: string): string | null {
  return referenceStart?.startsWith(prefix) ? referenceStart : null;
}
