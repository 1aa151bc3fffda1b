import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Redis, type RedisOptions } from 'ioredis';
import { freePort } from './product.js';

const outside = process.env.TEST_REDIS_URL;
const program = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'redis-server'))
  .find(isProgram);

/** Tests that need a Redis: skipped by name where there is neither `redis-server` nor TEST_REDIS_URL. */
export const describeWithRedis = program !== undefined || outside ? describe : describe.skip;
/** Tests that stop and kill it need one of their own. */
export const describeWithOwnRedis = program !== undefined ? describe : describe.skip;

export interface TestRedis {
  readonly url: string;
  /** Forgets all it holds, while it runs. */
  wipe(): Promise<void>;
  /** Asks it something of its own. */
  ask(command: string, ...args: string[]): Promise<unknown>;
  /** As kill -9 does; what it held is gone. */
  kill(): Promise<void>;
  /** Begins again at the same address, empty. Nothing happens while it runs. */
  start(): Promise<void>;
  /** Ends it for good. */
  stop(): Promise<void>;
}

/** TEST_REDIS_URL, which is emptied, or else a private server that keeps nothing on disk. */
export async function startRedis(settings: Record<string, string> = {}): Promise<TestRedis> {
  const isPrivate = outside === undefined || Object.keys(settings).length > 0;
  const redis = isPrivate ? await startPrivateRedis(settings) : of(outside);
  await redis.start();
  await redis.wipe();
  return redis;
}

/** A server of this test alone, which may be killed. */
export async function startPrivateRedis(settings: Record<string, string> = {}): Promise<TestRedis> {
  if (program === undefined) throw new Error('There is no redis-server on the PATH.');
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const folder = mkdtempSync(join(tmpdir(), 'accord-redis-'));
  const given = {
    port: String(port),
    bind: '127.0.0.1',
    requirepass: password,
    save: '',
    appendonly: 'no',
    ...settings,
  };
  const redis = of(`redis://:${password}@127.0.0.1:${port}`);
  let server: ChildProcess | null = null;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = server;
    server = null;
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await ended;
  };
  const endToo = (): void => void server?.kill('SIGKILL');
  process.once('exit', endToo);
  const started: TestRedis = {
    ...redis,
    start: async () => {
      server ??= spawn(
        program,
        Object.entries(given).flatMap(([name, value]) => [`--${name}`, value]),
        {
          cwd: folder,
          stdio: 'ignore',
        },
      );
      await redis.start();
    },
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM');
      process.off('exit', endToo);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await started.start();
  return started;
}

function of(url: string): TestRedis {
  const asking = async <Answer>(
    ask: (client: Redis) => Promise<Answer>,
    options: RedisOptions = {},
  ): Promise<Answer> => {
    const client = new Redis(url, options);
    client.on('error', () => undefined);
    try {
      return await ask(client);
    } finally {
      client.disconnect();
    }
  };
  return {
    url,
    wipe: () => asking(async (client) => void (await client.flushall())),
    ask: (command, ...args) => asking((client) => client.call(command, ...args)),
    kill: () => Promise.reject(new Error('the Redis of TEST_REDIS_URL is not ours to kill')),
    // Waits until it answers.
    start: () =>
      asking(async (client) => void (await client.ping()), { retryStrategy: () => 50, maxRetriesPerRequest: 600 }),
    stop: () => Promise.resolve(),
  };
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
