import { noteStatusChanges } from '../../src/features/agreements/status-changes/status-changes.jobs.js';
import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';

/** What agreements become as days pass is noted once, told of on the first page, and mailed to whoever looks after them. */
let t: TestApp;
let smtp: SmtpPeer;
let owner: Person;

beforeAll(async () => {
  smtp = await startSmtpPeer();
  t = await startTestApp({ smtpUrl: smtp.url });
});
afterAll(async () => {
  await t.close();
  await smtp.close();
});
beforeEach(async () => {
  t.time.set('2026-06-10T09:00:00Z');
  owner = await t.make.user('liaison', (await t.make.agency()).id);
});

const add = (given: object = {}) =>
  t.make.agreement({
    ...{ agency_id: owner.organisationId, owner_user_id: owner.id, stage: 'executed', executed_on: '2025-12-15' },
    ...given,
  });
const note = (): Promise<void> => t.runner.run(noteStatusChanges.name);
const noted = (id: string): Promise<object[]> =>
  t.source.query(
    `select previous, status, changed_on as on from agreement_status_changes where agreement_id = $1 order by noted_at, id`,
    [id],
  );
const mailed = (): string[] => smtp.received.filter(({ to }) => to === owner.email).map(({ subject }) => subject);

it('notes each status once with its first day, also when days have passed without it', async () => {
  const { id } = await add({ effective_on: '2026-06-12', end_on: '2026-12-31' });
  await Promise.all([note(), note()]);
  t.time.set('2026-06-15T09:00:00Z');
  await note();
  await note();
  t.time.set('2026-10-05T09:00:00Z');
  await note();
  t.time.set('2027-01-03T09:00:00Z');
  await note();
  expect(await noted(id)).toEqual([
    { previous: null, status: 'signed', on: '2026-04-11' },
    { previous: 'signed', status: 'active', on: '2026-06-12' },
    { previous: 'active', status: 'expiring', on: '2026-10-02' },
    { previous: 'expiring', status: 'expired', on: '2027-01-01' },
  ]);
});

it('mails that it has ended once, at eight, and nothing of one whose status is noted for the first time', async () => {
  const ended = await add({ end_on: '2026-06-10' });
  await add({ end_on: '2026-06-01' });
  await note();
  t.time.set('2026-06-11T07:30:00Z');
  await note();
  await t.runner.run(sweep.name);
  await t.runner.run(sweep.name);
  expect(mailed().filter((subject) => subject.includes('ended'))).toEqual([`${ended.reference} has ended`]);
});

it('mails that it came into force, and that it renewed itself', async () => {
  const begun = await add({ effective_on: '2026-06-11', end_on: '2029-12-31' });
  const renewed = await add({
    ...{ effective_on: '2025-07-01', end_on: '2026-06-10', renewal_type: 'automatic', renewal_months: 12 },
  });
  await note();
  t.time.set('2026-06-11T07:30:00Z');
  await note();
  await t.runner.run(sweep.name);
  expect(mailed()).toEqual(
    expect.arrayContaining([
      `${begun.reference} is in force since 11 June 2026`,
      `${renewed.reference} has renewed itself`,
    ]),
  );
});

it('mails nothing of the beginning of what has been terminated since', async () => {
  const begun = await add({ effective_on: '2026-06-11', end_on: '2029-12-31' });
  await note();
  t.time.set('2026-06-11T05:00:00Z');
  await note();
  await t.source.query(`update agreements set terminated_on = '2026-06-11' where id = $1`, [begun.id]);
  t.time.set('2026-06-11T07:30:00Z');
  await t.runner.run(sweep.name);
  expect(mailed().filter((subject) => subject.includes('is in force'))).toEqual([]);
});

it('mails nothing of what somebody has changed since', async () => {
  const ended = await add({ end_on: '2026-06-10' });
  await note();
  t.time.set('2026-06-11T05:00:00Z');
  await note();
  await t.source.query(`update agreements set end_on = '2027-06-10' where id = $1`, [ended.id]);
  t.time.set('2026-06-11T07:30:00Z');
  await t.runner.run(sweep.name);
  expect(mailed().filter((subject) => subject.includes('has ended'))).toEqual([]);
});

it('tells its owner on their first page, and nobody else', async () => {
  const { reference } = await add({ end_on: '2026-06-10' });
  const colleague = await t.make.user('liaison', owner.organisationId);
  await note();
  for (const person of [owner, colleague]) await (await t.asBrowser(person)).get('/');
  t.time.set('2026-06-11T07:30:00Z');
  await note();
  const arrived = async (person: Person) => (await (await t.asBrowser(person)).get('/')).text;
  expect(await arrived(owner)).toMatch(new RegExp(`${reference} .{1,200}ended the day before 11 June 2026`));
  expect(await arrived(colleague)).not.toContain('ended the day before');
});
