import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';

const token = 'a-token-of-the-test-that-is-long-enough';
let t: TestApp;

beforeAll(async () => {
  t = await startTestApp({ environment: { METRICS_TOKEN: token } });
});
afterAll(() => t.close());

const ask = async (authorization?: string): Promise<{ status: number; type: string | null; text: string }> => {
  const answer = await fetch(new URL('/metrics', await t.app.getUrl()), {
    headers: authorization ? { authorization } : {},
  });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
};

it('tells whoever has the token how the jobs are doing, and nothing of anybody', async () => {
  const agency = await t.make.agency();
  const owner = await t.make.user('liaison', agency.id);
  const { reference } = await t.make.agreement({
    agency_id: agency.id,
    owner_user_id: owner.id,
    stage: 'executed',
    executed_on: '2025-12-15',
    end_on: '2026-07-10',
  });
  await t.runner.run(sweep.name);
  const { status, type, text } = await ask(`Bearer ${token}`);
  expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  expect(text).toMatch(/^accord_job_last_success_timestamp_seconds\{job="reminders\.sweep"\} \d+/m);
  expect(text).toMatch(/^accord_job_unwell\{job="reminders\.sweep"\} 0$/m);
  expect(text).toMatch(/^accord_mails_waiting 0$/m);
  for (const word of [reference, owner.name, owner.email, agency.name]) expect(text).not.toContain(word);
});

it.each([undefined, 'Bearer ', `Bearer ${token}x`, `bearer ${token}`, token, 'Basic YWRtaW46YWRtaW4='])(
  'tells nothing to whoever sends %j',
  async (authorization) => {
    const { status, text } = await ask(authorization);
    expect([status, text.includes('accord_')]).toEqual([404, false]);
  },
);

it('is not for a person’s token', async () => {
  const admin = await t.make.user('admin', (await t.make.agency()).id);
  expect((await ask(`Bearer ${admin.token}`)).status).toBe(404);
});
