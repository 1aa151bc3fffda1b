import sql from 'sql-template-tag';
import type { Arrival } from '../../../kernel/contracts.js';
import { visibleExperts } from '../../experts/expert.visibility.js';
import { changeableAgreements } from '../agreement.visibility.js';

/** Agreements that the reader looks after and that were flagged, because somebody they cover leaves an employer. */
export const employerMovesOfMine: Arrival = {
  name: 'agreements.employer-moved',
  recordKind: 'agreement',
  path: '/agreements/:id',
  select: (actor, since, today) => sql`
    select a.id as "recordId", a.reference || ' ' || a.title as title, 'rests on an employer that somebody it covers leaves' as said,
      a.marking, max(m.flagged_at) as at
    from agreement_employer_moves m join agreements a on a.id = m.agreement_id join experts e on e.id = m.expert_id
    where ${actor.userId} in (a.owner_user_id, a.deputy_user_id) and m.settled_at is null and m.flagged_at > ${since}
      and ${changeableAgreements(actor, 'a', today)} and ${visibleExperts(actor, 'e', today)}
    group by a.id`,
};
