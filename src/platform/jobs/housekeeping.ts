import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Handles, type ScheduledJob } from './define.js';

export const housekeeping: ScheduledJob = { name: 'platform.housekeeping', everySeconds: 3600 };

const hour = 3_600_000;
const day = 24 * hour;

/** Forgets what has served its purpose: keys, failures and values that no longer mean anything, and work that was done. */
@Injectable()
export class Housekeeping {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @Handles(housekeeping)
  async run(): Promise<void> {
    const now = this.clock.machineNow().getTime();
    const before = (age: number): Date => new Date(now - age);
    await this.work.transaction(systemActor(housekeeping.name), async (tx) => {
      // Kept by the product's time, which a demonstration may have moved forward.
      const keysBefore = new Date(tx.now.getTime() - 2 * day);
      await tx.query(sql`delete from idempotency_keys where created_at < ${keysBefore}`);
      await tx.query(sql`delete from sign_in_failures where failed_at < ${before(day)}`);
      await tx.query(sql`delete from session_refreshes where expires_at < ${before(day)}`);
      await tx.query(sql`delete from single_use_links where expires_at < ${before(30 * day)}`);
      await tx.query(sql`delete from outbox_events e where e.relayed_at < ${before(30 * day)}
        and not exists (select 1 from outbox_deliveries d where d.event_id = e.id and d.done_at is null)`);
    });
  }
}
