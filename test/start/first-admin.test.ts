import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { dataFolder, startProduct } from '../support/product.js';

const script = resolve(import.meta.dirname, '../../dist/src/cli/first-admin.js');
const folder = dataFolder();
let database: TestDatabase;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
  folder.remove();
});

const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  DATABASE_URL: database.applicationUrl,
  MIGRATION_DATABASE_URL: database.ownerUrl,
  DATA_FOLDER: folder.path,
});
const run = (password: string, ...options: string[]): { status: number | null; told: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...options], {
    env: environment(),
    input: `${password}\n`,
    encoding: 'utf8',
  });
  return { status, told: stdout + stderr };
};
const who = ['--email', 'first@agency.example', '--name', 'First Person'];
const good = 'granite-teapot-9081-willow';

it('makes the first admin of an empty installation, who signs in; and only the first', async () => {
  expect(run('short', ...who)).toMatchObject({ status: 1 });
  expect(run(good, '--email', 'nobody')).toMatchObject({
    status: 1,
    told: expect.stringMatching(/^The options were not understood/) as string,
  });
  expect(run(good, ...who)).toEqual({ status: 0, told: 'Done: sign in with that address and password.\n' });
  const product = await startProduct(environment());
  const session = await fetch(`${product.base}/api/v1/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'First@Agency.example', password: good }),
  });
  const { accessToken } = (await session.json()) as { accessToken: string };
  const me = await fetch(`${product.base}/api/v1/me`, { headers: { authorization: `Bearer ${accessToken}` } });
  expect(await me.json()).toMatchObject({ role: 'admin', organisation: { name: 'National Crime Agency' } });
  await product.stop();
  expect(run(good, '--email', 'second@agency.example', '--name', 'Second Person')).toEqual({
    status: 1,
    told: 'There is an admin already: ask them to make your account.\n',
  });
}, 300_000);
