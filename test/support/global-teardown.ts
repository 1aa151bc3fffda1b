import { withClient } from '../../src/platform/database/roles.js';

/** Ends the private server, or takes back what the run put into a server that was there before. */
export default async function tearDown(): Promise<void> {
  if (globalThis.accordTestServer) return globalThis.accordTestServer.stop();
  const { ACCORD_TEST_ADMIN_URL: url, ACCORD_TEST_TEMPLATE: template } = process.env;
  if (!url || !template) return;
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [template],
    );
    for (const { datname } of rows)
      await client.query(['DROP DATABASE IF EXISTS', client.escapeIdentifier(datname), 'WITH (FORCE)'].join(' '));
    for (const role of [process.env.ACCORD_TEST_APPLICATION, process.env.ACCORD_TEST_OWNER]) {
      await client.query(['DROP ROLE IF EXISTS', client.escapeIdentifier(role ?? '')].join(' '));
    }
  });
}
