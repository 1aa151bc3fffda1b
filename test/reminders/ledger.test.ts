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

interface LedgerRow {
  offset: number;
  state: string;
  recipient: string | null;
  anchor: string;
}

/** The ledger of one record, the earliest day first. */
async function ledgerOf(recordId: string, rule = 'agreement-end'): Promise<LedgerRow[]> {
  return t.source.query<LedgerRow[]>(
    `select r.offset_days as offset, r.state, r.recipient_user_id as recipient, r.anchor_on as anchor
     from reminders r join reminder_rules rule on rule.id = r.rule_id
     where r.record_id = $1 and rule.code = $2 order by r.anchor_on, r.offset_days, r.created_at`,
    [recordId, rule],
  );
}

const statesOf = async (recordId: string): Promise<string[]> =>
  (await ledgerOf(recordId)).map(({ offset, state }) => `${offset} ${state}`);
const run = (): Promise<void> => t.runner.run(sweep.name);
const mailsTo = (person: Person): string[] =>
  smtp.received.filter(({ to }) => to === person.email).map(({ subject }) => subject);

interface Scene {
  agency: { id: string };
  owner: Person;
  deputy: Person;
  agreement: { id: string; reference: string };
}

/** An executed agreement that ends on the given day, with an owner and a deputy. */
async function scene(endOn: string, given: Record<string, unknown> = {}): Promise<Scene> {
  const agency = await t.make.agency();
  const owner = await t.make.user('liaison', agency.id);
  const deputy = await t.make.user('liaison', agency.id);
  const agreement = await t.make.agreement({
    agency_id: agency.id,
    owner_user_id: owner.id,
    deputy_user_id: deputy.id,
    stage: 'executed',
    executed_on: '2025-12-15',
    end_on: endOn,
    ...given,
  });
  return { agency, owner, deputy, agreement };
}

const change = (id: string, column: string, value: unknown): Promise<unknown> =>
  t.source.query(['update agreements set', column, '= $2 where id = $1'].join(' '), [id, value]);

it('schedules every offset once the first is near, and sends the one that is due', async () => {
  const { agreement, owner } = await scene('2026-07-10');
  await run();
  expect(await statesOf(agreement.id)).toEqual(['-180 skipped', '-90 skipped', '-30 sent', '-7 scheduled']);
  expect(mailsTo(owner)).toEqual([`${agreement.reference} ends on 10 July 2026`]);
});

it('says nothing about an agreement whose end is more than 180 days away', async () => {
  const { agreement } = await scene('2026-12-08');
  await run();
  expect(await ledgerOf(agreement.id)).toEqual([]);
});

it('sends nothing twice, however often it runs and however many run at once', async () => {
  const { agreement, owner } = await scene('2026-07-10');
  await Promise.all([run(), run(), run()]);
  await run();
  expect(mailsTo(owner)).toHaveLength(1);
  expect(await statesOf(agreement.id)).toContain('-30 sent');
});

it('waits until eight in the morning in London, in summer time too', async () => {
  const { owner } = await scene('2026-07-11');
  t.time.set('2026-06-11T06:59:59Z');
  await run();
  expect(mailsTo(owner)).toHaveLength(1);
  expect(mailsTo(owner)[0]).toMatch(/ends on 11 July/);
});

it('the reminder of a day goes out from eight, not before', async () => {
  const { agreement } = await scene('2026-07-18');
  await run();
  expect(await statesOf(agreement.id)).toContain('-30 scheduled');
  t.time.set('2026-06-18T06:59:59Z');
  await run();
  expect(await statesOf(agreement.id)).toContain('-30 scheduled');
  t.time.set('2026-06-18T07:00:00Z');
  await run();
  expect(await statesOf(agreement.id)).toContain('-30 sent');
});

