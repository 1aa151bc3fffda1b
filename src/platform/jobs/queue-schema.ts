import { runMigrations } from 'bullmq';
import type pg from 'pg';

export const queueName = 'accord';
export const queueSchema = 'bullmq';

/** Brings the queue's tables up to date, as the owner, and makes what BullMQ would make at first use: the application may not. */
export async function migrateQueue(client: pg.Client): Promise<void> {
  await runMigrations(client as never, queueSchema);
  await client.query('begin');
  await client.query(['set local search_path to', queueSchema].join(' '));
  await client.query('select next_job_id($1)', [queueName]);
  await client.query('commit');
}
