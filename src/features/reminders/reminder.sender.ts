import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor, type Role } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { CONFIG, type Config } from '../../platform/config.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { Mailer, RefusedAddress, UnansweredMail } from '../../platform/mail/mailer.js';
import { ReminderRecipients } from './reminder.recipients.js';
import { retryAfter } from './reminder.rules.js';
import { wordingOf, type ReminderFacts, type ReminderTemplate } from './reminder.templates.js';
import { linkPathOf, SubjectRegister } from './subject-register.js';

/** Held and sent together, so that the lease of each outlasts the slowest mail server. */
const batch = 10;
/** A worker that has not said otherwise within this time is taken for dead. Longer than any mail server may take. */
const leaseSeconds = 120;

/** A message that this worker holds: nobody else sends it until the lease ends. */
interface HeldMessage extends Omit<ReminderFacts, 'link'> {
  id: string;
  reminderId: string;
  recipientUserId: string;
  messageId: string;
  lease: number;
  attempts: number;
  template: ReminderTemplate;
  ruleSubject: string;
  recordId: string;
  email: string;
  recipientRole: Role;
}

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
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async sendAll(): Promise<void> {
    while ((await this.sendBatch()) > 0);
  }

  /** Answers with how many messages it took, whether or not they were sent. */
  private async sendBatch(): Promise<number> {
    const { taken, held } = await this.work.transaction(actor, async (tx) => {
      const messages = await this.take(tx);
      return { taken: messages.length, held: await this.withdraw(tx, messages) };
    });
    await Promise.all(held.map((message) => this.send(message)));
    return taken;
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
        select held.id, r.id as "reminderId", held.recipient_user_id as "recipientUserId", held.message_id as "messageId", held.lease, held.attempts, held.template, rule.subject as "ruleSubject",
          r.record_id as "recordId", r.record_reference as reference, r.anchor_on as "anchorOn", r.send_on - r.anchor_on as "offsetDays", u.email,
          u.role as "recipientRole"
        from held join reminders r on r.message_id = held.id join reminder_rules rule on rule.id = r.rule_id
        join users u on u.id = held.recipient_user_id`);
  }

  /** What has waited since its message was made is asked about once more (REL-4); what fails is withdrawn, not sent. */
  private async withdraw(tx: Transaction, held: readonly HeldMessage[]): Promise<HeldMessage[]> {
    const waited = held
      .filter(({ attempts }) => attempts > 1)
      .map(({ reminderId, ...message }) => ({ ...message, id: reminderId }));
    if (waited.length === 0) return [...held];
    const reasons = new Map([
      ...(await this.recipients.outdated(tx, waited)),
      // Says more, where both hold.
      ...(await this.recipients.refusals(tx, waited)),
    ]);
    await tx.query(sql`
      with withdrawn as (
        update reminders r set state = 'skipped', reason = one.reason, updated_at = ${tx.now}
        from unnest(${[...reasons.keys()]}::uuid[], ${[...reasons.values()]}::text[]) as one (id, reason)
        where r.id = one.id returning r.message_id, r.reason
      )
      update reminder_messages m set state = 'failed', leased_until = null, last_error = withdrawn.reason
      from withdrawn where m.id = withdrawn.message_id`);
    return held.filter(({ reminderId }) => !reasons.has(reminderId));
  }

  private async send(message: HeldMessage): Promise<void> {
    const { recordId: id, reference, recipientRole } = message;
    const path = linkPathOf(this.subjects.of(message.ruleSubject), { id, reference }, recipientRole);
    const wording = wordingOf(message.template, { ...message, link: new URL(path, this.config.publicBaseUrl).href });
    try {
      await this.mailer.send({ messageId: message.messageId, to: message.email, ...wording });
    } catch (error) {
      return this.keepFailure(message, error);
    }
    await this.keepSent(message);
  }

  /** Only the holder of the lease may say how it ended: a worker that woke late finds its lease gone and changes nothing. */
  private async keepSent({ id, lease }: HeldMessage): Promise<void> {
    await this.work.transaction(actor, (tx) =>
      tx.query(sql`
        with kept as (
          update reminder_messages set state = 'sent', sent_at = ${tx.now}, leased_until = null
          where id = ${id} and lease = ${lease} and state = 'sending' returning id
        )
        update reminders r set state = 'sent', updated_at = ${tx.now} from kept where r.message_id = kept.id`),
    );
  }

  private async keepFailure({ id, lease, attempts }: HeldMessage, error: unknown): Promise<void> {
    const refused = error instanceof RefusedAddress;
    const unanswered = error instanceof UnansweredMail;
    const wait = refused ? null : retryAfter(attempts);
    const why = refused
      ? 'The mail server refused the address.'
      : 'The mail server could not be reached or refused the message.';
    const again = wait === null ? null : new Date(this.clock.machineNow().getTime() + wait * 1000);
    await this.work.transaction(actor, (tx) =>
      tx.query(sql`
        with kept as (
          update reminder_messages set state = ${wait === null ? 'failed' : 'sending'}, leased_until = ${again}, last_error = ${why},
            maybe_duplicate = maybe_duplicate or ${unanswered}
          where id = ${id} and lease = ${lease} and state = 'sending' returning id, state
        )
        update reminders r set state = 'failed', reason = ${why}, updated_at = ${tx.now}
        from kept where r.message_id = kept.id and kept.state = 'failed'`),
    );
  }
}
