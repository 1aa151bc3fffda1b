import type pg from 'pg';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import type { Actor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/identifier.js';

/** A row that people change: `version` counts the changes and is what an ETag shows. */
export interface VersionedRow extends ObjectLiteral {
  id: string;
  version: number;
}

/** Something that happened, published with the change that made it happen. Payloads are ids only. */
export interface EventName<Payload extends Record<string, string>> {
  readonly name: string;
  /** Never read: it carries the payload's type. */
  readonly payload?: Payload;
}

export function defineEvent<Payload extends Record<string, string>>(name: string): EventName<Payload> {
  return { name };
}

/** One transaction's writes. Made by the unit of work only. */
export class Transaction {
  published = false;

  constructor(
    readonly manager: EntityManager,
    readonly actor: Actor,
    /** The product's instant at which the transaction began: one moment for everything it writes. */
    readonly now: Date,
  ) {}

  async query<Row>(statement: Sql): Promise<Row[]> {
    // The driver's client rather than the manager's query(), whose answer to an UPDATE is a pair.
    const client = (await this.manager.queryRunner!.connect()) as pg.PoolClient;
    const result = await client.query(statement.text, statement.values as unknown[]);
    return result.rows as Row[];
  }

  async insert<Entity extends ObjectLiteral>(target: EntityTarget<Entity>, row: Entity | Entity[]): Promise<void> {
    await this.manager.insert(target, row as never);
  }

  /**
   * The row, locked until the end of the transaction, or null when it is absent or `visible` does not hold. `visible` is a
   * condition over the alias `record`. With `expectedVersion` (the caller's If-Match) a row that has moved on is `stale`.
   */
  async lock<Entity extends VersionedRow>(
    target: EntityTarget<Entity>,
    where: Sql,
    expectedVersion?: number,
  ): Promise<Entity | null> {
    const table = raw(this.manager.getRepository(target).metadata.tableName);
    const found = await this.query<{ id: string; version: number }>(
      sql`select record.id, record.version from ${table} record where ${where} for update of record`,
    );
    if (found.length === 0) return null;
    if (expectedVersion !== undefined && found[0].version !== expectedVersion) throw stale();
    return this.manager.findOneByOrFail(target, { id: found[0].id } as never);
  }

  /**
   * Writes a changed row and moves its version on by one. TypeORM's own save() would overwrite another's edit and move the
   * version backwards, so the version is part of the condition here.
   */
  async update<Entity extends VersionedRow>(target: EntityTarget<Entity>, row: Entity): Promise<void> {
    const { columns } = this.manager.getRepository(target).metadata;
    const changed = Object.fromEntries(
      columns
        .filter((column) => column.isUpdate && !column.isPrimary && column.propertyName !== 'version')
        .map((column) => [column.propertyName, row[column.propertyName]]),
    );
    const result = await this.manager.update(
      target,
      { id: row.id, version: row.version } as never,
      { ...changed, version: row.version + 1 } as never,
    );
    if (result.affected !== 1) throw stale();
    (row as VersionedRow).version += 1;
  }

  /** Says that something happened. Subscribers run after commit, each in a job of its own. */
  async publish<Payload extends Record<string, string>>(event: EventName<Payload>, payload: Payload): Promise<void> {
    await this.query(
      sql`insert into outbox_events (id, name, payload, created_at) values (${newId()}, ${event.name}, ${JSON.stringify(payload)}, ${this.now})`,
    );
    this.published = true;
  }
}

export function stale(): DomainError {
  return new DomainError(
    'stale',
    'Somebody else changed this after you opened it. Open it again, then make your change.',
  );
}
