import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedServer, type EmbeddedServer } from '../../src/platform/database/embedded-server.js';
import { readLock } from '../../src/platform/database/postgres-cluster.js';
import { withClient } from '../../src/platform/database/roles.js';
import { temporaryFolder } from '../support/throwaway-server.js';

const asRoot = process.getuid?.() === 0;

describe('the embedded server', () => {
  let folder: string;
  let server: EmbeddedServer | undefined;

  // One folder for all, since making the files is what takes time; a test that needs untouched files takes its own.
  beforeAll(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const lock = () => readLock({ home: join(folder, 'cluster') });
  const roleOf = (url: string) =>
    withClient(url, async (client) => {
      const { rows } = await client.query(
        'select current_user::text as role, usesuper from pg_user where usename = user',
      );
      return rows[0] as { role: string; usesuper: boolean };
    });

  test('has a database with two roles, neither a superuser, in UTC', async () => {
    server = await startEmbeddedServer({ folder });
    expect(await roleOf(server.ownerUrl)).toEqual({ role: 'accord_owner', usesuper: false });
    expect(await roleOf(server.applicationUrl)).toEqual({ role: 'accord_app', usesuper: false });
    const forms = await withClient(server.ownerUrl, (client) =>
      client.query(
        "select lower('ÉÀ') as lowered, current_setting('timezone') as zone, gen_random_uuid() is null as none",
      ),
    );
    expect(forms.rows).toEqual([{ lowered: 'éà', zone: 'UTC', none: false }]);
  });

  test('refuses a wrong password and keeps the right ones from other accounts', async () => {
    server = await startEmbeddedServer({ folder });
    const wrong = new URL(server.applicationUrl);
    wrong.password = 'wrong';
    await expect(roleOf(wrong.href)).rejects.toThrow('password authentication failed');
    expect(statSync(join(folder, 'server.json')).mode & 0o077).toBe(0);
  });

  test('gives the application no right to define tables', async () => {
    server = await startEmbeddedServer({ folder });
    const change = withClient(server.applicationUrl, (client) => client.query('create table mine (id int)'));
    await expect(change).rejects.toThrow('permission denied');
  });

  test('is taken up by the next start when it is still running, with the same addresses', async () => {
    server = await startEmbeddedServer({ folder });
    const again = await startEmbeddedServer({ folder });
    expect([server.reattached, again.reattached]).toEqual([false, true]);
    expect(again.applicationUrl).toBe(server.applicationUrl);
  });

  test('comes back after a kill with what was committed', async () => {
    server = await startEmbeddedServer({ folder });
    await withClient(server.ownerUrl, (client) => client.query('create table kept as select 1 as one'));
    process.kill(lock()!.process, 'SIGKILL');
    server = await startEmbeddedServer({ folder });
    expect(server.reattached).toBe(false);
    const { rows } = await withClient(server.ownerUrl, (client) => client.query('select one from kept'));
    expect(rows).toEqual([{ one: 1 }]);
  });

  test('is not fooled by a lock whose process number now belongs to another program', async () => {
    server = await startEmbeddedServer({ folder });
    const file = join(folder, 'cluster', 'data', 'postmaster.pid');
    const text = readFileSync(file, 'utf8');
    await server.stop();
    writeFileSync(file, text.replace(/^\d+/, String(process.ppid)));
    server = await startEmbeddedServer({ folder });
    expect(server.reattached).toBe(false);
  });

  test('outlives a killed parent, and is taken up again', async () => {
    const killed = await startInKilledProcess(folder);
    server = await startEmbeddedServer({ folder });
    expect(server.reattached).toBe(true);
    expect(server.applicationUrl).toBe(killed.applicationUrl);
    expect((await roleOf(killed.ownerUrl)).role).toBe('accord_owner');
    expect((await roleOf(killed.applicationUrl)).role).toBe('accord_app');
  });

  test('stops when its last user leaves', async () => {
    server = await startEmbeddedServer({ folder });
    await server.stop();
    expect(lock()).toBeUndefined();
  });

  test('lets two first starts at once share one server', async () => {
    const own = temporaryFolder();
    const both = await Promise.all([startEmbeddedServer({ folder: own }), startEmbeddedServer({ folder: own })]);
    expect(both.map(({ reattached }) => reattached).sort()).toEqual([false, true]);
    await both[0].stop();
    rmSync(own, { recursive: true });
  });

  (asRoot ? test : test.skip)('runs under another account where root has no user namespaces', async () => {
    const own = temporaryFolder();
    const other = await startEmbeddedServer({ folder: own, avoidNamespaces: true });
    expect((await roleOf(other.ownerUrl)).role).toBe('accord_owner');
    expect(statSync(join(own, 'cluster', 'data')).uid).not.toBe(0);
    await other.stop();
    rmSync(own, { recursive: true });
  });
});

/** Starts the server from a process that is killed without warning as soon as it has it. */
async function startInKilledProcess(folder: string): Promise<EmbeddedServer> {
  const root = join(import.meta.dirname, '../..');
  const program = `require('${root}/src/platform/database/embedded-server.ts')
    .startEmbeddedServer({ folder: '${folder}' })
    .then((server) => console.log(JSON.stringify(server)));
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--require', `${root}/test/support/typescript.cjs`, '--eval', program], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  return JSON.parse(line.toString()) as EmbeddedServer;
}
