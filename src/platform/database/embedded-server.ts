import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isAlive, underLock } from './folder-lock.js';
import { embeddedBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { initialise, start, stop, superuserUrl, type Cluster } from './postgres-cluster.js';
import { applicationRole, createDatabase, createRoles, ownerRole, prepareDatabase, withClient } from './roles.js';
import { canEnter, chooseAccount, makeOwnFolder, reachableBinaries, type ServerAccount } from './server-account.js';

export interface EmbeddedServer {
  /** For migrations: owns the database and its tables, and is no superuser. */
  ownerUrl: string;
  /** For the running application: no right to change a table's definition. */
  applicationUrl: string;
  /** The server was already serving these files, because another process uses it or an earlier one was killed. */
  reattached: boolean;
  /** Ends this process's use. The server stops when no other living process uses it. */
  stop(): Promise<void>;
}

export interface EmbeddedServerOptions {
  /** Everything is kept here: passwords (readable by this account only), data, log. */
  folder: string;
  log?: (line: string) => void;
  /** For tests: behave as where the system forbids user namespaces. */
  avoidNamespaces?: boolean;
}

interface State {
  port?: number;
  /** Where the cluster stands when its account cannot enter `folder`. */
  home?: string;
  passwords: { superuser: string; owner: string; application: string };
}

export const databaseName = 'accord';

/**
 * Starts the PostgreSQL that comes with the npm packages, or takes up the one that is already serving the folder, and
 * makes sure that the database and the two roles are there.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const folder = resolve(options.folder);
  refuseForeignFolder(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return underLock(join(folder, 'starting.lock'), async () => {
    const state = readState(folder);
    const cluster = await openCluster(folder, state, options);
    await initialise(cluster);
    const { port, reattached } = await start(cluster, state.port);
    writeState(folder, { ...state, port });
    if (!reattached) rmSync(join(folder, 'users'), { recursive: true, force: true });
    registerUser(folder);
    await withClient(superuserUrl(cluster, port), async (client) => {
      await createRoles(client, [
        { name: ownerRole, password: state.passwords.owner },
        { name: applicationRole, password: state.passwords.application },
      ]);
      await createDatabase(client, databaseName, ownerRole);
    });
    await withClient(superuserUrl(cluster, port, databaseName), (client) =>
      prepareDatabase(client, databaseName, applicationRole),
    );
    options.log?.(
      `PostgreSQL ${cluster.binaries.version} ${reattached ? 'is still running' : 'started'} on port ${port}`,
    );
    const urlOf = (role: string, password: string) =>
      `postgres://${role}:${password}@127.0.0.1:${port}/${databaseName}`;
    return {
      ownerUrl: urlOf(ownerRole, state.passwords.owner),
      applicationUrl: urlOf(applicationRole, state.passwords.application),
      reattached,
      stop: () => underLock(join(folder, 'starting.lock'), () => release(folder, cluster)),
    };
  });
}

async function openCluster(folder: string, state: State, options: EmbeddedServerOptions): Promise<Cluster> {
  const binaries = embeddedBinaries();
  const home = state.home ?? join(folder, 'cluster');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const account = await chooseAccount(binaries, home, options.avoidNamespaces);
  const cluster = { binaries, account, home, superuserPassword: state.passwords.superuser };
  return account.kind === 'user' ? openForUser(folder, state, account, binaries) : cluster;
}

/** Another account has to be able to enter the folders above its own, so it may need a place outside the project. */
async function openForUser(
  folder: string,
  state: State,
  account: ServerAccount,
  binaries: PostgresBinaries,
): Promise<Cluster> {
  if (!state.home) {
    // The passwords stay safe: their file is readable by its owner only.
    chmodSync(folder, 0o711);
    if (await canEnter(account, folder)) state.home = join(folder, 'cluster');
    else if (existsSync(join(folder, 'cluster', 'data'))) throw new Error(unreachable(folder));
    else state.home = join('/var/lib/accord', randomBytes(6).toString('hex'));
    if (!state.home.startsWith(folder)) {
      mkdirSync(dirname(state.home), { recursive: true });
      chmodSync(dirname(state.home), 0o755);
    }
    writeState(folder, state);
  }
  makeOwnFolder(account, state.home);
  const reachable = await reachableBinaries(account, binaries, state.home);
  return { binaries: reachable, account, home: state.home, superuserPassword: state.passwords.superuser };
}

function unreachable(folder: string): string {
  return `PostgreSQL cannot run as root and the account it would use cannot enter ${folder}; run Accord as another user, or move the folder.`;
}

function refuseForeignFolder(folder: string): void {
  const account = process.getuid?.();
  if (!account || !existsSync(folder)) return;
  const owner = statSync(folder).uid;
  if (owner !== account) {
    throw new Error(
      `${folder} belongs to another account (number ${owner}, this one is ${account}); start Accord as that account, or move the folder away to begin afresh.`,
    );
  }
}

function readState(folder: string): State {
  const file = join(folder, 'server.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as State;
  const password = () => randomBytes(24).toString('hex');
  const state = { passwords: { superuser: password(), owner: password(), application: password() } };
  writeState(folder, state);
  return state;
}

/** Written beside and moved into place, so that a kill leaves the old passwords or the new, never half a file. */
function writeState(folder: string, state: State): void {
  const file = join(folder, 'server.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600, flush: true });
  // Run as root once, the file still belongs to the folder's owner, who can go on without root.
  const { uid, gid } = statSync(folder);
  if (process.getuid?.() === 0) chownSync(`${file}.new`, uid, gid);
  renameSync(`${file}.new`, file);
}

function registerUser(folder: string): void {
  mkdirSync(join(folder, 'users'), { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'users', String(process.pid)), '');
}

/** `npm run seed` may use the server beside the application: the last one to leave stops it. */
async function release(folder: string, cluster: Cluster): Promise<void> {
  const users = join(folder, 'users');
  rmSync(join(users, String(process.pid)), { force: true });
  const others = existsSync(users) ? readdirSync(users).filter((name) => isAlive(Number(name))) : [];
  if (others.length === 0) await stop(cluster);
}
