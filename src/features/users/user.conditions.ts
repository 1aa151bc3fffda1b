import sql, { raw, type Sql } from 'sql-template-tag';

/** People of an agency or its units who can still sign in: owners, deputies and assignees are chosen among them. */
export function activeUsersOf(aliasName: string, agencyId: string): Sql {
  const u = raw(aliasName);
  return sql`(${u}.disabled_at is null and ${u}.role not in ('academic', 'host', 'delegate') and agency_of(${u}.organisation_id) = ${agencyId})`;
}
