import { Injectable } from '@nestjs/common';
import sql, { raw } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { ActorSource } from '../../platform/auth/actor-source.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { SubjectRegister } from './subject-register.js';

/** A reminder that is about to go out. */
export interface AddressedReminder {
  readonly id: string;
  readonly ruleSubject: string;
  readonly recordId: string;
  readonly anchorOn: CalendarDate;
  readonly recipientUserId: string;
}

/** Whether a reminder may go to its recipient: asked at the moment of sending. Answers are reasons by the reminder's id. */
@Injectable()
export class ReminderRecipients {
  constructor(
    private readonly clock: Clock,
    private readonly subjects: SubjectRegister,
    private readonly actors: ActorSource,
  ) {}

  /** Of what has waited, or is sent again: all that may have changed since. */
  async reasonsAgainst(tx: Transaction, reminders: readonly AddressedReminder[]): Promise<Map<string, string>> {
    // Why they may not have it says more than that the date has gone, where both hold.
    return new Map([...(await this.outdated(tx, reminders)), ...(await this.refusals(tx, reminders))]);
  }

  /** A recipient may have left, moved or lost sight of the record since it was planned. */
  async refusals(tx: Transaction, reminders: readonly AddressedReminder[]): Promise<Map<string, string>> {
    const actors = await this.actors.byUserIds([...new Set(reminders.map(({ recipientUserId }) => recipientUserId))]);
    const byUser = new Map(actors.map((actor) => [actor.userId, actor]));
    const refused = new Map<string, string>();
    for (const group of groupsOf(reminders)) {
      const recipient = byUser.get(group[0].recipientUserId);
      const readable = recipient ? await this.readable(tx, recipient, group) : new Map<string, boolean>();
      for (const { id, recordId } of group) {
        const reason = refusalOf(recipient, readable.get(recordId));
        if (reason !== null) refused.set(id, reason);
      }
    }
    return refused;
  }

  /** For those that have waited since they were planned: the date may have moved, or the record been closed. */
  async outdated(tx: Transaction, reminders: readonly AddressedReminder[]): Promise<Map<string, string>> {
    const outdated = new Map<string, string>();
    for (const { id, ruleSubject, recordId, anchorOn } of reminders) {
      const { select } = this.subjects.of(ruleSubject);
      const [still] = await tx.query(
        sql`select 1 from (${select(anchorOn, anchorOn, this.clock.today())}) s where s."recordId" = ${recordId}`,
      );
      if (!still) outdated.set(id, 'The date moved or the record was closed before this could be sent.');
    }
    return outdated;
  }

  /** Of the records that the recipient may read: whether they may be written to, where it is about themselves. */
  private async readable(
    tx: Transaction,
    recipient: UserActor,
    group: readonly AddressedReminder[],
  ): Promise<Map<string, boolean>> {
    const subject = this.subjects.of(group[0].ruleSubject);
    const open = recipient.role === 'academic' && subject.asksPerson ? subject.asksPerson('record') : sql`true`;
    const rows = await tx.query<{ id: string; open: boolean }>(sql`
      select record.id, ${open} as open from ${raw(subject.table)} record
      where record.id = any(${group.map(({ recordId }) => recordId)}::uuid[]) and ${subject.visibleTo(recipient, 'record', this.clock.today())}`);
    return new Map(rows.map((row) => [row.id, row.open]));
  }
}

/** `open`: whether they may be written to; undefined where they may not read the record. */
function refusalOf(recipient: UserActor | undefined, open: boolean | undefined): string | null {
  if (recipient === undefined) return 'The account of the recipient is disabled.';
  if (open === undefined) return 'The recipient may no longer read the record.';
  return open ? null : 'This person has objected, is restricted, or is not to be contacted.';
}

/** The reminders of one recipient about one subject, so that access is asked once for all of them. */
function groupsOf(reminders: readonly AddressedReminder[]): AddressedReminder[][] {
  const groups = new Map<string, AddressedReminder[]>();
  for (const reminder of reminders) {
    const key = `${reminder.recipientUserId} ${reminder.ruleSubject}`;
    groups.set(key, [...(groups.get(key) ?? []), reminder]);
  }
  return [...groups.values()];
}
