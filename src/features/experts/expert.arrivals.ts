import sql from 'sql-template-tag';
import type { Arrival } from '../../kernel/contracts.js';
import { changeableExperts } from './expert.visibility.js';

/** People whose address was refused, for whoever looks after them; for the whole agency where nobody does. */
export const expertsNotReached: Arrival = {
  name: 'experts.mail-refused',
  recordKind: 'expert',
  path: '/experts/:id',
  select: (actor, since) => sql`
    select e.id as "recordId", concat_ws(' ', e.title, e.given_name, e.family_name) as title,
      'gets no e-mail, because their address was refused' as said, 'OFFICIAL' as marking, refused.refused_at as at
    from refused_addresses refused join experts e on e.email = refused.address
    where refused.refused_at > ${since} and ${changeableExperts(actor, 'e')}
      and coalesce((select ${actor.userId} in (r.owner_user_id, r.deputy_user_id) or r.owner_user_id is null
        from relationships r where r.expert_id = e.id and r.agency_id = ${actor.agencyId}), true)`,
};
