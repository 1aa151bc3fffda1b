import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programPath, type PostgresBinaries } from './postgres-binaries.js';

/**
 * Under which account PostgreSQL runs. It refuses to run as root, so root needs one of the last two:
 * - `self`: the account that runs Accord;
 * - `namespace`: root, under another number inside a user namespace. Nothing is created, and a folder that only root may
 *   enter, such as a clone under root's home, can be used as it is;
 * - `user`: another account of the machine, where user namespaces are forbidden, as in most containers.
 */
export type ServerAccount =
  { kind: 'self' } | { kind: 'namespace'; uid: number; gid: number } | { kind: 'user'; uid: number; gid: number };

export interface CommandResult {
  code: number;
  output: string;
}

const execute = promisify(execFile);

/** Runs one program under the account. A failure is an answer, not an exception. */
export async function runAs(account: ServerAccount, program: string, args: string[]): Promise<CommandResult> {
  const inNamespace = account.kind === 'namespace';
  const command = inNamespace ? 'unshare' : program;
  const allArgs = inNamespace
    ? ['-U', `--map-user=${account.uid}`, `--map-group=${account.gid}`, program, ...args]
    : args;
  const identity = account.kind === 'user' ? { uid: account.uid, gid: account.gid } : {};
  try {
    const done = await execute(command, allArgs, { env: cleanEnvironment(), cwd: '/', ...identity });
    return { code: 0, output: done.stdout + done.stderr };
  } catch (error) {
    const failure = error as { code?: number | string; stdout?: string; stderr?: string; message: string };
    const output = `${failure.stdout ?? ''}${failure.stderr ?? ''}` || failure.message;
    return { code: typeof failure.code === 'number' ? failure.code : 1, output };
  }
}

/** PG* variables and locales of the caller must not reach the server: they would move it, or change how text sorts. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => /^(PATH|HOME|TMPDIR|TEMP|SYSTEMROOT)$/i.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

/**
 * Chooses the account for a server whose files stand, or will stand, in the folder `data` of `home`.
 * `avoidNamespaces` is for tests of what happens where the system forbids them.
 */
export async function chooseAccount(
  binaries: PostgresBinaries,
  home: string,
  avoidNamespaces = false,
): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const data = join(home, 'data');
  if (existsSync(data)) {
    // The server insists on owning its files, so whoever made them decides.
    const { uid, gid } = statSync(data);
    if (uid !== 0) return { kind: 'user', uid, gid };
  }
  if (!avoidNamespaces) {
    const known = passwdEntries();
    const inside = known.find((entry) => entry.uid === 1000) ?? known.find((entry) => entry.uid > 0);
    const account: ServerAccount = { kind: 'namespace', uid: inside?.uid ?? 1000, gid: inside?.gid ?? 1000 };
    const runs = await runAs(account, programPath(binaries, 'postgres'), ['--version']);
    const enters = await runAs(account, 'test', ['-w', home]);
    if (runs.code === 0 && enters.code === 0) return account;
  }
  return otherUser();
}

/** An account without rights: the one that distributions make for PostgreSQL if it is there, else nobody. */
function otherUser(): ServerAccount {
  const entries = passwdEntries();
  const entry =
    entries.find(({ name }) => name === 'postgres') ??
    entries.find(({ name }) => name === 'nobody') ??
    entries.find(({ uid }) => uid > 0);
  if (!entry)
    throw new Error('PostgreSQL does not run as root and /etc/passwd names no other account to run it under.');
  return { kind: 'user', uid: entry.uid, gid: entry.gid };
}

/** initdb asks the system for the name of its account, so a number that nobody has will not do. */
function passwdEntries(): { name: string; uid: number; gid: number }[] {
  if (!existsSync('/etc/passwd')) return [];
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

/**
 * Programs that the account can run: those given, or a copy under `home` when it cannot reach them, as when the
 * project was cloned under root's home.
 */
export async function reachableBinaries(
  account: ServerAccount,
  binaries: PostgresBinaries,
  home: string,
): Promise<PostgresBinaries> {
  if (account.kind !== 'user') return binaries;
  const direct = await runAs(account, programPath(binaries, 'postgres'), ['--version']);
  if (direct.code === 0) return binaries;
  const tree = join(home, `postgresql-${binaries.version}`);
  if (!existsSync(tree)) {
    const unfinished = `${tree}.copying`;
    rmSync(unfinished, { recursive: true, force: true });
    cpSync(binaries.tree, unfinished, { recursive: true, verbatimSymlinks: true });
    giveTo(account, unfinished);
    renameSync(unfinished, tree);
  }
  return { ...binaries, tree, folder: join(tree, 'bin') };
}

/** Makes a folder that belongs to the account and that nobody else may enter. */
export function makeOwnFolder(account: ServerAccount, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account.kind === 'user' && statSync(folder).uid !== account.uid) giveTo(account, folder);
}

/** Whether the account can reach the folder through all the folders above it. */
export async function canEnter(account: ServerAccount, folder: string): Promise<boolean> {
  return (await runAs(account, 'test', ['-x', folder])).code === 0;
}

function giveTo(account: { uid: number; gid: number }, folder: string): void {
  execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, folder]);
}
