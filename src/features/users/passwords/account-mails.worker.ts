import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { SingleUseLinks } from '../../../platform/auth/single-use-links.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Handles } from '../../../platform/jobs/define.js';
import { log } from '../../../platform/log.js';
import { bodiesOf } from '../../../platform/mail/letter.js';
import { Mailer, RefusedAddress } from '../../../platform/mail/mailer.js';
import { answerResetAsked, sendInvitation, sendPasswordReset, tellPasswordChanged } from '../users.jobs.js';
import { accountLetter, type AccountMail } from './account-mail.templates.js';
import { invitation, passwordReset, type AccountLink } from './account-links.js';

/** Whoever fills in the public form again and again has one mail sent in this time, and no link replaced meanwhile. */
const quietMinutes = 5;

/**
 * Sends the mails about accounts. A link is issued here and nowhere earlier, so that its value stands in the mail only. It is
 * kept when the mail server has the message: a mail that was not taken leaves nothing, and the next attempt sends a new link.
 */
@Injectable()
export class AccountMailsWorker {
  constructor(
    private readonly links: SingleUseLinks,
    private readonly mailer: Mailer,
    private readonly audit: AuditLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Handles(sendInvitation)
  sendInvitation(tx: Transaction, { userId }: Record<string, string>): Promise<void> {
    return this.sendLink(tx, userId, invitation, 'invitation');
  }

  @Handles(sendPasswordReset)
  sendPasswordReset(tx: Transaction, { userId }: Record<string, string>): Promise<void> {
    return this.sendLink(tx, userId, passwordReset, 'password-reset');
  }

  /** Whoever has no password yet gets the invitation again instead. */
  @Handles(answerResetAsked)
  async answerResetAsked(tx: Transaction, { userId }: Record<string, string>): Promise<void> {
    for (const [link, mail] of [
      [invitation, 'invitation'],
      [passwordReset, 'password-reset'],
    ] as const)
      if (!(await this.links.isRecent(tx, link.purpose, userId, quietMinutes)))
        await this.sendLink(tx, userId, link, mail);
  }

  @Handles(tellPasswordChanged)
  async tellPasswordChanged(tx: Transaction, { userId }: Record<string, string>): Promise<void> {
    const [account] = await tx.query<{ email: string }>(sql`select email from users where id = ${userId}`);
    if (account) await this.send(account.email, userId, 'password-changed');
  }

  /** Nothing happens when the account is gone, disabled, or the link is not for it any more (REL-4). */
  private async sendLink(tx: Transaction, userId: string, link: AccountLink, mail: AccountMail): Promise<void> {
    const [account] = await tx.query<{ email: string }>(
      sql`select u.email from users u where u.id = ${userId} and ${link.worksFor}`,
    );
    if (!account) return;
    const address = await this.links.issue(tx, link.purpose, userId);
    await this.audit.record(tx, `user.send-${mail}`, { kind: 'user', id: userId }, null, null);
    await this.send(account.email, userId, mail, address);
  }

  /** An address that the server refuses is not tried again. A new try is another message: what it says has changed. */
  private async send(to: string, userId: string, mail: AccountMail, link?: string): Promise<void> {
    try {
      await this.mailer.send({
        messageId: `<${newId()}@${this.config.publicBaseUrl.hostname}>`,
        to,
        ...bodiesOf(accountLetter(mail, link)),
      });
    } catch (error) {
      if (!(error instanceof RefusedAddress)) throw error;
      log.warn({ userId, mail }, 'the mail server refused the address of an account');
    }
  }
}
