import { Inject, Injectable } from '@nestjs/common';
import sql, { bulk } from 'sql-template-tag';
import { systemActor } from '../../kernel/actor.js';
import { daysBetween } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifier.js';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { decide, lastDayDue, type WaitingReminder } from './reminder.rules.js';
import { ReminderRecipients, type AddressedReminder } from './reminder.recipients.js';
import type { ReminderTemplate } from './reminder.templates.js';

const batch = 500;

interface DueReminder extends WaitingReminder {
  id: string;
  ruleSubject: string;
  template: ReminderTemplate;
  recordKind: string;
  recordId: string;
  reference: string;
}

/** Decides each reminder whose day has come: a message and a notification for it, or the reason why there is neither. */
@Injectable()
export class ReminderDecisions {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly recipients: ReminderRecipients,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async decideAll(): Promise<void> {
    while ((await this.decideBatch()) === batch);
  }

  private decideBatch(): Promise<number> {
    return this.work.transaction(systemActor('reminders.sweep'), async (tx) => {
      const due = await this.takeDue(tx);
      const skipped = new Map<string, string>();
      for (const reminder of due) {
        const decision = decide(reminder, tx.now, this.clock.today());
        if (decision.action === 'skip') skipped.set(reminder.id, decision.reason);
      }
      const wanted = due.filter(({ id }) => !skipped.has(id));
      for (const [id, reason] of await this.recipients.refusals(tx, wanted.map(addressed))) skipped.set(id, reason);
      await this.keepSkipped(tx, skipped);
      const sent = wanted.filter(({ id }) => !skipped.has(id));
      await this.keepMessages(tx, sent);
      await this.keepNotifications(tx, sent);
      return due.length;
    });
  }

  private takeDue(tx: Transaction): Promise<DueReminder[]> {
    const until = lastDayDue(tx.now, this.clock.today());
    return tx.query<DueReminder>(sql`
      select r.id, rule.subject as "ruleSubject", rule.template, r.record_kind as "recordKind", r.record_id as "recordId", r.record_reference as reference,
        r.send_on as "sendOn", r.anchor_on as "anchorOn", r.offset_days as "offsetDays", r.recipient_user_id as "recipientUserId",
        (select max(other.send_on) from reminders other where other.rule_id = r.rule_id and other.record_id = r.record_id
          and other.anchor_on = r.anchor_on and other.state in ('scheduled', 'sent') and other.send_on <= ${until}) as "latestDueOn"
      from reminders r join reminder_rules rule on rule.id = r.rule_id
      where r.state = 'scheduled' and r.message_id is null and r.send_on <= ${until}
      order by r.send_on, r.id limit ${batch} for update of r skip locked`);
  }

  private async keepSkipped(tx: Transaction, skipped: ReadonlyMap<string, string>): Promise<void> {
    if (skipped.size === 0) return;
    await tx.query(sql`
      update reminders r set state = 'skipped', reason = one.reason, updated_at = ${tx.now}
      from unnest(${[...skipped.keys()]}::uuid[], ${[...skipped.values()]}::text[]) as one (id, reason) where r.id = one.id`);
  }

  private async keepMessages(tx: Transaction, reminders: readonly DueReminder[]): Promise<void> {
    if (reminders.length === 0) return;
    const messages = reminders.map((reminder) => ({ id: newId(), reminder }));
    const host = this.config.publicBaseUrl.hostname;
    await tx.query(sql`insert into reminder_messages (id, message_id, recipient_user_id, template, state, created_at)
      values ${bulk(messages.map(({ id, reminder }) => [id, `<${id}@${host}>`, reminder.recipientUserId, reminder.template, 'sending', tx.now]))}`);
    await tx.query(sql`
      update reminders r set message_id = one.message, updated_at = ${tx.now}
      from unnest(${messages.map(({ reminder }) => reminder.id)}::uuid[], ${messages.map(({ id }) => id)}::uuid[]) as one (id, message)
      where r.id = one.id`);
  }

  /** Beside the message, so that what is due stands in the inbox whatever becomes of the mail. */
  private async keepNotifications(tx: Transaction, reminders: readonly DueReminder[]): Promise<void> {
    if (reminders.length === 0) return;
    const rows = reminders.map((one) => [
      newId(),
      one.recipientUserId,
      one.id,
      one.recordKind,
      one.recordId,
      one.reference,
      one.template,
      one.anchorOn,
      // Calendar days from the date, whatever the rule counts: what its words reckon with.
      daysBetween(one.anchorOn, one.sendOn),
      tx.now,
    ]);
    await tx.query(sql`
      insert into notifications (id, user_id, reminder_id, record_kind, record_id, record_reference, template, anchor_on, offset_days, made_at)
      values ${bulk(rows)} on conflict (reminder_id) do nothing`);
  }
}

/** `decide` skips what nobody is to hear of. */
function addressed(reminder: DueReminder): AddressedReminder {
  return { ...reminder, recipientUserId: reminder.recipientUserId! };
}
