import sql from 'sql-template-tag';
import type { Arrival } from '../../../kernel/contracts.js';
import { changeableExperts } from '../expert.visibility.js';

/** What people want changed of their own record, for whoever looks after them; for the whole agency where nobody does. */
export const profileChangesProposed: Arrival = {
  name: 'profile-changes.proposed',
  recordKind: 'profile_change',
  path: '/moderation/:id',
  select: (actor, since) => sql`
    select p.id as "recordId", concat_ws(' ', e.title, e.given_name, e.family_name) as title,
      case p.section when 'note' then 'says that something has changed'
        when 'delegate' then 'names somebody to edit their profile' else 'wants their ' || case p.section
        when 'affiliation' then 'place of work' when 'email' then 'e-mail address' else p.section end || ' changed' end as said,
      'OFFICIAL' as marking, p.proposed_at as at
    from profile_changes p join experts e on e.id = p.expert_id
    where p.state = 'proposed' and p.proposed_at > ${since} and ${changeableExperts(actor, 'e')}
      and coalesce((select ${actor.userId} in (r.owner_user_id, r.deputy_user_id) or r.owner_user_id is null
        from relationships r where r.expert_id = e.id and r.agency_id = ${actor.agencyId}), true)`,
};
