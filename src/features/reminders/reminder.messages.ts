import { Inject, Injectable } from '@nestjs/common';
import sql, { bulk } from 'sql-template-tag';
import { newId } from '../../kernel/identifier.js';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { Delivery } from './delivery/delivery.rules.js';
import type { ReminderTemplate } from './reminder.templates.js';

/** A row of the ledger whose mail goes out now. */
interface OutgoingReminder {
  readonly id: string;
  readonly recipientUserId: string;
  readonly template: ReminderTemplate;
  readonly delivery: Delivery;
}

/** Makes the messages that reminders go out in: one for each, or one for all of somebody's. */
@Injectable()
export class ReminderMessages {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Each reminder gets its message in the transaction that decided it, so in one message and no other. */
  async make(tx: Transaction, reminders: readonly OutgoingReminder[]): Promise<void> {
    const single = reminders.filter(({ delivery }) => delivery === 'single');
    const gathered = reminders.filter(({ delivery }) => delivery !== 'single');
    if (single.length > 0) await this.makeSingle(tx, single);
    if (gathered.length > 0) await this.makeDigests(tx, gathered);
  }

  private async makeSingle(tx: Transaction, reminders: readonly OutgoingReminder[]): Promise<void> {
    const made = reminders.map((reminder) => ({ reminder, id: newId() }));
    await tx.query(sql`insert into reminder_messages (id, message_id, recipient_user_id, template, state, created_at)
      values ${bulk(made.map(({ id, reminder }) => [id, this.messageId(id), reminder.recipientUserId, reminder.template, 'sending', tx.now]))}`);
    await tie(
      tx,
      made.map(({ id, reminder }) => [reminder.id, id]),
    );
  }

  /** What another batch, or another worker, has begun for the same person and nobody has sent yet is joined. */
  private async makeDigests(tx: Transaction, reminders: readonly OutgoingReminder[]): Promise<void> {
    const deliveries = new Map(reminders.map(({ recipientUserId, delivery }) => [recipientUserId, delivery]));
    // In one order, so that two workers wait for one another and neither for both.
    const rows = [...deliveries].sort().map(([recipient, delivery]) => ({ id: newId(), recipient, delivery }));
    const digests = await tx.query<{ id: string; recipientUserId: string }>(sql`
      insert into reminder_messages (id, message_id, recipient_user_id, delivery, state, created_at)
      values ${bulk(rows.map(({ id, recipient, delivery }) => [id, this.messageId(id), recipient, delivery, 'sending', tx.now]))}
      on conflict (recipient_user_id) where delivery <> 'single' and state = 'sending' and lease = 0
        do update set delivery = excluded.delivery
      returning id, recipient_user_id as "recipientUserId"`);
    const digestOf = new Map(digests.map(({ id, recipientUserId }) => [recipientUserId, id]));
    await tie(
      tx,
      reminders.map(({ id, recipientUserId }) => [id, digestOf.get(recipientUserId)!]),
    );
  }

  /** Ours for as long as the message is tried. */
  private messageId(id: string): string {
    return `<${id}@${this.config.publicBaseUrl.hostname}>`;
  }
}

async function tie(tx: Transaction, pairs: readonly (readonly [reminder: string, message: string])[]): Promise<void> {
  await tx.query(sql`
    update reminders r set message_id = one.message, updated_at = ${tx.now}
    from unnest(${pairs.map(([reminder]) => reminder)}::uuid[], ${pairs.map(([, message]) => message)}::uuid[]) as one (id, message)
    where r.id = one.id`);
}
