import { Injectable } from '@nestjs/common';
import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { Clock } from '../../kernel/clock.js';
import type { DatedSubject } from '../../kernel/contracts.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { awayOn } from '../users/user.conditions.js';
import { anchorsWithin } from './reminder.rules.js';
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
    await tx.query(sql`
      with wanted as materialized (${this.wantedSql(rule, subject, recordId)}),
      superseded as (
        update reminders r set state = 'superseded', updated_at = ${tx.now},
          reason = 'The date moved, the record was closed, or somebody else looks after it.'
        where r.rule_id = ${rule.id} and r.state = 'scheduled' and r.message_id is null ${ofRecord(recordId, sql`r.record_id`)}
          and not exists (select 1 from wanted w where w.record_id = r.record_id and w.anchor_on = r.anchor_on
            and w.offset_days = r.offset_days and w.recipient_user_id is not distinct from r.recipient_user_id)
      )
      insert into reminders (id, rule_id, record_kind, record_id, record_reference, anchor_on, offset_days, recipient_user_id,
        send_on, state, created_at, updated_at)
      select gen_random_uuid(), ${rule.id}, ${subject.recordKind}, w.record_id, w.reference, w.anchor_on, w.offset_days,
        w.recipient_user_id, w.send_on, 'scheduled', ${tx.now}, ${tx.now}
      from wanted w
      where not exists (select 1 from reminders done where done.rule_id = ${rule.id} and done.record_id = w.record_id
        and done.anchor_on = w.anchor_on and done.offset_days = w.offset_days and done.state in ('sent', 'skipped', 'failed'))
      on conflict (rule_id, record_id, anchor_on, offset_days, recipient_user_id) do update
        set state = 'scheduled', reason = null, updated_at = excluded.updated_at
        where reminders.state = 'superseded'`);
  }

  /** What should stand in the ledger: each record's date with each offset, and who is to hear of it on that day. */
  private wantedSql(rule: Rule, subject: DatedSubject, recordId: string | null): Sql {
    const today = this.clock.today();
    const { from, to } = anchorsWithin(rule.offsets, today);
    return sql`
      select s."recordId" as record_id, s.reference, s."anchorOn" as anchor_on, days.offset_days,
        s."anchorOn" + days.offset_days as send_on, ${recipientSql(today, subject.asksApprovers ?? false)} as recipient_user_id
      from (${subject.select(from, to, today)}) s
      cross join unnest(${rule.offsets}::integer[]) as days (offset_days)
      where true ${ofRecord(recordId, sql`s."recordId"`)}`;
  }

  private async supersedeDisabled(tx: Transaction): Promise<void> {
    await tx.query(sql`update reminders r set state = 'superseded', reason = 'The rule was switched off.', updated_at = ${tx.now}
      from reminder_rules rule where rule.id = r.rule_id and not rule.enabled and r.state = 'scheduled' and r.message_id is null`);
  }
}

function ofRecord(recordId: string | null, column: Sql): Sql {
  return recordId === null ? empty : sql`and ${column} = ${recordId}`;
}

/**
 * Owner, then deputy, then the agency's lead and deputy; whoever is away on the day hands over to their cover. Somebody who is
 * away without cover comes after everybody else, so that nothing drops silently. Whoever has left the agency or works with
 * records no more is passed over. What is for named people only stays with owner and deputy, away or not: nobody else may open it.
 */
function recipientSql(today: string, asksApprovers: boolean): Sql {
  const approves = asksApprovers ? sql`candidate.rank = 1` : sql`false`;
  return sql`(
    select coalesce(cover.id, u.id)
    from organisations agency
    cross join lateral (values (1, s."ownerUserId"), (2, s."deputyUserId"), (3, agency.lead_user_id), (4, agency.deputy_user_id)) as candidate (rank, id)
    join users u on u.id = candidate.id and ${worksHere('u', approves)} and (candidate.rank <= 2 or not s."forNamedOnly")
    cross join lateral (select ${awayOn('u', sql`greatest(s."anchorOn" + days.offset_days, ${today}::date)`)} as away) absence
    left join users cover on absence.away and cover.id = u.cover_user_id and ${worksHere('cover', approves)} and not s."forNamedOnly"
    where agency.id = s."agencyId"
    order by coalesce(absence.away, false) and cover.id is null, candidate.rank
    limit 1)`;
}

/** `agency_of` is asked only of people in units: it climbs, and there are many rows. */
function worksHere(aliasName: string, approves: Sql): Sql {
  const u = raw(aliasName);
  return sql`(${u}.disabled_at is null and (${u}.role in ('liaison', 'partner') or (${u}.role = 'approver' and ${approves}))
    and (${u}.organisation_id = agency.id or agency_of(${u}.organisation_id) = agency.id))`;
}
