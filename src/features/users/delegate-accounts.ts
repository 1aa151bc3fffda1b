import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Role } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { User } from './user.entity.js';
import { newAccount } from './user.new.js';
import { userChanged, userInvited } from './users.jobs.js';

/** Somebody whom an academic named. */
export interface NamedDelegate {
  readonly name: string;
  /** In small letters. */
  readonly email: string;
  /** Where the academic's own account stands: a delegate's stands there too. */
  readonly organisationId: string;
}

interface HeldAccount {
  id: string;
  role: Role;
  disabled: boolean;
  expertId: string | null;
}

/** The account by which a delegate signs in: the one that is there, or a new one whose owner is invited. */
@Injectable()
export class DelegateAccounts {
  constructor(private readonly audit: AuditLog) {}

  /**
   * Part of the acceptance. Refusals are for the staff member who accepts and say what is in the way: the academic reads only
   * what staff write, so that nobody finds out by naming people who has an account.
   */
  async accountFor(tx: Transaction, named: NamedDelegate): Promise<{ id: string; expertId: string | null }> {
    // Two academics may name the same person, and be accepted at the same moment.
    await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${named.email}, 7))`);
    const [held] = await tx.query<HeldAccount>(
      sql`select u.id, u.role, u.disabled_at is not null as disabled, u.expert_id as "expertId"
        from users u where u.email = ${named.email}::citext for share`,
    );
    if (!held) return { id: await this.open(tx, named), expertId: null };
    if (held.role !== 'academic' && held.role !== 'delegate')
      throw new DomainError(
        'refused',
        'Somebody has an account with this e-mail address that is neither an academic’s nor a delegate’s, so it cannot be used for this. Refuse, and ask for somebody else. The person reads your reason: do not write in it that there is an account.',
      );
    if (held.disabled)
      throw new DomainError(
        'refused',
        'The account with this e-mail address is disabled. Ask an administrator why before you decide. The person reads your reason: do not write in it that there is an account.',
      );
    return held;
  }

  private async open(tx: Transaction, named: NamedDelegate): Promise<string> {
    const user = newAccount(tx, { ...named, role: 'delegate' });
    await tx.insert(User, user);
    await this.audit.record(tx, 'user.create', { kind: 'user', id: user.id }, null, user as never);
    await tx.publish(userInvited, { userId: user.id });
    await tx.publish(userChanged, { userId: user.id });
    return user.id;
  }
}
