import { randomBytes } from 'node:crypto';
import { grantConnections, withClient } from '../../src/platform/database/roles.js';

export interface TestDatabase {
  ownerUrl: string;
  applicationUrl: string;
  drop(): Promise<void>;
}

/** A database of its own for one test file: a copy of the migrated template, or of another. Drop it in `afterAll`. */
export async function freshDatabase(copied = setting('ACCORD_TEST_TEMPLATE')): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const [owner, application] = [setting('ACCORD_TEST_OWNER'), setting('ACCORD_TEST_APPLICATION')];
  await withClient(setting('ACCORD_TEST_ADMIN_URL'), async (client) => {
    const [database, template] = [name, copied].map((text) => client.escapeIdentifier(text));
    await client.query(
      ['CREATE DATABASE', database, 'TEMPLATE', template, 'STRATEGY FILE_COPY OWNER', owner].join(' '),
    );
    await grantConnections(client, name, application);
  });
  return { ownerUrl: urlFor(name, owner), applicationUrl: urlFor(name, application), drop: () => drop(name) };
}

/**
 * The template that several files of tests copy but few need: made by whichever of the run asks first, under a lock, since files
 * may run side by side. `make` answers with a database that is its own and that nothing is connected to any more, and with what
 * the copies have to know, which is kept beside it.
 */
export async function sharedTemplate<Known>(
  purpose: string,
  make: () => Promise<{ database: TestDatabase; known: Known }>,
): Promise<{ template: string; known: Known }> {
  const template = `${setting('ACCORD_TEST_TEMPLATE')}_${purpose}`;
  return withClient(setting('ACCORD_TEST_ADMIN_URL'), async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [template]);
    const known = async (): Promise<string | undefined> => {
      const { rows } = await client.query<{ said: string }>(
        `select shobj_description(oid, 'pg_database') as said from pg_database where datname = $1`,
        [template],
      );
      return rows[0]?.said;
    };
    if ((await known()) === undefined) {
      const made = await make();
      const name = new URL(made.database.ownerUrl).pathname.slice(1);
      const [from, to] = [name, template].map((text) => client.escapeIdentifier(text));
      await client.query(
        ['comment on database', from, 'is', client.escapeLiteral(JSON.stringify(made.known))].join(' '),
      );
      await client.query(['alter database', from, 'rename to', to].join(' '));
    }
    return { template, known: JSON.parse((await known())!) as Known };
  });
}

/** The address of a database on the test server, for the superuser or for one of the two roles. */
export function urlFor(database: string, role?: string): string {
  const url = new URL(setting('ACCORD_TEST_ADMIN_URL'));
  url.pathname = `/${database}`;
  if (role) [url.username, url.password] = [role, setting('ACCORD_TEST_PASSWORD')];
  return url.href;
}

async function drop(name: string): Promise<void> {
  await withClient(setting('ACCORD_TEST_ADMIN_URL'), (client) =>
    client.query(['DROP DATABASE IF EXISTS', client.escapeIdentifier(name), 'WITH (FORCE)'].join(' ')),
  );
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this test with Jest, whose global set-up starts the server.`);
  return value;
}
