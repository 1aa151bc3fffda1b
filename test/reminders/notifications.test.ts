import { ReminderDecisions } from '../../src/features/reminders/reminder.decisions.js';
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
beforeEach(() => {
  t.time.set('2026-06-10T09:00:00Z');
  smtp.onMail = () => undefined;
});

const run = (): Promise<void> => t.runner.run(sweep.name);
const mailsTo = ({ email }: Person): number => smtp.received.filter(({ to }) => to === email).length;

/** An agreement in force whose thirty-day reminder is due today. */
async function scene(): Promise<{ owner: Person; agreement: { id: string; reference: string } }> {
  const agency = await t.make.agency();
  const owner = await t.make.user('liaison', agency.id);
  const agreement = await t.make.agreement({
    agency_id: agency.id,
    owner_user_id: owner.id,
    stage: 'executed',
    executed_on: '2025-12-15',
    end_on: '2026-07-10',
  });
  return { owner, agreement };
}

interface Row {
  offset: number;
  state: string;
  notified: string | null;
}

/** The ledger of a record: each row's offset, its state, and whose inbox it stands in. */
function ledgerOf(recordId: string): Promise<Row[]> {
  return t.source.query<Row[]>(
    `select r.offset_days as offset, r.state, n.user_id as notified from reminders r left join notifications n on n.reminder_id = r.id
     where r.record_id = $1 order by r.offset_days`,
    [recordId],
  );
}

it('what is due stands in the inbox of whoever it is for, with what the ledger says of it; what is skipped or to come does not', async () => {
  const { owner, agreement } = await scene();
  await run();
  expect(await ledgerOf(agreement.id)).toEqual([
    { offset: -180, state: 'skipped', notified: null },
    { offset: -90, state: 'skipped', notified: null },
    { offset: -30, state: 'sent', notified: owner.id },
    { offset: -7, state: 'scheduled', notified: null },
  ]);
  const [row] = await t.source.query<object[]>('select * from notifications where record_id = $1', [agreement.id]);
  expect(row).toMatchObject({
    record_kind: 'agreement',
    record_reference: agreement.reference,
    template: 'agreement-end',
    anchor_on: '2026-07-10',
    offset_days: -30,
    made_at: new Date('2026-06-10T09:00:00Z'),
    read_at: null,
  });
});

it('stands there once, however often the sweep runs and however many run at once', async () => {
  const scenes = [await scene(), await scene(), await scene()];
  await Promise.all([run(), run(), run()]);
  await run();
  for (const { owner, agreement } of scenes) {
    const notified = (await ledgerOf(agreement.id)).flatMap((row) => row.notified ?? []);
    expect([notified, mailsTo(owner)]).toEqual([[owner.id], 1]);
  }
});

it('stands there when the mail server refuses the address', async () => {
  const { owner, agreement } = await scene();
  smtp.refused.add(owner.email);
  await run();
  expect(mailsTo(owner)).toBe(0);
  expect(await ledgerOf(agreement.id)).toContainEqual({ offset: -30, state: 'failed', notified: owner.id });
});

it('stands there while the mail waits for the server, and once after it was tried again', async () => {
  const { owner, agreement } = await scene();
  smtp.onMail = ({ to }) => {
    if (to === owner.email) throw new Error('try later');
  };
  await run();
  expect(await ledgerOf(agreement.id)).toContainEqual({ offset: -30, state: 'scheduled', notified: owner.id });
  smtp.onMail = () => undefined;
  t.time.forward(61_000);
  await run();
  expect(mailsTo(owner)).toBe(1);
  expect((await ledgerOf(agreement.id)).filter(({ notified }) => notified !== null)).toEqual([
    { offset: -30, state: 'sent', notified: owner.id },
  ]);
});

it('stays when the mail is withdrawn because the date moved before it could be sent', async () => {
  const { owner, agreement } = await scene();
  smtp.onMail = () => {
    throw new Error('try later');
  };
  await run();
  await t.source.query('update agreements set end_on = $2 where id = $1', [agreement.id, '2027-07-10']);
  smtp.onMail = () => undefined;
  t.time.forward(61_000);
  await run();
  expect(mailsTo(owner)).toBe(0);
  expect(await ledgerOf(agreement.id)).toContainEqual({ offset: -30, state: 'skipped', notified: owner.id });
});

it('is written by the transaction that decides on the mail: a kill leaves both or neither', async () => {
  const { agreement } = await scene();
  await t.app.get(ReminderPlan).all();
  await t.app.get(ReminderDecisions).decideAll();
  const written = await t.source.query<{ together: boolean }[]>(
    `select n.xmin = r.xmin and n.xmin = m.xmin as together from notifications n join reminders r on r.id = n.reminder_id
     join reminder_messages m on m.id = r.message_id where n.record_id = $1`,
    [agreement.id],
  );
  expect(written).toEqual([{ together: true }]);
  await run();
});

it('is nobody’s when the recipient may no longer read the record at the moment of deciding', async () => {
  const { owner, agreement } = await scene();
  t.time.set('2026-06-09T09:00:00Z');
  await run();
  await t.source.query('update users set organisation_id = $2 where id = $1', [owner.id, (await t.make.agency()).id]);
  t.time.set('2026-06-10T09:00:00Z');
  // As if the owner moved between the planning and the deciding of one sweep.
  const plan = jest.spyOn(t.app.get(ReminderPlan), 'all').mockResolvedValueOnce(undefined);
  await run();
  plan.mockRestore();
  expect(await ledgerOf(agreement.id)).toContainEqual({ offset: -30, state: 'skipped', notified: null });
});

it('the inbox takes one notification for a row of the ledger, whoever writes it', async () => {
  const { agreement } = await scene();
  await run();
  const again = t.source.query(
    `insert into notifications (id, user_id, reminder_id, record_kind, record_id, record_reference, template, anchor_on, offset_days, made_at)
     select gen_random_uuid(), user_id, reminder_id, record_kind, record_id, record_reference, template, anchor_on, offset_days, made_at
     from notifications where record_id = $1`,
    [agreement.id],
  );
  await expect(again).rejects.toThrow(/notifications_reminder_id_key/);
});
