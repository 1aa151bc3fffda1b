import { join } from 'node:path';
import pg from 'pg';
import { loadRegisters } from './registers.js';
import type { Config } from './platform/config.js';
import { ConfigError } from './platform/config.js';
import { startEmbeddedServer, type EmbeddedServer } from './platform/database/embedded-server.js';
import { migrate } from './platform/database/migrate.js';

const migrations = join(import.meta.dirname, '..', 'migrations');

export interface StartedDatabase {
  /** The application's own address. */
  readonly url: string;
  /** The address by which tables are made and the demonstration is loaded. */
  readonly ownerUrl: string;
  stop(): Promise<void>;
}

/** Finds or starts the database, brings it up to date and loads the registers that every installation needs. */
export async function startDatabase(config: Config, now: Date): Promise<StartedDatabase> {
  const database = await findDatabase(config);
  const applicationRole = decodeURIComponent(new URL(database.url).username);
  await migrate(database.ownerUrl, { applicationRole, migrations });
  if (config.production) await refusePowerfulRole(database.url);
  await withOwner(database.ownerUrl, (run) => loadRegisters(run, now));
  return database;
}

/** Runs statements as the owner, in one transaction. */
export async function withOwner(
  ownerUrl: string,
  work: (run: (text: string, values?: unknown[]) => Promise<pg.QueryResult>) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('begin');
    await work((text, values) => client.query(text, values));
    await client.query('commit');
  } finally {
    await client.end();
  }
}

async function findDatabase(config: Config): Promise<StartedDatabase> {
  if (config.databaseUrl !== null)
    return {
      url: config.databaseUrl,
      ownerUrl: config.migrationDatabaseUrl ?? config.databaseUrl,
      stop: async () => undefined,
    };
  const server: EmbeddedServer = await startEmbeddedServer({ folder: join(config.dataFolder, 'postgres') });
  return { url: server.applicationUrl, ownerUrl: server.ownerUrl, stop: () => server.stop() };
}

/** A stolen application role must not be able to change tables or rewrite the audit (SEC-C2). */
async function refusePowerfulRole(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ powerful: boolean }>(`
      select rolsuper or exists (select 1 from pg_tables where tablename = 'audit_entries' and tableowner = current_user) as powerful
      from pg_roles where rolname = current_user`);
    if (rows[0]?.powerful)
      throw new ConfigError(
        'DATABASE_URL signs in as the owner of the tables or a superuser: give a plain role there and the owner in MIGRATION_DATABASE_URL.',
      );
  } finally {
    await client.end();
  }
}
