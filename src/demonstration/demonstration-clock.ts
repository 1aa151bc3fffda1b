import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import sql from 'sql-template-tag';
import { sweep } from '../features/reminders/reminders.jobs.js';
import { systemActor } from '../kernel/actor.js';
import { Clock } from '../kernel/clock.js';
import { invalidField } from '../kernel/domain-error.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { JobRunner } from '../platform/jobs/runner.js';

const farthest = 3660;
const followMilliseconds = 5_000;

/**
 * Moves the demonstration's today forward, so that a renewal mail arrives while you watch. Other processes on the same
 * demonstration follow within a few seconds.
 */
@Injectable()
export class DemonstrationClock implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly work: UnitOfWork,
    private readonly runner: JobRunner,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.follow().catch(() => undefined), followMilliseconds);
    this.timer.unref();
  }

  beforeApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** Moves to where another process has moved. */
  async follow(): Promise<void> {
    const row = await this.work.readOne<{ days: number }>(
      systemActor('demonstration'),
      sql`select days from demonstration_clock`,
    );
    if (row !== null && row.days > this.clock.movedByDays) this.clock.moveTo(row.days);
  }

  /** Answers once the reminders of the new day have been sent. There is no way back. */
  async move(days: number): Promise<void> {
    const moved = await this.work.transaction(systemActor('demonstration'), async (tx) => {
      const [row] = await tx.query<{ days: number }>(
        sql`update demonstration_clock set days = days + ${days} where days + ${days} <= ${farthest} returning days`,
      );
      return row?.days ?? null;
    });
    if (moved === null) throw invalidField('/days', 'The demonstration ends ten years from now. Move by fewer days.');
    this.clock.moveTo(moved);
    await this.runner.run(sweep.name);
  }
}
