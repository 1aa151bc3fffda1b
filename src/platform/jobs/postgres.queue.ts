import { createPostgresBackend, withBackend } from 'bullmq';
import { databaseIsAway } from '../database/database-away.js';
import {
  BullQueue,
  queueOptions,
  workerOptions,
  type BullQueueOf,
  type BullWorkerOf,
  type Process,
} from './bull.queue.js';
import { QueueAway } from './queue.js';
import { queueName, queueSchema } from './queue-schema.js';

const onPostgres = withBackend(createPostgresBackend);

/** The queue in a schema of the product's own database: no further service is needed. */
export class PostgresQueue extends BullQueue {
  constructor(private readonly databaseUrl: string) {
    super('The database, which holds the queue,');
  }

  protected async connect(): Promise<BullQueueOf> {
    const queue = new onPostgres.Queue(queueName, { connection: this.connection(), defaultJobOptions: queueOptions });
    return this.ready(queue as unknown as BullQueueOf);
  }

  protected async createWorker(process: Process): Promise<BullWorkerOf> {
    const worker = new onPostgres.Worker(queueName, process as never, {
      connection: this.connection(),
      ...workerOptions,
    });
    return this.ready(worker as unknown as BullWorkerOf);
  }

  /** BullMQ remembers a first attempt that failed, so the next one needs a part of its own. */
  private async ready<Part extends BullQueueOf | BullWorkerOf>(part: Part): Promise<Part> {
    (part as BullWorkerOf).on('error', () => undefined);
    try {
      await part.waitUntilReady();
      return part;
    } catch (error) {
      await part.close().catch(() => undefined);
      if (!this.meansAway(error as Error)) throw error;
      this.outage.failed(error);
      throw new QueueAway('the database does not answer', { cause: error });
    }
  }

  protected meansAway(error: Error): boolean {
    return databaseIsAway(error);
  }

  private connection(): { connectionString: string; max: number; schema: string; connectionTimeoutMillis: number } {
    return { connectionString: this.databaseUrl, max: 3, schema: queueSchema, connectionTimeoutMillis: 5000 };
  }
}
