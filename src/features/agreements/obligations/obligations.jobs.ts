import { defineEvent } from '../../../platform/database/transaction.js';
import type { ScheduledJob } from '../../../platform/jobs/define.js';

/** An obligation was added, changed or removed, or something was said of it. */
export const obligationChanged = defineEvent<{ obligationId: string; agreementId: string }>('obligations.changed');

/** A day passed on which it was due. */
export const obligationOverdue = defineEvent<{ obligationId: string; agreementId: string }>('obligations.overdue');

/** The agreement ended before it was done. */
export const obligationLapsed = defineEvent<{ obligationId: string; agreementId: string }>('obligations.lapsed');

/** Looks each hour, so that what midnight in London changed is told of within the hour, whenever the product was started. */
export const checkObligations: ScheduledJob = { name: 'agreements.check-obligations', everySeconds: 3600 };
