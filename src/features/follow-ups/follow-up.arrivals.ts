import sql from 'sql-template-tag';
import type { Arrival } from '../../kernel/contracts.js';
import { visibleFollowUps } from './follow-up.visibility.js';

/** Open follow-ups that others gave to the reader. */
export const followUpsGivenToMe: Arrival = {
  name: 'follow-ups.given-to-me',
  recordKind: 'follow_up',
  path: '/follow-ups/:id',
  select: (actor, since, today) => sql`
    select f.id as "recordId", f.title, 'given to you by ' || giver.name || ', due on ' || to_char(f.due_on, 'FMDD FMMonth YYYY') as said,
      f.marking, f.assigned_at as at
    from follow_ups f join users giver on giver.id = f.assigned_by_user_id
    where f.assignee_user_id = ${actor.userId} and f.assigned_by_user_id <> ${actor.userId} and f.status = 'open'
      and f.assigned_at > ${since} and ${visibleFollowUps(actor, 'f', today)}`,
};
