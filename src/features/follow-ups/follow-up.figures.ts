import sql from 'sql-template-tag';
import type { UserFigure } from '../../kernel/contracts.js';

/** What somebody has promised and neither done nor cancelled. */
export const followUpsOpen: UserFigure = {
  name: 'follow-ups.open',
  records: (userId) => sql`select f.id from follow_ups f where f.assignee_user_id = ${userId} and f.status = 'open'`,
};
