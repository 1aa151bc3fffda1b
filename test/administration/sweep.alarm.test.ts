import { SweepAlarm } from '../../src/features/administration/jobs/sweep.alarm.js';
import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { silenceLog } from '../support/log.js';
import type { Person } from '../support/factory.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';

let t: TestApp;
let smtp: SmtpPeer;
let alarm: SweepAlarm;
let admins: Person[];
let liaison: Person;
let partner: Person;

beforeAll(async () => {
  smtp = await startSmtpPeer();
  t = await startTestApp({ smtpUrl: smtp.url });
  silenceLog();
  alarm = t.app.get(SweepAlarm);
  const agency = await t.make.agency();
  admins = [await t.make.user('admin', agency.id), await t.make.user('admin', agency.id)];
  await t.make.user('admin', agency.id, { disabled_at: t.clock.now() });
  liaison = await t.make.user('liaison', agency.id);
  partner = await t.make.user('partner', agency.id);
});
afterAll(async () => {
  await t.close();
  await smtp.close();
});

const words = 'Reminders have stopped';
const toldOn = async (person: Person, path = '/account'): Promise<boolean> => {
  const page = await (await t.asBrowser(person)).get(path);
  return page.text.includes(words);
};
const mailsTo = (people: readonly Person[]): number[] =>
  people.map(({ email }) => smtp.received.filter(({ to }) => to === email).length);

it('says on every page that reminders stand still, and tells administrators once, until they go out again', async () => {
  await t.runner.run(sweep.name);
  t.time.forward(120_000);
  await alarm.check();
  expect(await toldOn(liaison)).toBe(false);
  expect(smtp.received).toEqual([]);

  t.time.forward(1000);
  await alarm.check();
  for (const told of [liaison, ...admins]) expect(await toldOn(told)).toBe(true);
  expect(await toldOn(liaison, '/agreements/AGR-2026-0000')).toBe(true);
  expect(await toldOn(partner)).toBe(false);
  const page = await (await t.asBrowser(admins[0])).get('/account');
  expect(page.text).toContain(
    'Warning: Reminders have stopped: the job that sends them last ran well on 10 June 2026, 10am. None is lost: they go out when it works again. See the jobs',
  );
  expect(page.html).toContain('<a href="/admin/jobs">See the jobs</a>');
  expect((await (await t.asBrowser(liaison)).get('/account')).html).not.toContain('/admin/jobs');

  await Promise.all([alarm.check(), alarm.check()]);
  expect(mailsTo(admins)).toEqual([1, 1]);
  expect(smtp.received).toHaveLength(2);
  expect(smtp.received[0]).toMatchObject({ subject: 'Accord: reminders have stopped' });
  expect(smtp.received[0].text).toMatch(/on 10 June 2026, 10am\. [\s\S]*http:\/\/localhost:\d+\/admin\/jobs/);

  await t.runner.run(sweep.name);
  await alarm.check();
  expect(await toldOn(liaison)).toBe(false);

  t.time.forward(121_000);
  await alarm.check();
  expect(mailsTo(admins)).toEqual([2, 2]);
});

it('tells them as soon as the mail server is back, and whose address is refused keeps nobody else from being told', async () => {
  await t.runner.run(sweep.name);
  smtp.received.length = 0;
  t.time.forward(121_000);
  smtp.refused.add(admins[0].email);
  await smtp.goAway();
  await expect(alarm.check()).rejects.toThrow();
  expect(await toldOn(liaison)).toBe(true);
  await smtp.comeBack();
  await alarm.check();
  await alarm.check();
  expect(mailsTo(admins)).toEqual([0, 1]);
});
