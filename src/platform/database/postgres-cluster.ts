import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { programPath, type PostgresBinaries } from './postgres-binaries.js';
import { runAs, type ServerAccount } from './server-account.js';

/** One database cluster: its files, the programs and the account that serve it. */
export interface Cluster {
  binaries: PostgresBinaries;
  account: ServerAccount;
  /** Holds `data` and `server.log`; belongs to the account. */
  home: string;
  superuserPassword: string;
  /** Settings beside the ones every server here gets, such as `fsync=off` for one that is thrown away. */
  settings?: Record<string, string>;
}

export const superuser = 'postgres';

const startAttempts = 60;
const commonSettings = {
  listen_addresses: '127.0.0.1',
  // A socket file would be one more door, and its path may be too long for the system in a deep clone.
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  synchronous_commit: 'on',
  shared_buffers: '64MB',
  max_connections: '100',
};

export function dataFolder(cluster: { home: string }): string {
  return join(cluster.home, 'data');
}

/** Creates the cluster's files when they are not there. A run that was cut off leaves nothing that counts. */
export async function initialise(cluster: Cluster): Promise<void> {
  const data = dataFolder(cluster);
  if (existsSync(join(data, 'PG_VERSION'))) return refuseOtherVersion(cluster);
  const unfinished = `${data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const passwordFile = join(cluster.home, `.password-${randomBytes(6).toString('hex')}`);
  writeFileSync(passwordFile, cluster.superuserPassword, { mode: 0o600 });
  if (cluster.account.kind === 'user') chownSync(passwordFile, cluster.account.uid, cluster.account.gid);
  try {
    const throwAway = cluster.settings?.fsync === 'off' ? ['--no-sync'] : [];
    const result = await runAs(cluster.account, programPath(cluster.binaries, 'initdb'), [
      ...['-D', unfinished, '-U', superuser, '-E', 'UTF8', '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
      ...localeArguments(cluster.binaries.version),
      ...throwAway,
    ]);
    if (result.code !== 0) throw new Error(`PostgreSQL could not create its files in ${data}: ${result.output.trim()}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, data);
}

/** Text sorts by code point wherever a statement names no collation, the same on every machine and version. */
function localeArguments(version: number): string[] {
  if (version >= 17) return ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  return ['--locale=C.UTF-8'];
}

function refuseOtherVersion(cluster: Cluster): void {
  const made = Number(readFileSync(join(dataFolder(cluster), 'PG_VERSION'), 'utf8').trim());
  if (made !== cluster.binaries.version) {
    throw new Error(
      `The data in ${dataFolder(cluster)} was made by PostgreSQL ${made} and this is ${cluster.binaries.version}; ` +
        'dump it with the old version and load it with the new one, or move the folder away to begin afresh.',
    );
  }
}

/** The port of a server that is already serving these files, or undefined. It is asked, not believed. */
export async function portOfLiveServer(cluster: Cluster): Promise<number | undefined> {
  const lock = readLock(cluster);
  if (!lock?.port) return undefined;
  const client = new pg.Client({ connectionString: superuserUrl(cluster, lock.port), connectionTimeoutMillis: 3000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>("select current_setting('data_directory') as folder");
    const [there, here] = [statSync(rows[0].folder), statSync(dataFolder(cluster))];
    return there.ino === here.ino && there.dev === here.dev ? lock.port : undefined;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function superuserUrl(cluster: Cluster, port: number, database = 'postgres'): string {
  return `postgres://${superuser}:${cluster.superuserPassword}@127.0.0.1:${port}/${database}`;
}

/**
 * Starts the server, on the remembered port when it is still free, and returns the port. The server gets a session of
 * its own, so neither Ctrl-C nor the death of this process ends it before the application has drained.
 */
export async function start(cluster: Cluster, rememberedPort?: number): Promise<{ port: number; reattached: boolean }> {
  let port = rememberedPort && (await isFree(rememberedPort)) ? rememberedPort : await freePort();
  for (let attempt = 1; ; attempt++) {
    // After a kill the old server's children still end, or it is still starting: both pass, so ask and try again.
    const live = await portOfLiveServer(cluster);
    if (live) return { port: live, reattached: true };
    removeForeignLock(cluster);
    const log = startLog(cluster);
    const logged = existsSync(log) ? statSync(log).size : 0;
    const result = await runAs(cluster.account, programPath(cluster.binaries, 'pg_ctl'), [
      ...['start', '-w', '-t', '120', '-s', '-D', dataFolder(cluster), '-l', log],
      ...['-o', serverOptions({ port: String(port), ...commonSettings, ...cluster.settings })],
    ]);
    if (result.code === 0) return { port, reattached: false };
    const reason = linesSince(log, logged);
    const passing = /still in use|lock file|another server|shutting down|starting up/i.test(reason + result.output);
    const portTaken = /could not (bind|create any TCP\/IP)|Address already in use/i.test(reason);
    if (portTaken) port = await freePort();
    if (!(passing || portTaken) || attempt === startAttempts) {
      throw new Error(`The embedded PostgreSQL did not start: ${result.output.trim()}\n${reason}`);
    }
    await wait(500);
  }
}

/** Stops the server after it has written everything out. Sessions that are still open are ended. */
export async function stop(cluster: Cluster, mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
  if (!readLock(cluster)) return;
  await runAs(cluster.account, programPath(cluster.binaries, 'pg_ctl'), [
    ...['stop', '-w', '-t', '60', '-s', '-m', mode, '-D', dataFolder(cluster)],
  ]);
}

/** The process that serves these files, as its lock file has it. */
export function readLock(cluster: { home: string }): { process: number; port: number } | undefined {
  const file = join(dataFolder(cluster), 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { process: Number(lines[0]), port: Number(lines[3]) };
}

/** After a restart of the machine the number in the lock may be another program's, which the server would wait for. */
function removeForeignLock(cluster: Cluster): void {
  const lock = readLock(cluster);
  if (!lock || !existsSync(`/proc/${lock.process}`)) return;
  try {
    // A server works inside its data folder, so a process that works elsewhere is not the one that wrote the lock.
    const [there, here] = [statSync(`/proc/${lock.process}/cwd`), statSync(dataFolder(cluster))];
    if (there.ino !== here.ino || there.dev !== here.dev) rmSync(join(dataFolder(cluster), 'postmaster.pid'));
  } catch {
    // It may not be looked at, or it has just ended: the server's own check decides.
  }
}

function serverOptions(settings: Record<string, string>): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value === '' ? "''" : value}`)
    .join(' ');
}

/** The log is begun anew when it has grown, so that years of starts do not fill the disk. */
function startLog(cluster: Cluster): string {
  const log = join(cluster.home, 'server.log');
  if (existsSync(log) && statSync(log).size > 5_000_000) renameSync(log, `${log}.old`);
  return log;
}

function linesSince(file: string, position: number): string {
  if (!existsSync(file)) return '';
  return readFileSync(file).subarray(position).toString('utf8').trim().split('\n').slice(-6).join('\n');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
