import { sendConfirmation } from '../../src/features/experts/profile/confirmation.jobs.js';
import { ConfirmationService } from '../../src/features/experts/profile/confirmation.service.js';
import { newSecretValue } from '../../src/platform/auth/secret-values.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';
import { castOf, expertRow, proposal, runOwed, type Cast } from './cast.js';

let t: TestApp;
let smtp: SmtpPeer;
let visitor: Browser;

beforeAll(async () => {
  smtp = await startSmtpPeer();
  t = await startTestApp({ smtpUrl: smtp.url });
  visitor = await t.asBrowser(null);
});
afterAll(async () => {
  await t.close();
  await smtp.close();
});

const ask = ({ liaison, expert }: Cast) =>
  t.as(liaison.token).change(`experts/${expert.id}/confirmation-requests`, 1, {});
const mailsTo = async ({ expert }: Cast): Promise<(typeof smtp.received)[number][]> => {
  const { email } = await expertRow(t, expert.id);
  return smtp.received.filter(({ to }) => to === email);
};

/** Asks, and answers with the path of the link that was sent. */
async function sent(cast: Cast): Promise<string> {
  await ask(cast).expect(202);
  await runOwed(t, sendConfirmation.name);
  const [mail] = await mailsTo(cast);
  return /\/confirm\/[A-Za-z0-9_-]{43}/.exec(mail.text)![0];
}

describe('the question', () => {
  it('goes out as plain words and a link, which stands nowhere else', async () => {
    const cast = await castOf(t, { given_name: 'Canary', family_name: 'Nobody' });
    const path = await sent(cast);
    const [mail] = await mailsTo(cast);
    expect(`${mail.subject} ${mail.text}`).not.toMatch(
      new RegExp(`Canary|Nobody|${cast.expert.reference}|${cast.agency.name}`),
    );
    const value = path.split('/').at(-1)!;
    for (const table of ['outbox_events', 'outbox_deliveries', 'audit_entries', 'single_use_links', 'bullmq.job']) {
      const words = "select coalesce(string_agg(one::text, ' '), '') as text from";
      const [{ text }] = await t.source.query<{ text: string }[]>([words, table, 'one'].join(' '));
      expect([table, text.includes(value), text.includes('university.example') && table !== 'audit_entries']).toEqual([
        table,
        false,
        false,
      ]);
    }
  });

  it('is asked once a day, and not of whom nobody may write to', async () => {
    const cast = await castOf(t);
    await ask(cast).expect(202);
    await t.as(cast.liaison.token).change(`experts/${cast.expert.id}/confirmation-requests`, 2, {}).expect(409);
    for (const given of [
      { do_not_contact: true },
      { objected_on: '2026-05-01' },
      { restricted_on: '2026-05-01' },
      { email: null },
    ])
      await ask(await castOf(t, given)).expect(409);
  });

  it.each(['do_not_contact = true', "objected_on = '2026-06-10'", "restricted_on = '2026-06-10'", 'email = null'])(
    'is not sent after all when meanwhile %s',
    async (set) => {
      const cast = await castOf(t);
      const before = smtp.received.length;
      await ask(cast).expect(202);
      await t.source.query(['update experts set', set, 'where id = $1'].join(' '), [cast.expert.id]);
      await runOwed(t, sendConfirmation.name);
      expect(smtp.received.slice(before).map(({ to }) => to)).not.toContain((await expertRow(t, cast.expert.id)).email);
      const links = await t.source.query('select 1 from single_use_links where subject_id = $1', [cast.expert.id]);
      expect(links).toEqual([]);
    },
  );

  it('from the page of a record leads back to it, and says why it was not asked', async () => {
    const cast = await castOf(t);
    const browser = await t.asBrowser(cast.liaison);
    const _csrf = await browser.csrfToken();
    const asked = await browser.post(`/experts/${cast.expert.reference}/confirmation`, { _csrf });
    expect([asked.status, asked.headers.location]).toEqual([
      303,
      `/experts/${cast.expert.reference}?done=confirmation-asked`,
    ]);
    const again = await browser.post(`/experts/${cast.expert.reference}/confirmation`, { _csrf });
    expect([again.status, again.headings]).toEqual([409, ['They were not asked']]);
    const other = await t.asBrowser(cast.elsewhere);
    expect(
      (await other.post(`/experts/${cast.expert.id}/confirmation`, { _csrf: await other.csrfToken() })).status,
    ).toBe(403);
  });
});

