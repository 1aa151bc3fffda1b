import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Clock } from '../../kernel/clock.js';
import type { DatedSubject } from '../../kernel/contracts.js';
import type { BankHolidays } from '../../kernel/working-days.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { anchorsWithin } from './reminder.rules.js';
import { BankHolidaysService } from '../bank-holidays/bank-holidays.service.js';
import { ofRecord, settledSql, timingColumns, wantedSql, type PlannedRule } from './reminder.wanted.sql.js';
import { SubjectRegister } from './subject-register.js';

interface Rule extends PlannedRule {
  id: string;
  subject: string;
}

/**
 * Keeps the ledger in step with the dates it is about. Every run compares what should be scheduled with what is: a date that
 * moved supersedes what is unsent and schedules anew, one that moved back revives the unsent row, and nothing that was sent
 * is ever scheduled again.
 */
@Injectable()
export class ReminderPlan {
  constructor(
    private readonly subjects: SubjectRegister,
    private readonly clock: Clock,
    private readonly bankHolidays: BankHolidaysService,
  ) {}

  /** Plans every rule in use, or those about one kind of record for one record that has just changed. */
  async run(tx: Transaction, only: { recordKind: string; recordId: string } | null = null): Promise<void> {
    const rules = await tx.query<Rule>(
      sql`select id, subject, ${timingColumns} from reminder_rules where enabled order by code`,
    );
    const holidays = await this.bankHolidays.knownWithin(tx);
    for (const rule of rules) {
      const subject = this.subjects.of(rule.subject);
      if (only === null || only.recordKind === subject.recordKind)
        await this.planRule(tx, rule, { subject, holidays, recordId: only?.recordId ?? null });
    }
    if (only === null) await this.supersedeDisabled(tx);
  }

  private async planRule(
    tx: Transaction,
    rule: Rule,
    { subject, holidays, recordId }: { subject: DatedSubject; holidays: BankHolidays; recordId: string | null },
  ): Promise<void> {
    const today = this.clock.today();
    const time = { anchors: anchorsWithin(rule, today), today, holidays };
    const wanted = wantedSql(rule, subject, time, recordId);
    await tx.query(sql`
      with wanted as materialized (${wanted}),
      superseded as (
        update reminders r set state = 'superseded', updated_at = ${tx.now},
          reason = 'The date moved, the record was closed, the rule was changed, or somebody else looks after it.'
        where r.rule_id = ${rule.id} and r.state = 'scheduled' and r.message_id is null ${ofRecord(recordId, sql`r.record_id`)}
          and not exists (select 1 from wanted w where w.record_id = r.record_id and w.anchor_on = r.anchor_on
            and w.offset_days = r.offset_days and w.recipient_user_id is not distinct from r.recipient_user_id)
      )
      insert into reminders (id, rule_id, record_kind, record_id, record_reference, anchor_on, offset_days, recipient_user_id,
        send_on, day_count, told_as, state, created_at, updated_at)
      select gen_random_uuid(), ${rule.id}, ${subject.recordKind}, w.record_id, w.reference, w.anchor_on, w.offset_days,
        w.recipient_user_id, w.send_on, ${rule.dayCount}, w.told_as, 'scheduled', ${tx.now}, ${tx.now}
      from wanted w
      where not ${settledSql(rule.id, 'w')}
      on conflict (rule_id, record_id, anchor_on, offset_days, recipient_user_id) do update
        set state = 'scheduled', reason = null, send_on = excluded.send_on, day_count = excluded.day_count,
          told_as = excluded.told_as, updated_at = excluded.updated_at
        where reminders.state = 'superseded' or (reminders.state = 'scheduled' and reminders.message_id is null
          and (reminders.send_on, reminders.day_count, reminders.told_as)
            is distinct from (excluded.send_on, excluded.day_count, excluded.told_as))`);
  }

  private async supersedeDisabled(tx: Transaction): Promise<void> {
    await tx.query(sql`update reminders r set state = 'superseded', reason = 'The rule was switched off.', updated_at = ${tx.now}
      from reminder_rules rule where rule.id = r.rule_id and not rule.enabled and r.state = 'scheduled' and r.message_id is null`);
  }
}
