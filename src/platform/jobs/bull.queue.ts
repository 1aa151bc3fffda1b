import { setTimeout as wait } from 'node:timers/promises';
import type { Job, Queue, Worker } from 'bullmq';
import { log } from '../log.js';
import { OutageLog } from './outage-log.js';
import { JobQueue, QueueAway, type QueuedWork, type QueueEntry } from './queue.js';

/** As much of BullMQ's queue and worker as is used here, whatever keeps their jobs. */
export type BullQueueOf = Pick<
  Queue<QueuedWork>,
  | 'addBulk'
  | 'getJobSchedulers'
  | 'getJobSchedulersCount'
  | 'removeJobScheduler'
  | 'upsertJobScheduler'
  | 'waitUntilReady'
  | 'close'
  | 'on'
>;
export type BullWorkerOf = Pick<Worker<QueuedWork>, 'waitUntilReady' | 'close' | 'on'>;
export type Process = (job: Job<QueuedWork>) => Promise<void>;

/** For both backends: how many jobs at once, and how soon a worker that lost its server tries again. */
export const workerOptions = { concurrency: 5, runRetryDelay: 1000 };
export const queueOptions = { removeOnComplete: { count: 200 }, removeOnFail: { count: 1000 } };

/** A job that has ended is noted within this time, or not at all: our own tables already say so. */
const farewellMilliseconds = 5000;

/** What both backends have in common: BullMQ, and the way we treat its errors. */
export abstract class BullQueue extends JobQueue {
  protected readonly outage: OutageLog;
  private queue: BullQueueOf | null = null;
  private worker: BullWorkerOf | null = null;
  private readonly running = new Set<Promise<void>>();

  protected constructor(what: string) {
    super();
    this.outage = new OutageLog(what);
  }

  /** A queue whose server is known to answer. */
  protected abstract connect(): Promise<BullQueueOf>;
  /** A worker that goes on by itself whenever its server comes back. */
  protected abstract createWorker(process: Process): Promise<BullWorkerOf>;
  /** Whether an error says that the server is away, rather than that something is wrong with a job. */
  protected abstract meansAway(error: Error): boolean;

  async open(): Promise<void> {
    this.queue ??= this.watched(await this.connect());
  }

  async add(entries: readonly QueueEntry[]): Promise<void> {
    await this.asked((queue) => queue.addBulk(entries.map(({ job, work }) => ({ name: job, data: work }))));
  }

  async schedule(jobs: readonly { name: string; everySeconds: number }[]): Promise<void> {
    await this.asked(async (queue) => {
      for (const { key } of await queue.getJobSchedulers())
        if (!jobs.some(({ name }) => name === key)) await queue.removeJobScheduler(key);
      for (const { name, everySeconds } of jobs)
        await queue.upsertJobScheduler(name, { every: everySeconds * 1000 }, { name, data: {} });
    });
  }

  schedules(): Promise<number> {
    return this.asked((queue) => queue.getJobSchedulersCount());
  }

  async work(run: (job: string, work: QueuedWork) => Promise<void>): Promise<void> {
    if (this.worker !== null) return;
    const worker = await this.createWorker(({ name, data }) => this.counted(run(name, data)));
    worker.on('active', () => this.outage.succeeded());
    this.worker = this.watched(worker);
  }

  async answers(): Promise<boolean> {
    return this.schedules().then(
      () => true,
      () => false,
    );
  }

  async close(): Promise<void> {
    const closing = this.closeAll().catch(() => undefined);
    // While its server is away BullMQ would wait for it; what is running here has ended and been kept by then.
    await Promise.race([
      closing,
      Promise.all(this.running).then(() => wait(farewellMilliseconds, null, { ref: false })),
    ]);
  }

  private counted(work: Promise<void>): Promise<void> {
    const done = (): void => void this.running.delete(settled);
    const settled = work.then(done, done);
    this.running.add(settled);
    return work;
  }

  private async closeAll(): Promise<void> {
    const { queue, worker } = this;
    [this.queue, this.worker] = [null, null];
    await worker?.close();
    await queue?.close();
    await this.disconnect();
  }

  /** Lets go of connections that BullMQ does not know as its own. */
  protected disconnect(): Promise<void> {
    return Promise.resolve();
  }

  private async asked<Answer>(ask: (queue: BullQueueOf) => Promise<Answer>): Promise<Answer> {
    if (this.queue === null) throw new QueueAway('the queue is not open');
    try {
      const answer = await ask(this.queue);
      this.outage.succeeded();
      return answer;
    } catch (error) {
      this.noteError(error as Error);
      throw error;
    }
  }

  /** BullMQ tries again by itself; the relay and the turns make up for what was missed. */
  private watched<Watched extends BullQueueOf | BullWorkerOf>(part: Watched): Watched {
    (part as BullWorkerOf).on('error', (error) => this.noteError(error));
    return part;
  }

  private noteError(error: Error): void {
    if (this.meansAway(error)) this.outage.failed(error);
    else if (!this.outage.isAway) log.warn({ err: error }, 'the queue reported an error');
  }
}
