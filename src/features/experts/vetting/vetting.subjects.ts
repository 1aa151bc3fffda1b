import sql, { raw } from 'sql-template-tag';
import type { DatedSubject } from '../../../kernel/contracts.js';
import { visibleVettings } from './vetting.visibility.js';

/**
 * The last day on which a vetting counts; a renewed one has another. Who is vetted is told to nobody but the
 * sponsor, and a mail may be read by others: so the reference says only what kind of record it is.
 */
export const vettingExpirySubject: DatedSubject = {
  name: 'vettings.expiry',
  recordKind: 'vetting',
  table: 'vettings',
  path: '/vettings/:id',
  select: (from, to) => sql`
    select v.id as "recordId", 'Vetting' as reference, v.expires_on as "anchorOn", r.owner_user_id as "ownerUserId",
      r.deputy_user_id as "deputyUserId", v.agency_id as "agencyId", false as "forNamedOnly"
    from vettings v
    left join relationships r on r.expert_id = v.expert_id and r.agency_id = v.agency_id
    where v.status = 'granted' and v.expires_on between ${from}::date and ${to}::date`,
  visibleTo: (actor, aliasName) => visibleVettings(actor, aliasName),
  title: (aliasName) =>
    sql`(select 'Vetting of ' || person.reference from experts person where person.id = ${raw(aliasName)}.expert_id)`,
  marking: () => sql`'OFFICIAL'`,
};
