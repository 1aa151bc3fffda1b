import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { divisionOf } from '../../kernel/working-days.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { BankHolidaysService } from '../bank-holidays/bank-holidays.service.js';
import { agreementEndSubject, noticeDeadlineSubject } from './agreement.subjects.js';
import { reminderDays, type ReminderDay, type ReminderRule } from './agreement.reminders.rules.js';
import { visibleAgreements } from './agreement.visibility.js';

/** A row of the send ledger as the page of its agreement shows it. */
export interface AgreementReminder {
  readonly id: string;
  readonly sendOn: CalendarDate;
  readonly anchorOn: CalendarDate;
  readonly rule: string;
  /** Calendar days from the date to the day on which it is sent. */
  readonly offsetDays: number;
  readonly state: string;
  /** Whom it is to and what became of the mail are for the agency that keeps the agreement, and for whoever gets it. */
  readonly withheld: boolean;
  readonly reason: string | null;
  readonly recipientName: string | null;
  readonly sentAt: Date | null;
  readonly maybeDuplicate: boolean;
  /** When it was last sent again by hand. */
  readonly resentAt: Date | null;
}

/** More than four reminders of two dates, moved a few times, come to. */
const mostShown = 50;

/**
 * What reminders know of agreements. The ledger and its rules belong to the reminders, which stand above agreements and may not
 * be called from here: both are read, in one statement each, and never written.
 */
@Injectable()
export class AgreementReminders {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly bankHolidays: BankHolidaysService,
  ) {}

  /** The days on which an agreement with these dates would be reminded of, by the rules in use. */
  async daysFor(
    actor: UserActor,
    dates: { readonly endOn: CalendarDate | null; readonly noticeDeadlineOn: CalendarDate | null },
  ): Promise<{ days: ReminderDay[]; passed: number }> {
    const rules = await this.work.read<ReminderRule & { jurisdiction: string | null }>(
      actor,
      sql`select case subject when ${agreementEndSubject.name} then 'end' else 'notice' end as about, offsets,
          day_count as "dayCount", repeat_every as "repeatEvery", repeat_times as "repeatTimes",
          (select o.jurisdiction from organisations o where o.id = ${actor.agencyId}) as jurisdiction
        from reminder_rules where enabled and subject in (${agreementEndSubject.name}, ${noticeDeadlineSubject.name})
        order by code`,
    );
    const division = divisionOf(rules[0]?.jurisdiction ?? null);
    const counting = { today: this.clock.today(), division, holidays: await this.bankHolidays.known(actor) };
    return reminderDays(dates, rules, counting);
  }

  /** What was sent about one agreement, is to be sent, and was not sent and why; the latest day first. */
  ofAgreement(actor: UserActor, agreementId: string): Promise<AgreementReminder[]> {
    return this.work.read<AgreementReminder>(
      actor,
      sql`select r.id, r.send_on as "sendOn", r.anchor_on as "anchorOn", rule.name as rule, r.send_on - r.anchor_on as "offsetDays", r.state,
          not known.told as withheld, case when known.told then r.reason end as reason,
          case when known.told then recipient.name end as "recipientName", case when known.told then m.sent_at end as "sentAt",
          known.told and coalesce(m.maybe_duplicate, false) as "maybeDuplicate",
          case when known.told then (select max(other.sent_at) from reminder_resends again
            join reminder_messages other on other.id = again.message_id where again.reminder_id = r.id) end as "resentAt"
        from reminders r join reminder_rules rule on rule.id = r.rule_id join agreements a on a.id = r.record_id
        left join users recipient on recipient.id = r.recipient_user_id left join reminder_messages m on m.id = r.message_id
        cross join lateral (select coalesce(a.agency_id = ${actor.agencyId} or r.recipient_user_id = ${actor.userId}, false) as told) known
        where r.record_kind = 'agreement' and r.record_id = ${agreementId} and ${visibleAgreements(actor, 'a', this.clock.today())}
        order by r.send_on desc, r.id desc limit ${mostShown}`,
    );
  }
}
