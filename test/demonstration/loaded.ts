import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import pg from 'pg';
import { loadDemonstration } from '../../src/demonstration/load-demonstration.js';
import { loadOrganisations } from '../../src/features/organisations/register/load-organisations.js';
import { loadVocabularies } from '../../src/features/vocabularies/register/load-vocabularies.js';
import { calendarDate } from '../../src/kernel/calendar-date.js';
import { FileStore, type KeptFile } from '../../src/platform/files/file-store.js';
import { fileStoreOf } from '../../src/platform/files/file-store-of.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

/** A leap day a year back and a clock change within reach, on purpose. */
export const now = new Date('2028-03-20T07:30:00Z');
export const today = calendarDate('2028-03-20');
export const leadAgencyName = 'National Crime Agency';

export interface Loaded {
  run(text: string, values?: unknown[]): Promise<pg.QueryResult>;
  rows<Row>(text: string, values?: unknown[]): Promise<Row[]>;
  /** What was uploaded. */
  readonly files: MemoryFileStore;
  close(): Promise<void>;
}

/** Files in memory, by their hash. */
export class MemoryFileStore extends FileStore {
  readonly kept = new Map<string, Buffer>();

  protected async keep({ sha256 }: KeptFile, bytes: Buffer): Promise<void> {
    this.kept.set(sha256, bytes);
  }

  protected async read(sha256: string): Promise<Readable> {
    return Readable.from([this.kept.get(sha256)!]);
  }
}

/** A database of its own with the registers in it. */
export async function withRegisters(): Promise<Loaded> {
  const database = await freshDatabase();
  const client = await withRegistersIn(database);
  return {
    ...runsOf(client),
    files: new MemoryFileStore(),
    close: async () => {
      await client.end();
      await database.drop();
    },
  };
}

/** The same with the demonstration, as the product loads it: in one transaction. */
export async function withDemonstration(): Promise<Loaded> {
  const loaded = await withRegisters();
  await load(loaded.run, loaded.files);
  return loaded;
}

/** The product on a database with the demonstration, on the day from which that is dated. */
export async function startDemonstration(): Promise<TestApp> {
  const database = await freshDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'accord-demonstration-'));
  const client = await withRegistersIn(database);
  await load(runsOf(client).run, fileStoreOf({ folder }));
  await client.end();
  const t = await startTestApp({ database, environment: { FILES_DIR: folder } });
  t.time.set(now.toISOString());
  return {
    ...t,
    close: async () => {
      await t.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function withRegistersIn({ ownerUrl }: TestDatabase): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: ownerUrl, options: '-c timezone=UTC' });
  await client.connect();
  const { run } = runsOf(client);
  await loadVocabularies(run, now);
  await loadOrganisations(run, now);
  return client;
}

function runsOf(client: pg.Client): Pick<Loaded, 'run' | 'rows'> {
  const run = (text: string, values?: unknown[]): Promise<pg.QueryResult> => client.query(text, values);
  return { run, rows: async (text, values) => (await run(text, values)).rows };
}

async function load(run: Loaded['run'], files: FileStore): Promise<void> {
  await run('begin');
  await loadDemonstration(run, { now, today, leadAgencyName, files, hashPassword: async () => 'hash' });
  await run('commit');
}
