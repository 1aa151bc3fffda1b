import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { systemActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifier.js';
import { CONFIG, type Config } from '../config.js';
import type { Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { hashOf, newSecretValue } from './secret-values.js';

/** What a link is for, and for how long it works. */
export interface LinkPurpose {
  /** In the wire and the table, such as `users.reset-password`. */
  readonly name: string;
  /** The page that the link opens; the secret value follows as its last part. */
  readonly path: string;
  readonly lastsMinutes: number;
}

/**
 * Links that a mail carries and that work once (SEC-A6): 256 random bits, of which only the hash is kept. Opening a link
 * changes nothing, so that a mail program that looks at links first spends none; `spend` does, in the transaction of its effect.
 */
@Injectable()
export class SingleUseLinks {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A new link about somebody, as an address of `PUBLIC_BASE_URL`. An earlier one of the same purpose stops working. */
  async issue(tx: Transaction, purpose: LinkPurpose, subjectId: string): Promise<string> {
    const { name, path, lastsMinutes } = purpose;
    const now = this.clock.machineNow();
    const value = newSecretValue();
    await this.withdraw(tx, purpose, subjectId);
    await tx.query(sql`insert into single_use_links (id, purpose, subject_id, hash, expires_at, created_at)
      values (${newId()}, ${name}, ${subjectId}, ${hashOf(value)}, ${new Date(now.getTime() + lastsMinutes * 60_000)}, ${now})`);
    return new URL(`${path}/${value}`, this.config.publicBaseUrl).href;
  }

  /** What was issued and is not spent stops working. */
  async withdraw(tx: Transaction, { name }: LinkPurpose, subjectId: string): Promise<void> {
    await tx.query(
      sql`delete from single_use_links where purpose = ${name} and subject_id = ${subjectId} and used_at is null`,
    );
  }

  /** Whether an unspent link was issued in the last minutes: its mail is on the way. */
  async isRecent(tx: Transaction, { name }: LinkPurpose, subjectId: string, minutes: number): Promise<boolean> {
    const since = new Date(this.clock.machineNow().getTime() - minutes * 60_000);
    const found = await tx.query(
      sql`select 1 from single_use_links
        where purpose = ${name} and subject_id = ${subjectId} and used_at is null and created_at > ${since}`,
    );
    return found.length > 0;
  }

  /** Whom an unspent link is about; null when it was spent, replaced, has ended, or was never ours. */
  async subjectOf({ name }: LinkPurpose, value: string): Promise<string | null> {
    const found = await this.work.readOne<{ subjectId: string }>(
      systemActor('single-use-links'),
      sql`select subject_id as "subjectId" from single_use_links
        where purpose = ${name} and hash = ${hashOf(value)} and used_at is null and expires_at > ${this.clock.machineNow()}`,
    );
    return found?.subjectId ?? null;
  }

  /** The same, and the link is spent with the transaction. Of two at once, one gets null. */
  async spend(tx: Transaction, { name }: LinkPurpose, value: string): Promise<string | null> {
    const now = this.clock.machineNow();
    const [spent] = await tx.query<{ subjectId: string }>(sql`
      update single_use_links set used_at = ${now}
      where purpose = ${name} and hash = ${hashOf(value)} and used_at is null and expires_at > ${now}
      returning subject_id as "subjectId"`);
    return spent?.subjectId ?? null;
  }
}
