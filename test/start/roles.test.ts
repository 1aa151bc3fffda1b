import { createServer, type Server } from 'node:net';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { dataFolder, launchProduct, startProduct, type Product } from '../support/product.js';
import { describeWithOwnRedis, startPrivateRedis, type TestRedis } from '../support/redis.js';

let database: TestDatabase;
const folder = dataFolder();
const running: Product[] = [];

const environment = (given: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  DATABASE_URL: database.applicationUrl,
  MIGRATION_DATABASE_URL: database.ownerUrl,
  DATA_FOLDER: folder.path,
  ...given,
});

async function start(given: NodeJS.ProcessEnv): Promise<Product> {
  const product = await startProduct(environment(given));
  running.push(product);
  return product;
}

beforeAll(async () => {
  database = await freshDatabase();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((product) => product.stop()));
});
afterAll(async () => {
  await database.drop();
  folder.remove();
});

const ready = async ({ base }: Product): Promise<unknown> => {
  const answer = await fetch(`${base}/health/ready`);
  return { status: answer.status, body: await answer.json() };
};

it('a process for people and two for jobs share a new database, and only the first answers people', async () => {
  const [api, one, other] = await Promise.all([
    start({ ROLE: 'api' }),
    start({ ROLE: 'worker' }),
    start({ ROLE: 'worker' }),
  ]);
  expect(await ready(api)).toEqual({ status: 200, body: { status: 'ready', queue: 'elsewhere' } });
  expect((await fetch(`${api.base}/sign-in`)).status).toBe(200);
  for (const worker of [one, other]) {
    expect(await ready(worker)).toEqual({ status: 200, body: { status: 'ready', queue: 'up' } });
    expect((await fetch(`${worker.base}/health/live`)).status).toBe(200);
    for (const path of [
      '/',
      '/sign-in',
      '/api/v1/me',
      '/api/docs',
      '/assets/accord.css',
      '/health/../sign-in',
      '/health',
    ]) {
      const answer = await fetch(worker.base + path, { redirect: 'manual' });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(await answer.json()).toMatchObject({
        detail: 'This process runs jobs. Pages and the API are answered by others.',
      });
    }
    expect(worker.output()).toMatch(/^Accord runs jobs; http:\S+\/health\/ready says how it is\n$/);
  }
});

it('two processes of one demonstration load it once, and follow when one of them moves its day', async () => {
  const own = await freshDatabase();
  try {
    const given = { DATABASE_URL: own.applicationUrl, MIGRATION_DATABASE_URL: own.ownerUrl, DEMONSTRATION: 'true' };
    const [api, other] = await Promise.all([start({ ...given, ROLE: 'api' }), start({ ...given, ROLE: 'all' })]);
    const clockOf = async ({ base }: Product): Promise<string> =>
      ((await (await fetch(`${base}/dev/clock`)).json()) as { today: string }).today;
    const before = await clockOf(other);
    const moved = await fetch(`${api.base}/dev/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ days: 3 }),
    });
    expect(moved.status).toBe(200);
    const today = await clockOf(api);
    expect(today > before).toBe(true);
    const patience = Date.now() + 60_000;
    while ((await clockOf(other)) !== today && Date.now() < patience) await new Promise((go) => setTimeout(go, 100));
    expect(await clockOf(other)).toBe(today);
    await Promise.all(running.splice(0).map((product) => product.stop()));
  } finally {
    await own.drop();
  }
});

describeWithOwnRedis('with Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startPrivateRedis();
  });
  afterAll(() => redis.stop());

  it('starts while Redis is away, says once that it is, and takes jobs when it comes', async () => {
    await redis.kill();
    const product = await start({ ROLE: 'all', REDIS_URL: redis.url });
    expect(await ready(product)).toEqual({ status: 200, body: { status: 'ready', queue: 'down' } });
    expect((await fetch(`${product.base}/sign-in`)).status).toBe(200);
    const worker = await launchProduct(environment({ ROLE: 'worker', REDIS_URL: redis.url }));
    running.push(worker);
    const patience = Date.now() + 60_000;
    const statusOf = (): Promise<number> =>
      fetch(`${worker.base}/health/ready`).then(
        ({ status }) => status,
        () => 0,
      );
    while ((await statusOf()) === 0 && Date.now() < patience) await new Promise((go) => setTimeout(go, 100));
    expect(await ready(worker)).toMatchObject({ status: 503, body: { detail: 'The queue cannot be reached.' } });
    await redis.start();
    while ((await statusOf()) !== 200 && Date.now() < patience) await new Promise((go) => setTimeout(go, 100));
    expect(await ready(worker)).toEqual({ status: 200, body: { status: 'ready', queue: 'up' } });
    for (const { output } of [product, worker]) {
      expect(output().match(/cannot be reached/g)).toHaveLength(1);
      expect(output()).not.toContain(new URL(redis.url).password);
    }
  });

  it('SIGTERM ends a worker in time although Redis went away under it', async () => {
    const worker = await start({ ROLE: 'worker', REDIS_URL: redis.url });
    await redis.kill();
    expect(await worker.stop()).toBe(0);
    await redis.start();
  });

  it('warns once of a Redis that may throw jobs away', async () => {
    const full = await startPrivateRedis({ maxmemory: '64mb', 'maxmemory-policy': 'allkeys-lru' });
    try {
      const worker = await start({ ROLE: 'worker', REDIS_URL: full.url });
      expect(
        worker.output().match(/its maxmemory-policy is \\"allkeys-lru\\" and should be \\"noeviction\\"/g),
      ).toHaveLength(1);
      expect(worker.output()).not.toMatch(/IMPORTANT/);
      await worker.stop();
    } finally {
      await full.stop();
    }
  });

  it('a wrong password stops the start', async () => {
    const url = new URL(redis.url);
    url.password = 'quite-another-word';
    const product = await launchProduct(environment({ REDIS_URL: url.href }));
    expect(await product.ended).toBe(1);
    expect(product.output()).toBe(
      'REDIS_URL leads to a Redis that refuses its user name or password: give the right ones.\n',
    );
  });
});

it('a Redis older than 7 stops the start', async () => {
  const old = await oldRedis();
  try {
    const product = await launchProduct(environment({ REDIS_URL: `redis://127.0.0.1:${old.port}` }));
    expect(await product.ended).toBe(1);
    expect(product.output()).toBe(
      'REDIS_URL leads to a Redis of version 6.2.14, but must lead to version 7 or later.\n',
    );
  } finally {
    old.server.close();
  }
});

/** Speaks as much of the protocol as says its version: no Redis 6 can be expected on a machine. */
async function oldRedis(): Promise<{ server: Server; port: number }> {
  const info = 'redis_version:6.2.14\r\nloading:0\r\nmaxmemory_policy:noeviction\r\n';
  const server = createServer((socket) => {
    socket.on('data', (data) => {
      for (const _ of data.toString().matchAll(/\binfo\b/gi)) socket.write(`$${info.length}\r\n${info}\r\n`);
      for (const _ of data.toString().matchAll(/\bclient\b/gi)) socket.write('+OK\r\n');
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as { port: number }).port };
}
