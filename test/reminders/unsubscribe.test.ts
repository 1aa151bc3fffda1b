import supertest from 'supertest';
import { noteStatusChanges } from '../../src/features/agreements/status-changes/status-changes.jobs.js';
import { UnsubscribeLinks } from '../../src/features/reminders/delivery/unsubscribe-links.js';
import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { newId } from '../../src/kernel/identifier.js';
import { CONFIG, type Config } from '../../src/platform/config.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';
import { startSmtpPeer, type ReceivedMail, type SmtpPeer } from '../support/smtp.js';

let t: TestApp;
let smtp: SmtpPeer;
const base = 'https://accord.agency.example';

beforeAll(async () => {
  smtp = await startSmtpPeer();
  t = await startTestApp({ smtpUrl: smtp.url, environment: { PUBLIC_BASE_URL: base } });
});
afterAll(async () => {
  await t.close();
  await smtp.close();
});
beforeEach(() => t.time.set('2026-06-10T09:00:00Z'));

const owner = async (): Promise<Person> => t.make.user('liaison', (await t.make.agency()).id);
const mailsTo = ({ email }: Person): ReceivedMail[] => smtp.received.filter(({ to }) => to === email);
const choiceOf = async ({ token }: Person): Promise<unknown> =>
  (await t.as(token).get('me/mail-preferences').expect(200)).body;
const everything = { delivery: 'single', dutiesOnly: false };
const fewer = { delivery: 'single', dutiesOnly: true };

/** One agreement that has ended since yesterday, which is told; and a promise that is due, which asks something. */
async function remind(person: Person): Promise<void> {
  const own = { agency_id: person.organisationId!, owner_user_id: person.id, stage: 'executed' };
  await t.make.agreement({ ...own, executed_on: '2025-12-15', end_on: '2026-06-10' });
  await t.runner.run(noteStatusChanges.name);
  t.time.set('2026-06-11T07:30:00Z');
  await t.make.followUp({ agency_id: person.organisationId!, assignee_user_id: person.id, due_on: '2026-06-11' });
  await t.runner.run(noteStatusChanges.name);
  await t.runner.run(sweep.name);
}

const pathOf = (person: Person): string => new URL(t.app.get(UnsubscribeLinks).addressFor(person.id)).pathname;
const oneClick = async (path: string) =>
  supertest(await t.app.getUrl())
    .post(path)
    .type('form')
    .send('List-Unsubscribe=One-Click');

describe('the header', () => {
  it('stands in what only tells, with one click over HTTPS, and in no mail that asks something', async () => {
    const person = await owner();
    await remind(person);
    const [telling] = mailsTo(person).filter(({ subject }) => subject.includes('has ended'));
    const [asking] = mailsTo(person).filter(({ subject }) => subject.includes('due on'));
    const address = `${base}${pathOf(person)}`;
    expect([telling.header('list-unsubscribe'), telling.header('list-unsubscribe-post')]).toEqual([
      `<${address}>`,
      'List-Unsubscribe=One-Click',
    ]);
    expect([asking.header('list-unsubscribe'), asking.header('list-unsubscribe-post')]).toEqual(['', '']);
    expect(telling.text).toContain('how reminders reach you');
    expect(asking.text).not.toContain('how reminders reach you');
  });

  it('stands in a digest that tells of something among others', async () => {
    const person = await owner();
    await t.as(person.token).put('me/mail-preferences', { delivery: 'daily', dutiesOnly: false }).expect(200);
    await remind(person);
    t.time.set('2026-06-12T07:00:00Z');
    await t.runner.run(sweep.name);
    const [digest] = mailsTo(person);
    expect(digest.header('list-unsubscribe')).toBe(`<${base}${pathOf(person)}>`);
  });
});

