import sql, { type Sql } from 'sql-template-tag';
import { expertiseSchemes } from './expertise.rules.js';

/** Below this many letters almost every word is spelled like some other. */
const leastFuzzy = 5;
const alike = 0.6;

/** Letters and digits only, one space between words: "MSHT (slavery)" and "msht slavery" are the same words. */
function words(text: Sql): Sql {
  return sql`regexp_replace(plain_text(${text}), '[^a-z0-9]+', ' ', 'g')`;
}

/**
 * The ids of the terms of expertise that somebody means by these words: those whose label or synonyms have words that begin so,
 * one after another; when there are none, those that are spelled alike. There are about a hundred terms, so no index is needed.
 */
export function termsMeaning(text: string): Sql {
  const wanted = sql`trim(${words(sql`${text}`)})`;
  return sql`with term as (
      select t.id, ' ' || ${words(sql`t.label || ' ' || array_to_string(t.synonyms, ' ')`)} as words from vocabulary_terms t
      where t.scheme = any(${expertiseSchemes as unknown as string[]}::text[])),
    named as (select id from term where ${wanted} <> '' and words like '% ' || ${wanted} || '%')
    select id from named
    union all
    select id from term where length(${wanted}) >= ${leastFuzzy}::integer and not exists (select 1 from named)
      and word_similarity(${wanted}, words) >= ${alike}::real`;
}
