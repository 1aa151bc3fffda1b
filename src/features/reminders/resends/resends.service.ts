import { Inject, Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { ReminderRecipients } from '../reminder.recipients.js';
import type { ReminderTemplate } from '../reminder.templates.js';
import { SubjectRegister } from '../subject-register.js';
import { refusalOfResend, type SentReminder } from './resend.rules.js';
import { ownResendSql, resendableBy, underWaySql } from './resend.sql.js';
import type { ResendReminderDto, ResendView } from './resends.dto.js';

/** What a page asks about before it is sent again. */
export interface ResendableReminder extends SentReminder {
  readonly id: string;
  readonly may: boolean;
  readonly template: ReminderTemplate;
  readonly ruleSubject: string;
  readonly recordId: string;
  readonly reference: string;
  readonly anchorOn: CalendarDate;
  readonly offsetDays: number;
  readonly recipientUserId: string | null;
  readonly recipientName: string | null;
}

/**
 * Has a reminder sent again that was sent or could not be: as another message, so that the two are told apart, and only where it
 * could still be sent for the first time. The sweep hands it over within a minute, at any hour: somebody asked for it.
 */
@Injectable()
export class ResendsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly subjects: SubjectRegister,
    private readonly recipients: ReminderRecipients,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async resend(actor: UserActor, reminderId: string, { reason }: ResendReminderDto): Promise<ResendView> {
    const made = await this.work.transaction(actor, async (tx) => {
      // Two people may ask at once: whoever comes second reads what the first has done.
      await tx.query(sql`select 1 from reminders where id = ${reminderId} for update`);
      const [row] = await tx.query<ResendableReminder>(this.rowSql(actor, reminderId));
      const reminder = resendable(row);
      const refusal = refusalOfResend(reminder) ?? (await this.refusalAtSending(tx, reminder));
      if (refusal !== null) throw new DomainError('refused', refusal);
      const [id, message] = [newId(), newId()];
      const messageId = `<${message}@${this.config.publicBaseUrl.hostname}>`;
      await tx.query(sql`
        insert into reminder_messages (id, message_id, recipient_user_id, template, state, created_at)
        values (${message}, ${messageId}, ${reminder.recipientUserId}, ${reminder.template}, 'sending', ${tx.now})`);
      await tx.query(sql`
        insert into reminder_resends (id, reminder_id, message_id, by_user_id, reason, asked_at)
        values (${id}, ${reminderId}, ${message}, ${actor.userId}, ${reason}, ${tx.now})`);
      await this.audit.record(tx, 'reminder.resend', { kind: 'reminder', id: reminderId }, null, { messageId, reason });
      return { id };
    });
    return this.show(actor, made.id);
  }

  /** What somebody asked for themselves, while they may know of the reminder. */
  async show(actor: UserActor, id: string): Promise<ResendView> {
    const { known } = resendableBy(actor, this.subjects, 'r', this.clock.today());
    const row = await this.work.readOne<{ resend: ResendView }>(
      actor,
      sql`select asked.resend from (${ownResendSql(actor, id)}) asked join reminders r on r.id = asked."reminderId" where ${known}`,
    );
    if (!row) throw notFound('reminder');
    return row.resend;
  }

  /** The reminder that somebody is about to have sent again. */
  async ask(actor: UserActor, reminderId: string): Promise<ResendableReminder> {
    return resendable(await this.work.readOne<ResendableReminder>(actor, this.rowSql(actor, reminderId)));
  }

  private rowSql(actor: UserActor, reminderId: string): Sql {
    const { known, may } = resendableBy(actor, this.subjects, 'r', this.clock.today());
    return sql`select r.id, r.state, ${underWaySql('r')} as "underWay", ${may} as may, rule.template, rule.subject as "ruleSubject",
        r.record_id as "recordId", r.record_reference as reference, r.anchor_on as "anchorOn", r.offset_days as "offsetDays",
        r.recipient_user_id as "recipientUserId", (select u.name from users u where u.id = r.recipient_user_id) as "recipientName"
      from reminders r join reminder_rules rule on rule.id = r.rule_id where r.id = ${reminderId} and ${known}`;
  }

  /** What was sent or failed had a recipient. Whether it may still go to them is asked again by whoever hands it over. */
  private async refusalAtSending(tx: Transaction, reminder: ResendableReminder): Promise<string | null> {
    const addressed = [{ ...reminder, recipientUserId: reminder.recipientUserId! }];
    const reasons = await this.recipients.reasonsAgainst(tx, addressed);
    return reasons.get(reminder.id) ?? null;
  }
}

function resendable(row: ResendableReminder | null | undefined): ResendableReminder {
  if (!row) throw notFound('reminder');
  if (!row.may)
    throw new DomainError('forbidden', 'Another agency keeps this record. Its people have the reminder sent again.');
  return row;
}
