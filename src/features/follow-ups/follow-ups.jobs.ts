import { defineEvent } from '../../platform/database/transaction.js';
import type { SubscribedJob } from '../../platform/jobs/define.js';
import { employerMoved } from '../agreements/employer-moves/employer-moves.jobs.js';

/** A follow-up was made, changed, moved, handed over or closed. */
export const followUpChanged = defineEvent<{ followUpId: string }>('follow-ups.changed');

/** Opens a follow-up about an agreement that was flagged because a covered person has changed employer. */
export const openForEmployerMove: SubscribedJob<{ agreementId: string; employerMoveId: string }> = {
  name: 'follow-ups.open-for-employer-move',
  on: employerMoved,
};
