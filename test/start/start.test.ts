import { freshDatabase, type TestDatabase } from '../support/database.js';
import { dataFolder, freePort, launchProduct, startProduct } from '../support/product.js';

let database: TestDatabase;
const folder = dataFolder();
const environment = (): NodeJS.ProcessEnv => ({
  DATABASE_URL: database.applicationUrl,
  MIGRATION_DATABASE_URL: database.ownerUrl,
  DATA_FOLDER: folder.path,
});

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await database.drop();
  folder.remove();
});

const production = {
  NODE_ENV: 'production',
  PUBLIC_BASE_URL: 'https://accord.example',
  SECRET_KEY: 'k'.repeat(40),
  DATABASE_URL: 'postgres://app:pw@127.0.0.1:1/none',
};

describe('a wrong setting stops the start with one sentence that names it', () => {
  it.each<[string, NodeJS.ProcessEnv, RegExp]>([
    [
      'a port that is no number',
      { PORT: 'eighty' },
      /^PORT is "eighty", but must be a whole number from 0 to 65535\.\n$/,
    ],
    [
      'a database of another kind',
      { DATABASE_URL: 'mysql://root:secret@host/db' },
      /^DATABASE_URL is not an address that begins with postgres:\/\/ or postgresql:\/\/\.\n$/,
    ],
    ['a mail address', { MAIL_FROM: 'nobody' }, /^MAIL_FROM is "nobody", but must be an e-mail address/],
    [
      'two ways for mail',
      {
        SMTP_URL: 'smtp://mail:1025',
        NOTIFY_API_KEY: 'accord-26785a09-ab16-4eb0-8407-a37497a57506-b1d5c0de-7f0a-4c52-9d1e-2f6c0a9e4d11',
      },
      /^SMTP_URL and NOTIFY_API_KEY are both given, but mail goes out one way: remove one of the two\.\n$/,
    ],
    ['trusting every proxy', { TRUST_PROXY: 'true' }, /^TRUST_PROXY is "true", which would believe anybody/],
    ['an unknown environment', { NODE_ENV: 'staging' }, /^NODE_ENV is "staging", but must be one of/],
    [
      'a demonstration in production',
      { ...production, DEMONSTRATION: 'true' },
      /^DEMONSTRATION is "true", but invented sign-ins are never allowed/,
    ],
    ['production without a secret', { ...production, SECRET_KEY: '' }, /^SECRET_KEY is missing/],
    [
      'production with a short secret',
      { ...production, SECRET_KEY: 'short' },
      /^SECRET_KEY is shorter than 32 characters/,
    ],
    [
      'production over http',
      { ...production, PUBLIC_BASE_URL: 'http://accord.example' },
      /^PUBLIC_BASE_URL must begin with https/,
    ],
    [
      'a process for people without a database of its own',
      { ROLE: 'api' },
      /^ROLE is "api", but DATABASE_URL is missing: processes that share the work need one PostgreSQL, so give its address\.\n$/,
    ],
    ['a process for jobs without one', { ROLE: 'worker' }, /^ROLE is "worker", but DATABASE_URL is missing/],
    ['a role that there is not', { ROLE: 'queue' }, /^ROLE is "queue", but must be one of: all, api, worker\.\n$/],
    [
      'a queue of another kind',
      { REDIS_URL: 'http://:secret@host' },
      /^REDIS_URL is not an address that begins with redis:\/\/ or rediss:\/\/\.\n$/,
    ],
    ['production without a database', { ...production, DATABASE_URL: '' }, /^DATABASE_URL is missing/],
  ])('%s', async (_name, given, sentence) => {
    const product = await launchProduct({ DATA_FOLDER: folder.path, ...given });
    const code = await product.ended;
    expect(product.output()).toMatch(sentence);
    expect(product.output()).not.toMatch(/secret@host|\n.*\n/);
    expect(code).toBe(1);
  });

  it('a port that is taken', async () => {
    const first = await startProduct(environment());
    const second = await launchProduct({ ...environment(), PORT: new URL(first.base).port });
    const code = await second.ended;
    expect(second.output()).toMatch(/^PORT is taken by another program/);
    expect(code).toBe(1);
    await first.stop();
  });

  it('an application role that owns the tables, in production', async () => {
    const product = await launchProduct({ ...production, DATABASE_URL: database.ownerUrl, DATA_FOLDER: folder.path });
    const code = await product.ended;
    expect(product.output()).toMatch(/^DATABASE_URL signs in as the owner of the tables or a superuser/);
    expect(code).toBe(1);
  });
});

it('SIGTERM drains and ends with success; after kill -9 the next start works', async () => {
  const first = await startProduct(environment());
  expect(await first.stop()).toBe(0);
  const second = await startProduct(environment());
  await second.kill();
  const third = await startProduct(environment());
  expect((await fetch(`${third.base}/health/live`)).status).toBe(200);
  expect(await third.stop()).toBe(0);
});

it('two processes that start at once on a new database both become ready', async () => {
  const [one, other] = await Promise.all([startProduct(environment()), startProduct(environment())]);
  expect((await fetch(`${one.base}/health/ready`)).status).toBe(200);
  expect((await fetch(`${other.base}/health/ready`)).status).toBe(200);
  await Promise.all([one.stop(), other.stop()]);
});

it('outside a demonstration there is neither a clock to move nor a sign-in that everybody knows', async () => {
  const product = await startProduct({ ...environment(), PORT: String(await freePort()) });
  expect((await fetch(`${product.base}/dev/clock`)).status).toBe(404);
  const signIn = await fetch(`${product.base}/api/v1/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'helena.marsh@nca.example', password: 'heather-lantern-4417-quarry' }),
  });
  expect(signIn.status).toBe(401);
  await product.stop();
});
