import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { isScheduled, JobCatalogue, type ScheduledJob } from './define.js';
import { JobQueue } from './queue.js';
import { OutboxRelay } from './relay.js';
import { isLate } from './turn.rules.js';

const checkMilliseconds = 5_000;

/**
 * Keeps scheduled jobs coming round. The queue has the schedules and may lose them, whole or in part: wiped, or killed between
 * one turn and the next. So every few seconds it is asked whether it still knows them, and our own `job_runs` whether each was begun
 * in time.
 */
@Injectable()
export class ScheduledTurns {
  private timer: NodeJS.Timeout | null = null;
  private checking: Promise<void> | null = null;
  /** When this process last asked for a turn, by the machine's time in milliseconds. */
  private readonly askedAt = new Map<string, number>();
  private readonly jobs: readonly ScheduledJob[];

  constructor(
    private readonly work: UnitOfWork,
    private readonly queue: JobQueue,
    private readonly relay: OutboxRelay,
    private readonly clock: Clock,
    catalogue: JobCatalogue,
  ) {
    this.jobs = catalogue.jobs.filter(isScheduled);
  }

  async start(): Promise<void> {
    if (this.timer) return;
    this.timer = setInterval(() => {
      this.checking ??= this.check()
        .catch(comesBack)
        .finally(() => (this.checking = null));
    }, checkMilliseconds);
    await this.begin().catch(comesBack);
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    await this.checking;
  }

  /** Also what fell due while nothing ran is done now rather than at the schedule's next turn. */
  private async begin(): Promise<void> {
    await this.queue.schedule(this.jobs);
    await this.ask(this.jobs);
  }

  private async check(): Promise<void> {
    if ((await this.queue.schedules()) < this.jobs.length) {
      // It was wiped, and what it had been given went with its schedules.
      await this.relay.giveAllAgain();
      await this.begin();
      return;
    }
    const late = await this.late();
    if (late.length === 0) return;
    await this.queue.schedule(this.jobs);
    await this.ask(late);
  }

  private async ask(jobs: readonly ScheduledJob[]): Promise<void> {
    await this.queue.add(jobs.map(({ name }) => ({ job: name, work: {} })));
    for (const { name } of jobs) this.askedAt.set(name, this.clock.machineNow().getTime());
  }

  /** One that was asked for is given the time of a turn before it is asked for again. */
  private async late(): Promise<ScheduledJob[]> {
    const runs = await this.work.read<{ job: string; startedAt: Date | null }>(
      systemActor('jobs'),
      sql`select job, last_started_at as "startedAt" from job_runs where job = any(${this.jobs.map(({ name }) => name)})`,
    );
    const now = this.clock.machineNow();
    return this.jobs.filter((job) => {
      const begun = runs.find((run) => run.job === job.name)?.startedAt?.getTime() ?? 0;
      return isLate(job, new Date(Math.max(begun, this.askedAt.get(job.name) ?? 0)), now);
    });
  }
}

/** The queue or the database is away, which they say themselves; the next check may find them back. */
const comesBack = (): void => undefined;
