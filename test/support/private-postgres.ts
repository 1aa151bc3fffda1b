import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { migrate } from '../../src/platform/database/migrate.js';
import {
  applicationRole,
  createDatabase,
  createRoles,
  ownerRole,
  prepareDatabase,
  withClient,
} from '../../src/platform/database/roles.js';
import { chosenBinaries, startThrowawayServer, type ThrowawayServer } from './throwaway-server.js';

/** A server with one database of the product, of one test alone: it may be killed. */
export interface PrivatePostgres extends Pick<ThrowawayServer, 'crash' | 'restart' | 'stop'> {
  readonly ownerUrl: string;
  readonly applicationUrl: string;
}

export async function startPrivatePostgres(): Promise<PrivatePostgres> {
  const server = await startThrowawayServer(chosenBinaries());
  const name = 'accord';
  const password = randomBytes(16).toString('hex');
  const urlOf = (role?: string): string => {
    const url = new URL(server.superuserUrl);
    url.pathname = `/${name}`;
    if (role !== undefined) [url.username, url.password] = [role, password];
    return url.href;
  };
  await withClient(server.superuserUrl, async (client) => {
    await createRoles(client, [
      { name: ownerRole, password },
      { name: applicationRole, password },
    ]);
    await createDatabase(client, name, ownerRole);
  });
  await withClient(urlOf(), (client) => prepareDatabase(client, name, applicationRole));
  await migrate(urlOf(ownerRole), { applicationRole, migrations: join(import.meta.dirname, '../../migrations') });
  return { ...server, ownerUrl: urlOf(ownerRole), applicationUrl: urlOf(applicationRole) };
}
