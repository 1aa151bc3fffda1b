import type { ScheduledJob, SubscribedJob } from '../../platform/jobs/define.js';
import { agreementChanged } from '../agreements/agreements.jobs.js';
import { obligationChanged } from '../agreements/obligations/obligations.jobs.js';
import { followUpChanged } from '../follow-ups/follow-ups.jobs.js';

/** Brings the whole ledger up to date and sends what is due. Missing one is made up for by the next. */
export const sweep: ScheduledJob = { name: 'reminders.sweep', everySeconds: 60 };

/** So that the ledger of a record shows a moved date at once. */
export const planAgreement: SubscribedJob<{ agreementId: string }> = {
  name: 'reminders.plan-agreement',
  on: agreementChanged,
};
export const planFollowUp: SubscribedJob<{ followUpId: string }> = {
  name: 'reminders.plan-follow-up',
  on: followUpChanged,
};
export const planObligation: SubscribedJob<{ obligationId: string; agreementId: string }> = {
  name: 'reminders.plan-obligation',
  on: obligationChanged,
};
