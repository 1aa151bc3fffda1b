import sql from 'sql-template-tag';
import type { AgencyFigure, UserFigure } from '../../kernel/contracts.js';
import { statusSql } from './agreement.status.sql.js';
import { visibleAgreements } from './agreement.visibility.js';

/** The agreements in force that an agency keeps or is bound by. */
export const agreementsInForce: AgencyFigure = {
  name: 'agreements.in-force',
  records: (actor, agencyId, today) => sql`
    select a.id
    from (select kept.id from agreements kept where kept.agency_id = ${agencyId}
      union select party.agreement_id from agreement_parties party where party.organisation_id = ${agencyId}) concerned
    join agreements a on a.id = concerned.id
    where a.stage = 'executed' and ${statusSql('a', today)} in ('active', 'expiring', 'notice_window')
      and ${visibleAgreements(actor, 'a', today)}`,
};

/** The agreements that somebody owns and that have not come to an end. */
export const agreementsOwned: UserFigure = {
  name: 'agreements.owned',
  records: (userId, today) => sql`select a.id from agreements a
    where a.owner_user_id = ${userId} and ${statusSql('a', today)} not in ('withdrawn', 'terminated', 'superseded', 'expired')`,
};
