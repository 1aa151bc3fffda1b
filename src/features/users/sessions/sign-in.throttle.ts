import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { waitAfterFailures } from './sign-in.throttle.rules.js';

const windowMinutes = 5;

interface Failures {
  fromHere: number;
  fromAddress: number;
  lastAt: Date | null;
}

/**
 * Slows guessing down, by account from one address and by address over all accounts (SEC-A4). An account is never locked as
 * such: failures from elsewhere do not count against somebody who signs in from their own desk, so an attacker cannot lock
 * a victim out.
 */
@Injectable()
export class SignInThrottle {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Lets an attempt through, or refuses it with 429 and the seconds to wait. The attempt counts as a failure until `forget`
   * says otherwise, and attempts from one address are let through one after the other: a hundred guesses sent at once are
   * counted like a hundred sent in turn. `to` says in the refusal what was tried.
   */
  admit(accountHash: Buffer, address: string, to = 'sign in'): Promise<void> {
    const now = this.clock.machineNow();
    const since = new Date(now.getTime() - windowMinutes * 60_000);
    return this.work.transaction(systemActor('sign-in'), async (tx) => {
      await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in from ${address}`}, 0))`);
      const [{ fromHere, fromAddress, lastAt }] = await tx.query<Failures>(
        sql`select count(*) filter (where account_hash = ${accountHash})::integer as "fromHere", count(*)::integer as "fromAddress",
          max(failed_at) as "lastAt" from sign_in_failures where address = ${address}::inet and failed_at > ${since}`,
      );
      if (lastAt !== null) {
        const wait = waitAfterFailures(fromHere, fromAddress) - (now.getTime() - lastAt.getTime()) / 1000;
        if (wait > 0)
          throw new DomainError(
            'too_many',
            `Too many attempts to ${to} from here. Wait a little, then try again.`,
            [],
            {
              retryAfterSeconds: Math.ceil(wait),
            },
          );
      }
      await tx.query(
        sql`insert into sign_in_failures (id, account_hash, address, failed_at) values (${newId()}, ${accountHash}, ${address}::inet, ${now})`,
      );
    });
  }

  /** The password was right. */
  async forget(accountHash: Buffer, address: string): Promise<void> {
    await this.work.transaction(systemActor('sign-in'), (tx) =>
      tx.query(sql`delete from sign_in_failures where account_hash = ${accountHash} and address = ${address}::inet`),
    );
  }
}
