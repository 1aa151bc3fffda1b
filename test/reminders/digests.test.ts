import { noteStatusChanges } from '../../src/features/agreements/status-changes/status-changes.jobs.js';
import { ReminderDecisions } from '../../src/features/reminders/reminder.decisions.js';
import { ReminderPlan } from '../../src/features/reminders/reminder.plan.js';
import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { startSmtpPeer, type ReceivedMail, type SmtpPeer } from '../support/smtp.js';

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
// A Wednesday, well before eight in London.
const early = '2026-06-10T03:00:00Z';
const eight = (day: string): string => `${day}T07:00:00Z`;
beforeEach(() => {
  t.time.set(early);
  smtp.onMail = () => undefined;
});

const run = (): Promise<void> => t.runner.run(sweep.name);
const runAt = async (iso: string): Promise<void> => {
  t.time.set(iso);
  await run();
};
const mailsTo = ({ email }: Person): ReceivedMail[] => smtp.received.filter(({ to }) => to === email);
const headings = ({ html }: ReceivedMail): string[] =>
  [...html.matchAll(/<h2[^>]*>([^<]*)</g)].map(([, words]) => words);

async function reader(delivery: string, dutiesOnly = false): Promise<Person> {
  const person = await t.make.user('liaison', (await t.make.agency()).id);
  await t.as(person.token).put('me/mail-preferences', { delivery, dutiesOnly }).expect(200);
  return person;
}

const promised = (owner: Person, due_on: string, given: object = {}): Promise<{ id: string }> =>
  t.make.followUp({ agency_id: owner.organisationId!, assignee_user_id: owner.id, due_on, ...given });

/** In force until a day; its reminders go 180, 90, 30 and 7 days before. */
const inForce = (owner: Person, end_on: string, given: object = {}): Promise<{ id: string; reference: string }> =>
  t.make.agreement({
    agency_id: owner.organisationId!,
    owner_user_id: owner.id,
    stage: 'executed',
    executed_on: '2025-12-15',
    end_on,
    ...given,
  });

interface Row {
  state: string;
  reason: string | null;
  message_id: string | null;
}
const rowsOf = (recordId: string, offset: number): Promise<Row[]> =>
  t.source.query<Row[]>('select state, reason, message_id from reminders where record_id = $1 and offset_days = $2', [
    recordId,
    offset,
  ]);
const inboxOf = async ({ id }: Person): Promise<string[]> =>
  (await t.source.query<{ record_id: string }[]>('select record_id from notifications where user_id = $1', [id])).map(
    ({ record_id }) => record_id,
  );