it('a date moved after sending supersedes what is unsent and schedules the new one', async () => {
  const { agreement, owner } = await scene('2026-07-10');
  await run();
  await change(agreement.id, 'end_on', '2026-09-30');
  await run();
  const rows = await ledgerOf(agreement.id);
  expect(rows.filter(({ anchor }) => anchor === '2026-07-10').map(({ offset, state }) => `${offset} ${state}`)).toEqual(
    ['-180 skipped', '-90 skipped', '-30 sent', '-7 superseded'],
  );
  expect(rows.filter(({ anchor }) => anchor === '2026-09-30').map(({ offset, state }) => `${offset} ${state}`)).toEqual(
    ['-180 sent', '-90 scheduled', '-30 scheduled', '-7 scheduled'],
  );
  expect(mailsTo(owner)).toHaveLength(2);
});

it('a date moved back revives the unsent row and never the sent one', async () => {
  const { agreement, owner } = await scene('2026-07-10');
  await run();
  await change(agreement.id, 'end_on', '2027-07-10');
  await run();
  expect(await statesOf(agreement.id)).toEqual(['-180 skipped', '-90 skipped', '-30 sent', '-7 superseded']);
  await change(agreement.id, 'end_on', '2026-07-10');
  await run();
  expect(await statesOf(agreement.id)).toEqual(['-180 skipped', '-90 skipped', '-30 sent', '-7 scheduled']);
  t.time.set('2026-07-03T09:00:00Z');
  await run();
  expect(mailsTo(owner)).toHaveLength(2);
});

it('a new owner gets what is unsent, and nothing that the old one has had', async () => {
  const { agency, agreement, owner } = await scene('2026-07-10');
  await run();
  const successor = await t.make.user('liaison', agency.id);
  await change(agreement.id, 'owner_user_id', successor.id);
  await run();
  expect(mailsTo(successor)).toEqual([]);
  t.time.set('2026-07-03T09:00:00Z');
  await run();
  expect(mailsTo(owner)).toHaveLength(1);
  expect(mailsTo(successor)).toHaveLength(1);
});

it('falls to the deputy when the owner has left, then to the lead of the agency', async () => {
  const { agency, agreement, owner, deputy } = await scene('2026-07-10');
  await t.source.query('update users set disabled_at = now() where id = $1', [owner.id]);
  await run();
  expect(mailsTo(deputy)).toHaveLength(1);
  const lead = await t.make.user('liaison', agency.id);
  await t.source.query('update organisations set lead_user_id = $2 where id = $1', [agency.id, lead.id]);
  await t.source.query('update users set disabled_at = now() where id = $1', [deputy.id]);
  t.time.set('2026-07-03T09:00:00Z');
  await run();
  expect(mailsTo(lead)).toHaveLength(1);
  expect(await statesOf(agreement.id)).toContain('-7 sent');
});

it('goes to the cover while the owner is away, and back to the owner afterwards', async () => {
  const { agency, owner } = await scene('2026-07-10');
  const cover = await t.make.user('liaison', agency.id);
  await t.source.query('update users set away_from = $2, away_to = $3, cover_user_id = $4 where id = $1', [
    owner.id,
    '2026-06-08',
    '2026-06-20',
    cover.id,
  ]);
  await run();
  expect(mailsTo(cover)).toHaveLength(1);
  t.time.set('2026-07-03T09:00:00Z');
  await run();
  expect(mailsTo(owner)).toHaveLength(1);
  expect(mailsTo(cover)).toHaveLength(1);
});

it('reaches the owner when everybody is away and nobody covers', async () => {
  const { owner, deputy } = await scene('2026-07-10');
  await t.source.query('update users set away_from = $2 where id = any($1)', [[owner.id, deputy.id], '2026-06-01']);
  await run();
  expect(mailsTo(owner)).toHaveLength(1);
});

it('says in the ledger when nobody looks after the record', async () => {
  const { agreement } = await scene('2026-07-10', { owner_user_id: null, deputy_user_id: null });
  await run();
  const [row] = await t.source.query<{ reason: string }[]>(
    `select reason from reminders where record_id = $1 and offset_days = -30`,
    [agreement.id],
  );
  expect(row.reason).toMatch(/no owner or deputy/);
});

