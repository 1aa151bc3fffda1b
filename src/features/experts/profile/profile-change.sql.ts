import sql, { raw, type Sql } from 'sql-template-tag';

/**
 * What the record of expert `e` says now in the section that a proposal is about, in the shape in which the proposal keeps what
 * it said then. `proposal` is an alias with the columns `section` and `after`.
 */
export function sectionNow(proposal: string): Sql {
  const p = raw(proposal);
  return sql`case ${p}.section
    when 'name' then jsonb_build_object('title', e.title, 'givenName', e.given_name, 'familyName', e.family_name)
    when 'email' then jsonb_build_object('email', e.email::text)
    when 'affiliation' then coalesce((
      select jsonb_build_object('organisation', o.name, 'department', f.department, 'role', f.role,
        'startedOn', f.started_on, 'endedOn', f.ended_on)
      from affiliations f join organisations o on o.id = f.organisation_id
      where f.expert_id = e.id
        and f.id = coalesce(${p}.after ->> 'affiliationId', ${p}.after ->> 'replacesAffiliationId')::uuid), '{}')
    when 'delegate' then coalesce((
      select jsonb_build_object('delegate', d.name, 'email', d.email::text, 'sections', to_jsonb(d.sections), 'untilOn', d.until_on)
      from expert_delegates d
      where d.expert_id = e.id and d.email = (${p}.after ->> 'email')::citext and d.ended_at is null), '{}')
    else '{}'::jsonb end`;
}
