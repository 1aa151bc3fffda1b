import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Handles } from '../../../platform/jobs/define.js';
import { dueDatesSql, obligationStateSql } from './obligation.state.sql.js';
import { checkObligations, obligationLapsed, obligationOverdue } from './obligations.jobs.js';

const batch = 500;
const aliases = { obligation: 'o', agreement: 'a' } as const;

interface Turned {
  readonly id: string;
  readonly obligationId: string;
  readonly agreementId: string;
  readonly dueOn: CalendarDate;
  /** What was told of it before. */
  readonly before: 'overdue' | 'lapsed' | null;
  readonly now: 'overdue' | 'lapsed' | null;
}

/**
 * Tells once of whatever has become overdue or has lapsed since, and keeps a row for each time that an obligation fell due and
 * the next one. Nothing that is read depends on it: states and days are computed from the same facts.
 */
@Injectable()
export class ObligationCheck {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  @Handles(checkObligations)
  async run(): Promise<void> {
    while ((await this.inTransaction((tx) => this.keepDays(tx))) === batch);
    while ((await this.inTransaction((tx) => this.tell(tx))) === batch);
  }

  private inTransaction(act: (tx: Transaction) => Promise<number>): Promise<number> {
    return this.work.transaction(systemActor(checkObligations.name), act);
  }

  private async keepDays(tx: Transaction): Promise<number> {
    const kept = await tx.query(sql`
      insert into obligation_occurrences (id, obligation_id, due_on)
      select gen_random_uuid(), o.id, days.due_on
      from obligations o join agreements a on a.id = o.agreement_id
      cross join lateral (${dueDatesSql(aliases, this.clock.today())}) days
      where a.stage = 'executed'
        and not exists (select 1 from obligation_occurrences s where s.obligation_id = o.id and s.due_on = days.due_on)
      limit ${batch}
      on conflict do nothing returning id`);
    return kept.length;
  }

  /** Two that run at once leave each other's rows alone, and find nothing left in them afterwards. */
  private async tell(tx: Transaction): Promise<number> {
    const today = this.clock.today();
    const state = obligationStateSql(aliases, { dueOn: sql`s.due_on`, progress: sql`s.progress` }, today);
    // What somebody let lapse was told of when they did.
    const turned = await tx.query<Turned>(sql`
      select s.id, o.id as "obligationId", o.agreement_id as "agreementId", s.due_on as "dueOn", s.told as before, told.now
      from obligation_occurrences s join obligations o on o.id = s.obligation_id join agreements a on a.id = o.agreement_id
      cross join lateral (select case when s.progress in ('unfulfilled', 'partly') and o.lapsed_on is null
          and (s.recorded_at is not null or exists (select 1 from (${dueDatesSql(aliases, today)}) days where days.due_on = s.due_on))
        then case ${state} when 'overdue' then 'overdue' when 'lapsed' then 'lapsed' end end as now) told
      where a.stage = 'executed'
        and s.told is distinct from told.now
      order by s.due_on, s.id limit ${batch} for update of s skip locked`);
    await tx.query(sql`update obligation_occurrences s set told = one.now
      from unnest(${turned.map(({ id }) => id)}::uuid[], ${turned.map(({ now }) => now)}::text[]) as one (id, now)
      where s.id = one.id`);
    for (const { obligationId, agreementId, dueOn, before, now } of turned) {
      if (now === null) continue;
      const record = { kind: 'obligation', id: obligationId };
      await this.audit.record(
        tx,
        `obligation.find-${now}`,
        record,
        { state: before, dueOn: null },
        { state: now, dueOn },
      );
      await tx.publish(now === 'overdue' ? obligationOverdue : obligationLapsed, { obligationId, agreementId });
    }
    return turned.length;
  }
}
