import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import type { DatedSubject, RecordRef } from '../../kernel/contracts.js';
import type { BankHolidays } from '../../kernel/working-days.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { anchorsWithin } from './reminder.rules.js';
import { BankHolidaysService } from '../bank-holidays/bank-holidays.service.js';
import { inPlaceSql, ofRecord, timingColumns, wantedSql, type PlannedRule } from './reminder.wanted.sql.js';
import { SubjectRegister } from './subject-register.js';

/** A step takes a second or so, and the database gives a statement fifteen. */
const recordsAtOnce = 2000;

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
    private readonly work: UnitOfWork,
  ) {}

  /**
   * Plans every rule in use: each by itself and so many records at a time, so that a great import is planned in steps that are
   * kept rather than in one that may never end.
   */
  async all(): Promise<void> {
    const actor = systemActor('reminders.plan');
    const { rules, holidays } = await this.work.transaction(actor, async (tx) => ({
      rules: await rulesInUse(tx),
      holidays: await this.bankHolidays.knownWithin(tx),
    }));
    for (const rule of rules) {
      const subject = this.subjects.of(rule.subject);
      const step = (): Promise<number> =>
        this.work.transaction(actor, (tx) => this.planRule(tx, rule, { subject, holidays, recordId: null }));
      while ((await step()) === recordsAtOnce);
    }
    await this.work.transaction(actor, (tx) => this.supersedeDisabled(tx));
  }

  /** Plans the rules about one kind of record for one record that has just changed. */
  async one(tx: Transaction, { kind, id: recordId }: RecordRef): Promise<void> {
    const rules = await rulesInUse(tx);
    const holidays = await this.bankHolidays.knownWithin(tx);
    for (const rule of rules) {
      const subject = this.subjects.of(rule.subject);
      if (subject.recordKind === kind) await this.planRule(tx, rule, { subject, holidays, recordId });
    }
  }

  /** Answers with how many records it scheduled something of: `recordsAtOnce` where there may be more. */
  private async planRule(
    tx: Transaction,
    rule: Rule,
    { subject, holidays, recordId }: { subject: DatedSubject; holidays: BankHolidays; recordId: string | null },
  ): Promise<number> {
    const today = this.clock.today();
    const time = { anchors: anchorsWithin(rule, today), today, holidays };
    const wanted = wantedSql(rule, subject, time, { recordId, stillOpen: rule.id });
    // All of a record at once: whoever decides meanwhile must know the later reminders of a date that stand for earlier ones.
    const [{ records }] = await tx.query<{ records: number }>(sql`
      with wanted as materialized (${wanted}),
      superseded as (
        update reminders r set state = 'superseded', updated_at = ${tx.now},
          reason = 'The date moved, the record was closed, the rule was changed, or somebody else looks after it.'
        where r.rule_id = ${rule.id} and r.state = 'scheduled' and r.message_id is null ${ofRecord(recordId, sql`r.record_id`)}
          and not exists (select 1 from wanted w where w.record_id = r.record_id and w.anchor_on = r.anchor_on
            and w.offset_days = r.offset_days and w.recipient_user_id is not distinct from r.recipient_user_id)
      ),
      missing as materialized (select w.* from wanted w where not ${inPlaceSql(rule, 'w')}),
      taken as materialized (
        select record_id from missing group by record_id order by min(send_on), record_id limit ${recordsAtOnce}
      ),
      kept as (
        insert into reminders (id, rule_id, record_kind, record_id, record_reference, anchor_on, offset_days, recipient_user_id,
          send_on, day_count, told_as, state, created_at, updated_at)
        select gen_random_uuid(), ${rule.id}, ${subject.recordKind}, w.record_id, w.reference, w.anchor_on, w.offset_days,
          w.recipient_user_id, w.send_on, ${rule.dayCount}, w.told_as, 'scheduled', ${tx.now}, ${tx.now}
        from missing w join taken on taken.record_id = w.record_id
        on conflict (rule_id, record_id, anchor_on, offset_days, recipient_user_id) do update
          set state = 'scheduled', reason = null, send_on = excluded.send_on, day_count = excluded.day_count,
            told_as = excluded.told_as, updated_at = excluded.updated_at
          where reminders.state = 'superseded' or reminders.state = 'scheduled' and reminders.message_id is null
      )
      select count(*)::integer as records from taken`);
    return records;
  }

  private async supersedeDisabled(tx: Transaction): Promise<void> {
    await tx.query(sql`update reminders r set state = 'superseded', reason = 'The rule was switched off.', updated_at = ${tx.now}
      from reminder_rules rule where rule.id = r.rule_id and not rule.enabled and r.state = 'scheduled' and r.message_id is null`);
  }
}

function rulesInUse(tx: Transaction): Promise<Rule[]> {
  return tx.query<Rule>(sql`select id, subject, ${timingColumns} from reminder_rules where enabled order by code`);
}
