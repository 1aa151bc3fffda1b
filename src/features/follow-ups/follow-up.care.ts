import sql from 'sql-template-tag';
import type { Care } from '../../kernel/contracts.js';
import { changeableFollowUps } from './follow-up.visibility.js';

/** What somebody has promised and neither done nor cancelled. */
export const followUpsInCare: Care = {
  name: 'follow-ups.assigned',
  recordKind: 'follow_up',
  words: ['follow-up to do', 'follow-ups to do'],
  path: '/follow-ups/:id',
  select: (actor, agencyId, today) => sql`
    select f.assignee_user_id as "userId", f.id, f.id::text as "pageId", f.version, f.title, f.marking,
      ${changeableFollowUps(actor, 'f', today)} as mine
    from follow_ups f
    where f.agency_id = ${agencyId} and f.assignee_user_id is not null and f.status = 'open'`,
};
