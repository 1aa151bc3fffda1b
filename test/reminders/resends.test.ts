import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { newId } from '../../src/kernel/identifier.js';
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
beforeEach(() => {
  t.time.set('2026-06-10T09:00:00Z');
  smtp.onMail = () => undefined;
});

const run = (): Promise<void> => t.runner.run(sweep.name);
const mailsTo = ({ email }: Person): ReceivedMail[] => smtp.received.filter(({ to }) => to === email);
const because = { reason: 'The first went to an old mailbox.' };

interface Scene {
  agency: { id: string };
  owner: Person;
  colleague: Person;
  agreement: { id: string; reference: string };
  /** The row of the ledger whose mail has gone out, or failed. */
  reminderId: string;
}

/** An agreement in force whose thirty-day reminder has just been sent to its owner. */
async function scene(given: { refused?: boolean } = {}): Promise<Scene> {
  const agency = await t.make.agency();
  const owner = await t.make.user('liaison', agency.id);
  const colleague = await t.make.user('liaison', agency.id);
  if (given.refused) smtp.refused.add(owner.email);
  const terms = { stage: 'executed', executed_on: '2025-12-15', end_on: '2026-07-10', sharing: 'uk_law_enforcement' };
  const agreement = await t.make.agreement({ agency_id: agency.id, owner_user_id: owner.id, ...terms });
  await run();
  smtp.refused.delete(owner.email);
  await t.source.query('delete from refused_addresses where address = $1', [owner.email]);
  return { agency, owner, colleague, agreement, reminderId: await rowOf(agreement.id, -30) };
}

async function rowOf(recordId: string, offset: number): Promise<string> {
  const rows = 'select id from reminders where record_id = $1 and offset_days = $2';
  return (await t.source.query<{ id: string }[]>(rows, [recordId, offset]))[0].id;
}

interface Ledger {
  state: string;
  reason: string | null;
  resends: Record<string, unknown>[];
  canResend: boolean;
}
const ledger = async (who: Person, id: string): Promise<Ledger> =>
  (await t.as(who.token).get(`reminders/${id}`).expect(200)).body as Ledger;

const resend = (who: Person, id: string, body: object = because) =>
  t.as(who.token).post(`reminders/${id}/resend`, body);

describe('sending a reminder again', () => {
  it('makes another message with its own Message-ID, which goes out with the next sweep, at any hour', async () => {
    const { owner, colleague, reminderId } = await scene();
    t.time.set('2026-06-11T02:00:00Z');
    const { body } = await resend(colleague, reminderId).expect(201);
    expect(body).toMatchObject({
      reminderId,
      by: { id: colleague.id, name: colleague.name },
      reason: because.reason,
      askedAt: '2026-06-11T02:00:00.000Z',
      state: 'sending',
      sentAt: null,
    });
    await run();
    const [first, second] = mailsTo(owner);
    expect(second.messageId).toBe((body as { messageId: string }).messageId);
    expect(second.messageId).not.toBe(first.messageId);
    expect([second.subject, second.text]).toEqual([first.subject, first.text]);
    expect(mailsTo(owner)).toHaveLength(2);
    // Nobody reads why in the mail.
    expect(second.source()).not.toContain('mailbox');
  });

  it('is told in the ledger: who, when, why and what became of it, the earliest first', async () => {
    const { owner, colleague, reminderId } = await scene();
    await resend(colleague, reminderId).expect(201);
    await run();
    t.time.forward(60_000);
    await resend(owner, reminderId, { reason: 'Once more.' }).expect(201);
    const { state, resends, canResend } = await ledger(colleague, reminderId);
    expect([state, canResend]).toEqual(['sent', true]);
    expect(resends).toMatchObject([
      { by: { id: colleague.id }, reason: because.reason, state: 'sent', sentAt: '2026-06-10T09:00:00.000Z' },
      { by: { id: owner.id }, reason: 'Once more.', state: 'sending', sentAt: null },
    ]);
  });

  it('is in the audit, with the reason, and in nobody’s inbox a second time', async () => {
    const { owner, colleague, reminderId } = await scene();
    await resend(colleague, reminderId).expect(201);
    await run();
    const entries = await t.source.query<{ verb: string; actor_user_id: string; after: object }[]>(
      'select verb, actor_user_id, after from audit_entries where record_id = $1',
      [reminderId],
    );
    expect(entries).toMatchObject([{ verb: 'reminder.resend', actor_user_id: colleague.id, after: because }]);
    const inbox = 'select 1 from notifications where user_id = $1';
    expect(await t.source.query(inbox, [owner.id])).toHaveLength(1);
  });

  it('that had failed counts as sent once the second mail is', async () => {
    const { owner, colleague, reminderId } = await scene({ refused: true });
    expect(await ledger(colleague, reminderId)).toMatchObject({ state: 'failed', canResend: true });
    await resend(colleague, reminderId).expect(201);
    expect((await ledger(colleague, reminderId)).state).toBe('failed');
    await run();
    expect(await ledger(colleague, reminderId)).toMatchObject({ state: 'sent', reason: null });
    expect(mailsTo(owner)).toHaveLength(1);
  });

  it('that was sent stays sent when the second mail is refused, and the ledger says so of the second', async () => {
    const { owner, colleague, reminderId } = await scene();
    smtp.refused.add(owner.email);
    await resend(colleague, reminderId).expect(201);
    await run();
    expect(await ledger(colleague, reminderId)).toMatchObject({
      state: 'sent',
      resends: [{ state: 'failed', lastError: 'The mail server refused the address.' }],
    });
  });

  it('is not planned, sent or skipped again by itself', async () => {
    const { owner, colleague, agreement, reminderId } = await scene();
    await resend(colleague, reminderId).expect(201);
    await Promise.all([run(), run()]);
    await run();
    expect(mailsTo(owner)).toHaveLength(2);
    const states = await t.source.query<{ state: string }[]>(
      'select state from reminders where record_id = $1 and offset_days = -30',
      [agreement.id],
    );
    expect(states).toEqual([{ state: 'sent' }]);
  });
});

