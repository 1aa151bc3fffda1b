import { readConfig } from '../../src/platform/config.js';
import { AppModule, jobs } from '../../src/app.module.js';
import { followUpChanged } from '../../src/features/follow-ups/follow-ups.jobs.js';
import { planFollowUp, sweep } from '../../src/features/reminders/reminders.jobs.js';
import { systemActor } from '../../src/kernel/actor.js';
import { newId } from '../../src/kernel/identifier.js';
import { defineEvent, type Transaction } from '../../src/platform/database/transaction.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { createHttpApp, initialise } from '../../src/platform/http-app.js';
import { OutboxBell } from '../../src/platform/jobs/bell.js';
import { isScheduled, type SubscribedHandler } from '../../src/platform/jobs/define.js';
import { JobHandlers } from '../../src/platform/jobs/handlers.js';
import { JobQueue } from '../../src/platform/jobs/queue.js';
import { OutboxRelay } from '../../src/platform/jobs/relay.js';
import { JobRunner } from '../../src/platform/jobs/runner.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { silenceLog } from '../support/log.js';
import { describeWithRedis, startRedis, type TestRedis } from '../support/redis.js';

/** What the handler under test leaves behind, in the transaction that also marks its delivery done. */
const effect = defineEvent<{ followUpId: string }>('test.effect');
const { name: job } = planFollowUp;
const leaveEffect = (tx: Transaction, followUpId: string): Promise<void> => tx.publish(effect, { followUpId });

/** Where the queue is kept, and how it is made to forget. */
interface Backend {
  readonly environment: NodeJS.ProcessEnv;
  /** Adds to a queue from which nobody takes, and makes it forget what it was given. */
  forget(app: TestApp, add: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

const onPostgres = (): Promise<Backend> =>
  Promise.resolve({
    environment: {},
    forget: async ({ source }, add) => {
      await source.query(`insert into bullmq.meta (queue, field, value) values ('accord', 'paused', '1')`);
      await add();
      await source.query('delete from bullmq.job');
      await source.query(`delete from bullmq.meta where field = 'paused'`);
    },
    stop: () => Promise.resolve(),
  });

const onRedis = async (): Promise<Backend> => {
  const redis: TestRedis = await startRedis();
  return {
    environment: { REDIS_URL: redis.url },
    forget: async (_app, add) => {
      await redis.ask('hset', 'bull:accord:meta', 'paused', '1');
      await add();
      await redis.wipe();
    },
    stop: () => redis.stop(),
  };
};

describe('with the queue in PostgreSQL', () => theOutbox(onPostgres));
describeWithRedis('with the queue in Redis', () => theOutbox(onRedis));

/** The same is asked of both. */
function theOutbox(start: () => Promise<Backend>): void {
  let t: TestApp;
  let work: UnitOfWork;
  let relay: OutboxRelay;
  let backend: Backend;
  /** What the handler does for a payload, when it is not simply to leave its effect. */
  const behaviours = new Map<string, SubscribedHandler>();

  beforeAll(async () => {
    // Handlers fail on purpose here.
    silenceLog();
    backend = await start();
    t = await startTestApp({ environment: backend.environment });
    work = t.app.get(UnitOfWork);
    relay = t.app.get(OutboxRelay);
    handleIn(t.app.get(JobHandlers));
    await t.runner.start();
  }, 180_000);
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await t.close();
    await backend.stop();
  });

  /** The real handler of every other job; for this one, what the test says. */
  function handleIn(handlers: JobHandlers): void {
    const real = handlers.of.bind(handlers);
    const ours: SubscribedHandler = (tx, { followUpId }) =>
      (behaviours.get(followUpId) ?? ((within) => leaveEffect(within, followUpId)))(tx, { followUpId });
    handlers.of = (name) => (name === job ? (ours as ReturnType<typeof real>) : real(name));
  }

  const publish = (followUpId = newId()): Promise<string> =>
    work.transaction(systemActor('test'), async (tx) => {
      await tx.publish(followUpChanged, { followUpId });
      return followUpId;
    });

  interface Delivery {
    id: string;
    attempts: number;
    lastError: string | null;
    done: boolean;
  }

  async function deliveriesOf(followUpId: string): Promise<Delivery[]> {
    return t.source.query<Delivery[]>(
      `select d.id, d.attempts, d.last_error as "lastError", d.done_at is not null as done
     from outbox_deliveries d join outbox_events e on e.id = d.event_id
     where e.name = $1 and e.payload ->> 'followUpId' = $2 and d.job = $3`,
      [followUpChanged.name, followUpId, job],
    );
  }

  async function effectsOf(followUpId: string): Promise<number> {
    const [{ count }] = await t.source.query<{ count: number }[]>(
      `select count(*)::integer as count from outbox_events where name = $1 and payload ->> 'followUpId' = $2`,
      [effect.name, followUpId],
    );
    return count;
  }

