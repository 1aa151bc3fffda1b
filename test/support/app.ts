import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { AppModule } from '../../src/app.module.js';
import { Clock } from '../../src/kernel/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { createHttpApp, initialise } from '../../src/platform/http-app.js';
import { JobRunner } from '../../src/platform/jobs/runner.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { Browser } from './browser.js';
import { Factory, type Person } from './factory.js';
import { restoreLogLevel } from './log.js';

/** The machine's time as a test sets it. */
export class TestTime {
  constructor(private instant = new Date('2026-06-10T09:00:00Z')) {}

  read = (): Date => new Date(this.instant);

  set(iso: string): void {
    this.instant = new Date(iso);
  }

  forward(milliseconds: number): void {
    this.instant = new Date(this.instant.getTime() + milliseconds);
  }
}

export interface TestApp {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly time: TestTime;
  readonly clock: Clock;
  readonly make: Factory;
  /** The application's own connections. */
  readonly source: DataSource;
  readonly runner: JobRunner;
  /** Calls the API as somebody, by their access value; as nobody without one. */
  as(accessToken: string | null): Caller;
  /** Reads the pages as somebody who is signed in, in a browser of their own; as nobody without one. */
  asBrowser(person: Person | null): Promise<Browser>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  readonly smtpUrl?: string;
  /** Also takes jobs from the queue; without it a test runs the jobs it wants through `runner`. */
  readonly withWorkers?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
  /** Instead of a fresh one; dropped with the application. */
  readonly database?: TestDatabase;
}

/** The whole product on a database of its own, at a time that the test sets. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const database = options.database ?? (await freshDatabase());
  const folder = mkdtempSync(join(tmpdir(), 'accord-test-'));
  const time = new TestTime();
  const clock = new Clock(time.read);
  const config = readConfig({
    NODE_ENV: 'test',
    DATA_FOLDER: folder,
    DATABASE_URL: database.applicationUrl,
    SMTP_URL: options.smtpUrl,
    LOG_LEVEL: 'silent',
    ...options.environment,
  });
  const app = await createHttpApp(AppModule.with({ config, databaseUrl: database.applicationUrl, clock }), config);
  await initialise(app);
  const runner = app.get(JobRunner);
  if (options.withWorkers) await runner.start();
  const source = app.get(DataSource);
  await app.listen(0, '127.0.0.1');
  const address = await app.getUrl();
  const make = new Factory(source, clock);
  return {
    app,
    database,
    time,
    clock,
    source,
    runner,
    make,
    as: (accessToken) => new Caller(address, accessToken),
    asBrowser: async (person) =>
      new Browser(address, person === null ? {} : { accord: await make.session(person.id, 'cookie') }),
    close: async () => {
      await app.close();
      restoreLogLevel();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One person's way to the API. Paths are below /api/v1 unless they begin with a slash. */
export class Caller {
  constructor(
    private readonly address: string,
    private readonly accessToken: string | null,
  ) {}

  get(path: string): supertest.Test {
    return this.send('get', path);
  }

  post(path: string, body?: unknown): supertest.Test {
    return this.send('post', path, body);
  }

  put(path: string, body: unknown, version?: number): supertest.Test {
    return this.send('put', path, body, version);
  }

  patch(path: string, body: unknown, version?: number): supertest.Test {
    return this.send('patch', path, body, version);
  }

  delete(path: string, version?: number): supertest.Test {
    return this.send('delete', path, undefined, version);
  }

  /** A POST that changes a record which has a version. */
  change(path: string, version: number, body: unknown): supertest.Test {
    return this.send('post', path, body, version);
  }

  send(
    method: 'get' | 'post' | 'put' | 'patch' | 'delete',
    path: string,
    body?: unknown,
    version?: number,
  ): supertest.Test {
    const call = supertest(this.address)[method](path.startsWith('/') ? path : `/api/v1/${path}`);
    if (this.accessToken !== null) void call.set('authorization', `Bearer ${this.accessToken}`);
    if (version !== undefined) void call.set('if-match', `"${version}"`);
    return body === undefined ? call : call.send(body as object);
  }
}
