import sql from 'sql-template-tag';
import type { Care } from '../../../kernel/contracts.js';
import { occurrencesSql } from './obligation.state.sql.js';
import { changeableObligations } from './obligation.visibility.js';

/** What somebody looks after and that is neither fulfilled nor lapsed. */
export const obligationsInCare: Care = {
  name: 'obligations.owned',
  recordKind: 'obligation',
  words: ['obligation looked after', 'obligations looked after'],
  path: '/obligations/:id',
  select: (actor, agencyId, today) => sql`
    select o.owner_user_id as "userId", o.id, o.id::text as "pageId", o.version,
      a.reference || ' ' || left(o.what, 200) as title, a.marking, ${changeableObligations(actor, 'o', today)} as mine
    from obligations o join agreements a on a.id = o.agreement_id
    where o.agency_id = ${agencyId} and o.owner_user_id is not null and exists (
      select 1 from (${occurrencesSql({ obligation: 'o', agreement: 'a' }, today)}) one where one.state not in ('fulfilled', 'lapsed'))`,
};
