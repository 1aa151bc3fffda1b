/** What a job of the queue carries: ids only. */
export interface QueuedWork {
  /** The delivery that is owed; absent for a scheduled job. */
  deliveryId?: string;
}

export interface QueueEntry {
  readonly job: string;
  readonly work: QueuedWork;
}

/** The server of the queue does not answer just now. Trying again later is all there is to do. */
export class QueueAway extends Error {}

/** The server of the queue answers, but will not do. The message is a sentence for whoever starts the product. */
export class QueueUnfit extends Error {}

/**
 * Wakes workers quickly. What is owed stands in our own tables, so a queue may lose everything it holds. Each backend is a class of
 * its own; nothing else in the product knows which one runs. Opened only where jobs run.
 */
export abstract class JobQueue {
  /** Connects. Throws `QueueAway` while the server does not answer, and `QueueUnfit` when it is one that will not do. */
  abstract open(): Promise<void>;

  /** Fails at once, rather than waiting, while the server is away. */
  abstract add(entries: readonly QueueEntry[]): Promise<void>;

  /** Makes the schedules of the queue these and no others. */
  abstract schedule(jobs: readonly { name: string; everySeconds: number }[]): Promise<void>;

  /** How many schedules the queue knows: none once it has been wiped. */
  abstract schedules(): Promise<number>;

  /** Takes work from now on, until `close`. */
  abstract work(run: (job: string, work: QueuedWork) => Promise<void>): Promise<void>;

  /** Whether the server answers at this moment. */
  abstract answers(): Promise<boolean>;

  /** Waits for what is running, then lets go of the connections. */
  abstract close(): Promise<void>;
}
