import { DataSource } from 'typeorm';
import { Clock } from '../../src/kernel/clock.js';
import { addDays } from '../../src/kernel/calendar-date.js';
import { createDataSource } from '../../src/platform/database/data-source.js';
import { Browser } from '../support/browser.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { Factory, type Person } from '../support/factory.js';
import { startPrivatePostgres, type PrivatePostgres } from '../support/private-postgres.js';
import { dataFolder, startProduct, type Product } from '../support/product.js';
import { describeWithOwnRedis, startPrivateRedis, type TestRedis } from '../support/redis.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';

/** What a sweep does each minute, and a busy machine. */
const patienceMilliseconds = 150_000;
/** The product's own waits come to less than ten seconds; the rest is for a busy machine. */
const recoveryMilliseconds = 30_000;

async function until(
  holds: () => Promise<boolean> | boolean,
  told: () => string = () => '',
  milliseconds = patienceMilliseconds,
): Promise<void> {
  const patience = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > patience) throw new Error(`waited in vain\n${told()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const get = (product: Product, path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(product.base + path, { headers, redirect: 'manual' });
const asProgram = ({ token }: Person): Record<string, string> => ({ authorization: `Bearer ${token}` });
const count = (text: string, words: RegExp): number => [...text.matchAll(words)].length;

/** A promise of theirs, through the API: the record and the work that follows it. */
const promise = (product: Product, person: Person, dueOn: string): Promise<Response> =>
  fetch(`${product.base}/api/v1/follow-ups`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...asProgram(person) },
    body: JSON.stringify({ title: 'Send the invented figures', dueOn }),
  });

const owed = async (source: DataSource): Promise<number> => {
  const [{ number }] = await source.query<{ number: number }[]>(
    `select (select count(*) from outbox_events where relayed_at is null)::integer
          + (select count(*) from outbox_deliveries where done_at is null)::integer as number`,
  );
  return number;
};

/** Agreements whose thirty-day reminder fell due yesterday, whatever the hour now is. */
async function remindersDue(make: Factory, owner: Person, number: number): Promise<void> {
  for (let made = 0; made < number; made += 1)
    await make.agreement({
      agency_id: owner.organisationId,
      owner_user_id: owner.id,
      stage: 'executed',
      executed_on: '2025-12-15',
      end_on: addDays(clock.today(), 29),
    });
}

async function expectEachSentOnce(smtp: SmtpPeer, number: number, product: Product): Promise<void> {
  await until(
    () => new Set(smtp.received.map(({ messageId }) => messageId)).size === number,
    () => `${smtp.received.length} of ${number} received\n${product.output()}`,
  );
  expect(smtp.received).toHaveLength(number);
}

const clock = new Clock();
const folder = dataFolder();
let product: Product;
afterAll(async () => {
  await product?.stop();
  folder.remove();
});

describe('PostgreSQL is away for a while', () => {
  let postgres: PrivatePostgres;
  let source: DataSource;
  let smtp: SmtpPeer;
  let person: Person;
  let browser: Browser;
  let make: Factory;

  beforeAll(async () => {
    postgres = await startPrivatePostgres();
    smtp = await startSmtpPeer();
    source = await createDataSource(postgres.applicationUrl, []).initialize();
    make = new Factory(source, clock);
    person = await make.user('liaison', (await make.agency()).id);
    product = await startProduct({
      DATABASE_URL: postgres.applicationUrl,
      MIGRATION_DATABASE_URL: postgres.ownerUrl,
      SMTP_URL: smtp.url,
      DATA_FOLDER: folder.path,
    });
    browser = new Browser(product.base, { accord: await make.session(person.id, 'cookie') });
  });
  afterAll(async () => {
    await product.stop();
    await source.destroy();
    await smtp.close();
    await postgres.stop();
  });

  it('says so in a sentence, to programs and to people, and is there again without a restart', async () => {
    expect((await get(product, '/api/v1/me', asProgram(person))).status).toBe(200);
    expect((await browser.get('/')).status).toBe(200);
    await postgres.crash();

    const sentence =
      'The database cannot be reached just now. Try again in a moment. If you were saving something, look first whether it was kept.';
    for (let asked = 0; asked < 3; asked += 1) {
      const answer = await get(product, '/api/v1/me', asProgram(person));
      expect(answer.status).toBe(503);
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(await answer.json()).toMatchObject({ status: 503, title: 'Not available', detail: sentence });
    }
    expect((await promise(product, person, '2030-01-02')).status).toBe(503);
    const page = await browser.get('/');
    expect([page.status, page.headings]).toEqual([503, ['Not available']]);
    expect(page.text).toContain(sentence);
    const ready = await get(product, '/health/ready');
    expect([ready.status, await ready.json()]).toMatchObject([503, { detail: 'The database cannot be reached.' }]);
    expect((await get(product, '/health/live')).status).toBe(200);

    await postgres.restart();
    // The first question after the server answers is answered.
    expect((await get(product, '/api/v1/me', asProgram(person))).status).toBe(200);
    expect((await browser.get('/')).status).toBe(200);
    expect((await get(product, '/health/ready')).status).toBe(200);
    expect(product.process.exitCode).toBeNull();
  });

  it('takes jobs again by itself, sends what fell due once, and says once that it was away', async () => {
    await promise(product, person, '2030-01-02');
    await until(async () => (await owed(source)) === 0, product.output);
    await remindersDue(make, person, 15);
    const lines = product.output().length;
    await postgres.crash();
    // The queue, the relay and the turns all look for it meanwhile.
    await until(() => count(product.output().slice(lines), /cannot be reached/g) >= 2, product.output);
    await new Promise((resolve) => setTimeout(resolve, 6000));
    await postgres.restart();
    expect((await promise(product, person, '2030-01-03')).status).toBe(201);
    await until(async () => (await owed(source)) === 0, product.output, recoveryMilliseconds);
    await expectEachSentOnce(smtp, 15, product);
    const said = product.output().slice(lines);
    expect(count(said, /cannot be reached/g)).toBeLessThanOrEqual(2);
    expect(said).not.toContain(new URL(postgres.applicationUrl).password);
  });
});

describeWithOwnRedis('Redis', () => {
  let redis: TestRedis;
  let database: TestDatabase;
  let source: DataSource;
  let smtp: SmtpPeer;
  let person: Person;
  let browser: Browser;
  let make: Factory;

  beforeAll(async () => {
    redis = await startPrivateRedis();
    database = await freshDatabase();
    smtp = await startSmtpPeer();
    source = await createDataSource(database.applicationUrl, []).initialize();
    make = new Factory(source, clock);
    person = await make.user('liaison', (await make.agency()).id);
    product = await startProduct({
      DATABASE_URL: database.applicationUrl,
      MIGRATION_DATABASE_URL: database.ownerUrl,
      REDIS_URL: redis.url,
      SMTP_URL: smtp.url,
      DATA_FOLDER: folder.path,
    });
    browser = new Browser(product.base, { accord: await make.session(person.id, 'cookie') });
  });
  afterAll(async () => {
    await product.stop();
    await source.destroy();
    await smtp.close();
    await database.drop();
    await redis.stop();
  });
  beforeEach(() => void (smtp.received.length = 0));

  const queue = async (): Promise<string> =>
    ((await (await get(product, '/health/ready')).json()) as { queue: string }).queue;

  it('is away: records are read and changed all the same, and what followed from that is done when it is back', async () => {
    await until(async () => (await queue()) === 'up', product.output);
    await redis.kill();
    for (let made = 0; made < 5; made += 1) expect((await promise(product, person, '2030-01-02')).status).toBe(201);
    expect((await get(product, '/api/v1/follow-ups', asProgram(person))).status).toBe(200);
    expect((await browser.get('/')).status).toBe(200);
    expect((await get(product, '/health/ready')).status).toBe(200);
    expect(await queue()).toBe('down');
    await remindersDue(make, person, 12);
    await until(() => count(product.output(), /cannot be reached/g) > 0);
    expect(await owed(source)).toBeGreaterThan(0);
    await redis.start();
    await until(async () => (await owed(source)) === 0, product.output, recoveryMilliseconds);
    expect(await queue()).toBe('up');
    await expectEachSentOnce(smtp, 12, product);
    expect(count(product.output(), /cannot be reached/g)).toBe(1);
    expect(product.output()).not.toContain(new URL(redis.url).password);
  });

  it('is wiped while it runs: everything due is sent once, and schedules come round again', async () => {
    await remindersDue(make, person, 12);
    for (let wiped = 0; wiped < 5; wiped += 1) {
      for (let made = 0; made < 4; made += 1) expect((await promise(product, person, '2030-01-02')).status).toBe(201);
      await redis.wipe();
    }
    await until(async () => (await owed(source)) === 0, product.output);
    await expectEachSentOnce(smtp, 12, product);
    await until(async () => Number(await redis.ask('zcard', 'bull:accord:repeat')) > 0, product.output);
  });
});
