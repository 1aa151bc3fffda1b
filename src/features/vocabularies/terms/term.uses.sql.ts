import sql, { raw, type Sql } from 'sql-template-tag';

/**
 * How many records are described by a term, over its alias. Agreements and interactions keep the codes of strands and of
 * threats; what somebody knows names the term itself.
 */
export function usesOfTerm(aliasName: string): Sql {
  const t = raw(aliasName);
  return sql`json_build_object(
    'experts', (select count(distinct known.expert_id) from expertise known where known.term_id = ${t}.id),
    'agreements', (select count(*) from agreements a where (${t}.scheme = 'strand' and ${t}.code = any(a.strands))
      or (${t}.scheme = 'threat' and ${t}.code = any(a.topics))),
    'interactions', (select count(*) from interactions i where (${t}.scheme = 'strand' and i.strand = ${t}.code)
      or (${t}.scheme = 'threat' and ${t}.code = any(i.topics))))`;
}
