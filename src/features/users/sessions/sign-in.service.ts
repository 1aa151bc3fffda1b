import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor, type UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, invalidField } from '../../../kernel/domain-error.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { Passwords } from '../../../platform/auth/passwords.js';
import { keyedHashOf } from '../../../platform/auth/secret-values.js';
import { SingleUseLinks } from '../../../platform/auth/single-use-links.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { log } from '../../../platform/log.js';
import { accountLinks } from '../passwords/account-links.js';
import { NewPasswords } from '../passwords/new-passwords.js';
import { passwordChanged } from '../users.jobs.js';
import type { ChangePasswordDto, SessionView, SignInDto } from './auth.dto.js';
import { SessionsService, type BrowserSession } from './sessions.service.js';
import { SignInThrottle } from './sign-in.throttle.js';

interface Account {
  id: string;
  email: string;
  passwordHash: string | null;
  disabled: boolean;
}

/** Signing in with a password, and changing it. */
@Injectable()
export class SignInService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly passwords: Passwords,
    private readonly newPasswords: NewPasswords,
    private readonly links: SingleUseLinks,
    private readonly sessions: SessionsService,
    private readonly throttle: SignInThrottle,
    private readonly audit: AuditLog,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The same answer, after the same work, for a wrong password, an unknown address and a disabled account (SEC-A5). */
  signIn(dto: SignInDto, address: string): Promise<SessionView> {
    return this.admit(dto, address, (tx, userId) => this.sessions.begin(tx, userId, address));
  }

  /** The same for a browser, whose earlier session, if it brings one, ends. */
  signInWithCookie(dto: SignInDto, address: string, replacing: Buffer | null): Promise<BrowserSession> {
    return this.admit(dto, address, (tx, userId) => this.sessions.beginCookie(tx, userId, { address, replacing }));
  }

  private async admit<Begun>(
    { email, password }: SignInDto,
    address: string,
    begin: (tx: Transaction, userId: string) => Promise<Begun>,
  ): Promise<Begun> {
    const accountHash = keyedHashOf(email.toLowerCase(), this.config.secretKey);
    await this.throttle.admit(accountHash, address);
    const account = await this.work.readOne<Account>(
      systemActor('sign-in'),
      sql`select id, email, password_hash as "passwordHash", disabled_at is not null as disabled from users where email = ${email}`,
    );
    const matches = await this.passwords.matches(account?.passwordHash ?? null, password);
    if (!account || !matches || account.disabled) {
      log.info({ userId: account?.id }, 'sign-in refused');
      throw wrongCredentials();
    }
    await this.throttle.forget(accountHash, address);
    const rehashed = this.passwords.isOutdated(account.passwordHash!) ? await this.passwords.hash(password) : null;
    return this.work.transaction(systemActor('sign-in'), async (tx) => {
      // Asked again behind a lock: a password changed or an account disabled meanwhile must not leave a session behind.
      const [still] = await tx.query(sql`select 1 from users
        where id = ${account.id} and password_hash = ${account.passwordHash} and disabled_at is null for update`);
      if (!still) throw wrongCredentials();
      if (rehashed !== null) await tx.query(sql`update users set password_hash = ${rehashed} where id = ${account.id}`);
      return begin(tx, account.id);
    });
  }

  /** Keeps the present session and ends the user's others. */
  async changePassword(
    actor: UserActor,
    { currentPassword, newPassword }: ChangePasswordDto,
    address: string,
  ): Promise<void> {
    const account = await this.work.readOne<Account>(
      actor,
      sql`select id, email, password_hash as "passwordHash", false as disabled from users where id = ${actor.userId}`,
    );
    const accountHash = keyedHashOf(account!.email.toLowerCase(), this.config.secretKey);
    await this.throttle.admit(accountHash, address);
    if (!(await this.passwords.matches(account!.passwordHash, currentPassword)))
      throw invalidField('/currentPassword', 'This is not your current password.');
    await this.throttle.forget(accountHash, address);
    const hash = await this.newPasswords.accept(actor.userId, newPassword, '/newPassword');
    await this.work.transaction(actor, async (tx) => {
      // The password that was checked must still be the one: a reset that came between is not undone by whoever knew the old.
      const [changed] = await tx.query(sql`update users set password_hash = ${hash}, password_changed_at = ${tx.now},
          updated_at = ${tx.now}, version = version + 1
        where id = ${actor.userId} and password_hash = ${account!.passwordHash} and disabled_at is null returning id`);
      if (!changed) throw invalidField('/currentPassword', 'This is not your current password.');
      await this.sessions.endAllOf(tx, actor.userId, 'password changed', actor.sessionId);
      for (const { purpose } of accountLinks) await this.links.withdraw(tx, purpose, actor.userId);
      await this.audit.record(tx, 'user.change-password', { kind: 'user', id: actor.userId }, null, null);
      await tx.publish(passwordChanged, { userId: actor.userId });
    });
  }
}

function wrongCredentials(): DomainError {
  return new DomainError('unauthenticated', 'The e-mail address or the password is not right.');
}
