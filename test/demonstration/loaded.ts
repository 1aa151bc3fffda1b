import { Readable } from 'node:stream';
import pg from 'pg';
import { loadDemonstration } from '../../src/demonstration/load-demonstration.js';
import { loadOrganisations } from '../../src/features/organisations/register/load-organisations.js';
import { loadVocabularies } from '../../src/features/vocabularies/register/load-vocabularies.js';
import { calendarDate } from '../../src/kernel/calendar-date.js';
import { FileStore, type KeptFile } from '../../src/platform/files/file-store.js';
import { freshDatabase } from '../support/database.js';

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
  const client = new pg.Client({ connectionString: database.ownerUrl, options: '-c timezone=UTC' });
  await client.connect();
  const run = (text: string, values?: unknown[]): Promise<pg.QueryResult> => client.query(text, values);
  await loadVocabularies(run, now);
  await loadOrganisations(run, now);
  return {
    run,
    files: new MemoryFileStore(),
    rows: async (text, values) => (await run(text, values)).rows,
    close: async () => {
      await client.end();
      await database.drop();
    },
  };
}

/** The same with the demonstration, as the product loads it: in one transaction. */
export async function withDemonstration(): Promise<Loaded> {
  const loaded = await withRegisters();
  await loaded.run('begin');
  const { files } = loaded;
  await loadDemonstration(loaded.run, { now, today, leadAgencyName, files, hashPassword: async () => 'hash' });
  await loaded.run('commit');
  return loaded;
}
