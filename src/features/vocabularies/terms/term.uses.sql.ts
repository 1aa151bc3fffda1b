import sql, { raw, type Sql } from 'sql-template-tag';

/**
 * How many records are described by a term, over its alias. Agreements and interactions keep the codes of strands and of
 * threats; what somebody knows names the term itself.
 */
export function usesOfTerm(aliasName: string): Sql {
  const t = raw(aliasName);
  // The other vocabularies describe no agreement and no interaction, so nobody has to look through them all.
  const among = (records: Sql): Sql => sql`case when ${t}.scheme in ('strand', 'threat') then (${records}) else 0 end`;
  return sql`json_build_object(
    'experts', (select count(distinct known.expert_id) from expertise known where known.term_id = ${t}.id),
    'agreements', ${among(sql`select count(*) from agreements a
      where ${t}.code = any(case ${t}.scheme when 'strand' then a.strands else a.topics end)`)},
    'interactions', ${among(sql`select count(*) from interactions i
      where case ${t}.scheme when 'strand' then i.strand = ${t}.code else ${t}.code = any(i.topics) end`)})`;
}
