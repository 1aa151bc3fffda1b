import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/identifier.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Handles } from '../../../platform/jobs/define.js';
import { Agreement } from '../agreement.entity.js';
import { statusOf, statusSince, type AgreementDates, type AgreementStatus } from '../agreement.status.rules.js';
import { dateFactsSql, presentEndSql, statusSql } from '../agreement.status.sql.js';
import { agreementChanged } from '../agreements.jobs.js';
import { AgreementTerms } from '../renewals/agreement-terms.js';
import { noteStatusChanges } from './status-changes.jobs.js';

const batch = 200;

interface Turned extends AgreementDates {
  readonly id: string;
  readonly previous: AgreementStatus | null;
}

/**
 * Notes what agreements became as days passed: the terms for which they renewed themselves, and each new status once, with its
 * first day. Nothing that is read depends on it: statuses and ends are computed from the same facts.
 */
@Injectable()
export class StatusChangesWorker {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly terms: AgreementTerms,
  ) {}

  @Handles(noteStatusChanges)
  async run(): Promise<void> {
    while ((await this.inTransaction((tx) => this.keepRenewals(tx))) === batch);
    while ((await this.inTransaction((tx) => this.note(tx))) === batch);
  }

  private inTransaction(act: (tx: Transaction) => Promise<number>): Promise<number> {
    return this.work.transaction(systemActor(noteStatusChanges.name), act);
  }

  /** Two that run at once wait for each other at the agreement's row, and the second finds its terms kept. */
  private async keepRenewals(tx: Transaction): Promise<number> {
    const today = this.clock.today();
    const renewed = await tx.query<{ id: string }>(sql`
      select a.id from agreements a
      where a.stage = 'executed' and a.renewal_type = 'automatic' and ${presentEndSql('a', today)} > a.end_on
        and not exists (select 1 from agreement_terms t where t.agreement_id = a.id and t.end_on >= ${presentEndSql('a', today)})
      order by a.id limit ${batch}`);
    for (const { id } of renewed) {
      const agreement = await tx.lock(Agreement, sql`record.id = ${id}`);
      if (agreement !== null) await this.terms.keepRenewals(tx, agreement, today);
    }
    return renewed.length;
  }

  /** Nothing of the agreement itself changes, so that its lock would not tell a second run of what the first has noted. */
  private async note(tx: Transaction): Promise<number> {
    const today = this.clock.today();
    await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${noteStatusChanges.name}, 0))`);
    const turned = await tx.query<Turned>(sql`
      select a.id, ${dateFactsSql('a')}, noted.status as previous
      from agreements a
      left join lateral (select c.status from agreement_status_changes c where c.agreement_id = a.id
        order by c.noted_at desc, c.id desc limit 1) noted on true
      where a.stage = 'executed' and noted.status is distinct from ${statusSql('a', today)}
      order by a.id limit ${batch}`);
    const changes = turned.map((a) => ({ ...a, status: statusOf(a, today), changedOn: statusSince(a, today) }));
    await tx.query(sql`insert into agreement_status_changes (id, agreement_id, previous, status, changed_on, noted_at)
      select one.id, one.agreement_id, one.previous, one.status, one.changed_on, ${tx.now}
      from unnest(${changes.map(() => newId())}::uuid[], ${changes.map(({ id }) => id)}::uuid[],
        ${changes.map(({ previous }) => previous)}::text[], ${changes.map(({ status }) => status)}::text[],
        ${changes.map(({ changedOn }) => changedOn)}::date[]) as one (id, agreement_id, previous, status, changed_on)`);
    // Reminders of what turned are planned at once, not with the next sweep. What is noted for the first time did not turn.
    for (const { id, previous } of changes)
      if (previous !== null) await tx.publish(agreementChanged, { agreementId: id });
    return turned.length;
  }
}
