import sql from 'sql-template-tag';
import type { UserFigure } from '../../../kernel/contracts.js';
import { occurrencesSql } from './obligation.state.sql.js';

/** What somebody looks after and that is neither fulfilled nor lapsed. */
export const obligationsOwned: UserFigure = {
  name: 'obligations.owned',
  records: (userId, today) => sql`select o.id from obligations o join agreements a on a.id = o.agreement_id
    where o.owner_user_id = ${userId} and exists (
      select 1 from (${occurrencesSql({ obligation: 'o', agreement: 'a' }, today)}) one where one.state not in ('fulfilled', 'lapsed'))`,
};