describe('one click of a mail reader', () => {
  it('stops what only tells, without signing in, and nothing else; again it changes nothing', async () => {
    const person = await owner();
    for (let click = 1; click <= 2; click += 1) {
      const { status, text } = await oneClick(pathOf(person));
      expect([status, text.includes('Your choice is kept')]).toEqual([200, true]);
    }
    expect(await choiceOf(person)).toEqual(fewer);
    await remind(person);
    expect(mailsTo(person).map(({ subject }) => subject)).toEqual(['Follow-up due on 11 June 2026']);
    const entries = await t.source.query<{ verb: string; actor_job: string; actor_user_id: string | null }[]>(
      `select verb, actor_job, actor_user_id from audit_entries where record_id = $1 and verb = 'user.choose-mail'`,
      [person.id],
    );
    expect(entries).toEqual([{ verb: 'user.choose-mail', actor_job: 'unsubscribe-link', actor_user_id: null }]);
  });

  it('may be sent as a form with parts, or without any body', async () => {
    for (const send of [
      (call: supertest.Test) => call.field('List-Unsubscribe', 'One-Click'),
      (call: supertest.Test) => call,
    ]) {
      const person = await owner();
      const { status } = await send(supertest(await t.app.getUrl()).post(pathOf(person)));
      expect([status, await choiceOf(person)]).toEqual([200, fewer]);
    }
  });

  it('leaves how often mails come as it was', async () => {
    const person = await owner();
    await t.as(person.token).put('me/mail-preferences', { delivery: 'weekly', dutiesOnly: false }).expect(200);
    await oneClick(pathOf(person));
    expect(await choiceOf(person)).toEqual({ delivery: 'weekly', dutiesOnly: true });
  });
});

describe('opening the link', () => {
  it('asks and changes nothing, however often; the page does it by sending its form', async () => {
    const person = await owner();
    const browser = await t.asBrowser(null);
    for (let look = 1; look <= 3; look += 1) {
      const ask = await browser.get(pathOf(person));
      expect([ask.status, ask.headings]).toEqual([200, ['Do you want fewer e-mails?']]);
    }
    expect(await choiceOf(person)).toEqual(everything);
    const sent = await browser.post(`${pathOf(person)}?from=page`, {});
    expect([sent.status, sent.headers.location]).toEqual([303, '/unsubscribe/done']);
    expect((await browser.follow(sent)).headings).toEqual(['Your choice is kept']);
    expect(await choiceOf(person)).toEqual(fewer);
  });

  it('a head request, as programs that look at links send it, changes nothing', async () => {
    const person = await owner();
    await supertest(await t.app.getUrl()).head(pathOf(person));
    expect(await choiceOf(person)).toEqual(everything);
  });

  it('is refused from a page of another site', async () => {
    const person = await owner();
    const { status } = await supertest(await t.app.getUrl())
      .post(pathOf(person))
      .set('Origin', 'https://elsewhere.example');
    expect([status, await choiceOf(person)]).toEqual([403, everything]);
  });
});

describe('a link that is nobody’s', () => {
  const signed = (userId: string): string =>
    new URL(t.app.get(UnsubscribeLinks).addressFor(userId)).pathname.split('/').at(-1)!;
  const hostile: [string, (person: Person) => string][] = [
    ['signed, of somebody who is not there', () => signed(newId())],
    ['with a changed signature', ({ id }) => flipped(signed(id), -10)],
    ['of another person under this signature', ({ id }) => signed(newId()).slice(0, 20) + signed(id).slice(20)],
    ['cut off', ({ id }) => signed(id).slice(0, -4)],
    ['gone on', ({ id }) => `${signed(id)}AAAA`],
    ['that ends in what stands for nothing', ({ id }) => `${signed(id)}%3D`],
    ['in words', () => 'nonsense'],
    ['full of signs', () => encodeURIComponent(`<script>'"/../\u0000`)],
  ];

  it.each(hostile)('%s is answered like any other, and nothing is kept', async (_what, make) => {
    const person = await owner();
    const browser = await t.asBrowser(null);
    const real = await owner();
    const rows = async (): Promise<unknown> =>
      t.source.query('select count(*)::integer as count from mail_preferences');
    const before = await rows();
    const path = `/unsubscribe/${make(person)}`;
    expect(plain(await browser.get(path))).toEqual(plain(await browser.get(pathOf(real))));
    const [one, other] = [await oneClick(path), await browser.post(path, {})];
    expect([one.status, other.status, await rows()]).toEqual([200, 200, before]);
    expect(plain(other)).toEqual(plain(await browser.post(pathOf(real), {})));
    expect(await choiceOf(person)).toEqual(everything);
  });

  it('signed under another key, is nobody’s here', async () => {
    const person = await owner();
    const elsewhere = new UnsubscribeLinks({ ...t.app.get<Config>(CONFIG), secretKey: 'x'.repeat(32) });
    await oneClick(new URL(elsewhere.addressFor(person.id)).pathname);
    expect(await choiceOf(person)).toEqual(everything);
  });
});

function flipped(text: string, at: number): string {
  const place = text.length + at;
  return text.slice(0, place) + (text[place] === 'A' ? 'B' : 'A') + text.slice(place + 1);
}

/** A page but for its own address and what is new each time. */
function plain({ status, text, headings }: Page): unknown {
  return { status, text, headings };
}
