import { Injectable } from '@nestjs/common';
import { createPostgresBackend, withBackend, type Job } from 'bullmq';

const postgresQueue = withBackend(createPostgresBackend);

/** What a job of the queue carries: ids only. */
export interface QueuedWork {
  /** The delivery that is owed; absent for a scheduled job. */
  deliveryId?: string;
}

const queueName = 'accord';

export interface QueueSettings {
  readonly databaseUrl: string;
  readonly concurrency: number;
}

/** BullMQ on PostgreSQL. It wakes workers quickly; what is owed stands in our own tables. */
@Injectable()
export class JobQueue {
  private readonly connection: { connectionString: string; max: number; schema: string };
  private readonly queue;
  private closeWorker: () => Promise<void> = async () => undefined;

  constructor(private readonly settings: QueueSettings) {
    this.connection = { connectionString: settings.databaseUrl, max: 3, schema: 'bullmq' };
    this.queue = new postgresQueue.Queue<QueuedWork>(queueName, {
      connection: this.connection,
      defaultJobOptions: { removeOnComplete: { count: 200 }, removeOnFail: { count: 1000 } },
    });
    // Losing the database is normal life: BullMQ reconnects, and the relay's poll makes up for what was missed.
    this.queue.on('error', () => undefined);
  }

  async add(entries: readonly { job: string; work: QueuedWork }[]): Promise<void> {
    await this.queue.addBulk(entries.map(({ job, work }) => ({ name: job, data: work })));
  }

  async schedule(job: string, everySeconds: number): Promise<void> {
    await this.queue.upsertJobScheduler(job, { every: everySeconds * 1000 }, { name: job, data: {} });
  }

  /** Removes the schedules of jobs that no longer exist. */
  async keepOnlySchedules(jobs: readonly string[]): Promise<void> {
    for (const { key } of await this.queue.getJobSchedulers())
      if (!jobs.includes(key)) await this.queue.removeJobScheduler(key);
  }

  async work(run: (job: string, work: QueuedWork) => Promise<void>): Promise<void> {
    const worker = new postgresQueue.Worker<QueuedWork>(queueName, (job: Job<QueuedWork>) => run(job.name, job.data), {
      connection: this.connection,
      concurrency: this.settings.concurrency,
    });
    worker.on('error', () => undefined);
    this.closeWorker = () => worker.close();
    await worker.waitUntilReady();
  }

  /** Waits for what is running, then lets go of the connections. */
  async close(): Promise<void> {
    await this.closeWorker();
    await this.queue.close();
  }
}
