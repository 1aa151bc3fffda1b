import { ReminderPlan } from '../../src/features/reminders/reminder.plan.js';
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
beforeEach(() => t.time.set('2026-06-10T09:00:00Z'));

const run = (): Promise<void> => t.runner.run(sweep.name);
const set = (table: string, id: string, column: string, value: unknown): Promise<unknown> =>
  t.source.query(['update', table, 'set', column, '= $2 where id = $1'].join(' '), [id, value]);

function mailsAbout(recordId: string, person: Person): number {
  return smtp.received.filter(({ to, text }) => to === person.email && text.includes(recordId)).length;
}

interface Scene {
  agency: { id: string };
  owner: Person;
  deputy: Person;
  lead: Person;
  cover: Person;
  agreement: { id: string; reference: string };
}

/** An agreement whose thirty-day reminder is due, with everybody who could hear of it; the owner's cover stands ready. */
async function scene(given: Record<string, unknown> = {}): Promise<Scene> {
  const agency = await t.make.agency();
  const make = (): Promise<Person> => t.make.user('liaison', agency.id);
  const [owner, deputy, lead, cover] = [await make(), await make(), await make(), await make()];
  await set('organisations', agency.id, 'lead_user_id', lead.id);
  await set('users', owner.id, 'cover_user_id', cover.id);
  const agreement = await t.make.agreement({
    agency_id: agency.id,
    owner_user_id: owner.id,
    deputy_user_id: deputy.id,
    stage: 'executed',
    executed_on: '2025-12-15',
    end_on: '2026-07-10',
    ...given,
  });
  return { agency, owner, deputy, lead, cover, agreement };
}

async function expectTold(one: Scene, who: 'owner' | 'deputy' | 'lead' | 'cover' | null): Promise<void> {
  const told = (['owner', 'deputy', 'lead', 'cover'] as const).filter(
    (name) => mailsAbout(one.agreement.reference, one[name]) > 0,
  );
  expect(told).toEqual(who === null ? [] : [who]);
}

async function dueReminderOf({ agreement }: Scene): Promise<{ state: string; reason: string | null }> {
  const [row] = await t.source.query<{ state: string; reason: string | null }[]>(
    `select state, reason from reminders where record_id = $1 and offset_days = -30 and state <> 'superseded'`,
    [agreement.id],
  );
  return row;
}

describe('who hears of a record when its owner does not', () => {
  it.each<[string, (one: Scene) => Promise<unknown>]>([
    [
      'went to another agency',
      async ({ owner }) => set('users', owner.id, 'organisation_id', (await t.make.agency()).id),
    ],
    ['works with records no more', ({ owner }) => set('users', owner.id, 'role', 'auditor')],
    ['has left', ({ owner }) => set('users', owner.id, 'disabled_at', t.clock.now())],
  ])('the deputy, when the owner %s', async (_what, happens) => {
    const one = await scene();
    await happens(one);
    await run();
    await expectTold(one, 'deputy');
  });

  it('the deputy, when the owner is away and the cover went to another agency', async () => {
    const one = await scene();
    await set('users', one.owner.id, 'away_from', '2026-06-01');
    await set('users', one.cover.id, 'organisation_id', (await t.make.agency()).id);
    await run();
    await expectTold(one, 'deputy');
  });
});

describe('a record for named people only', () => {
  const sensitive = { marking: 'OFFICIAL-SENSITIVE', sharing: 'named' };

  it('is not handed to a cover, who may not open it, but to the deputy', async () => {
    const one = await scene(sensitive);
    await set('users', one.owner.id, 'away_from', '2026-06-01');
    await run();
    await expectTold(one, 'deputy');
  });

  it('waits for its owner rather than going to a lead who may not open it', async () => {
    const one = await scene({ ...sensitive, deputy_user_id: null });
    await set('users', one.owner.id, 'away_from', '2026-06-01');
    await run();
    await expectTold(one, 'owner');
  });

  it('says in the ledger when both have left', async () => {
    const one = await scene(sensitive);
    for (const { id } of [one.owner, one.deputy]) await set('users', id, 'disabled_at', t.clock.now());
    await run();
    await expectTold(one, null);
    expect(await dueReminderOf(one)).toMatchObject({
      state: 'skipped',
      reason: expect.stringMatching(/no owner or deputy/),
    });
  });
});

describe('access at the moment of sending', () => {
  it('is asked of whoever was chosen earlier: nobody hears of what they may no longer read', async () => {
    const one = await scene();
    t.time.set('2026-06-09T09:00:00Z');
    await run();
    await set('users', one.owner.id, 'organisation_id', (await t.make.agency()).id);
    t.time.set('2026-06-10T09:00:00Z');
    // As if the owner moved between the planning and the sending of one sweep.
    const plan = jest.spyOn(t.app.get(ReminderPlan), 'all').mockResolvedValueOnce(undefined);
    await run();
    plan.mockRestore();
    expect(mailsAbout(one.agreement.reference, one.owner)).toBe(1);
    expect(await dueReminderOf(one)).toEqual({
      state: 'skipped',
      reason: 'The recipient may no longer read the record.',
    });
  });

  it.each<[string, (one: Scene) => Promise<unknown>, RegExp]>([
    ['the account is disabled', ({ owner }) => set('users', owner.id, 'disabled_at', t.clock.now()), /disabled/],
    ['the recipient moves', async ({ owner }) => set('users', owner.id, 'organisation_id', (await t.make.agency()).id), /may no longer read/], // prettier-ignore
    ['the agreement is terminated', ({ agreement }) => set('agreements', agreement.id, 'terminated_on', '2026-06-10'), /record was closed/], // prettier-ignore
    ['the date moves', ({ agreement }) => set('agreements', agreement.id, 'end_on', '2027-07-10'), /date moved/],
  ])('is asked again of a message that waited for the mail server: %s', async (_what, happens, reason) => {
    const one = await scene();
    let offered = 0;
    smtp.onMail = ({ to }) => {
      if (to !== one.owner.email) return;
      offered += 1;
      throw new Error('try later');
    };
    await run();
    expect(offered).toBe(1);
    await happens(one);
    smtp.onMail = () => undefined;
    t.time.forward(61_000);
    await run();
    expect(mailsAbout(one.agreement.reference, one.owner)).toBe(0);
    const row = await dueReminderOf(one);
    expect([row.state, row.reason]).toEqual(['skipped', expect.stringMatching(reason)]);
    const [message] = await t.source.query<{ state: string }[]>(
      'select m.state from reminder_messages m join reminders r on r.message_id = m.id where r.record_id = $1',
      [one.agreement.id],
    );
    expect(message.state).toBe('failed');
  });
});
