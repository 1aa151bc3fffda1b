import pg from 'pg';
import { DataSource } from 'typeorm';
import { addDays } from '../../src/kernel/calendar-date.js';
import { Clock } from '../../src/kernel/clock.js';
import { createDataSource } from '../../src/platform/database/data-source.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { Factory } from '../support/factory.js';
import { dataFolder, startProduct, type Product } from '../support/product.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';

let database: TestDatabase;
let smtp: SmtpPeer;
let source: DataSource;
let product: Product;
let holder: pg.Client | null = null;
const folder = dataFolder();
const clock = new Clock();

beforeAll(async () => {
  database = await freshDatabase();
  smtp = await startSmtpPeer();
  source = await createDataSource(database.applicationUrl, []).initialize();
}, 300_000);

afterAll(async () => {
  await holder?.end();
  await product?.stop();
  await source.destroy();
  await smtp.close();
  await database.drop();
  folder.remove();
});

const start = (): Promise<Product> =>
  startProduct({
    DATABASE_URL: database.applicationUrl,
    MIGRATION_DATABASE_URL: database.ownerUrl,
    SMTP_URL: smtp.url,
    DATA_FOLDER: folder.path,
  });

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const patience = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > patience) throw new Error(`waited in vain: ${product.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it('a worker killed between the mail server’s acceptance and our commit loses nothing, and what may have gone out twice says so', async () => {
  const make = new Factory(source, clock);
  const agency = await make.agency();
  const owner = await make.user('liaison', agency.id);
  const agreements = [];
  for (let number = 0; number < 3; number += 1)
    agreements.push(
      await make.agreement({
        agency_id: agency.id,
        owner_user_id: owner.id,
        stage: 'executed',
        executed_on: '2025-12-15',
        // Its thirty-day reminder fell due yesterday, whatever the hour now is.
        end_on: addDays(clock.today(), 29),
      }),
    );

  // Holds the row of the second message, so that its outcome cannot be kept; then the worker dies.
  const lock = new pg.Client({ connectionString: database.ownerUrl });
  holder = lock;
  await lock.connect();
  let killed: { messageId: string } | null = null;
  let locked = false;
  smtp.onMail = async ({ messageId }) => {
    if (smtp.received.length !== 1 || killed) return;
    killed = { messageId };
    await lock.query('begin');
    await lock.query('select 1 from reminder_messages where message_id = $1 for update', [messageId]);
    locked = true;
  };
  product = await start();
  await until(() => locked && smtp.received.some(({ messageId }) => messageId === killed!.messageId));
  await product.kill();
  await lock.query('rollback');
  expect(product.process.signalCode).toBe('SIGKILL');

  // The dead worker's leases would end by themselves within two minutes.
  await source.query(
    `update reminder_messages set leased_until = leased_until - interval '10 minutes' where state = 'sending'`,
  );
  product = await start();
  await until(async () => {
    const [{ count }] = await source.query<{ count: number }[]>(
      `select count(*)::integer as count from reminders where state = 'sent' and offset_days = -30`,
    );
    return count === agreements.length;
  });

  // One for each in the owner's inbox: the one whose worker was killed has neither two nor none.
  const inbox = await source.query<{ record_id: string }[]>('select record_id from notifications where user_id = $1', [
    owner.id,
  ]);
  expect(inbox.map(({ record_id }) => record_id).sort()).toEqual(agreements.map(({ id }) => id).sort());

  const messages = await source.query<{ message_id: string; maybe_duplicate: boolean; state: string }[]>(
    'select message_id, maybe_duplicate, state from reminder_messages',
  );
  expect(messages).toHaveLength(agreements.length);
  for (const { message_id, maybe_duplicate, state } of messages) {
    expect(state).toBe('sent');
    const copies = smtp.received.filter((mail) => mail.messageId === message_id);
    expect(copies.length).toBeGreaterThanOrEqual(1);
    if (copies.length > 1) expect(maybe_duplicate).toBe(true);
  }
  const twice = smtp.received.filter(({ messageId }) => messageId === killed!.messageId);
  expect(twice).toHaveLength(2);
}, 300_000);
