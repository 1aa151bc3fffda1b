import sql from 'sql-template-tag';
import type { Arrival } from '../../../kernel/contracts.js';
import { visibleAgreements } from '../agreement.visibility.js';

/** What became, as days passed, of the agreements that the reader looks after. */
export const agreementsTurned: Arrival = {
  name: 'agreements.turned',
  recordKind: 'agreement',
  path: '/agreements/:id',
  select: (actor, since, today) => sql`
    select a.id as "recordId", a.reference || ' ' || a.title as title,
      case change.status when 'expired' then 'ended the day before ' when 'notice_window' then 'can be given notice of since '
        when 'expiring' then 'comes near its end since ' else 'is in force since ' end || to_char(change.changed_on, 'FMDD FMMonth YYYY') as said,
      a.marking, change.noted_at as at
    from agreement_status_changes change join agreements a on a.id = change.agreement_id
    where ${actor.userId} in (a.owner_user_id, a.deputy_user_id) and change.previous is not null
      and (change.status in ('expired', 'notice_window', 'expiring') or change.previous = 'signed' and change.status = 'active')
      and change.noted_at > ${since}
      and ${visibleAgreements(actor, 'a', today)}`,
};
