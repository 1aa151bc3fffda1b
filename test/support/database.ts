import { randomBytes } from 'node:crypto';
import { grantConnections, withClient } from '../../src/platform/database/roles.js';

export interface TestDatabase {
  ownerUrl: string;
  applicationUrl: string;
  drop(): Promise<void>;
}

/** A database of its own for one test file: a copy of the migrated template. Drop it in `afterAll`. */
export async function freshDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const [owner, application] = [setting('ACCORD_TEST_OWNER'), setting('ACCORD_TEST_APPLICATION')];
  await withClient(setting('ACCORD_TEST_ADMIN_URL'), async (client) => {
    const [database, template] = [name, setting('ACCORD_TEST_TEMPLATE')].map((text) => client.escapeIdentifier(text));
    await client.query(
      ['CREATE DATABASE', database, 'TEMPLATE', template, 'STRATEGY FILE_COPY OWNER', owner].join(' '),
    );
    await grantConnections(client, name, application);
  });
  return { ownerUrl: urlFor(name, owner), applicationUrl: urlFor(name, application), drop: () => drop(name) };
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
