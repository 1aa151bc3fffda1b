import { followUpChanged } from '../../src/features/follow-ups/follow-ups.jobs.js';
import { planFollowUp, sweep } from '../../src/features/reminders/reminders.jobs.js';
import type { JobsView } from '../../src/features/administration/jobs/jobs.dto.js';
import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let admin: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  admin = await t.make.user('admin', (await t.make.agency()).id);
  browser = await t.asBrowser(admin);
});
afterAll(() => t.close());

async function overview(): Promise<JobsView> {
  const { body } = await t.as(admin.token).get('jobs').expect(200);
  return body as JobsView;
}
const jobNamed = async (name: string): Promise<unknown> => (await overview()).items.find((job) => job.name === name);

/** Work that a job owes, tried so often in vain. */
async function owed(attempts: number): Promise<string> {
  const [eventId, id, at] = [newId(), newId(), t.clock.machineNow()];
  const payload = { followUpId: newId() };
  await t.make.row('outbox_events', {
    id: eventId,
    name: followUpChanged.name,
    payload,
    created_at: at,
    relayed_at: at,
  });
  const error = attempts > 0 ? { last_error: 'TypeError' } : {};
  await t.make.row('outbox_deliveries', {
    id,
    event_id: eventId,
    job: planFollowUp.name,
    created_at: at,
    enqueued_at: at,
    attempts,
    ...error,
  });
  return id;
}

it('tells of every job when it last succeeded and failed, and how it is doing', async () => {
  expect(await jobNamed(sweep.name)).toMatchObject({
    everySeconds: 60,
    on: null,
    health: 'never',
    lastSucceededAt: null,
  });
  await t.runner.run(sweep.name);
  expect(await jobNamed(sweep.name)).toMatchObject({
    health: 'well',
    lastSucceededAt: '2026-06-10T09:00:00.000Z',
    lastError: null,
  });
  t.time.forward(301_000);
  expect(await jobNamed(sweep.name)).toMatchObject({ health: 'late' });
  await t.runner.run(sweep.name);
  expect(await jobNamed(planFollowUp.name)).toMatchObject({
    everySeconds: null,
    on: followUpChanged.name,
    health: 'never',
  });
});

it('counts what waits, and names what failed by its job and the class of its error only', async () => {
  const [failed, waiting] = [await owed(9), await owed(0)];
  await t.make.row('outbox_events', {
    id: newId(),
    name: followUpChanged.name,
    payload: { followUpId: 'canary' },
    created_at: t.clock.now(),
  });
  const { backlog, failures } = await overview();
  expect(backlog).toMatchObject({ events: 1, deliveries: 2, mails: 0, failedMails: 0 });
  expect(failures).toEqual([
    {
      deliveryId: failed,
      job: planFollowUp.name,
      event: followUpChanged.name,
      attempts: 9,
      lastError: 'TypeError',
      createdAt: expect.any(String),
      enqueuedAt: expect.any(String),
    },
  ]);
  expect(JSON.stringify([backlog, failures])).not.toMatch(new RegExp(`canary|${waiting}`));
  const page = await browser.get('/admin/jobs');
  expect(page.text).toContain('Reminders: plan follow up TypeError 9');
  expect(page.text).toContain('Events not handed on yet 1, the oldest of 10 June 2026');
  expect(page.html).not.toContain('canary');
});

it('has what failed tried again at once after asking, and keeps who had it', async () => {
  const id = await owed(3);
  const asking = await browser.get(`/admin/jobs?retry=${id}`);
  expect([asking.status, asking.headings]).toEqual([200, ['Try this again now?']]);
  expect(asking.text).toContain('Reminders: plan follow up: tried 3 times, TypeError');
  const sent = await browser.fill(`/admin/jobs?retry=${id}`, 'Try it again now', {});
  expect((await browser.follow(sent)).text).toContain('It is being tried again.');
  const [row] = await t.source.query(
    `select enqueued_at = 'epoch' as due, done_at from outbox_deliveries where id = $1`,
    [id],
  );
  expect(row).toEqual({ due: true, done_at: null });
  const entries = await t.source.query('select actor_user_id, verb from audit_entries where record_id = $1', [id]);
  expect(entries).toEqual([{ actor_user_id: admin.id, verb: 'job.retry' }]);
});

it('retries nothing that has not failed, is done or is not there', async () => {
  const [waiting, done] = [await owed(0), await owed(2)];
  await t.source.query('update outbox_deliveries set done_at = now() where id = $1', [done]);
  for (const deliveryId of [waiting, done, newId()]) {
    await t.as(admin.token).post('jobs/retries', { deliveryId }).expect(404);
    expect((await browser.get(`/admin/jobs?retry=${deliveryId}`)).status).toBe(404);
  }
  await t.as(admin.token).post('jobs/retries', { deliveryId: 'x' }).expect(400);
  expect((await browser.get('/admin/jobs?retry=x')).status).toBe(404);
});

it.each(['liaison', 'auditor'] as const)('is not for the role %s', async (role) => {
  const person = await t.make.user(role, admin.organisationId);
  await t.as(person.token).get('jobs').expect(403);
  await t.as(person.token).post('jobs/retries', { deliveryId: newId() }).expect(403);
  expect((await (await t.asBrowser(person)).get('/admin/jobs')).status).toBe(403);
});
