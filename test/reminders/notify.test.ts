import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { startNotifyPeer, type NotifyPeer } from '../support/notify.js';

/** The product with GOV.UK Notify in the place of a mail server. */
let t: TestApp;
let notify: NotifyPeer;

beforeAll(async () => {
  notify = await startNotifyPeer();
  const environment = {
    NOTIFY_API_KEY: notify.apiKey,
    NOTIFY_TEMPLATE_ID: notify.templateId,
    NOTIFY_BASE_URL: notify.url,
  };
  t = await startTestApp({ environment });
});
afterAll(async () => {
  await t.close();
  await notify.close();
});
beforeEach(() => {
  t.time.set('2026-06-10T09:00:00Z');
  notify.failing = null;
});

const run = (): Promise<void> => t.runner.run(sweep.name);

async function promised(): Promise<{ owner: Person; id: string }> {
  const agency = await t.make.agency();
  const owner = await t.make.user('liaison', agency.id);
  const { id } = await t.make.followUp({ agency_id: agency.id, assignee_user_id: owner.id, due_on: '2026-06-10' });
  return { owner, id };
}

interface Row {
  state: string;
  reason: string | null;
  message: { messageId: string; attempts: number; maybeDuplicate: boolean };
}

async function rowOf({ owner, id }: { owner: Person; id: string }): Promise<Row> {
  const { body } = await t.as(owner.token).get(`reminders?recordId=${id}`).expect(200);
  return (body as { items: (Row & { offsetDays: number })[] }).items.find(({ offsetDays }) => offsetDays === 0)!;
}

it('a reminder goes out with its Message-ID as the reference, and the ledger says so', async () => {
  const one = await promised();
  await run();
  const row = await rowOf(one);
  expect(row.state).toBe('sent');
  expect(notify.received.filter(({ to }) => to === one.owner.email)).toEqual([
    {
      to: one.owner.email,
      reference: row.message.messageId,
      subject: 'Follow-up due on 10 June 2026',
      body: expect.stringContaining(`/follow-ups/${one.id}\n`) as string,
      unsubscribe: undefined,
    },
  ]);
});

it('an address that is none fails at once', async () => {
  const one = await promised();
  notify.refused.add(one.owner.email);
  await run();
  expect(await rowOf(one)).toMatchObject({ state: 'failed', reason: 'The mail server refused the address.' });
});

it('while the service takes nothing no attempt counts, and a mail whose answer was lost may have been sent twice', async () => {
  const one = await promised();
  notify.failing = 503;
  await run();
  notify.failing = 'cut';
  t.time.forward(61_000);
  await run();
  notify.failing = null;
  t.time.forward(121_000);
  await run();
  expect(await rowOf(one)).toMatchObject({ state: 'sent', message: { attempts: 2, maybeDuplicate: true } });
  const references = notify.received.filter(({ to }) => to === one.owner.email).map(({ reference }) => reference);
  expect([references.length, new Set(references).size]).toEqual([2, 1]);
});
