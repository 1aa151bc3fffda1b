import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { Sql } from 'sql-template-tag';
import sql from 'sql-template-tag';
import { DataSource } from 'typeorm';
import type { Actor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { requestContext, type IdempotencyClaim } from '../web/request-context.js';
import { Transaction } from './transaction.js';

const serializationFailure = '40001';
const deadlockDetected = '40P01';
const attempts = 3;

/** The one way to the database: reads are single statements, writes are transactions. */
@Injectable()
export class UnitOfWork {
  /** Emits `published` after a transaction that published an event has committed. */
  readonly bell = new EventEmitter();

  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  /** One statement's rows. The actor stands in the signature so that row-level security can be switched on in one place. */
  async read<Row>(_actor: Actor, statement: Sql): Promise<Row[]> {
    const { master } = this.source.driver as unknown as { master: pg.Pool };
    const text = statement.text;
    const result = await master.query({ name: statementName(text), text, values: statement.values as unknown[] });
    return result.rows as Row[];
  }

  /** The statement's only row, or null. */
  async readOne<Row>(actor: Actor, statement: Sql): Promise<Row | null> {
    const rows = await this.read<Row>(actor, statement);
    return rows[0] ?? null;
  }

  /**
   * Everything `work` writes, or nothing. A deadlock is tried again, twice at most. When the request carries an
   * Idempotency-Key, the key is kept with the effect, in the same transaction: `work` must then return the record it created.
   */
  async transaction<Result>(actor: Actor, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(actor, work);
      } catch (error) {
        const code = (error as { code?: string }).code;
        if (attempt >= attempts || (code !== serializationFailure && code !== deadlockDetected)) throw error;
      }
    }
  }

  private async attempt<Result>(actor: Actor, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    let published = false;
    const claim = takeClaim();
    const result = await this.source
      .transaction(async (manager) => {
        const tx = new Transaction(manager, actor, this.clock.now());
        if (claim) await this.lockClaim(tx, claim);
        const outcome = await work(tx);
        if (claim) await this.keepClaim(tx, claim, outcome);
        published = tx.published;
        return outcome;
      })
      .catch((error: unknown) => {
        // Also when the commit failed: the next attempt must keep the key again.
        if (claim) claim.taken = false;
        throw error;
      });
    if (published) this.bell.emit('published');
    return result;
  }

  private async lockClaim(tx: Transaction, claim: IdempotencyClaim): Promise<void> {
    const lock = [claim.userId, claim.route, claim.key].join('\n');
    const rows = await tx.query<{ free: boolean; used: boolean }>(sql`
      select pg_try_advisory_xact_lock(hashtextextended(${lock}, 0)) as free`);
    if (!rows[0]?.free)
      throw new DomainError(
        'in_flight',
        'A request with this Idempotency-Key is still being worked on. Try again in a moment.',
      );
    // Asked again behind the lock: another request may have finished since the interceptor looked.
    const used = await tx.query(sql`
      select 1 from idempotency_keys where user_id = ${claim.userId} and route = ${claim.route} and key = ${claim.key}`);
    if (used.length > 0)
      throw new DomainError(
        'in_flight',
        'A request with this Idempotency-Key has only just finished. Send it again to get its answer.',
      );
  }

  private async keepClaim(tx: Transaction, claim: IdempotencyClaim, outcome: unknown): Promise<void> {
    const id = (outcome as { id?: string } | null)?.id;
    if (id === undefined)
      throw new Error(`${claim.route} takes an Idempotency-Key but its transaction returned no record`);
    await tx.query(sql`
      insert into idempotency_keys (user_id, route, key, body_hash, record_id, created_at)
      values (${claim.userId}, ${claim.route}, ${claim.key}, ${claim.bodyHash}, ${id}, ${tx.now})`);
  }
}

function takeClaim(): IdempotencyClaim | undefined {
  const claim = requestContext()?.idempotency;
  if (!claim || claim.taken) return undefined;
  claim.taken = true;
  return claim;
}

const names = new Map<string, string>();
/** Each connection keeps a plan for each name for as long as it lives, and whoever combines filters could make thousands. */
const mostNames = 300;

/** PostgreSQL keeps the plan of a named statement; the name is the text's hash, so equal texts share one. */
function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= mostNames) return known;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 24);
  names.set(text, name);
  return name;
}
