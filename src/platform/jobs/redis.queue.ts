import { Queue, Worker, type ConnectionOptions } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { log } from '../log.js';
import {
  BullQueue,
  queueOptions,
  workerOptions,
  type BullQueueOf,
  type BullWorkerOf,
  type Process,
} from './bull.queue.js';
import { QueueAway, QueueUnfit } from './queue.js';
import { queueName } from './queue-schema.js';

const oldestVersion = 7;

const common: RedisOptions = {
  connectTimeout: 5000,
  keepAlive: 10_000,
  retryStrategy: (times) => Math.min(times * 100, 1000),
};
/** Who asks is told at once that the server is away. */
const asking: RedisOptions = { ...common, maxRetriesPerRequest: 0, enableOfflineQueue: false, commandTimeout: 5000 };
/** A worker waits until the server is back. */
const waiting: RedisOptions = { ...common, maxRetriesPerRequest: null };

/** The queue in a Redis of its own, for many workers or a busy database. It may lose all it holds: our own tables are the truth. */
export class RedisQueue extends BullQueue {
  private client: Redis | null = null;

  constructor(private readonly redisUrl: string) {
    super('The queue (REDIS_URL)');
  }

  protected async connect(): Promise<BullQueueOf> {
    this.client ??= await this.reach();
    // What BullMQ would check of the server has been checked in `reach`, and is said in our own words.
    return new Queue(queueName, {
      connection: this.client,
      defaultJobOptions: queueOptions,
      skipVersionCheck: true,
    }) as unknown as BullQueueOf;
  }

  protected createWorker(process: Process): Promise<BullWorkerOf> {
    const worker = new Worker(queueName, process as never, {
      connection: { url: this.redisUrl, ...waiting } as ConnectionOptions,
      skipVersionCheck: true,
      ...workerOptions,
    });
    return Promise.resolve(worker as unknown as BullWorkerOf);
  }

  protected meansAway(error: Error): boolean {
    const { code = '', message } = error as Error & { code?: string };
    return (
      /^(E[A-Z]+|NR_CLOSED)$/.test(code) ||
      /Connection is closed|Stream isn't writeable|Command timed out|max retries per request|^(LOADING|MASTERDOWN|READONLY) /i.test(
        message,
      )
    );
  }

  protected override async disconnect(): Promise<void> {
    this.client?.disconnect();
    this.client = null;
    return Promise.resolve();
  }

  /** A connection to a server that answers and will do. */
  private async reach(): Promise<Redis> {
    const client = new Redis(this.redisUrl, { ...asking, lazyConnect: true });
    // Why a connection could not be made is said by the event; who waits for it is only told that it is closed.
    let reason: Error | null = null;
    client.on('error', (error) => {
      reason = error;
      if (this.meansAway(error)) this.outage.failed(error);
    });
    try {
      await client.connect();
      checkServer(await client.info());
    } catch (error) {
      client.disconnect();
      if (error instanceof QueueUnfit) throw error;
      refuseWrongPassword(reason ?? (error as Error));
      this.outage.failed(reason ?? error);
      throw new QueueAway('Redis does not answer', { cause: error });
    }
    return client;
  }
}

/** Refuses a server that is too old; warns of one that may throw waiting jobs away, which would only delay them. */
function checkServer(info: string): void {
  const version = /^redis_version:(\S+)/m.exec(info)?.[1] ?? 'unknown';
  if (!(Number.parseInt(version, 10) >= oldestVersion))
    throw new QueueUnfit(`REDIS_URL leads to a Redis of version ${version}, but must lead to version 7 or later.`);
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'noeviction';
  if (policy !== 'noeviction')
    log.warn(
      `the Redis of REDIS_URL may throw waiting jobs away when it is full: its maxmemory-policy is "${policy}" and should be "noeviction"`,
    );
}

function refuseWrongPassword({ message }: Error): void {
  if (/^(WRONGPASS|NOAUTH|NOPERM)|invalid (username|password)|without any password configured/i.test(message))
    throw new QueueUnfit('REDIS_URL leads to a Redis that refuses its user name or password: give the right ones.');
}
