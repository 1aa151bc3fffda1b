import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** Longer than the work under the lock may take: after that its holder's number belongs to some other process. */
const longestWork = 240_000;
const heldHere = new Set<string>();

/**
 * Does the work while no other process does work under the same lock file. A lock whose holder died is taken over, so
 * a kill in the middle of a start never blocks the next one.
 */
export async function underLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  while (!take(file)) {
    if (!discardIfStale(file)) await wait(100);
  }
  heldHere.add(file);
  try {
    return await work();
  } finally {
    heldHere.delete(file);
    rmSync(file, { force: true });
  }
}

/** Whether the process with this number is alive, under whatever account. */
export function isAlive(processNumber: number): boolean {
  try {
    process.kill(processNumber, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid} ${randomBytes(8).toString('hex')}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function discardIfStale(file: string): boolean {
  const found = look(file);
  if (!found) return true;
  if (!isStale(file, found)) return false;
  const aside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    renameSync(file, aside);
    // Another process may have discarded it first and taken the lock: then what was moved is that lock, so back it goes.
    if (look(aside)?.text !== found.text) linkSync(aside, file);
    rmSync(aside, { force: true });
  } catch {
    // Somebody else was quicker; look again.
  }
  return true;
}

function isStale(file: string, found: { text: string; age: number }): boolean {
  if (found.age > longestWork) return true;
  const holder = Number(found.text.split(' ')[0]);
  if (!holder) return found.age > 2000;
  // In a container the next start may well get the number of the one that was killed.
  if (holder === process.pid) return !heldHere.has(file);
  return !isAlive(holder);
}

function look(file: string): { text: string; age: number } | undefined {
  try {
    return { text: readFileSync(file, 'utf8'), age: Date.now() - statSync(file).mtimeMs };
  } catch {
    return undefined;
  }
}
