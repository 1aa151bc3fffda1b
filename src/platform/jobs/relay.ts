import { Injectable } from '@nestjs/common';
import sql, { bulk } from 'sql-template-tag';
import { systemActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifier.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { databaseIsAway } from '../database/database-away.js';
import { log } from '../log.js';
import { OutboxBell } from './bell.js';
import { JobCatalogue } from './define.js';
import { OutageLog } from './outage-log.js';
import { JobQueue } from './queue.js';

const pollMilliseconds = 5_000;
const batch = 100;

interface Owed {
  deliveryId: string;
  job: string;
}

/**
 * Carries events from the outbox to the queue: woken after a commit, and every five seconds in case nobody woke it. What was
 * enqueued but not done in time is enqueued again, so a queue that forgot everything loses nothing.
 */
@Injectable()
export class OutboxRelay {
  private timer: NodeJS.Timeout | null = null;
  private passing: Promise<void> | null = null;
  private again = false;
  private readonly outage = new OutageLog('The database');
  private readonly wake = (): void => void this.pass();

  constructor(
    private readonly work: UnitOfWork,
    private readonly bell: OutboxBell,
    private readonly queue: JobQueue,
    private readonly catalogue: JobCatalogue,
    private readonly clock: Clock,
  ) {}

  start(): void {
    this.bell.listen(this.wake);
    this.timer = setInterval(() => {
      void this.bell.hearOthers(this.wake);
      this.wake();
    }, pollMilliseconds);
    void this.bell.hearOthers(this.wake);
    this.wake();
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.bell.stop(this.wake);
    await this.passing;
  }

  /** One pass at a time; a call during a pass makes another follow it. */
  pass(): Promise<void> {
    if (this.passing) {
      this.again = true;
      return this.passing;
    }
    this.passing = this.passUntilQuiet()
      .then(
        () => this.outage.succeeded(),
        (error: unknown) => this.noteError(error),
      )
      .finally(() => {
        this.passing = null;
      });
    return this.passing;
  }

  private async passUntilQuiet(): Promise<void> {
    do {
      this.again = false;
      const owed = [...(await this.takeNew()), ...(await this.takeOverdue())];
      if (owed.length > 0 && !(await this.enqueue(owed))) return;
      if (owed.length >= batch) this.again = true;
    } while (this.again);
  }

  /** Everything that is owed and was not tried yet is enqueued again with the next pass: for a queue that lost what it held. */
  async giveAllAgain(): Promise<void> {
    await this.work.transaction(systemActor('outbox'), (tx) =>
      tx.query(sql`update outbox_deliveries set enqueued_at = 'epoch' where done_at is null and attempts = 0`),
    );
    this.wake();
  }

  /** What could not be enqueued is overdue at once, so that the first pass after the queue is back hands it over. */
  private async enqueue(owed: readonly Owed[]): Promise<boolean> {
    try {
      await this.queue.add(owed.map(({ deliveryId, job }) => ({ job, work: { deliveryId } })));
      return true;
    } catch {
      // The queue says itself that it is away. A delivery that was enqueued all the same takes effect once.
      await this.work.transaction(systemActor('outbox'), (tx) =>
        tx.query(sql`update outbox_deliveries set enqueued_at = 'epoch'
          where id = any(${owed.map(({ deliveryId }) => deliveryId)}) and done_at is null`),
      );
      return false;
    }
  }

  private noteError(error: unknown): void {
    if (databaseIsAway(error)) this.outage.failed(error);
    else log.warn({ err: error }, 'the outbox could not be relayed; the next pass tries again');
  }

  private takeNew(): Promise<Owed[]> {
    return this.work.transaction(systemActor('outbox'), async (tx) => {
      const events = await tx.query<{ id: string; name: string }>(sql`
        select id, name from outbox_events where relayed_at is null order by id limit ${batch} for update skip locked`);
      if (events.length === 0) return [];
      const at = this.clock.machineNow();
      const owed = events.flatMap((event) =>
        this.catalogue
          .subscribersOf(event.name)
          .map(({ name }) => ({ deliveryId: newId(), eventId: event.id, job: name })),
      );
      if (owed.length > 0)
        await tx.query(sql`insert into outbox_deliveries (id, event_id, job, created_at, enqueued_at)
          values ${bulk(owed.map(({ deliveryId, eventId, job }) => [deliveryId, eventId, job, at, at]))}`);
      await tx.query(sql`update outbox_events set relayed_at = ${at} where id = any(${events.map(({ id }) => id)})`);
      return owed;
    });
  }

  /** After half a minute, then twice as long for each failure, an hour at most. */
  private takeOverdue(): Promise<Owed[]> {
    const at = this.clock.machineNow();
    return this.work.transaction(systemActor('outbox'), (tx) =>
      tx.query<Owed>(sql`
        with overdue as (
          select id from outbox_deliveries
          where done_at is null and enqueued_at < ${at}::timestamptz - least(interval '1 hour', interval '30 seconds' * power(2, least(attempts, 10)))
          order by enqueued_at limit ${batch} for update skip locked
        ), taken as (
          update outbox_deliveries d set enqueued_at = ${at} from overdue where d.id = overdue.id returning d.id, d.job
        )
        select id as "deliveryId", job from taken`),
    );
  }
}
