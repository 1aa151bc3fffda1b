import sql from 'sql-template-tag';
import type { AgencyFigure } from '../../kernel/contracts.js';
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
