import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { notFound } from '../../../kernel/domain-error.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { JobsView, RetryJobDto } from './jobs.dto.js';
import { JobQueries } from './jobs.queries.js';

@Injectable()
export class JobsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly queries: JobQueries,
  ) {}

  /** Has what failed tried again now rather than when its wait is over. It takes effect once, however often it is tried. */
  async retry(actor: UserActor, { deliveryId }: RetryJobDto): Promise<JobsView> {
    await this.work.transaction(actor, async (tx) => {
      const [due] = await tx.query<{ job: string }>(sql`
        update outbox_deliveries set enqueued_at = 'epoch'
        where id = ${deliveryId} and done_at is null and attempts > 0 returning job`);
      if (!due) throw notFound('failed job');
      await this.audit.record(tx, 'job.retry', { kind: 'outbox_delivery', id: deliveryId }, null, due);
    });
    // The relay looks for what is overdue when the bell rings.
    this.work.bell.emit('published');
    return this.queries.overview(actor);
  }
}
