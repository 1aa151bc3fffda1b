import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { sweep } from '../features/reminders/reminders.jobs.js';
import { systemActor } from '../kernel/actor.js';
import { Clock } from '../kernel/clock.js';
import { invalidField } from '../kernel/domain-error.js';
import { UnitOfWork } from '../platform/database/unit-of-work.js';
import { JobRunner } from '../platform/jobs/runner.js';

const farthest = 3660;

/** Moves the demonstration's today forward, so that a renewal mail arrives while you watch. */
@Injectable()
export class DemonstrationClock {
  constructor(
    private readonly clock: Clock,
    private readonly work: UnitOfWork,
    private readonly runner: JobRunner,
  ) {}

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
