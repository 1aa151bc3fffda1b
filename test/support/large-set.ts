import pg from 'pg';
import { loadLargeSet } from '../../src/demonstration/large-set.js';
import { loadOrganisations, organisationId } from '../../src/features/organisations/register/load-organisations.js';
import { loadVocabularies } from '../../src/features/vocabularies/register/load-vocabularies.js';
import { startTestApp, type TestApp } from './app.js';
import { freshDatabase, sharedTemplate, type TestDatabase } from './database.js';
import type { Person } from './factory.js';

export const leadAgencyName = 'National Crime Agency';

export interface LargeSet {
  readonly t: TestApp;
  /** As the owner of the tables, in UTC. */
  readonly owner: pg.Client;
  /** Knows nineteen in twenty of the people and made everything else. */
  readonly liaison: Person;
  /** Of an agency that knows one in ten and reads what is shared with it. */
  readonly partner: Person;
  close(): Promise<void>;
}

/** The product with 100,000 experts, 1,000 agreements, 50,000 interactions and 20,000 follow-ups, on a copy of its own. */
export async function startWithLargeSet(): Promise<LargeSet> {
  const { template, known } = await sharedTemplate('large', makeLargeSet);
  const t = await startTestApp({ database: await freshDatabase(template) });
  const owner = await connect(t.database.ownerUrl);
  const close = async (): Promise<void> => {
    await owner.end();
    await t.close();
  };
  return { t, owner, ...known, close };
}

async function makeLargeSet(): Promise<{ database: TestDatabase; known: Pick<LargeSet, 'liaison' | 'partner'> }> {
  const t = await startTestApp();
  const owner = await connect(t.database.ownerUrl);
  const run = (text: string, values?: unknown[]): Promise<pg.QueryResult> => owner.query(text, values);
  const now = t.clock.now();
  await loadVocabularies(run, now);
  await loadOrganisations(run, now);
  const liaison = await t.make.user('liaison', organisationId(leadAgencyName));
  await loadLargeSet(run, { experts: 100_000, interactions: 50_000, now, leadAgencyName });
  const { rows } = await owner.query<{ id: string }>(
    `select id from organisations where name like 'Large Set Police%'`,
  );
  const partner = await t.make.user('partner', rows[0].id);
  await owner.end();
  await t.app.close();
  return { database: t.database, known: { liaison, partner } };
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, options: '-c timezone=UTC' });
  await client.connect();
  return client;
}
