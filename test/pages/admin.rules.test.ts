import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';

let t: TestApp;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

it('shows each rule: what it watches, when it is sent, how often soon, and its mail', async () => {
  const agency = await t.make.agency();
  const liaison = await t.make.user('liaison', agency.id);
  const given = { agency_id: agency.id, owner_user_id: liaison.id, stage: 'executed', executed_on: '2025-12-15' };
  // Seven days before the end lies in the next thirty days; the earlier ones have passed.
  await t.make.agreement({
    ...given,
    end_on: '2026-07-05',
    title: 'Canary of the title',
    marking: 'OFFICIAL-SENSITIVE',
    sharing: 'named',
  });
  await t.make.followUp({ agency_id: agency.id, due_on: '2026-07-10', assignee_user_id: liaison.id });
  await t.make.followUp({ agency_id: agency.id, due_on: '2026-07-11', assignee_user_id: liaison.id });
  await t.runner.run(sweep.name);
  const admin = await t.make.user('admin', agency.id);
  const page = await (await t.asBrowser(admin)).get('/admin/rules');
  expect([page.status, page.title, page.headings]).toEqual([200, 'Reminder rules – Accord', ['Reminder rules']]);
  expect(page.text).toContain(
    'An agreement ends In use Date it watches Agreements: end When it is sent 180, 90, 30 and 7 days before In the next 30 days 1 reminder',
  );
  expect(page.text).toContain(
    'A follow-up is due In use Date it watches Follow ups: due When it is sent On the day In the next 30 days 1 reminder',
  );
  expect(page.text).toContain('Agreement AGR-2026-0000 ends on 7 December 2026, which is its last day in force.');
  expect(page.html).not.toContain('Canary');
});

it('counts for everybody else what they may see, through the API', async () => {
  const other = await t.make.user('liaison', (await t.make.agency()).id);
  const { body } = await t.as(other.token).get('reminder-rules').expect(200);
  const { items } = body as { items: { code: string; next30Days: number }[] };
  expect(items.find(({ code }) => code === 'agreement-end')).toMatchObject({
    code: 'agreement-end',
    next30Days: 0,
    example: { subject: 'AGR-2026-0000 ends on 7 December 2026' },
  });
});

it.each(['liaison', 'auditor'] as const)('the page is not for the role %s', async (role) => {
  const person = await t.make.user(role, (await t.make.agency()).id);
  expect((await (await t.asBrowser(person)).get('/admin/rules')).status).toBe(403);
});