describe('one mail a day', () => {
  it('carries all that is due at eight, under one Message-ID, what asks something first and each with its link', async () => {
    const owner = await reader('daily');
    const agreement = await inForce(owner, '2026-07-10');
    const [one, two] = [await promised(owner, '2026-06-10'), await promised(owner, '2026-06-09')];
    await run();
    expect(mailsTo(owner)).toEqual([]);
    await runAt(eight('2026-06-10'));
    const [mail, ...others] = mailsTo(owner);
    expect(others).toEqual([]);
    expect(mail.subject).toBe('3 reminders from Accord, 10 June 2026');
    expect(headings(mail)).toEqual([
      'Follow-up overdue since 9 June 2026',
      'Follow-up due on 10 June 2026',
      `${agreement.reference} ends on 10 July 2026`,
    ]);
    for (const part of [mail.text, mail.html])
      for (const path of [
        `/agreements/${agreement.reference}`,
        `/follow-ups/${one.id}`,
        `/follow-ups/${two.id}`,
        '/account/mail',
      ])
        expect(part.split(path)).toHaveLength(2);
    const states = await t.source.query<{ state: string; message_id: string }[]>(
      `select r.state, m.message_id from reminders r join reminder_messages m on m.id = r.message_id where m.recipient_user_id = $1`,
      [owner.id],
    );
    // What was overdue had been due before: two rows of which the mail says one.
    expect(states.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(new Set(states.map(({ message_id }) => message_id))).toEqual(new Set([mail.messageId]));
  });

  it('is worded as ever when there is only one thing to say', async () => {
    const owner = await reader('daily');
    await promised(owner, '2026-06-10');
    await runAt(eight('2026-06-10'));
    expect(mailsTo(owner).map(({ subject }) => subject)).toEqual(['Follow-up due on 10 June 2026']);
  });

  it('comes once: what falls due or is entered later is in the inbox at once, and in the mail of the next morning', async () => {
    const owner = await reader('daily');
    await promised(owner, '2026-06-10');
    await runAt(eight('2026-06-10'));
    t.time.set('2026-06-10T11:00:00Z');
    const late = await promised(owner, '2026-06-10');
    await run();
    expect(mailsTo(owner)).toHaveLength(1);
    expect(await inboxOf(owner)).toContain(late.id);
    expect(await rowsOf(late.id, 0)).toMatchObject([{ state: 'scheduled', message_id: null }]);
    const { body } = await t.as(owner.token).get(`reminders?recordId=${late.id}`).expect(200);
    expect((body as { items: object[] }).items).toContainEqual(
      expect.objectContaining({ offsetDays: 0, waitsForDigest: true, message: null }),
    );
    await runAt('2026-06-11T06:59:59Z');
    expect(mailsTo(owner)).toHaveLength(1);
    await runAt(eight('2026-06-11'));
    // Both are overdue by a day now; that the late one was due is not said besides.
    expect(mailsTo(owner)).toHaveLength(2);
    expect(headings(mailsTo(owner)[1])).toEqual([
      'Follow-up overdue since 10 June 2026',
      'Follow-up overdue since 10 June 2026',
    ]);
    expect(await rowsOf(late.id, 0)).toMatchObject([{ state: 'sent' }]);
    expect(await inboxOf(owner)).toHaveLength(4);
  });

  it('is made up for when the worker was away at eight', async () => {
    const owner = await reader('daily');
    await promised(owner, '2026-06-11');
    await promised(owner, '2026-06-11');
    await runAt('2026-06-11T05:00:00Z');
    await runAt('2026-06-11T12:34:00Z');
    expect(mailsTo(owner).map(({ subject }) => subject)).toEqual(['2 reminders from Accord, 11 June 2026']);
  });

  it('is sent once however many sweeps run at the same moment, with everything in it', async () => {
    const owner = await reader('daily');
    for (let number = 0; number < 5; number += 1) await promised(owner, '2026-06-10');
    await run();
    t.time.set(eight('2026-06-10'));
    await Promise.all([run(), run(), run()]);
    await run();
    const mails = mailsTo(owner);
    expect(mails.map(headings)).toEqual([Array.from({ length: 5 }, () => 'Follow-up due on 10 June 2026')]);
    expect(await inboxOf(owner)).toHaveLength(5);
  });

  it('that a mail server did not take is tried again as it was, less what may not be sent any more', async () => {
    const owner = await reader('daily');
    const [kept, closed] = [await promised(owner, '2026-06-10'), await promised(owner, '2026-06-10')];
    await promised(owner, '2026-06-10');
    const tried: string[] = [];
    smtp.onMail = ({ to, messageId }) => {
      if (to !== owner.email) return;
      tried.push(messageId);
      if (tried.length === 1) throw new Error('try later');
    };
    await runAt(eight('2026-06-10'));
    await t.source.query(
      `update follow_ups set status = 'cancelled', outcome = 'Not needed', completed_on = '2026-06-10' where id = $1`,
      [closed.id],
    );
    t.time.forward(61_000);
    await run();
    expect([tried.length, new Set(tried).size]).toEqual([2, 1]);
    expect(mailsTo(owner).map(({ subject }) => subject)).toEqual(['2 reminders from Accord, 10 June 2026']);
    expect(mailsTo(owner)[0].text).not.toContain(closed.id);
    expect(await rowsOf(closed.id, 0)).toMatchObject([
      { state: 'skipped', reason: expect.stringMatching(/closed/) as string },
    ]);
    expect(await rowsOf(kept.id, 0)).toMatchObject([{ state: 'sent' }]);
  });

  it('whose address is refused fails for all that it carried, and each can be sent again as a mail of its own', async () => {
    const owner = await reader('daily');
    const [one, two] = [await promised(owner, '2026-06-10'), await promised(owner, '2026-06-10')];
    smtp.refused.add(owner.email);
    await runAt(eight('2026-06-10'));
    smtp.refused.delete(owner.email);
    await t.source.query('delete from refused_addresses where address = $1', [owner.email]);
    for (const { id } of [one, two]) expect(await rowsOf(id, 0)).toMatchObject([{ state: 'failed' }]);
    const [{ id }] = await t.source.query<{ id: string }[]>(
      'select id from reminders where record_id = $1 and offset_days = 0',
      [one.id],
    );
    await t.as(owner.token).post(`reminders/${id}/resend`, { reason: 'The mailbox is there again.' }).expect(201);
    await run();
    expect(mailsTo(owner).map(({ subject }) => subject)).toEqual(['Follow-up due on 10 June 2026']);
    expect(await rowsOf(two.id, 0)).toMatchObject([{ state: 'failed' }]);
  });

  it.each([
    ['forward', '2027-03-28', '2027-03-28T06:59:59Z', '2027-03-28T07:00:00Z'],
    ['back', '2027-10-31', '2027-10-31T07:59:59Z', '2027-10-31T08:00:00Z'],
  ])('comes at eight in London on the day that the clocks go %s', async (_way, day, before, at) => {
    const owner = await reader('daily');
    await promised(owner, day);
    await promised(owner, day);
    await runAt(before);
    expect(mailsTo(owner)).toEqual([]);
    await runAt(at);
    expect(mailsTo(owner)).toHaveLength(1);
  });
});

describe('one mail a week', () => {
  it('comes on Monday with what could wait, and on its day with what could not', async () => {
    const owner = await reader('weekly');
    const agreement = await inForce(owner, '2026-07-10');
    const urgent = await promised(owner, '2026-06-10');
    await runAt(eight('2026-06-10'));
    expect(mailsTo(owner).map(({ subject }) => subject)).toEqual(['Follow-up due on 10 June 2026']);
    expect((await inboxOf(owner)).sort()).toEqual([agreement.id, urgent.id].sort());
    for (const day of ['2026-06-12', '2026-06-14']) await runAt(eight(day));
    expect(mailsTo(owner).map(({ subject }) => subject)).toEqual(
      ['Follow-up due on 10 June 2026', 'Follow-up overdue since 10 June 2026'].slice(0, mailsTo(owner).length),
    );
    expect(await rowsOf(agreement.id, -30)).toMatchObject([{ state: 'scheduled', message_id: null }]);
    const before = mailsTo(owner).length;
    await runAt('2026-06-15T06:59:59Z');
    expect(mailsTo(owner)).toHaveLength(before);
    await runAt(eight('2026-06-15'));
    const monday = mailsTo(owner).slice(before);
    expect(monday.map(({ subject }) => subject)).toEqual([`${agreement.reference} ends on 10 July 2026`]);
    expect(await rowsOf(agreement.id, -30)).toMatchObject([{ state: 'sent' }]);
  });

  it('does not keep a last reminder until it would be too late', async () => {
    const owner = await reader('weekly');
    const soon = await inForce(owner, '2026-06-17');
    await runAt(eight('2026-06-10'));
    expect(mailsTo(owner).map(({ subject }) => subject)).toEqual([`${soon.reference} ends on 17 June 2026`]);
  });

  it('leaves out what was settled while it waited, and says why', async () => {
    const owner = await reader('weekly');
    const [moved, hidden] = [await inForce(owner, '2026-07-10'), await inForce(owner, '2026-07-10')];
    await runAt(eight('2026-06-10'));
    await t.source.query(`update agreements set end_on = '2027-07-10' where id = $1`, [moved.id]);
    const other = await t.make.user('liaison', owner.organisationId!);
    await t.source.query(
      `update agreements set sharing = 'named', created_by_user_id = $2, owner_user_id = $2, deputy_user_id = null where id = $1`,
      [hidden.id, other.id],
    );
    await runAt(eight('2026-06-15'));
    expect(mailsTo(owner)).toEqual([]);
    expect(await rowsOf(moved.id, -30)).toMatchObject([{ state: 'superseded' }]);
    expect(mailsTo(other)).toHaveLength(1);
  });
});

describe('a choice that changes while something waits', () => {
  it.each<[string, string, string[]]>([
    ['weekly', 'single', ['2026-06-10T12:00:00Z']],
    ['weekly', 'daily', ['2026-06-11T07:00:00Z']],
    ['daily', 'weekly', ['2026-06-15T07:00:00Z']],
  ])('from %s to %s: it goes out once, by the new choice', async (from, to, [at]) => {
    const owner = await reader(from);
    t.time.set('2026-06-10T11:00:00Z');
    const agreement = await inForce(owner, '2026-07-10');
    await run();
    expect([mailsTo(owner), await inboxOf(owner)]).toEqual([[], [agreement.id]]);
    await t.as(owner.token).put('me/mail-preferences', { delivery: to, dutiesOnly: false }).expect(200);
    await runAt(new Date(Date.parse(at) - 1000).toISOString());
    if (to !== 'single') expect(mailsTo(owner)).toEqual([]);
    await runAt(at);
    expect(mailsTo(owner)).toHaveLength(1);
    await runAt('2026-06-22T09:00:00Z');
    expect(mailsTo(owner)).toHaveLength(1);
    expect(await inboxOf(owner)).toEqual([agreement.id]);
  });

  it('between decision and sending: the message that was made goes out, and nothing is made twice', async () => {
    const owner = await reader('daily');
    await promised(owner, '2026-06-10');
    await promised(owner, '2026-06-10');
    t.time.set(eight('2026-06-10'));
    await t.app.get(ReminderPlan).all();
    await t.app.get(ReminderDecisions).decideAll();
    await t.as(owner.token).put('me/mail-preferences', { delivery: 'single', dutiesOnly: false }).expect(200);
    await run();
    expect(mailsTo(owner).map(({ subject }) => subject)).toEqual(['2 reminders from Accord, 10 June 2026']);
  });

  it('at the same moment as the sweep: each reminder is in exactly one mail', async () => {
    const owner = await reader('daily');
    const all: { id: string }[] = [];
    for (let number = 0; number < 12; number += 1) all.push(await promised(owner, '2026-06-10'));
    await run();
    t.time.set(eight('2026-06-10'));
    const choose = (delivery: string) => t.as(owner.token).put('me/mail-preferences', { delivery, dutiesOnly: false });
    await Promise.all([run(), choose('single'), run(), choose('weekly'), choose('daily'), run()]);
    await runAt('2026-06-10T09:00:00Z');
    await runAt('2026-06-11T07:00:00Z');
    const said = mailsTo(owner).filter(({ text }) => text.includes('is due on 10 June'));
    for (const { id } of all) expect([id, said.filter(({ text }) => text.includes(id)).length]).toEqual([id, 1]);
  });
});

describe('only what asks something', () => {
  it('leaves the telling out of the mails and in the inbox, and the ledger says that it was so wished', async () => {
    const owner = await reader('single', true);
    const agreement = await inForce(owner, '2026-07-10');
    const ended = await inForce(owner, '2026-06-10');
    await t.runner.run(noteStatusChanges.name);
    t.time.set('2026-06-11T07:30:00Z');
    await t.runner.run(noteStatusChanges.name);
    await run();
    expect(mailsTo(owner).map(({ subject }) => subject)).toEqual([`${agreement.reference} ends on 10 July 2026`]);
    const [told] = await t.source.query<Row[]>(
      `select r.state, r.reason, r.message_id from reminders r join reminder_rules rule on rule.id = r.rule_id
       where r.record_id = $1 and rule.template = 'agreement-ended' and r.offset_days = 0`,
      [ended.id],
    );
    expect(told).toEqual({
      state: 'skipped',
      reason: expect.stringMatching(/asked for no e-mail/) as string,
      message_id: null,
    });
    expect(await inboxOf(owner)).toContain(ended.id);
  });
});

describe('the choice', () => {
  const owner = (): Promise<Person> => t.make.agency().then(({ id }) => t.make.user('approver', id));

  it('is single mails with everything until somebody chooses, and is theirs alone', async () => {
    const [one, other] = [await owner(), await owner()];
    const chosen = { delivery: 'weekly', dutiesOnly: true };
    const read = async (who: Person): Promise<unknown> =>
      (await t.as(who.token).get('me/mail-preferences').expect(200)).body;
    expect(await read(one)).toEqual({ delivery: 'single', dutiesOnly: false });
    expect((await t.as(one.token).put('me/mail-preferences', chosen).expect(200)).body).toEqual(chosen);
    await t.as(one.token).put('me/mail-preferences', chosen).expect(200);
    expect([await read(one), await read(other)]).toEqual([chosen, { delivery: 'single', dutiesOnly: false }]);
    const entries = await t.source.query<{ verb: string; before: object; after: object }[]>(
      `select verb, before, after from audit_entries where record_id = $1`,
      [one.id],
    );
    expect(entries).toEqual([
      { verb: 'user.choose-mail', before: { delivery: 'single', dutiesOnly: false }, after: chosen },
    ]);
  });

  it.each([
    {},
    { delivery: 'hourly', dutiesOnly: false },
    { delivery: 'daily' },
    { delivery: 'daily', dutiesOnly: 'yes' },
  ])('%j is refused', async (body) => {
    await t
      .as((await owner()).token)
      .put('me/mail-preferences', body)
      .expect(400);
  });

  it('is nobody’s who gets no reminders', async () => {
    const agency = await t.make.agency();
    for (const role of ['admin', 'auditor', 'host'] as const) {
      const { token } = await t.make.user(role, agency.id);
      await t.as(token).get('me/mail-preferences').expect(403);
      await t.as(token).put('me/mail-preferences', { delivery: 'daily', dutiesOnly: false }).expect(403);
    }
  });

  it('has a page beside the account, which keeps it and asks again for what was not chosen', async () => {
    const person = await owner();
    const browser = await t.asBrowser(person);
    expect((await browser.get('/account')).html).toContain('href="/account/mail"');
    const page = await browser.get('/account/mail');
    expect(page.form('name="delivery"')).toMatchObject({ delivery: 'single' });
    const kept = await browser.fill('/account/mail', 'name="delivery"', { delivery: 'daily', dutiesOnly: 'yes' });
    expect([kept.status, kept.headers.location]).toEqual([303, '/account/mail?done=kept']);
    const after = await browser.follow(kept);
    expect(after.text).toContain('Your choice is kept.');
    expect(after.form('name="delivery"')).toMatchObject({ delivery: 'daily', dutiesOnly: 'yes' });
    const none = await browser.fill('/account/mail', 'name="delivery"', { delivery: '' });
    expect([none.status, none.problems]).toEqual([400, [['Select how you get your reminders', '#delivery']]]);
    expect((await t.as(person.token).get('me/mail-preferences')).body).toMatchObject({ delivery: 'daily' });
  });
});

describe('very many', () => {
  it('that stand in several batches of the ledger are one mail', async () => {
    const owner = await reader('daily');
    const waiting = Array.from({ length: 620 }, () => promised(owner, '2026-06-10'));
    await Promise.all(waiting);
    await runAt(eight('2026-06-10'));
    expect(mailsTo(owner).map(({ subject }) => subject)).toEqual(['620 reminders from Accord, 10 June 2026']);
    const left = `select 1 from reminders where recipient_user_id = $1 and offset_days = 0 and state <> 'sent'`;
    expect(await t.source.query(left, [owner.id])).toEqual([]);
  });
});
