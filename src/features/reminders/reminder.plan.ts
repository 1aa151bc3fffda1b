import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Clock } from '../../kernel/clock.js';
import type { DatedSubject } from '../../kernel/contracts.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { anchorsWithin } from './reminder.rules.js';
import { ofRecord, settledSql, wantedSql } from './reminder.wanted.sql.js';
import { SubjectRegister } from './subject-register.js';

interface Rule {
  id: string;
  subject: string;
  offsets: number[];
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
  ) {}

  /** Plans every rule in use, or those about one kind of record for one record that has just changed. */
  async run(tx: Transaction, only: { recordKind: string; recordId: string } | null = null): Promise<void> {
    const rules = await tx.query<Rule>(
      sql`select id, subject, offsets from reminder_rules where enabled order by code`,
    );
    for (const rule of rules) {
      const subject = this.subjects.of(rule.subject);
      if (only === null || only.recordKind === subject.recordKind)
        await this.planRule(tx, rule, subject, only?.recordId ?? null);
    }
    if (only === null) await this.supersedeDisabled(tx);
  }

  private async planRule(tx: Transaction, rule: Rule, subject: DatedSubject, recordId: string | null): Promise<void> {
    const today = this.clock.today();
    const wanted = wantedSql(rule.offsets, subject, anchorsWithin(rule.offsets, today), today, recordId);
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
        send_on, state, created_at, updated_at)
      select gen_random_uuid(), ${rule.id}, ${subject.recordKind}, w.record_id, w.reference, w.anchor_on, w.offset_days,
        w.recipient_user_id, w.send_on, 'scheduled', ${tx.now}, ${tx.now}
      from wanted w
      where not ${settledSql(rule.id, 'w')}
      on conflict (rule_id, record_id, anchor_on, offset_days, recipient_user_id) do update
        set state = 'scheduled', reason = null, updated_at = excluded.updated_at
        where reminders.state = 'superseded'`);
  }

  private async supersedeDisabled(tx: Transaction): Promise<void> {
    await tx.query(sql`update reminders r set state = 'superseded', reason = 'The rule was switched off.', updated_at = ${tx.now}
      from reminder_rules rule where rule.id = r.rule_id and not rule.enabled and r.state = 'scheduled' and r.message_id is null`);
  }
}
