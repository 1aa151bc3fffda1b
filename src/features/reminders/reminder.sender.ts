import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor, type Role } from '../../kernel/actor.js';
import { londonDateOf } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import { listOf } from '../../platform/database/fragments.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { bodiesOf, type Letter } from '../../platform/mail/letter.js';
import { Mailer, MailServerAway, MarkedAddress, RefusedAddress, UnansweredMail } from '../../platform/mail/mailer.js';
import type { Delivery } from './delivery/delivery.rules.js';
import { UnsubscribeLinks } from './delivery/unsubscribe-links.js';
import { preferencesPath } from './delivery/preferences.paths.js';
import { digestLetter, reminderLetter, type ReminderFacts } from './reminder.letters.js';
import { ReminderRecipients } from './reminder.recipients.js';
import { retryAfter } from './reminder.rules.js';
import { isDuty } from './reminder.templates.js';
import { linkPathOf, SubjectRegister } from './subject-register.js';

/** Held and sent together, so that the lease of each outlasts the slowest mail server. */
const batch = 10;
/** A worker that has not said otherwise within this time is taken for dead. Longer than any mail server may take. */
const leaseSeconds = 120;

/** A message that this worker holds: nobody else sends it until the lease ends. */
interface HeldMessage {
  id: string;
  recipientUserId: string;
  messageId: string;
  lease: number;
  attempts: number;
  email: string;
  recipientRole: Role;
  /** Somebody asked for it: it stands beside the message that its reminder had before. */
  byHand: boolean;
  delivery: Delivery;
  /** When the message was made. */
  createdAt: Date;
  reminders: HeldReminder[];
}

interface HeldReminder extends Omit<ReminderFacts, 'link'> {
  id: string;
}

const nothingLeft = 'Nothing was left that it could be about.';
const actor = systemActor('reminders.sweep');

/**
 * Hands messages to the mail server. Each is a row before it is a mail and keeps its Message-ID however often it is tried, so
 * what a dying worker leaves behind is sent by the next one: twice only if death fell between the mail server's acceptance and
 * our commit, or the server's answer was lost on the way, under the same Message-ID and flagged `maybe_duplicate`.
 */
@Injectable()
export class ReminderSender {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly subjects: SubjectRegister,
    private readonly recipients: ReminderRecipients,
    private readonly mailer: Mailer,
    private readonly unsubscribing: UnsubscribeLinks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async sendAll(): Promise<void> {
    while (await this.sendBatch());
  }

  /** Answers whether there may be more to send, to a server that takes mail. */
  private async sendBatch(): Promise<boolean> {
    const { taken, held } = await this.work.transaction(actor, async (tx) => {
      const messages = await this.take(tx);
      return { taken: messages.length, held: await this.withdraw(tx, messages) };
    });
    const reached = await Promise.all(held.map((message) => this.send(message)));
    return taken > 0 && reached.every(Boolean);
  }

  /** Takes messages that wait, or whose holder's lease has ended without a word: those may have gone out already. */
  private take(tx: Transaction): Promise<HeldMessage[]> {
    const now = this.clock.machineNow();
    const until = new Date(now.getTime() + leaseSeconds * 1000);
    return tx.query<HeldMessage>(sql`
        with free as (
          select id from reminder_messages where state = 'sending' and (leased_until is null or leased_until < ${now})
          order by created_at, id limit ${batch} for update skip locked
        ), held as (
          update reminder_messages m set lease = lease + 1, leased_until = ${until}, attempts = attempts + 1,
            maybe_duplicate = m.maybe_duplicate or (m.lease > 0 and m.last_error is null), last_error = null
          from free where m.id = free.id returning m.*
        )
        select held.id, held.recipient_user_id as "recipientUserId", held.message_id as "messageId", held.lease, held.attempts, u.email, u.role as "recipientRole",
          again.reminder_id is not null as "byHand", held.delivery, held.created_at as "createdAt", ${listOf(remindersOf)} as reminders
        from held join users u on u.id = held.recipient_user_id left join reminder_resends again on again.message_id = held.id`);
  }

  /**
   * What has waited since its message was made, and what somebody asked for, is asked about once more (REL-4). What fails is
   * withdrawn, not sent. What was sent or failed before keeps its state: only the new message has failed.
   */
  private async withdraw(tx: Transaction, held: readonly HeldMessage[]): Promise<HeldMessage[]> {
    const asked = held
      .filter(({ lease, byHand }) => lease > 1 || byHand)
      .flatMap(({ recipientUserId, reminders }) => reminders.map((reminder) => ({ ...reminder, recipientUserId })));
    const reasons = asked.length === 0 ? new Map<string, string>() : await this.recipients.reasonsAgainst(tx, asked);
    if (reasons.size > 0)
      await tx.query(sql`
        update reminders r set state = 'skipped', reason = one.reason, updated_at = ${tx.now}
        from unnest(${[...reasons.keys()]}::uuid[], ${[...reasons.values()]}::text[]) as one (id, reason)
        where r.id = one.id and r.state = 'scheduled'`);
    const left = held.map((message) => ({
      ...message,
      reminders: message.reminders.filter(({ id }) => !reasons.has(id)),
    }));
    const emptied = left.flatMap(({ id, reminders }, at) => {
      const first = held[at].reminders.at(0);
      return reminders.length > 0 ? [] : [{ id, reason: (first && reasons.get(first.id)) ?? nothingLeft }];
    });
    if (emptied.length > 0)
      await tx.query(sql`
        update reminder_messages m set state = 'failed', leased_until = null, last_error = one.reason
        from unnest(${emptied.map(({ id }) => id)}::uuid[], ${emptied.map(({ reason }) => reason)}::text[]) as one (id, reason)
        where m.id = one.id`);
    return left.filter(({ reminders }) => reminders.length > 0);
  }

