import sql from 'sql-template-tag';
import type { Arrival } from '../../kernel/contracts.js';

/**
 * Colleagues whom no mail reaches, for the lead and the deputy of their agency: somebody has to ask them for an address that works. It
 * leads to where they work, as only administrators open accounts.
 */
export const colleaguesNotReached: Arrival = {
  name: 'users.mail-refused',
  recordKind: 'organisation',
  path: '/organisations/:id',
  select: (actor, since) => sql`
    select u.organisation_id as "recordId", u.name as title,
      'gets no e-mail, because their address was refused' as said, 'OFFICIAL' as marking,
      refused.refused_at as at
    from refused_addresses refused join users u on u.email = refused.address
    join organisations agency on agency.id = ${actor.agencyId} and ${actor.userId} in (agency.lead_user_id, agency.deputy_user_id)
    where refused.refused_at > ${since} and u.disabled_at is null and agency_of(u.organisation_id) = agency.id`,
};
