import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive } from '../../src/platform/database/folder-lock.js';
import {
  embeddedBinaries,
  systemBinaries,
  type PostgresBinaries,
} from '../../src/platform/database/postgres-binaries.js';
import {
  initialise,
  readLock,
  start,
  stop,
  superuserUrl,
  type Cluster,
} from '../../src/platform/database/postgres-cluster.js';
import { chooseAccount, makeOwnFolder, reachableBinaries } from '../../src/platform/database/server-account.js';

export interface ThrowawayServer {
  superuserUrl: string;
  version: number;
  /** As kill -9 does to every process of it; the files stay. */
  crash(): Promise<void>;
  /** Serves its files again, at the same address. */
  restart(): Promise<void>;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
  /** The same at once, for a signal handler. */
  kill(): void;
}

const prefix = 'accord-test-';

/** A private server for tests: as root or not, on a free port, with nothing forced to disk. */
export async function startThrowawayServer(binaries: PostgresBinaries): Promise<ThrowawayServer> {
  removeLeftovers();
  const folder = temporaryFolder();
  const home = join(folder, 'cluster');
  mkdirSync(home, { mode: 0o700 });
  const account = await chooseAccount(binaries, home);
  makeOwnFolder(account, home);
  const cluster: Cluster = {
    account,
    binaries: await reachableBinaries(account, binaries, home),
    home,
    superuserPassword: randomBytes(16).toString('hex'),
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200', autovacuum_naptime: '10min' },
  };
  try {
    await initialise(cluster);
    const { port } = await start(cluster);
    return {
      superuserUrl: superuserUrl(cluster, port),
      version: binaries.version,
      crash: () => crash(cluster),
      restart: async () => {
        const again = await start(cluster, port);
        if (again.port !== port) throw new Error(`the server came back on port ${again.port} instead of ${port}`);
      },
      stop: async () => {
        await stop(cluster, 'immediate');
        remove(folder);
      },
      kill: () => killServerIn(folder),
    };
  } catch (error) {
    remove(folder);
    throw error;
  }
}

/** A folder for one server, known as this process's, so that a later run can clear it away if this one is killed. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  writeFileSync(join(folder, 'made-by'), String(process.pid));
  // Where root has to use another account, that account must be able to pass through.
  chmodSync(folder, 0o711);
  return folder;
}

/** A test run that was killed leaves its server behind; the next run ends it. Only folders that tests made are touched. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    const note = join(folder, 'made-by');
    // Another run may take its own folder away at any moment.
    if (statSync(folder, { throwIfNoEntry: false })?.uid !== process.getuid?.() || !existsSync(note)) continue;
    if (!isAlive(Number(readFileSync(note, 'utf8')))) killServerIn(folder);
  }
}

/** Every process of the server, so that none finishes what it was at. */
async function crash(cluster: Cluster): Promise<void> {
  const lock = readLock(cluster);
  if (!lock) throw new Error('there is no server to kill');
  const all = [...childrenOf(lock.process), lock.process];
  for (const one of all) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
  while (all.some((one) => isRunning(one))) await wait(10);
}

function childrenOf(parent: number): number[] {
  return readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

/** What was killed and not yet taken leave of by its parent is dead all the same. */
function isRunning(one: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${one}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function killServerIn(folder: string): void {
  const data = join(folder, 'cluster', 'data');
  try {
    const lock = readLock({ home: join(folder, 'cluster') });
    // SIGQUIT asks for an immediate shutdown. The number is trusted only while a server works in that very folder.
    if (lock && realpathSync(`/proc/${lock.process}/cwd`) === realpathSync(data)) process.kill(lock.process, 'SIGQUIT');
  } catch {
    // It has ended by itself.
  }
  remove(folder);
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** The programs that ACCORD_TEST_POSTGRES asks for: `embedded`, the default, or `system`. */
export function chosenBinaries(): PostgresBinaries {
  const choice = process.env.ACCORD_TEST_POSTGRES ?? 'embedded';
  if (choice === 'embedded') return embeddedBinaries();
  if (choice !== 'system') throw new Error(`ACCORD_TEST_POSTGRES is "${choice}"; it may be "embedded" or "system".`);
  // The oldest one: what runs there runs on the newer ones, which the embedded server stands for.
  const [oldest] = systemBinaries();
  if (!oldest) throw new Error('ACCORD_TEST_POSTGRES is "system" but no PostgreSQL 15 or newer is installed here.');
  return oldest;
}
