import type { LinkPurpose } from '../../../platform/auth/single-use-links.js';
import { defineEvent } from '../../../platform/database/transaction.js';
import type { SubscribedJob } from '../../../platform/jobs/define.js';

/** Staff want to know whether what they hold of somebody is still correct. */
export const confirmationAsked = defineEvent<{ expertId: string }>('experts.confirmation-asked');

/** Issues the link and sends it, unless the person may not be written to by then. */
export const sendConfirmation: SubscribedJob<{ expertId: string }> = {
  name: 'experts.send-confirmation',
  on: confirmationAsked,
};

export const confirmProfile: LinkPurpose = {
  name: 'experts.confirm-profile',
  path: '/confirm',
  lastsMinutes: 30 * 24 * 60,
};
