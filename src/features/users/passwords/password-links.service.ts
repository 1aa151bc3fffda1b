import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../../../kernel/actor.js';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { keyedHashOf } from '../../../platform/auth/secret-values.js';
import { SingleUseLinks } from '../../../platform/auth/single-use-links.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { SessionsService, type BrowserSession } from '../sessions/sessions.service.js';
import { SignInThrottle } from '../sessions/sign-in.throttle.js';
import { passwordChanged, passwordResetAsked } from '../users.jobs.js';
import { accountLinks, invitation, passwordReset, type AccountLink } from './account-links.js';
import { NewPasswords } from './new-passwords.js';

interface Owner {
  id: string;
  email: string;
}

/** Setting the password of one's own account by a link that a mail brought. The link is spent with the password (SEC-A6). */
@Injectable()
export class PasswordLinksService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly links: SingleUseLinks,
    private readonly newPasswords: NewPasswords,
    private readonly sessions: SessionsService,
    private readonly throttle: SignInThrottle,
    private readonly audit: AuditLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Somebody says that they forgot their password. The same answer after the same work for every address (SEC-A5): an unknown
   * one publishes the event of an account that is not there, and whether a mail goes out is settled in the job.
   */
  async ask(email: string, address: string): Promise<void> {
    await this.throttle.admit(this.throttled(`password reset ${email}`), address, 'ask for a new password');
    await this.work.transaction(systemActor(passwordReset.purpose.name), async (tx) => {
      const [found] = await tx.query<{ id: string }>(sql`select id from users where email = ${email}`);
      await tx.publish(passwordResetAsked, { userId: found?.id ?? newId() });
    });
  }

  /** Whether the link still leads to a form. Looking spends nothing. */
  async works(link: AccountLink, value: string): Promise<boolean> {
    return (await this.ownerOf(link, value)) !== null;
  }

  /** The first password of a new account, whose owner is then signed in. Null when the link does not work any more. */
  choose(
    value: string,
    password: string,
    browser: { address: string; replacing: Buffer | null },
  ): Promise<BrowserSession | null> {
    return this.setBy(invitation, value, password, async (tx, { id }) => {
      await this.audit.record(tx, 'user.choose-password', { kind: 'user', id }, null, null);
      return this.sessions.beginCookie(tx, id, browser);
    });
  }

  /** A new password, which ends every session of the account. Null when the link does not work any more. */
  async reset(value: string, password: string, address: string): Promise<true | null> {
    const owner = await this.setBy(passwordReset, value, password, async (tx, found) => {
      await this.sessions.endAllOf(tx, found.id, 'password reset');
      await this.audit.record(tx, 'user.reset-password', { kind: 'user', id: found.id }, null, null);
      await tx.publish(passwordChanged, { userId: found.id });
      return found;
    });
    if (owner === null) return null;
    // Whoever forgot it has failed a few times first, and need not wait for that any longer.
    await this.throttle.forget(this.throttled(owner.email), address);
    return true;
  }

  private async setBy<Done>(
    link: AccountLink,
    value: string,
    password: string,
    finish: (tx: Transaction, owner: Owner) => Promise<Done>,
  ): Promise<Done | null> {
    const userId = await this.ownerOf(link, value);
    if (userId === null) return null;
    const hash = await this.newPasswords.accept(userId, password, '/password');
    return this.work.transaction(systemActor(link.purpose.name), async (tx) => {
      const spent = await this.links.spend(tx, link.purpose, value);
      // Asked again with the change: of two at once, or after a disablement meanwhile, nobody gets further.
      const [owner] = await tx.query<Owner>(sql`
        update users u set password_hash = ${hash}, password_changed_at = ${tx.now}, updated_at = ${tx.now}, version = version + 1
        where u.id = ${spent}::uuid and ${link.worksFor} returning u.id, u.email`);
      if (!owner) return null;
      for (const { purpose } of accountLinks) await this.links.withdraw(tx, purpose, owner.id);
      return finish(tx, owner);
    });
  }

  private async ownerOf({ purpose, worksFor }: AccountLink, value: string): Promise<string | null> {
    const subjectId = await this.links.subjectOf(purpose, value);
    if (subjectId === null) return null;
    const found = await this.work.readOne<{ id: string }>(
      systemActor(purpose.name),
      sql`select u.id from users u where u.id = ${subjectId} and ${worksFor}`,
    );
    return found?.id ?? null;
  }

  private throttled(text: string): Buffer {
    return keyedHashOf(text.toLowerCase(), this.config.secretKey);
  }
}
