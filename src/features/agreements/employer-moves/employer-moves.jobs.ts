import { defineEvent } from '../../../platform/database/transaction.js';
import type { SubscribedJob } from '../../../platform/jobs/define.js';
import { affiliationClosed } from '../../experts/experts.jobs.js';

/** A covered person left an employer that is a party: somebody of the agency that keeps the agreement has to look at it. */
export const employerMoved = defineEvent<{ agreementId: string; employerMoveId: string }>('agreements.employer-moved');

/** Flags the agreements that rest on the employer of a post that was closed. */
export const flagEmployerMove: SubscribedJob<{ expertId: string; affiliationId: string }> = {
  name: 'agreements.flag-employer-move',
  on: affiliationClosed,
};
