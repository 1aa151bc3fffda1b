import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../../kernel/actor.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { MailPreferencesDto, MailPreferencesView } from './mail-preferences.dto.js';

/** Whoever has chosen nothing gets each reminder as a mail of its own. */
const unlessChosen: MailPreferencesView = { delivery: 'single', dutiesOnly: false };

/**
 * How somebody wants their reminders by mail. It counts from the next one that is decided: what has been put into a message goes out
 * in it, and what waits for a digest goes by the new choice.
 */
@Injectable()
export class MailPreferencesService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  async of(actor: UserActor): Promise<MailPreferencesView> {
    return (await this.work.readOne<MailPreferencesView>(actor, preferencesSql(actor.userId))) ?? unlessChosen;
  }

  choose(actor: UserActor, dto: MailPreferencesDto): Promise<MailPreferencesView> {
    return this.work.transaction(actor, (tx) => this.change(tx, actor.userId, dto));
  }

  /** Nothing more by mail that asks nothing. For a link in a mail: again it changes nothing, and says nothing of anybody. */
  async stopTellings(actor: Actor, userId: string): Promise<void> {
    await this.work.transaction(actor, async (tx) => {
      const [user] = await tx.query(sql`select 1 from users where id = ${userId} for share`);
      if (user) await this.change(tx, userId, { dutiesOnly: true });
    });
  }

  private async change(
    tx: Transaction,
    userId: string,
    chosen: Partial<MailPreferencesView>,
  ): Promise<MailPreferencesView> {
    // The row first, so that two choices at once come one after the other.
    await tx.query(
      sql`insert into mail_preferences (user_id, updated_at) values (${userId}, ${tx.now}) on conflict do nothing`,
    );
    const [before] = await tx.query<MailPreferencesView>(sql`${preferencesSql(userId)} for update`);
    const after = { ...before, ...chosen };
    if (after.delivery === before.delivery && after.dutiesOnly === before.dutiesOnly) return after;
    await tx.query(sql`
      update mail_preferences set delivery = ${after.delivery}, duties_only = ${after.dutiesOnly}, updated_at = ${tx.now}
      where user_id = ${userId}`);
    await this.audit.record(tx, 'user.choose-mail', { kind: 'user', id: userId }, { ...before }, { ...after });
    return after;
  }
}

function preferencesSql(userId: string): Sql {
  return sql`select delivery, duties_only as "dutiesOnly" from mail_preferences where user_id = ${userId}`;
}
