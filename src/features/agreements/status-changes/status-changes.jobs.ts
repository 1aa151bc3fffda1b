import type { ScheduledJob } from '../../../platform/jobs/define.js';

/** Looks each hour, so that what midnight in London changed is told of within the hour, whenever the product was started. */
export const noteStatusChanges: ScheduledJob = { name: 'agreements.note-status-changes', everySeconds: 3600 };