it('a terminated agreement says nothing more', async () => {
  const { agreement, owner } = await scene('2026-07-18');
  await run();
  await change(agreement.id, 'terminated_on', '2026-06-12');
  t.time.set('2026-06-18T09:00:00Z');
  await run();
  expect(mailsTo(owner)).toHaveLength(1);
  expect(await statesOf(agreement.id)).toContain('-30 superseded');
});

it('makes up for a worker that was off for three days', async () => {
  const { agreement, owner } = await scene('2026-07-18');
  await run();
  t.time.set('2026-06-21T09:00:00Z');
  await run();
  expect(await statesOf(agreement.id)).toEqual(['-180 skipped', '-90 sent', '-30 sent', '-7 scheduled']);
  expect(mailsTo(owner)).toHaveLength(2);
});

it('reminds of the last day of notice apart from the end', async () => {
  const { agreement } = await scene('2026-12-10', { notice_count: 3, notice_unit: 'months' });
  await run();
  expect(
    (await ledgerOf(agreement.id, 'agreement-notice')).map(
      ({ anchor, offset, state }) => `${anchor} ${offset} ${state}`,
    ),
  ).toEqual([
    '2026-09-10 -180 sent',
    '2026-09-10 -90 scheduled',
    '2026-09-10 -30 scheduled',
    '2026-09-10 -7 scheduled',
  ]);
});

it('an address the server refuses fails at once and says so', async () => {
  const { agreement, owner } = await scene('2026-07-10');
  smtp.refused.add(owner.email);
  await run();
  const [row] = await t.source.query<{ state: string; reason: string }[]>(
    `select state, reason from reminders where record_id = $1 and offset_days = -30`,
    [agreement.id],
  );
  expect(row).toEqual({ state: 'failed', reason: 'The mail server refused the address.' });
});

it('tries again under the same Message-ID when the server is away, and is not called a duplicate', async () => {
  const { agreement, owner } = await scene('2026-07-10');
  const seen: string[] = [];
  smtp.onMail = ({ to, messageId }) => {
    if (to !== owner.email) return;
    seen.push(messageId);
    if (seen.length === 1) throw new Error('try later');
  };
  await run();
  expect(mailsTo(owner)).toHaveLength(0);
  t.time.forward(61_000);
  await run();
  smtp.onMail = () => undefined;
  expect(seen).toHaveLength(2);
  expect(new Set(seen).size).toBe(1);
  const [message] = await t.source.query<{ maybe_duplicate: boolean; attempts: number; state: string }[]>(
    `select m.maybe_duplicate, m.attempts, m.state from reminder_messages m join reminders r on r.message_id = m.id where r.record_id = $1`,
    [agreement.id],
  );
  expect(message).toEqual({ maybe_duplicate: false, attempts: 2, state: 'sent' });
});

it('a mail whose answer was lost is tried again under the same Message-ID and flagged as perhaps sent twice', async () => {
  const { agreement, owner } = await scene('2026-07-10');
  smtp.unanswered.add(owner.email);
  await run();
  smtp.unanswered.delete(owner.email);
  t.time.forward(61_000);
  await run();
  const copies = smtp.received.filter(({ to }) => to === owner.email);
  expect(copies).toHaveLength(2);
  expect(new Set(copies.map(({ messageId }) => messageId)).size).toBe(1);
  const [message] = await t.source.query<{ maybe_duplicate: boolean; state: string }[]>(
    `select m.maybe_duplicate, m.state from reminder_messages m join reminders r on r.message_id = m.id where r.record_id = $1`,
    [agreement.id],
  );
  expect(message).toEqual({ maybe_duplicate: true, state: 'sent' });
});

it('carries a reference, a date and a link; never the title', async () => {
  const { agreement, owner } = await scene('2026-07-10', { title: 'Canary title kept out of mail' });
  await run();
  const [mail] = smtp.received.filter(({ to }) => to === owner.email);
  expect(mail.text).toContain(`/agreements/${agreement.reference}\r\n`);
  expect(mail.html).toMatch(
    new RegExp(`<a href="http[^"]+/agreements/${agreement.reference}">Open ${agreement.reference} in`),
  );
  expect(JSON.stringify(mail)).not.toContain('Canary');
});