describe('who may have it sent again', () => {
  it('the agency that keeps the record, and administrators; not another that reads it, and nobody learns of a hidden one', async () => {
    const { agency, agreement, reminderId } = await scene();
    const reader = await t.make.user('partner', (await t.make.agency()).id);
    const admin = await t.make.user('admin', agency.id);
    expect(await ledger(reader, reminderId)).toMatchObject({ resends: [], canResend: false });
    await resend(reader, reminderId).expect(403);
    await t.source.query(`update agreements set sharing = 'agency' where id = $1`, [agreement.id]);
    const { body: hidden } = await resend(reader, reminderId).expect(404);
    const { body: absent } = await resend(reader, newId()).expect(404);
    const told = ({ requestId: _request, ...problem }: Record<string, unknown>): object => problem;
    expect(told(hidden as never)).toEqual(told(absent as never));
    for (const role of ['approver', 'auditor', 'academic', 'host'] as const)
      await resend(await t.make.user(role, agency.id), reminderId).expect(403);
    await resend(admin, reminderId).expect(201);
    const { body } = await t.as(admin.token).get('audit?limit=5').expect(200);
    expect(JSON.stringify(body)).toContain(`a reminder of ${agreement.reference}`);
  });

  it('a reader of another agency is told of no second mail either', async () => {
    const { colleague, reminderId } = await scene();
    const reader = await t.make.user('partner', (await t.make.agency()).id);
    await resend(colleague, reminderId).expect(201);
    const row = await ledger(reader, reminderId);
    expect([row.resends, JSON.stringify(row).includes('mailbox')]).toEqual([[], false]);
  });
});

describe('what is refused', () => {
  it.each([
    ['nothing', {}],
    ['a blank', { reason: '  ' }],
    ['more than 500 characters', { reason: 'x'.repeat(501) }],
    ['an unknown field', { ...because, to: 'somebody@agency.example' }],
  ])('%s as the reason', async (_what, body) => {
    const { colleague, reminderId } = await scene();
    await resend(colleague, reminderId, body).expect(400);
    expect((await ledger(colleague, reminderId)).resends).toEqual([]);
  });

  it('what was skipped, what is still to come, and what is being sent', async () => {
    const { colleague, agreement, reminderId } = await scene();
    const refused = async (id: string): Promise<string> =>
      ((await resend(colleague, id).expect(409)).body as { detail: string }).detail;
    expect(await refused(await rowOf(agreement.id, -90))).toMatch(/never sent/);
    expect(await refused(await rowOf(agreement.id, -7))).toMatch(/not been sent yet/);
    await resend(colleague, reminderId).expect(201);
    expect(await refused(reminderId)).toMatch(/being sent just now/);
  });

  it.each<[string, (s: Scene) => Promise<unknown>, RegExp]>([
    [
      'whose recipient has left',
      ({ owner }) => t.source.query('update users set disabled_at = now() where id = $1', [owner.id]),
      /account of the recipient is disabled/,
    ],
    [
      'whose recipient may read the record no longer',
      ({ agreement, colleague }) =>
        t.source.query(
          `update agreements set sharing = 'named', owner_user_id = $2, created_by_user_id = $2 where id = $1`,
          [agreement.id, colleague.id],
        ),
      /may no longer read the record/,
    ],
    [
      'whose date has moved',
      ({ agreement }) => t.source.query(`update agreements set end_on = '2026-09-30' where id = $1`, [agreement.id]),
      /date moved/,
    ],
    [
      'whose record is closed',
      ({ agreement }) =>
        t.source.query(`update agreements set terminated_on = '2026-06-09' where id = $1`, [agreement.id]),
      /record was closed/,
    ],
  ])('one %s, at once and when its turn comes', async (_what, change, reason) => {
    const asked = await scene();
    await change(asked);
    const { body } = await resend(asked.colleague, asked.reminderId).expect(409);
    expect((body as { detail: string }).detail).toMatch(reason);

    const waiting = await scene();
    await resend(waiting.colleague, waiting.reminderId).expect(201);
    await change(waiting);
    await run();
    // Of the date as it was: where it moved, the new one is reminded of.
    const about = mailsTo(waiting.owner).filter(({ subject }) => subject.includes('10 July'));
    expect(about).toHaveLength(1);
    expect(await ledger(waiting.colleague, waiting.reminderId)).toMatchObject({
      state: 'sent',
      resends: [{ state: 'failed', lastError: expect.stringMatching(reason) as string }],
    });
  });
});

