import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import sql, { bulk } from 'sql-template-tag';
import { DataSource } from 'typeorm';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { newId } from '../../kernel/identifier.js';
import type { Marking } from '../../kernel/marking.js';
import { log } from '../log.js';

export interface Reading {
  readonly actor: UserActor;
  readonly route: string;
  readonly recordKind: string;
  readonly recordIds: readonly string[];
  readonly marking: Marking;
  readonly requestId: string;
}

const batchMilliseconds = 200;
const fullBatch = 500;

/**
 * Who read which people and records. Readings of OFFICIAL-SENSITIVE records are kept before the answer goes out, and without
 * them there is no answer; the others are kept in batches of at most 200 ms, which is what a SIGKILL can lose.
 */
@Injectable()
export class ReadLog implements OnApplicationShutdown {
  private batch: unknown[][] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly source: DataSource,
    private readonly clock: Clock,
  ) {}

  async keep(reading: Reading): Promise<void> {
    if (reading.recordIds.length === 0) return;
    const row = this.rowOf(reading);
    if (reading.marking === 'OFFICIAL-SENSITIVE') {
      await this.insert([row]);
      return;
    }
    this.batch.push(row);
    if (this.batch.length >= fullBatch) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), batchMilliseconds);
  }

  /** Writes what is waiting; also before the product stops. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const rows = this.batch;
    this.batch = [];
    if (rows.length > 0)
      this.writing = this.writing
        .then(() => this.insert(rows))
        .catch((error: unknown) => log.error({ err: error, readings: rows.length }, 'readings could not be kept'));
    return this.writing;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  private rowOf({ actor, route, recordKind, recordIds, marking, requestId }: Reading): unknown[] {
    return [
      newId(),
      this.clock.now(),
      actor.userId,
      actor.role,
      actor.agencyId,
      route,
      recordKind,
      recordIds,
      marking,
      requestId,
    ];
  }

  private async insert(rows: unknown[][]): Promise<void> {
    const statement = sql`insert into audit_readings
      (id, at, actor_user_id, actor_role, actor_agency_id, route, record_kind, record_ids, marking, request_id) values ${bulk(rows)}`;
    await this.source.query(statement.text, statement.values as unknown[]);
  }
}