describe('the link', () => {
  it('shows their own facts to whoever opens it, any number of times, and nothing is kept of that', async () => {
    const cast = await castOf(t, {
      availability: 'limited',
      available_until: '2026-12-01',
      biography: 'secret-biography',
    });
    const { organisationId } = await t.make.affiliation({
      expert_id: cast.expert.id,
      role: '<script>alert(1)</script>',
    });
    await t.make.relationship({ agency_id: cast.agency.id, expert_id: cast.expert.id, notes: 'secret-notes' });
    const path = await sent(cast);
    await visitor.get(path);
    const page = await visitor.get(path);
    expect([page.status, page.headings, page.headers['cache-control'], page.headers['referrer-policy']]).toEqual([
      200,
      ['Is this still correct?'],
      'no-store',
      'same-origin',
    ]);
    const [{ name }] = await t.source.query<{ name: string }[]>('select name from organisations where id = $1', [
      organisationId,
    ]);
    for (const text of [
      `Dr ${cast.expert.name}`,
      name,
      'Limited until 1 December 2026',
      'a•••@university.example',
      '<script>alert(1)</script>',
    ])
      expect(page.text).toContain(text);
    expect(page.html).not.toMatch(/secret-|ada-\d+@|<script>alert/);
    expect((await expertRow(t, cast.expert.id)).profile_confirmed_on).toBeNull();
  });

  it('“yes” notes the day and spends it; another answer finds the page that says what to do', async () => {
    const cast = await castOf(t);
    const path = await sent(cast);
    const answered = await visitor.fill(path, 'value="correct"', {});
    expect([answered.status, answered.headers.location]).toEqual([303, '/confirm/thanks?answer=correct']);
    expect((await visitor.follow(answered)).headings).toEqual(['Thank you']);
    expect(await expertRow(t, cast.expert.id)).toMatchObject({ version: 3 });
    const again = await visitor.post(path, { answer: 'correct' });
    const unknown = await visitor.get(`/confirm/${newSecretValue()}`);
    expect([again.status, unknown.status, again.headings]).toEqual([404, 404, ['This link no longer works']]);
    expect(again.text).toBe(unknown.text);
    expect((await expertRow(t, cast.expert.id)).version).toBe(3);
  });

  it('one of several answers at once counts', async () => {
    const cast = await castOf(t);
    const path = await sent(cast);
    const answers = await Promise.all(
      ['correct', 'changed', 'correct', 'changed'].map((answer) => visitor.post(path, { answer, text: 'I moved' })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404, 404, 404]);
    const notes = await t.source.query('select 1 from profile_changes where expert_id = $1', [cast.expert.id]);
    const { profile_confirmed_on: on } = await expertRow(t, cast.expert.id);
    expect(notes.length + (on === null ? 0 : 1)).toBe(1);
  });

  it('“something has changed” reaches the keeping agency in their words; an empty one is asked for and spends nothing', async () => {
    const cast = await castOf(t);
    const path = await sent(cast);
    const empty = await visitor.fill(path, 'value="changed"', { text: '  ' });
    expect([empty.status, empty.problems]).toEqual([400, [['Enter what has changed.', '#text']]]);
    const long = await visitor.fill(path, 'value="changed"', { text: 'x'.repeat(5001) });
    expect([long.status, long.form('value="changed"').text.length]).toEqual([400, 5001]);
    const hostile = '<img src=x onerror=alert(1)> {{7*7}}';
    expect((await visitor.fill(path, 'value="changed"', { text: hostile })).status).toBe(303);
    const staff = await (await t.asBrowser(cast.liaison)).get('/moderation');
    expect([staff.status, staff.text.includes(hostile), staff.tags('img')]).toEqual([200, true, []]);
    expect((await (await t.asBrowser(cast.elsewhere)).get('/moderation')).text).not.toContain('onerror');
    expect((await expertRow(t, cast.expert.id)).profile_confirmed_on).toBeNull();
  });

  it('ends after 30 days, and when a newer one is sent', async () => {
    const cast = await castOf(t);
    const first = await sent(cast);
    t.time.forward(25 * 86_400_000);
    await t.as(cast.liaison.token).change(`experts/${cast.expert.id}/confirmation-requests`, 2, {}).expect(202);
    await runOwed(t, sendConfirmation.name);
    const second = /\/confirm\/\S+/.exec((await mailsTo(cast)).at(-1)!.text)![0];
    expect([(await visitor.get(first)).status, (await visitor.get(second)).status]).toEqual([404, 200]);
    t.time.forward(30 * 86_400_000);
    expect((await visitor.get(second)).status).toBe(404);
    expect((await visitor.post(second, { answer: 'correct' })).status).toBe(404);
  });

  const changes: [string, object][] = [
    ['another address', { email: 'another-person@university.example' }],
    ['no address', { email: null }],
    ['do not contact', { doNotContact: true }],
    ['an objection', { objectedOn: '2026-06-01' }],
    ['a restriction', { restrictedOn: '2026-06-01' }],
  ];

  it.each(changes)('ends with what it was sent on: %s', async (_what, change) => {
    const cast = await castOf(t);
    const path = await sent(cast);
    const { version } = await expertRow(t, cast.expert.id);
    await t.as(cast.liaison.token).patch(`experts/${cast.expert.id}`, change, Number(version)).expect(200);
    const links = await t.source.query('select 1 from single_use_links where subject_id = $1', [cast.expert.id]);
    expect(links).toEqual([]);
    const [opened, answered] = [await visitor.get(path), await visitor.post(path, { answer: 'correct' })];
    expect([opened.status, opened.headings, answered.status]).toEqual([404, ['This link no longer works'], 404]);
    expect((await expertRow(t, cast.expert.id)).profile_confirmed_on).toBeNull();
  });

  it('ends when the person objects themselves, and with an address of theirs that staff approve', async () => {
    const [objecting, moving] = [await castOf(t), await castOf(t)];
    const [one, other] = [await sent(objecting), await sent(moving)];
    const who = await t.asBrowser(objecting.academic);
    expect((await who.fill('/me/privacy', 'name="step" value="object"', { text: '' })).status).toBe(303);
    const staff = await t.asBrowser(moving.liaison);
    const { email } = await expertRow(t, moving.expert.id);
    const proposed = await proposal(t, moving.expert.id, { before: { email } });
    const approve = await staff.fill(`/moderation/${proposed}`, 'value="approve"', {});
    expect(approve.status).toBe(303);
    expect([(await visitor.get(one)).status, (await visitor.get(other)).status]).toEqual([404, 404]);
  });

  it('goes on working when something else of the person changes', async () => {
    const cast = await castOf(t);
    const path = await sent(cast);
    const { version } = await expertRow(t, cast.expert.id);
    await t.as(cast.liaison.token).patch(`experts/${cast.expert.id}`, { phone: '0123' }, Number(version)).expect(200);
    expect((await visitor.get(path)).status).toBe(200);
  });

  it.each(['do_not_contact = true', "objected_on = '2026-06-10'", "restricted_on = '2026-06-10'", 'email = null'])(
    'that is still there is neither opened nor answered once %s',
    async (set) => {
      const cast = await castOf(t);
      const path = await sent(cast);
      await t.source.query(['update experts set', set, 'where id = $1'].join(' '), [cast.expert.id]);
      const service = t.app.get(ConfirmationService);
      const value = path.split('/').at(-1)!;
      expect((await visitor.get(path)).headings).toEqual(['This link no longer works']);
      expect((await visitor.post(path, { answer: 'changed', text: 'I moved' })).status).toBe(404);
      await expect(service.confirm(value)).rejects.toMatchObject({ code: 'not_found' });
      await expect(service.tell(value, 'I moved')).rejects.toMatchObject({ code: 'not_found' });
      expect((await expertRow(t, cast.expert.id)).profile_confirmed_on).toBeNull();
    },
  );

  it('is not answered from another site', async () => {
    const path = await sent(await castOf(t));
    const foreign = await visitor.post(path, { answer: 'correct' }, { origin: 'https://evil.example' });
    expect([foreign.status, (await visitor.get(path)).status]).toEqual([403, 200]);
  });

  it('whoever tries many that are not there has to wait', async () => {
    const statuses = new Set<number>();
    for (let tried = 0; tried < 31; tried += 1)
      statuses.add((await visitor.get(`/confirm/${newSecretValue()}`)).status);
    expect([...statuses]).toEqual([404, 429]);
    t.time.forward(5 * 60_000);
    expect((await visitor.get('/confirm/nothing')).status).toBe(404);
  });
});