describe('asked for twice', () => {
  it('under one key it is sent once, and the second answer is the first', async () => {
    const { owner, colleague, reminderId } = await scene();
    const key = newId();
    const ask = () => resend(colleague, reminderId).set('Idempotency-Key', key);
    const { body: first } = await ask().expect(201);
    const { body: second, headers } = await ask().expect(201);
    expect([second, headers['idempotency-replayed']]).toEqual([first, 'true']);
    await resend(colleague, reminderId, { reason: 'Another' }).set('Idempotency-Key', key).expect(422);
    await run();
    expect(mailsTo(owner)).toHaveLength(2);
  });

  it('by two people at the same moment, one is told that it is under way', async () => {
    const { owner, colleague, reminderId } = await scene();
    const answers = await Promise.all([resend(colleague, reminderId), resend(owner, reminderId)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    await run();
    expect(mailsTo(owner)).toHaveLength(2);
  });
});

describe('the pages', () => {
  it('ask once more and why, say what was wrong, and tell of it in the list', async () => {
    const { owner, colleague, agreement, reminderId } = await scene();
    const browser = await t.asBrowser(colleague);
    const list = await browser.get(`/reminders?reference=${agreement.reference}`);
    expect(list.html).toContain(`href="/reminders/${reminderId}/resend"`);
    const ask = await browser.get(`/reminders/${reminderId}/resend`);
    expect(ask.text).toContain('Do you want to send this reminder again?');
    expect(ask.text).toContain(`It goes to ${owner.name}`);
    expect(ask.text).toContain(`${agreement.reference} ends on 10 July 2026`);
    const form = ask.form('name="key"');
    const blank = await browser.post(`/reminders/${reminderId}/resend`, { ...form, reason: ' ' });
    expect([blank.status, blank.text.includes('Enter the reason')]).toEqual([400, true]);
    const long = await browser.post(`/reminders/${reminderId}/resend`, { ...form, reason: 'y'.repeat(501) });
    expect([long.status, long.html.includes('y'.repeat(501))]).toEqual([400, true]);
    for (let press = 1; press <= 2; press += 1) {
      const sent = await browser.post(`/reminders/${reminderId}/resend`, { ...form, ...because });
      expect([sent.status, sent.headers.location]).toEqual([
        303,
        `/reminders?reference=${agreement.reference}&done=resend`,
      ]);
    }
    await run();
    expect(mailsTo(owner)).toHaveLength(2);
    const after = await browser.get(`/reminders?reference=${agreement.reference}&done=resend`);
    expect(after.text).toContain('It is sent again within a minute or two.');
    expect(after.text).toContain(
      `Sent again 10 June 2026, 10am, asked for by ${colleague.name} on 10 June 2026, 10am: “${because.reason}”`,
    );
    expect((await browser.get(`/agreements/${agreement.reference}`)).text).toContain(
      'sent again on 10 June 2026, 10am',
    );
  });

  it('of another agency have no way to it', async () => {
    const { agreement, reminderId } = await scene();
    const reader = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
    expect((await reader.get(`/reminders?reference=${agreement.reference}`)).text).not.toContain('Send again');
    expect((await reader.get(`/reminders/${reminderId}/resend`)).status).toBe(403);
  });

  it('of the jobs name the mails that were given up, for an administrator to send again', async () => {
    const { agency, owner, reminderId } = await scene({ refused: true });
    const browser = await t.asBrowser(await t.make.user('admin', agency.id));
    const jobs = await browser.get('/admin/jobs');
    expect(jobs.text).toContain(`${owner.name} 10 June 2026, 10am The mail server refused the address. 1 Send again`);
    const ask = await browser.get(`/reminders/${reminderId}/resend`);
    const sent = await browser.post(`/reminders/${reminderId}/resend`, { ...ask.form('name="key"'), ...because });
    expect([sent.status, sent.headers.location]).toEqual([303, '/admin/jobs?done=resend']);
    await run();
    expect(mailsTo(owner)).toHaveLength(1);
    expect((await browser.get('/admin/jobs?done=resend')).html).not.toContain(reminderId);
  });
});
