import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor, type UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, invalidField } from '../../../kernel/domain-error.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { Passwords } from '../../../platform/auth/passwords.js';
import { keyedHashOf } from '../../../platform/auth/secret-values.js';
import { CONFIG, type Config } from '../../../platform/config.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { log } from '../../../platform/log.js';
import { passwordProblem } from '../password.rules.js';
import type { ChangePasswordDto, SessionView, SignInDto } from './auth.dto.js';
import { SessionsService, type BrowserSession } from './sessions.service.js';
import { SignInThrottle } from './sign-in.throttle.js';

interface Account {
  id: string;
  name: string;
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
      sql`select id, name, email, password_hash as "passwordHash", disabled_at is not null as disabled from users where email = ${email}`,
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
      sql`select id, name, email, password_hash as "passwordHash", false as disabled from users where id = ${actor.userId}`,
    );
    const accountHash = keyedHashOf(account!.email.toLowerCase(), this.config.secretKey);
    await this.throttle.admit(accountHash, address);
    if (!(await this.passwords.matches(account!.passwordHash, currentPassword)))
      throw invalidField('/currentPassword', 'This is not your current password.');
    await this.throttle.forget(accountHash, address);
    const words = ['accord', account!.name, account!.email.split('@')[0], ...(await this.bodiesAround(actor))];
    const problem = passwordProblem(newPassword, { words: words.flatMap(tellingWords) });
    if (problem !== null) throw invalidField('/newPassword', problem);
    const hash = await this.passwords.hash(newPassword);
    await this.work.transaction(actor, async (tx) => {
      await tx.query(sql`update users set password_hash = ${hash}, password_changed_at = ${tx.now}, updated_at = ${tx.now}, version = version + 1
        where id = ${actor.userId}`);
      await this.sessions.endAllOf(tx, actor.userId, 'password changed', actor.sessionId);
      await this.audit.record(tx, 'user.change-password', { kind: 'user', id: actor.userId }, null, null);
    });
  }

  /** Names that somebody would guess first: of the lead agency and of the person's own body, in full and in short. */
  private async bodiesAround(actor: UserActor): Promise<string[]> {
    const rows = await this.work.read<{ names: string[] }>(
      actor,
      sql`select array_remove(array[name, short_name], null) as names from organisations
        where name = ${this.config.leadAgency} or id in (${actor.organisationId}, ${actor.agencyId})`,
    );
    return rows.flatMap(({ names }) => names);
  }
}

/** The words of a name, but for those that stand in every other name. */
function tellingWords(name: string): string[] {
  return name.split(/[\s.]+/).filter((word) => word.length > 2 && !['and', 'for', 'the'].includes(word.toLowerCase()));
}

function wrongCredentials(): DomainError {
  return new DomainError('unauthenticated', 'The e-mail address or the password is not right.');
}
