import { Injectable } from '@nestjs/common';
import sql, { bulk } from 'sql-template-tag';
import { systemActor } from '../../kernel/actor.js';
import { daysBetween } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifier.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { goesOutFrom, type Delivery } from './delivery/delivery.rules.js';
import { ReminderMessages } from './reminder.messages.js';
import { decide, lastDayDue, type WaitingReminder } from './reminder.rules.js';
import { ReminderRecipients, type AddressedReminder } from './reminder.recipients.js';
import { isDuty, type ReminderTemplate } from './reminder.templates.js';

const batch = 2000;

const notAskedFor =
  'The recipient asked for no e-mail that only tells of something. It stands in their inbox in the product.';

interface DueReminder extends WaitingReminder {
  id: string;
  ruleSubject: string;
  template: ReminderTemplate;
  recordKind: string;
  recordId: string;
  reference: string;
  knownSince: Date;
  delivery: Delivery;
  dutiesOnly: boolean;
  /** It stands in its recipient's inbox already, and its mail waits for a digest. */
  told: boolean;
}

/** Where the next batch of one pass begins: what waits for a digest is looked at once in each. */
type Place = Pick<DueReminder, 'sendOn' | 'id'>;

/** Decides each reminder whose day has come: a notification and a message for it, or the reason why there is none. */
@Injectable()
export class ReminderDecisions {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly recipients: ReminderRecipients,
    private readonly messages: ReminderMessages,
  ) {}

  async decideAll(): Promise<void> {
    let after: Place | null = null;
    do after = await this.decideBatch(after);
    while (after !== null);
  }

  /** Answers with the last that it looked at, or null when there is no more. */
  private decideBatch(after: Place | null): Promise<Place | null> {
    return this.work.transaction(systemActor('reminders.sweep'), async (tx) => {
      const due = await this.takeDue(tx, after);
      const skipped = new Map<string, string>();
      for (const reminder of due) {
        const decision = decide(reminder, tx.now, this.clock.today());
        if (decision.action === 'skip') skipped.set(reminder.id, decision.reason);
      }
      const goesOut = (one: DueReminder): boolean =>
        goesOutFrom({ ...one, isDuty: isDuty[one.template] }, one.delivery) <= tx.now;
      const wanted = due.filter((one) => !skipped.has(one.id) && (!one.told || goesOut(one)));
      for (const [id, reason] of await this.recipients.refusals(tx, wanted.map(addressed))) skipped.set(id, reason);
      const allowed = wanted.filter(({ id }) => !skipped.has(id));
      for (const { id, template, dutiesOnly } of allowed)
        if (dutiesOnly && !isDuty[template]) skipped.set(id, notAskedFor);
      await this.keepSkipped(tx, skipped);
      await this.messages.make(
        tx,
        allowed.filter((one) => !skipped.has(one.id) && goesOut(one)).map((one) => ({ ...one, ...addressed(one) })),
      );
      await this.keepNotifications(tx, allowed);
      return due.length === batch ? due[due.length - 1] : null;
    });
  }

  private takeDue(tx: Transaction, after: Place | null): Promise<DueReminder[]> {
    const until = lastDayDue(tx.now, this.clock.today());
    const place = after === null ? sql`true` : sql`(r.send_on, r.id) > (${after.sendOn}::date, ${after.id}::uuid)`;
    return tx.query<DueReminder>(sql`
      select r.id, rule.subject as "ruleSubject", rule.template, r.record_kind as "recordKind", r.record_id as "recordId", r.record_reference as reference,
        r.send_on as "sendOn", r.anchor_on as "anchorOn", r.offset_days as "offsetDays", r.recipient_user_id as "recipientUserId",
        (select max(other.send_on) from reminders other where other.rule_id = r.rule_id and other.record_id = r.record_id
          and other.anchor_on = r.anchor_on and other.state in ('scheduled', 'sent') and other.send_on <= ${until}) as "latestDueOn",
        r.updated_at as "knownSince", coalesce(p.delivery, 'single') as delivery, coalesce(p.duties_only, false) as "dutiesOnly",
        coalesce((select true from notifications n where n.reminder_id = r.id), false) as told
      from reminders r join reminder_rules rule on rule.id = r.rule_id left join mail_preferences p on p.user_id = r.recipient_user_id
      where r.state = 'scheduled' and r.message_id is null and r.send_on <= ${until} and ${place}
      order by r.send_on, r.id limit ${batch} for update of r skip locked`);
  }

  private async keepSkipped(tx: Transaction, skipped: ReadonlyMap<string, string>): Promise<void> {
    if (skipped.size === 0) return;
    await tx.query(sql`
      update reminders r set state = 'skipped', reason = one.reason, updated_at = ${tx.now}
      from unnest(${[...skipped.keys()]}::uuid[], ${[...skipped.values()]}::text[]) as one (id, reason) where r.id = one.id`);
  }

  /** On its day, so that what is due stands in the inbox whatever becomes of the mail, and however long that waits for a digest. */
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
