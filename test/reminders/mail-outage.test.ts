import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';

let t: TestApp;
let smtp: SmtpPeer;

beforeAll(async () => {
  smtp = await startSmtpPeer();
  t = await startTestApp({ smtpUrl: smtp.url });
});
afterAll(async () => {
  await t.close();
  await smtp.close();
});
beforeEach(() => {
  t.time.set('2026-06-10T09:00:00Z');
  smtp.received.length = 0;
  smtp.busy = false;
});

const run = (): Promise<void> => t.runner.run(sweep.name);

/** Agreements whose thirty-day reminder is due, each with an owner of its own. More than one worker takes at once. */
async function due(number: number): Promise<Person[]> {
  const agency = await t.make.agency();
  const owners: Person[] = [];
  for (let made = 0; made < number; made += 1) {
    const owner = await t.make.user('liaison', agency.id);
    await t.make.agreement({
      agency_id: agency.id,
      owner_user_id: owner.id,
      stage: 'executed',
      executed_on: '2025-12-15',
      end_on: '2026-07-10',
    });
    owners.push(owner);
  }
  return owners;
}

interface Message {
  state: string;
  attempts: number;
  duplicate: boolean;
  error: string | null;
}

const messagesTo = (people: readonly Person[]): Promise<Message[]> =>
  t.source.query<Message[]>(
    `select state, attempts, maybe_duplicate as duplicate, last_error as error from reminder_messages
     where recipient_user_id = any($1) order by id`,
    [people.map(({ id }) => id)],
  );

const copiesFor = (people: readonly Person[]): number[] =>
  people.map(({ email }) => smtp.received.filter(({ to }) => to === email).length);

it('however long the mail server is away, all that is due is sent once when it is back, and is no duplicate', async () => {
  const owners = await due(25);
  await smtp.goAway();
  // Ten hours: more tries than a message that is refused is given.
  for (let tries = 0; tries < 60; tries += 1) {
    await run();
    t.time.forward(600_000);
  }
  const waiting = await messagesTo(owners);
  expect(waiting).toHaveLength(25);
  for (const { state, attempts, duplicate } of waiting)
    expect({ state, attempts, duplicate }).toEqual({ state: 'sending', attempts: 0, duplicate: false });
  expect(waiting.filter(({ error }) => error === 'The mail server could not be reached.')).toHaveLength(10);
  await smtp.comeBack();
  await run();
  expect(copiesFor(owners)).toEqual(owners.map(() => 1));
  for (const message of await messagesTo(owners))
    expect(message).toMatchObject({ state: 'sent', attempts: 1, duplicate: false });
});

it('a server that turns everybody away before they speak is as good as away', async () => {
  const owners = await due(3);
  smtp.busy = true;
  for (let tries = 0; tries < 10; tries += 1) {
    await run();
    t.time.forward(600_000);
  }
  for (const message of await messagesTo(owners))
    expect(message).toEqual({
      state: 'sending',
      attempts: 0,
      duplicate: false,
      error: 'The mail server could not be reached.',
    });
  smtp.busy = false;
  await run();
  expect(copiesFor(owners)).toEqual([1, 1, 1]);
});

it('whoever lost their account while the server was away gets nothing when it is back', async () => {
  const [gone, there] = await due(2);
  await smtp.goAway();
  await run();
  await t.source.query('update users set disabled_at = $2 where id = $1', [gone.id, t.clock.now()]);
  await smtp.comeBack();
  await run();
  expect(copiesFor([gone, there])).toEqual([0, 1]);
});
