import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { UnitOfWork } from '../database/unit-of-work.js';

/** The injection token of the address that workers listen at: a connection of its own, which no pool may share out. */
export const LISTENING_ADDRESS = Symbol('listening-address');
const channel = 'accord_outbox';

/**
 * Tells the relay that something was published: at once within a process, through PostgreSQL's NOTIFY between processes. A ring
 * that nobody hears costs a few seconds, until the relay looks by itself.
 */
@Injectable()
export class OutboxBell {
  private listener: pg.Client | null = null;
  private telling = false;
  private readonly tell = (): void => void this.tellOthers();

  constructor(
    private readonly work: UnitOfWork,
    private readonly source: DataSource,
    @Inject(LISTENING_ADDRESS) private readonly address: string,
  ) {}

  /** For a process that relays nothing itself: whatever it publishes is announced to those that do. */
  tellWorkers(): void {
    this.work.bell.on('published', this.tell);
  }

  /** For a process that relays: `ring` is called for what it publishes itself and for what others announce. */
  listen(ring: () => void): void {
    this.work.bell.on('published', ring);
  }

  stop(ring: () => void): Promise<void> {
    this.work.bell.off('published', ring);
    const { listener } = this;
    this.listener = null;
    return listener?.end().catch(() => undefined) ?? Promise.resolve();
  }

  /** Opens the connection on which others are heard, unless it stands. A lost one is noticed and opened again at the next call. */
  async hearOthers(ring: () => void): Promise<void> {
    if (this.listener !== null) return;
    const client = new pg.Client({ connectionString: this.address, connectionTimeoutMillis: 5000, keepAlive: true });
    const forget = (): void => {
      if (this.listener === client) this.listener = null;
      void client.end().catch(() => undefined);
    };
    client.on('error', forget).on('end', forget).on('notification', ring);
    this.listener = client;
    try {
      await client.connect();
      await client.query(['listen', channel].join(' '));
    } catch {
      // The relay, which asks for this each time it looks, says that the database is away.
      forget();
    }
  }

  /** After the commit, so that no transaction waits for another's announcement. Many at once need one ring. */
  private async tellOthers(): Promise<void> {
    if (this.telling) return;
    this.telling = true;
    await new Promise((resolve) => setImmediate(resolve));
    this.telling = false;
    const { master } = this.source.driver as unknown as { master: pg.Pool };
    await master.query(['notify', channel].join(' ')).catch(() => undefined);
  }
}
