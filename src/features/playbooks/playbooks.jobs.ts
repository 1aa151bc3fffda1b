import type { SubscribedJob } from '../../platform/jobs/define.js';
import { agreementExecuted } from '../agreements/agreements.jobs.js';
import { expertEntered, relationshipBegun } from '../experts/experts.jobs.js';

/* Playbooks that an event starts by itself. */

export const startOnExecution: SubscribedJob<{ agreementId: string }> = {
  name: 'playbooks.start-on-execution',
  on: agreementExecuted,
};
export const startOnEntry: SubscribedJob<{ expertId: string }> = {
  name: 'playbooks.start-on-entry',
  on: expertEntered,
};
export const startOnRelationship: SubscribedJob<{ relationshipId: string }> = {
  name: 'playbooks.start-on-relationship',
  on: relationshipBegun,
};

export const playbookJobs = [startOnExecution, startOnEntry, startOnRelationship];