  async function until(holds: () => Promise<boolean>): Promise<void> {
    const patience = Date.now() + 60_000;
    while (!(await holds())) {
      if (Date.now() > patience) throw new Error('waited in vain');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** When the job was last begun, in milliseconds of the test's time. */
  async function startsOf(name: string): Promise<number> {
    const [row] = await t.source.query<{ at: Date }[]>('select last_started_at as at from job_runs where job = $1', [
      name,
    ]);
    return row?.at.getTime() ?? 0;
  }

  const isDone = async (followUpId: string): Promise<boolean> =>
    (await deliveriesOf(followUpId)).some(({ done }) => done);

  async function expectOnce(followUpId: string): Promise<void> {
    await until(() => isDone(followUpId));
    expect(await deliveriesOf(followUpId)).toHaveLength(1);
    expect(await effectsOf(followUpId)).toBe(1);
  }

  /** Long enough for what was enqueued without success to be enqueued again, after so many failures. */
  const forwardPastRetry = (failures = 0): void => t.time.forward((30 * 2 ** failures + 1) * 1000);

  it('an event is delivered once to its subscriber, soon after the commit', async () => {
    await expectOnce(await publish());
  });

  it('a hundred events published at once are each delivered once', async () => {
    const published = await Promise.all(Array.from({ length: 100 }, () => publish()));
    for (const followUpId of published) await expectOnce(followUpId);
  }, 180_000);

  it('a transaction that is rolled back publishes nothing', async () => {
    const followUpId = newId();
    const refused = work.transaction(systemActor('test'), async (tx) => {
      await tx.publish(followUpChanged, { followUpId });
      throw new Error('changed my mind');
    });
    await expect(refused).rejects.toThrow('changed my mind');
    await relay.pass();
    expect(await deliveriesOf(followUpId)).toEqual([]);
    expect(await effectsOf(followUpId)).toBe(0);
  });

  it('a handler that fails is seen to have failed, leaves nothing behind, and is tried again until it succeeds', async () => {
    const followUpId = newId();
    let tries = 0;
    behaviours.set(followUpId, async (tx) => {
      await leaveEffect(tx, followUpId);
      tries += 1;
      if (tries <= 2) throw new TypeError('not yet');
    });
    await publish(followUpId);
    for (const failures of [1, 2]) {
      await until(async () => (await deliveriesOf(followUpId))[0]?.attempts === failures);
      expect(await deliveriesOf(followUpId)).toMatchObject([
        { attempts: failures, lastError: 'TypeError', done: false },
      ]);
      expect(await effectsOf(followUpId)).toBe(0);
      const [run] = await t.source.query(
        `select last_error as error, last_failed_at >= last_started_at as "failedLast" from job_runs where job = $1`,
        [job],
      );
      expect(run).toEqual({ error: 'TypeError', failedLast: true });
      await relay.pass();
      expect(tries).toBe(failures);
      forwardPastRetry(failures);
      await relay.pass();
    }
    await expectOnce(followUpId);
    expect(tries).toBe(3);
  });

  it('waits twice as long after each failure, and an hour at most', async () => {
    const followUpId = newId();
    behaviours.set(followUpId, () => Promise.reject(new Error('never')));
    await publish(followUpId);
    await until(async () => (await deliveriesOf(followUpId))[0]?.attempts === 1);
    const [{ id }] = await deliveriesOf(followUpId);
    const enqueuedAt = async (): Promise<string> => {
      const [row] = await t.source.query<{ at: string }[]>(
        'select enqueued_at::text as at from outbox_deliveries where id = $1',
        [id],
      );
      return row.at;
    };
    for (const [attempts, seconds] of [
      [1, 60],
      [3, 240],
      [7, 3600],
      [2000, 3600],
    ]) {
      await t.source.query('update outbox_deliveries set attempts = $2, enqueued_at = $3 where id = $1', [
        id,
        attempts,
        t.clock.machineNow(),
      ]);
      const before = await enqueuedAt();
      t.time.forward((seconds - 1) * 1000);
      await relay.pass();
      expect(await enqueuedAt()).toBe(before);
      t.time.forward(2000);
      await relay.pass();
      expect(await enqueuedAt()).not.toBe(before);
      await until(async () => (await deliveriesOf(followUpId))[0].attempts === attempts + 1);
    }
  });

  it('a relay that dies between taking events and enqueueing them loses none', async () => {
    const add = jest.spyOn(t.app.get(JobQueue), 'add').mockResolvedValueOnce(undefined);
    const followUpId = await publish();
    await until(async () => add.mock.calls.length > 0 && (await deliveriesOf(followUpId)).length === 1);
    expect(await isDone(followUpId)).toBe(false);
    await relay.pass();
    expect(await isDone(followUpId)).toBe(false);
    forwardPastRetry();
    await relay.pass();
    await expectOnce(followUpId);
  });

  it('what could not be enqueued is enqueued by the next pass', async () => {
    const add = jest.spyOn(t.app.get(JobQueue), 'add').mockRejectedValueOnce(new Error('away'));
    const followUpId = await publish();
    await until(async () => add.mock.calls.length > 0 && (await deliveriesOf(followUpId)).length === 1);
    await relay.pass();
    await expectOnce(followUpId);
  });

  it('what a process publishes that runs no jobs reaches the workers', async () => {
    const config = readConfig({ NODE_ENV: 'test', ROLE: 'api', DATABASE_URL: t.database.applicationUrl, LOG_LEVEL: 'silent', SECRET_KEY: 'x'.repeat(32) }); // prettier-ignore
    const api = await createHttpApp(
      AppModule.with({ config, databaseUrl: t.database.applicationUrl, clock: t.clock }),
      config,
    );
    await initialise(api);
    api.get(OutboxBell).tellWorkers();
    // Beside the relay's, which would also look by itself after a few seconds.
    const bell = new OutboxBell(work, t.source, t.database.applicationUrl);
    const ring = jest.fn();
    await bell.hearOthers(ring);
    try {
      const followUpId = newId();
      await api.get(UnitOfWork).transaction(systemActor('test'), (tx) => tx.publish(followUpChanged, { followUpId }));
      await until(() => Promise.resolve(ring.mock.calls.length > 0));
      await expectOnce(followUpId);
      // A connection that is lost is opened again by the relay's next look.
      await t.source.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen accord_outbox' and datname = current_database()`,
      );
      ring.mockClear();
      await until(async () => {
        await bell.hearOthers(ring);
        await api.get(UnitOfWork).transaction(systemActor('test'), (tx) => tx.publish(followUpChanged, { followUpId }));
        return ring.mock.calls.length > 0;
      });
    } finally {
      await bell.stop(ring);
      await api.close();
    }
  });

  it('a queue that forgot its schedules is given them again, and every scheduled job at once', async () => {
    const queue = t.app.get(JobQueue);
    const schedules = jobs.filter(isScheduled).length;
    await until(async () => (await queue.schedules()) === schedules);
    const before = await startsOf(sweep.name);
    t.time.forward(1000);
    await queue.schedule([]);
    expect(await queue.schedules()).toBe(0);
    await until(async () => (await queue.schedules()) === schedules && (await startsOf(sweep.name)) > before);
  });

  it('a scheduled job whose turn the queue lost is begun again', async () => {
    const before = await startsOf(sweep.name);
    t.time.forward((sweep.everySeconds + 31) * 1000);
    await until(async () => (await startsOf(sweep.name)) > before);
  });

  it('a queue that forgot everything loses nothing', async () => {
    const queue = t.app.get(JobQueue);
    const add = queue.add.bind(queue);
    const forgetful = jest.spyOn(queue, 'add').mockImplementationOnce(async (entries) => {
      // Held back until it is gone, so that no worker can be quicker.
      await backend.forget(t, () => add(entries));
    });
    const followUpId = await publish();
    await until(async () => forgetful.mock.results.length > 0 && (await deliveriesOf(followUpId)).length === 1);
    await forgetful.mock.results[0].value;
    expect(await isDone(followUpId)).toBe(false);
    forwardPastRetry();
    await relay.pass();
    await expectOnce(followUpId);
  });

  it('the same delivery taken by two workers at once, as a stalled job is, takes effect once', async () => {
    const followUpId = newId();
    let started = 0;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    behaviours.set(followUpId, async (tx) => {
      started += 1;
      await held;
      await leaveEffect(tx, followUpId);
    });
    await publish(followUpId);
    await until(async () => Promise.resolve(started === 1));
    const [{ id }] = await deliveriesOf(followUpId);
    const again = [t.runner.run(job, id), t.runner.run(job, id)];
    await until(async () => {
      const [{ waiting }] = await t.source.query<{ waiting: number }[]>(
        `select count(*)::integer as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like '%outbox_deliveries%'`,
      );
      return waiting === 2;
    });
    release();
    await Promise.all(again);
    await expectOnce(followUpId);
    expect(started).toBe(1);
  });

  it('two runners on one database deliver each event once', async () => {
    const config = readConfig({ NODE_ENV: 'test', DATABASE_URL: t.database.applicationUrl, LOG_LEVEL: 'silent', SECRET_KEY: 'x'.repeat(32), ...backend.environment }); // prettier-ignore
    const parts = { config, databaseUrl: t.database.applicationUrl, clock: t.clock };
    const second = await createHttpApp(AppModule.with(parts), config);
    await initialise(second);
    handleIn(second.get(JobHandlers));
    await second.get(JobRunner).start();
    try {
      const published = await Promise.all(Array.from({ length: 40 }, () => publish()));
      // Both relays look at the same time, and more than once.
      await Promise.all([relay.pass(), second.get(OutboxRelay).pass(), relay.pass(), second.get(OutboxRelay).pass()]);
      for (const followUpId of published) await expectOnce(followUpId);
    } finally {
      await second.close();
    }
  }, 180_000);
}
