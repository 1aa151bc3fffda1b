import { Injectable } from '@nestjs/common';
import { createPostgresBackend, withBackend, type Job } from 'bullmq';
import { queueName, queueSchema } from './queue-schema.js';

const postgresQueue = withBackend(createPostgresBackend);

/** What a job of the queue carries: ids only. */
export interface QueuedWork {
  /** The delivery that is owed; absent for a scheduled job. */
  deliveryId?: string;
}

export interface QueueSettings {
  readonly databaseUrl: string;
  readonly concurrency: number;
}

type Queue = InstanceType<typeof postgresQueue.Queue<QueuedWork>>;

/** BullMQ on PostgreSQL. It wakes workers quickly; what is owed stands in our own tables. Opened only where jobs run. */
@Injectable()
export class JobQueue {
  private opened: Queue | null = null;
  private closeWorker: () => Promise<void> = async () => undefined;

  constructor(private readonly settings: QueueSettings) {}

  async add(entries: readonly { job: string; work: QueuedWork }[]): Promise<void> {
    await this.queue().addBulk(entries.map(({ job, work }) => ({ name: job, data: work })));
  }

  /** Makes the schedules of the queue these and no others. */
  async schedule(jobs: readonly { name: string; everySeconds: number }[]): Promise<void> {
    const queue = this.queue();
    for (const { key } of await queue.getJobSchedulers())
      if (!jobs.some(({ name }) => name === key)) await queue.removeJobScheduler(key);
    for (const { name, everySeconds } of jobs)
      await queue.upsertJobScheduler(name, { every: everySeconds * 1000 }, { name, data: {} });
  }

  async work(run: (job: string, work: QueuedWork) => Promise<void>): Promise<void> {
    const worker = new postgresQueue.Worker<QueuedWork>(queueName, (job: Job<QueuedWork>) => run(job.name, job.data), {
      connection: this.connection(),
      concurrency: this.settings.concurrency,
    });
    worker.on('error', () => undefined);
    this.closeWorker = () => worker.close();
    await worker.waitUntilReady();
  }

  /** Waits for what is running, then lets go of the connections. */
  async close(): Promise<void> {
    await this.closeWorker();
    await this.opened?.close();
    this.opened = null;
  }

  private queue(): Queue {
    if (this.opened === null) {
      this.opened = new postgresQueue.Queue<QueuedWork>(queueName, {
        connection: this.connection(),
        defaultJobOptions: { removeOnComplete: { count: 200 }, removeOnFail: { count: 1000 } },
      });
      // Losing the database is normal life: BullMQ reconnects, and the relay's poll makes up for what was missed.
      this.opened.on('error', () => undefined);
    }
    return this.opened;
  }

  private connection(): { connectionString: string; max: number; schema: string } {
    return { connectionString: this.settings.databaseUrl, max: 3, schema: queueSchema };
  }
}
