import { SetMetadata } from '@nestjs/common';
import type { EventName, Transaction } from '../database/transaction.js';

/** Work that follows an event: one job, one handler, any number of jobs to an event. The payload is the event's. */
export interface SubscribedJob<Payload extends Record<string, string> = Record<string, string>> {
  readonly name: string;
  readonly on: EventName<Payload>;
}

/** Work that comes round again. Handlers must bear being run twice, or late, or never for a while. */
export interface ScheduledJob {
  readonly name: string;
  readonly everySeconds: number;
}

export type JobDefinition = SubscribedJob | ScheduledJob;

export function isScheduled(job: JobDefinition): job is ScheduledJob {
  return 'everySeconds' in job;
}

/** A subscriber's work: part of the transaction that also marks it done, so it takes effect once however often it is tried. */
export type SubscribedHandler = (tx: Transaction, payload: Record<string, string>) => Promise<void>;
export type ScheduledHandler = () => Promise<void>;

export const handlesKey = 'accord.handles';

/** This method is the one handler of the job. */
export const Handles = (job: JobDefinition) => SetMetadata(handlesKey, job.name);

/** Every job of the product, collected by `app.module`. */
export class JobCatalogue {
  constructor(readonly jobs: readonly JobDefinition[]) {}

  subscribersOf(event: string): SubscribedJob[] {
    return this.jobs.filter((job): job is SubscribedJob => !isScheduled(job) && job.on.name === event);
  }
}
