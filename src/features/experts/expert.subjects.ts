import sql, { raw } from 'sql-template-tag';
import type { DatedSubject } from '../../kernel/contracts.js';
import { noticeUnsentSql, privacyNoticeDueSql } from './expert.notice.sql.js';
import { visibleExperts } from './expert.visibility.js';

/** What every date of a person has. A person carries no marking: what is said of them does. */
export const expertSubject = {
  recordKind: 'expert',
  table: 'experts',
  path: '/experts/:reference',
  visibleTo: visibleExperts,
  title: (aliasName: string) => {
    const e = raw(aliasName);
    return sql`concat_ws(' ', ${e}.title, ${e}.given_name, ${e}.family_name)`;
  },
  marking: () => sql`'OFFICIAL'::text`,
} as const;

/**
 * The day by which somebody whom another entered has to be sent the privacy notice. Asked of whoever looks after the person at the
 * agency that keeps the record, then of whoever entered them; the deputy of the relationship where nobody owns it. An objection
 * or a restriction takes the duty from nobody.
 */
export const privacyNoticeDueSubject: DatedSubject = {
  ...expertSubject,
  name: 'experts.privacy-notice-due',
  select: (from, to) => sql`
    select e.id as "recordId", e.reference, ${privacyNoticeDueSql('e')} as "anchorOn",
      coalesce(r.owner_user_id, e.created_by_user_id) as "ownerUserId",
      case when r.owner_user_id is null then r.deputy_user_id else e.created_by_user_id end as "deputyUserId",
      e.agency_id as "agencyId", false as "forNamedOnly"
    from experts e left join relationships r on r.expert_id = e.id and r.agency_id = e.agency_id
    where ${noticeUnsentSql('e')} and ${privacyNoticeDueSql('e')} between ${from}::date and ${to}::date`,
};
