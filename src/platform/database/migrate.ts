import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { migrateQueue } from '../jobs/queue-schema.js';

/** Any number will do, as long as every process of the product takes the same one. */
const migrationLock = 7_203_115;

/**
 * Brings a database up to date as its owner: our tables, the queue's schema, and what the application's role may do.
 * Processes that start together wait for each other. `migrations` is the folder of compiled migrations.
 */
export async function migrate(
  ownerUrl: string,
  options: { applicationRole: string; migrations: string },
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    const source = await migrationSource(ownerUrl, options.migrations);
    try {
      await source.runMigrations({ transaction: 'each' });
    } finally {
      await source.destroy();
    }
    await migrateQueue(client);
    await grantToApplication(client, options.applicationRole);
  } finally {
    await client.end();
  }
}

export async function migrationSource(ownerUrl: string, folder: string): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: await loadMigrations(folder),
    migrationsTableName: 'migrations',
    // A migration that cannot get its lock quickly gives way to the people who are working.
    extra: { options: '-c lock_timeout=1000', max: 1 },
  });
  return source.initialize();
}

async function loadMigrations(folder: string): Promise<(new () => MigrationInterface)[]> {
  const files = readdirSync(folder).filter((file) => /^\d{14}-[a-z-]+\.(js|ts)$/.test(file));
  const modules = await Promise.all(files.sort().map((file) => import(pathToFileURL(join(folder, file)).href)));
  return modules.flatMap((module) => Object.values(module)) as (new () => MigrationInterface)[];
}

/** What is only ever added to: the audit, and what people signed. */
const onlyAddedTo = ['audit_entries', 'audit_readings', 'agreement_document_versions', 'agreement_signatures'];

/** The application reads and writes rows, changes no table, and takes nothing back that has to stay. */
async function grantToApplication(client: pg.Client, role: string): Promise<void> {
  const name = client.escapeIdentifier(role);
  const { rows } = await client.query<{ same: boolean }>('select current_user = $1 as same', [role]);
  if (rows[0]?.same) return;
  const statements = [
    `grant usage on schema public, bullmq to ${name}`,
    `grant select, insert, update, delete on all tables in schema public, bullmq to ${name}`,
    `grant usage, select on all sequences in schema public, bullmq to ${name}`,
    `grant execute on all functions in schema public, bullmq to ${name}`,
    `revoke update, delete, truncate on ${onlyAddedTo.join(', ')} from ${name}`,
    `revoke insert, update, delete on migrations from ${name}`,
  ];
  for (const statement of statements) await client.query(statement);
}
