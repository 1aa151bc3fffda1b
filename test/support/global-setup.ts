import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { migrate } from '../../src/platform/database/migrate.js';
import { createDatabase, createRoles, prepareDatabase, withClient } from '../../src/platform/database/roles.js';
import { loadRegisters } from '../../src/registers.js';
import { urlFor } from './database.js';
import { chosenBinaries, startThrowawayServer, type ThrowawayServer } from './throwaway-server.js';

declare global {
  var accordTestServer: ThrowawayServer | undefined;
}

/**
 * Starts one private server for the whole run, with a template database that every test file copies.
 * ACCORD_TEST_POSTGRES chooses whose programs: `embedded` (the default) or `system`. TEST_DATABASE_URL, a superuser's
 * address, uses a server that is already there instead; roles and databases then get names of this run.
 */
export default async function setUp(): Promise<void> {
  const outside = process.env.TEST_DATABASE_URL;
  const adminUrl = outside ?? (await startPrivateServer());
  const run = outside ? `_${randomBytes(4).toString('hex')}` : '';
  const password = randomBytes(16).toString('hex');
  const owner = { name: `accord_owner${run}`, password };
  const application = { name: `accord_app${run}`, password };
  const template = `accord_template${run}`;
  Object.assign(process.env, {
    ACCORD_TEST_ADMIN_URL: adminUrl,
    ACCORD_TEST_TEMPLATE: template,
    ACCORD_TEST_OWNER: owner.name,
    ACCORD_TEST_APPLICATION: application.name,
    ACCORD_TEST_PASSWORD: password,
  });
  await withClient(adminUrl, async (client) => {
    await createRoles(client, [owner, application]);
    await createDatabase(client, template, owner.name);
  });
  await withClient(urlFor(template), (client) => prepareDatabase(client, template, application.name));
  await migrate(urlFor(template, owner.name), {
    applicationRole: application.name,
    migrations: resolve(import.meta.dirname, '../../migrations'),
  });
  await withClient(urlFor(template, owner.name), (client) =>
    loadRegisters((text, values) => client.query(text, values), new Date()),
  );
}

async function startPrivateServer(): Promise<string> {
  const server = await startThrowawayServer(chosenBinaries());
  globalThis.accordTestServer = server;
  // Jest does not tear down when it is interrupted.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      server.kill();
      process.exit(130);
    });
  }
  return server.superuserUrl;
}
