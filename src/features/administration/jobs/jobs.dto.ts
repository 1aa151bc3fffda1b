import { IsId } from '../../../platform/errors/fields.js';
import type { JobHealth } from './job.health.rules.js';

export class RetryJobDto {
  /** `deliveryId` of one of the failures. */
  @IsId()
  deliveryId: string;
}

export class JobView {
  /** Such as `reminders.sweep`. */
  name: string;
  /** How often it comes round; null for a job that follows an event. */
  everySeconds: number | null;
  /** The event that it follows; null for a schedule. */
  on: string | null;
  health: JobHealth;
  lastStartedAt: Date | null;
  lastSucceededAt: Date | null;
  lastFailedAt: Date | null;
  /** The class of the error, never its words: those may carry what people wrote. */
  lastError: string | null;
}

export class BacklogView {
  /** Events that have not been handed to their jobs yet. */
  events: number;
  oldestEventAt: Date | null;
  /** Work that jobs still owe, tried or not. */
  deliveries: number;
  oldestDeliveryAt: Date | null;
  /** Mails that wait to be sent, or to be tried again. */
  mails: number;
  /** Mails of the last 30 days that were given up. */
  failedMails: number;
}

/** Work that was tried and failed. It is tried again until it succeeds, less and less often, an hour apart at most. */
export class JobFailureView {
  deliveryId: string;
  job: string;
  event: string;
  attempts: number;
  lastError: string | null;
  createdAt: Date;
  /** When it was last handed to the queue. */
  enqueuedAt: Date;
}

class GivenUpMailRecipient {
  id: string;
  name: string;
}

/** A reminder of the last 30 days whose mail was given up. It may be sent again. */
export class GivenUpMailView {
  /** The row of the ledger. */
  reminderId: string;
  recipient: GivenUpMailRecipient;
  /** Such as "The mail server refused the address." */
  reason: string;
  attempts: number;
  /** When its message was made. */
  madeAt: Date;
}

export class JobsView {
  items: JobView[];
  backlog: BacklogView;
  /** The 100 tried most often. */
  failures: JobFailureView[];
  /** The 100 newest. */
  givenUpMails: GivenUpMailView[];
}
