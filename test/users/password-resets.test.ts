import { minute, nextPassword, password, pathIn, startMailRoom, withoutChance, type MailRoom } from './mail-room.js';
import type { Person } from '../support/factory.js';
import type { Page } from '../support/browser.js';

let room = {} as MailRoom;

beforeAll(async () => {
  room = await startMailRoom();
});
afterAll(() => room.close());

const ask = (email: string): Promise<Page> => room.post('/forgotten-password', { email });
/** The path of the link that somebody who forgot their password is sent. */
const linkFor = async (person: Person): Promise<string> => {
  await ask(person.email);
  return pathIn((await room.deliver()).find(({ to }) => to === person.email)!);
};

describe('asking for a new password', () => {
  it('leads from the form for signing in to a mail, a form and a new password', async () => {
    const person = await room.somebody();
    const held = await room.t.asBrowser(person);
    const browser = await room.t.asBrowser(null);
    expect((await browser.get('/sign-in')).html).toContain('href="/forgotten-password"');
    const asked = await browser.fill('/forgotten-password', 'name="email"', {
      email: ` ${person.email.toUpperCase()} `,
    });
    expect((await browser.follow(asked)).headings).toEqual(['Check your e-mail']);
    const [mail, ...others] = await room.deliver();
    expect([mail.to, mail.subject, others]).toEqual([person.email, 'A new password for Accord', []]);
    expect(await room.signsIn(person.email, password)).toBe(true);

    const done = await browser.fill(pathIn(mail), 'name="password"', { password: nextPassword });
    expect([done.status, done.headers.location, done.cookies]).toEqual([303, '/sign-in?done=new-password', []]);
    expect((await browser.follow(done)).text).toContain('Your new password is kept. Sign in with it.');
    expect(await room.signsIn(person.email, password)).toBe(false);
    expect(await room.signsIn(person.email, nextPassword)).toBe(true);
    await room.t.as(person.token).get('me').expect(401);
    expect((await held.get('/')).status).toBe(303);

    const [told] = await room.deliver();
    expect([told.to, told.subject]).toEqual([person.email, 'Your password for Accord was changed']);
    expect(told.text).not.toMatch(/https?:/);
    expect((await room.audited(person.id)).slice(0, 3)).toEqual([
      'user.send-password-reset',
      'session.begin',
      'user.reset-password',
    ]);
  });

  it('answers alike for every address, and does the same work', async () => {
    const addresses = [
      (await room.somebody()).email,
      `nobody-${room.t.make.next()}@agency.example`,
      (await room.somebody({ disabled_at: room.t.clock.now() })).email,
      (await room.somebody({ password_hash: null })).email,
    ];
    const events = async (): Promise<number> =>
      (await room.t.source.query<unknown[]>(`select 1 from outbox_events where name = 'users.password-reset-asked'`))
        .length;
    const answers: unknown[] = [];
    for (const email of addresses) {
      const before = await events();
      answers.push(withoutChance(await ask(email)));
      expect(await events()).toBe(before + 1);
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    // Also when there were too many attempts: what counts is what was typed.
    const tries = await Promise.all(
      addresses.slice(0, 2).map(async (email) => {
        const [from, browser, seen] = [room.newAddress(), await room.t.asBrowser(null), [] as unknown[]];
        for (let index = 0; index < 6; index += 1) {
          const page = await browser.post('/forgotten-password', { email }, { 'x-forwarded-for': from });
          seen.push([page.status, page.headers['retry-after'], page.problems]);
        }
        return seen;
      }),
    );
    expect(tries[0]).toEqual(tries[1]);
    expect(tries[0].at(-1)).toEqual([
      429,
      '2',
      [['Too many attempts to ask for a new password from here. Wait a little, then try again.', '#email']],
    ]);
    await room.deliver();
  });

  it('writes to nobody who cannot sign in, and sends who has no password yet the invitation', async () => {
    const unknown = `nobody-${room.t.make.next()}@agency.example`;
    const disabled = await room.somebody({ disabled_at: room.t.clock.now() });
    const invited = await room.somebody({ password_hash: null });
    for (const email of [unknown, disabled.email, invited.email]) await ask(email);
    const mails = await room.deliver();
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([[invited.email, 'Your account in Accord']]);
  });

  it('sends one mail in five minutes however often it is asked, and the link sent first goes on working', async () => {
    const person = await room.somebody();
    const first = await linkFor(person);
    await ask(person.email);
    await ask(person.email);
    expect(await room.deliver()).toEqual([]);
    expect((await (await room.t.asBrowser(null)).get(first)).status).toBe(200);
    room.t.time.forward(6 * minute);
    const second = await linkFor(person);
    expect((await (await room.t.asBrowser(null)).get(first)).status).toBe(404);
    expect((await (await room.t.asBrowser(null)).get(second)).status).toBe(200);
  });

  it('does not use up the attempts to sign in', async () => {
    const person = await room.somebody();
    const [from, browser] = [room.newAddress(), await room.t.asBrowser(null)];
    for (let index = 0; index < 6; index += 1)
      await browser.post('/forgotten-password', { email: person.email }, { 'x-forwarded-for': from });
    const fields = { email: person.email, password };
    expect((await browser.post('/sign-in', fields, { 'x-forwarded-for': from })).status).toBe(303);
    await room.deliver();
  });

  it.each([
    ['', 'Enter your e-mail address'],
    ['nobody', 'Enter a whole e-mail address, such as name@example.org'],
    ['a@b.example\nBcc: c@d.example', 'Enter a whole e-mail address, such as name@example.org'],
    ['"><script>alert(1)</script>{{7*7}}', 'Enter a whole e-mail address, such as name@example.org'],
  ])('says what is wrong with %j and keeps it', async (email, text) => {
    const page = await ask(email);
    expect([page.status, page.title]).toEqual([400, 'Error: Forgotten password – Accord']);
    expect(page.problems).toEqual([[text, '#email']]);
    expect(page.form('name="email"').email).toBe(email);
    expect(page.html).not.toContain('<script>alert');
  });

  it('leaves nothing personal in events, jobs, audit and log', async () => {
    const person = await room.somebody({ email: `zuleika.canary${room.t.make.next()}@agency.example` });
    await ask(person.email);
    await ask('zuleika.unknown@agency.example');
    const [mail] = await room.deliver();
    const value = pathIn(mail).split('/').at(-1)!;
    await room.post(pathIn(mail), { password: nextPassword });
    await room.deliver();
    for (const table of ['outbox_events', 'outbox_deliveries', 'audit_entries', 'sign_in_failures', 'bullmq.job']) {
      const telling = (await room.rowsOf(table)).filter((row) => row.includes(value) || /zuleika/i.test(row));
      expect([table, telling]).toEqual([table, []]);
    }
    expect(room.logged.filter((line) => line.includes(value) || /zuleika/i.test(line))).toEqual([]);
    expect(JSON.stringify({ ...mail, to: '' })).not.toMatch(/zuleika/i);
  });
});

describe('the link', () => {
  it('works once, and of several forms sent at once one wins', async () => {
    const person = await room.somebody();
    const path = await linkFor(person);
    const answers = await Promise.all(Array.from({ length: 4 }, () => room.post(path, { password: nextPassword })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404, 404, 404]);
    expect((await room.post(path, { password })).headings).toEqual(['This link does not work']);
    expect(await room.signsIn(person.email, nextPassword)).toBe(true);
    await room.deliver();
  });

  it('ends after half an hour', async () => {
    const path = await linkFor(await room.somebody());
    room.t.time.forward(29 * minute);
    expect((await (await room.t.asBrowser(null)).get(path)).status).toBe(200);
    room.t.time.forward(minute);
    expect((await room.post(path, { password: nextPassword })).status).toBe(404);
  });

  it('stops working when the password is changed another way, or the account is disabled', async () => {
    const [changed, disabled] = [await room.somebody(), await room.somebody()];
    const paths = [await linkFor(changed), await linkFor(disabled)];
    await room.t
      .as(changed.token)
      .post('auth/password', { currentPassword: password, newPassword: nextPassword })
      .expect(204);
    const step = { step: 'disable', reason: 'A test.' };
    await room.t.as(room.admin.token).change(`users/${disabled.id}/steps`, 1, step).expect(200);
    for (const path of paths) expect((await (await room.t.asBrowser(null)).get(path)).status).toBe(404);
    expect((await room.deliver()).map(({ to, subject }) => [to, subject])).toEqual([
      [changed.email, 'Your password for Accord was changed'],
    ]);
  });

  it('keeps a weak password out and stays unspent', async () => {
    const path = await linkFor(await room.somebody());
    const page = await room.post(path, { password: 'qwertyuiopasdf' });
    expect([page.status, page.problems[0][1]]).toEqual([400, '#password']);
    expect((await room.post(path, { password: nextPassword })).status).toBe(303);
    await room.deliver();
  });
});

describe('POST /users/:id/password-reset', () => {
  it('sends a link at once, also a second time, and leaves the password as it is', async () => {
    const person = await room.somebody();
    const send = () =>
      room.t.as(room.admin.token).change(`users/${person.id}/password-reset`, 1, { reason: 'They rang.' });
    await send().expect(202);
    const [first] = await room.deliver();
    await send().expect(202);
    const [second] = await room.deliver();
    expect([first.to, second.to]).toEqual([person.email, person.email]);
    expect(pathIn(second)).not.toBe(pathIn(first));
    expect(await room.signsIn(person.email, password)).toBe(true);
    expect(await room.audited(person.id)).toEqual(
      expect.arrayContaining(['user.order-password-reset', 'user.send-password-reset']),
    );
  });

  it('is refused for who has no password yet, for the disabled, and to everybody but administrators', async () => {
    const path = ({ id }: Person): string => `users/${id}/password-reset`;
    const [invited, disabled, person] = [
      await room.somebody({ password_hash: null }),
      await room.somebody({ disabled_at: room.t.clock.now() }),
      await room.somebody(),
    ];
    await room.t.as(room.admin.token).change(path(invited), 1, {}).expect(409);
    await room.t.as(room.admin.token).change(path(disabled), 1, {}).expect(409);
    await room.t.as(room.admin.token).change(path(person), 1, { password: 'chosen by somebody else' }).expect(400);
    await room.t.as(person.token).change(path(person), 1, {}).expect(403);
    expect(await room.deliver()).toEqual([]);
  });
});
