import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { log } from '../log.js';
import { JobHandlers } from './handlers.js';
import { JobQueue, QueueAway } from './queue.js';
import { OutboxRelay } from './relay.js';
import { ScheduledTurns } from './turns.js';

const retryMilliseconds = 1000;

/** Runs jobs in this process: takes them from the queue, does each once, and says so in our own tables. */
@Injectable()
export class JobRunner implements BeforeApplicationShutdown {
  private retry: NodeJS.Timeout | null = null;
  private stopping = false;

  constructor(
    private readonly handlers: JobHandlers,
    private readonly queue: JobQueue,
    private readonly relay: OutboxRelay,
    private readonly turns: ScheduledTurns,
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes jobs from now on. While the queue's server does not answer, the rest of the product works and this goes on trying; a
   * server that will not do stops the start.
   */
  async start(): Promise<void> {
    this.handlers.check();
    await this.begin();
  }

  /** Whether jobs can be taken from the queue at this moment. */
  queueAnswers(): Promise<boolean> {
    return this.queue.answers();
  }

  /** Does one job now. Tests and the demonstration's clock call it directly; everything else comes through the queue. */
  async run(job: string, deliveryId?: string): Promise<void> {
    await this.note(job, 'last_started_at', null);
    try {
      if (deliveryId === undefined) await this.handlers.of(job)();
      else await this.deliver(job, deliveryId);
      await this.note(job, 'last_succeeded_at', null);
    } catch (error) {
      log.error({ err: error, job }, 'job failed');
      await this.note(job, 'last_failed_at', (error as Error).name);
      if (deliveryId !== undefined) await this.noteFailure(deliveryId, (error as Error).name);
      throw error;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    if (this.retry) clearTimeout(this.retry);
    await this.turns.stop();
    await this.relay.stop();
    await this.queue.close();
  }

  private async begin(): Promise<void> {
    try {
      await this.queue.open();
    } catch (error) {
      if (!(error instanceof QueueAway)) throw error;
      this.tryLater();
      return;
    }
    await this.queue.work((job, { deliveryId }) => this.run(job, deliveryId));
    await this.turns.start();
    this.relay.start();
  }

  private tryLater(): void {
    if (this.stopping) return;
    this.retry = setTimeout(() => {
      this.begin().catch((error: unknown) => {
        log.error({ err: error }, 'jobs cannot be taken from the queue; it is tried again');
        this.tryLater();
      });
    }, retryMilliseconds);
  }

  private async deliver(job: string, deliveryId: string): Promise<void> {
    const handler = this.handlers.of(job);
    await this.work.transaction(systemActor(job), async (tx) => {
      const [owed] = await tx.query<{ payload: Record<string, string> }>(sql`
        select e.payload from outbox_deliveries d join outbox_events e on e.id = d.event_id
        where d.id = ${deliveryId} and d.done_at is null for update of d`);
      if (!owed) return;
      await handler(tx, owed.payload);
      await tx.query(sql`update outbox_deliveries set done_at = ${this.clock.machineNow()} where id = ${deliveryId}`);
    });
  }

  private async noteFailure(deliveryId: string, error: string): Promise<void> {
    await this.work.transaction(systemActor('jobs'), (tx) =>
      tx.query(
        sql`update outbox_deliveries set attempts = attempts + 1, last_error = ${error} where id = ${deliveryId}`,
      ),
    );
  }

  private async note(
    job: string,
    column: 'last_started_at' | 'last_succeeded_at' | 'last_failed_at',
    error: string | null,
  ): Promise<void> {
    const at = this.clock.machineNow();
    const set = {
      last_started_at: sql`last_started_at = ${at}`,
      last_succeeded_at: sql`last_succeeded_at = ${at}`,
      last_failed_at: sql`last_failed_at = ${at}, last_error = ${error}`,
    }[column];
    await this.work.transaction(systemActor('jobs'), async (tx) => {
      await tx.query(sql`insert into job_runs (job) values (${job}) on conflict do nothing`);
      await tx.query(sql`update job_runs set ${set} where job = ${job}`);
    });
  }
}