  /** Answers whether the mail server was there to take or refuse it. */
  private async send(message: HeldMessage): Promise<boolean> {
    const letter = this.letterOf(message);
    try {
      await this.mailer.send({
        messageId: message.messageId,
        to: message.email,
        ...bodiesOf(letter),
        ...this.wayOut(message),
      });
    } catch (error) {
      if (error instanceof MailServerAway) {
        await this.putBack(message);
        return false;
      }
      await this.keepFailure(message, error);
      return true;
    }
    await this.keepSent(message);
    return true;
  }

  /** It waits for the next sweep as if it had not been taken: however long the mail server is away, no message is given up. */
  private async putBack({ id, lease }: HeldMessage): Promise<void> {
    await this.work.transaction(actor, (tx) =>
      tx.query(sql`
        update reminder_messages set leased_until = null, attempts = attempts - 1, last_error = 'The mail server could not be reached.'
        where id = ${id} and lease = ${lease} and state = 'sending'`),
    );
  }

  /** A mail that asks nothing, or not only, says how to get no more of what asks nothing. */
  private wayOut({ recipientUserId, reminders }: HeldMessage): { unsubscribe?: string } {
    const onlyDuties = reminders.every(({ template }) => isDuty[template]);
    return onlyDuties ? {} : { unsubscribe: this.unsubscribing.addressFor(recipientUserId) };
  }

  private letterOf({ delivery, createdAt, reminders, recipientRole }: HeldMessage): Letter {
    const facts = reminders.map((reminder) => this.factsOf(reminder, recipientRole));
    if (delivery === 'single') return reminderLetter(facts[0]);
    const choices = new URL(preferencesPath, this.config.publicBaseUrl).href;
    return digestLetter(facts, { delivery, on: londonDateOf(createdAt), choices });
  }

  private factsOf(reminder: HeldReminder, recipientRole: Role): ReminderFacts {
    const { recordId: id, reference } = reminder;
    const path = linkPathOf(this.subjects.of(reminder.ruleSubject), { id, reference }, recipientRole);
    return { ...reminder, link: new URL(path, this.config.publicBaseUrl).href };
  }

  /**
   * Only the holder of the lease may say how it ended: a worker that woke late finds its lease gone and changes nothing. A reminder
   * that had failed is sent once its second message is.
   */
  private async keepSent({ id, lease }: HeldMessage): Promise<void> {
    await this.work.transaction(actor, (tx) =>
      tx.query(sql`
        with kept as (
          update reminder_messages set state = 'sent', sent_at = ${tx.now}, leased_until = null
          where id = ${id} and lease = ${lease} and state = 'sending' returning id
        ), meant as (
          select own.id from kept join reminders own on own.message_id = kept.id where own.state = 'scheduled'
          union all select failed.id from kept join reminder_resends again on again.message_id = kept.id
            join reminders failed on failed.id = again.reminder_id where failed.state = 'failed'
        )
        update reminders r set state = 'sent', reason = null, updated_at = ${tx.now} from meant where r.id = meant.id`),
    );
  }

  private async keepFailure({ id, lease, attempts }: HeldMessage, error: unknown): Promise<void> {
    const refused = error instanceof RefusedAddress;
    const unanswered = error instanceof UnansweredMail;
    const wait = refused ? null : retryAfter(attempts);
    const why = reasonOf(error);
    const again = wait === null ? null : new Date(this.clock.machineNow().getTime() + wait * 1000);
    await this.work.transaction(actor, (tx) =>
      tx.query(sql`
        with kept as (
          update reminder_messages set state = ${wait === null ? 'failed' : 'sending'}, leased_until = ${again}, last_error = ${why},
            maybe_duplicate = maybe_duplicate or ${unanswered}
          where id = ${id} and lease = ${lease} and state = 'sending' returning id, state
        )
        update reminders r set state = 'failed', reason = ${why}, updated_at = ${tx.now}
        from kept where r.message_id = kept.id and r.state = 'scheduled' and kept.state = 'failed'`),
    );
  }
}

/** What the ledger says of it. */
function reasonOf(error: unknown): string {
  if (error instanceof MarkedAddress)
    return 'The mail server refused this address before. Nothing is sent to it until an administrator lifts that.';
  return error instanceof RefusedAddress
    ? 'The mail server refused the address.'
    : 'The mail server refused the message, or its answer was lost.';
}

/** What one message is about: the rows that wait for it, or the one that somebody asked for again. */
const remindersOf = sql`select json_agg(json_build_object('id', r.id, 'template', rule.template, 'ruleSubject', rule.subject,
    'recordId', r.record_id, 'reference', r.record_reference, 'anchorOn', r.anchor_on, 'offsetDays', r.send_on - r.anchor_on)
    order by r.anchor_on, r.record_reference, r.id)
  from reminders r join reminder_rules rule on rule.id = r.rule_id
  where r.id in (select own.id from reminders own where own.message_id = held.id and own.state = 'scheduled'
    union all select again.reminder_id)`;
