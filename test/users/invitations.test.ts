import { minute, nextPassword, password, pathIn, startMailRoom, withoutChance, type MailRoom } from './mail-room.js';
import type { Person } from '../support/factory.js';

let room = {} as MailRoom;

beforeAll(async () => {
  room = await startMailRoom();
});
afterAll(() => room.close());

const invited = (given: object = {}): Promise<Person> => room.somebody({ password_hash: null, ...given });
const invite = (person: Person, version = 1) =>
  room.t.as(room.admin.token).change(`users/${person.id}/invitation`, version, {});
/** The path of the link in the invitation that this account is sent. */
const linkFor = async (person: Person): Promise<string> => {
  await invite(person).expect(202);
  return pathIn((await room.deliver()).find(({ to }) => to === person.email)!);
};
const deadHeading = ['This link does not work'];

describe('the mail', () => {
  it('follows the creation of an account and leads to a form for its first password', async () => {
    const email = `ada.new${room.t.make.next()}@agency.example`;
    const { body } = await room.t
      .as(room.admin.token)
      .post('users', { name: 'Ada New', email, role: 'partner', organisationId: room.agency.id })
      .expect(201);
    const [mail, ...others] = await room.deliver();
    expect([mail.to, mail.subject, others]).toEqual([email, 'Your account in Accord', []]);
    const browser = await room.t.asBrowser(null);
    const form = await browser.get(pathIn(mail));
    expect([form.status, form.title]).toEqual([200, 'Choose your password – Accord']);
    const chosen = await room.post(pathIn(mail), { password }, browser);
    expect([chosen.status, chosen.headers.location]).toEqual([303, '/']);
    expect((await browser.follow(chosen)).headings).toEqual(['Today, 10 June 2026']);
    expect(await room.signsIn(email, password)).toBe(true);
    expect(await room.audited(body.id as string)).toEqual(
      expect.arrayContaining(['user.create', 'user.send-invitation', 'user.choose-password', 'session.begin']),
    );
  });

  it('says nothing of whom it is for, and its link stands nowhere else', async () => {
    const person = await invited({
      name: 'Zebedee Canary',
      email: `zebedee.canary${room.t.make.next()}@agency.example`,
    });
    await invite(person).expect(202);
    const [mail] = await room.deliver();
    const value = pathIn(mail).split('/').at(-1)!;
    await (await room.t.asBrowser(null)).get(pathIn(mail));
    await room.post(pathIn(mail), { password: 'short' });
    expect(JSON.stringify({ ...mail, to: '' })).not.toMatch(/zebedee|canary/i);
    const tables = [
      'outbox_events',
      'outbox_deliveries',
      'audit_entries',
      'single_use_links',
      'job_runs',
      'bullmq.job',
    ];
    for (const table of tables) {
      const telling = (await room.rowsOf(table)).filter((row) => row.includes(value) || /zebedee/i.test(row));
      expect([table, telling]).toEqual([table, []]);
    }
    const [event] = await room.t.source.query<{ payload: object }[]>(
      `select payload from outbox_events where name = 'users.invited' order by id desc limit 1`,
    );
    expect(event.payload).toEqual({ userId: person.id });
    expect(room.logged.filter((line) => line.includes(value) || /zebedee/i.test(line))).toEqual([]);
  });

  it.each([
    ['two addresses', 'a@b.example, extra@evil.example'],
    ['a header', 'a@b.example\r\nBcc: extra@evil.example'],
    ['a name and an address', 'extra@evil.example <a@b.example>'],
  ])('goes to one mailbox and grows no header, whatever stands in the address: %s', async (_what, email) => {
    const person = await invited({ email: `${room.t.make.next()}${email}` });
    await invite(person).expect(202);
    const before = room.smtp.received.length;
    // Such an address may be refused for good on the way, which is as well.
    const [mail] = await room.deliver().catch(() => room.smtp.received.slice(before));
    expect(room.smtp.received.slice(before).map(({ to }) => to)).not.toContain('extra@evil.example');
    if (mail) expect(mail.subject).toBe('Your account in Accord');
    await room.t.source.query(`update outbox_deliveries set done_at = now() where done_at is null`);
  });

  it('is tried again with a link of its own while the mail server does not take it', async () => {
    const person = await invited();
    await invite(person).expect(202);
    const links = (): Promise<unknown[]> =>
      room.t.source.query('select 1 from single_use_links where subject_id = $1', [person.id]);
    room.smtp.onMail = () => {
      throw new Error('not now');
    };
    await expect(room.deliver()).rejects.toThrow();
    expect(await links()).toEqual([]);
    room.smtp.onMail = () => undefined;
    const [mail] = await room.deliver();
    expect((await (await room.t.asBrowser(null)).get(pathIn(mail))).status).toBe(200);
  });

  it('is given up when the server refuses the address for good', async () => {
    const person = await invited();
    room.smtp.refused.add(person.email);
    await invite(person).expect(202);
    expect(await room.deliver()).toEqual([]);
    expect(await room.deliver()).toEqual([]);
  });
});

describe('the link', () => {
  it('works once', async () => {
    const person = await invited();
    const path = await linkFor(person);
    expect((await room.post(path, { password })).status).toBe(303);
    const again = await room.post(path, { password: nextPassword });
    expect([again.status, again.headings, again.cookies]).toEqual([404, deadHeading, []]);
    expect([await room.signsIn(person.email, password), await room.signsIn(person.email, nextPassword)]).toEqual([
      true,
      false,
    ]);
  });

  it('is spent by one of several forms sent at once', async () => {
    const person = await invited();
    const path = await linkFor(person);
    const answers = await Promise.all(Array.from({ length: 4 }, () => room.post(path, { password })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404, 404, 404]);
    expect((await room.audited(person.id)).filter((verb) => verb === 'user.choose-password')).toHaveLength(1);
  });

  it('is not spent by looking, nor by a password that is refused', async () => {
    const person = await invited({ name: 'Quentin Thistlewood' });
    const [path, browser] = [await linkFor(person), await room.t.asBrowser(null)];
    await browser.get(path);
    for (const [typed, said] of [
      ['', 'Password must be 12 characters or more.'],
      ['short', 'Password must be 12 characters or more.'],
      ['thistlewood lantern pickle', /must not contain your name/],
      ['q'.repeat(257), 'Password must be 256 characters or fewer.'],
    ] as const) {
      const page = await room.post(path, { password: typed });
      expect([page.status, page.title]).toEqual([400, 'Error: Choose your password – Accord']);
      expect(page.problems).toEqual([[expect.stringMatching(said), '#password']]);
      expect(page.html).not.toContain('value="short"');
    }
    expect((await room.post(path, { password })).status).toBe(303);
  });

  it('gives every link that does not work one and the same page', async () => {
    const [spent, replaced, disabled, hasPassword, late] = await Promise.all([1, 2, 3, 4, 5].map(() => invited()));
    const paths: string[] = [`/invitation/${'x'.repeat(43)}`, '/invitation/short'];
    paths.push(await linkFor(spent), await linkFor(replaced), await linkFor(disabled), await linkFor(hasPassword));
    await room.post(paths[2], { password });
    await linkFor(replaced);
    await room.t.source.query('update users set disabled_at = now() where id = $1', [disabled.id]);
    await room.t.source.query(`update users set password_hash = 'x' where id = $1`, [hasPassword.id]);
    const lateLink = await linkFor(late);
    room.t.time.forward(7 * 24 * 60 * minute - minute);
    expect((await (await room.t.asBrowser(null)).get(lateLink)).status).toBe(200);
    room.t.time.forward(minute);
    paths.push(lateLink);
    const browser = await room.t.asBrowser(null);
    const [first, ...others] = await Promise.all(paths.map((path) => browser.get(path)));
    expect([first.status, first.headings]).toEqual([404, deadHeading]);
    for (const other of others) expect(withoutChance(other)).toEqual(withoutChance(first));
    for (const path of paths) {
      const posted = await room.post(path, { password });
      expect([path, withoutChance(posted)]).toEqual([path, withoutChance(first)]);
    }
  });

  it('stops working when the account is disabled, also after it is enabled again', async () => {
    const person = await invited();
    const path = await linkFor(person);
    const call = (step: string, version: number) =>
      room.t.as(room.admin.token).change(`users/${person.id}/steps`, version, { step, reason: 'A test.' });
    await call('disable', 1).expect(200);
    await invite(person, 2).expect(409);
    await call('enable', 2).expect(200);
    expect((await room.post(path, { password })).headings).toEqual(deadHeading);
    expect((await invite(person, 3)).status).toBe(202);
    await room.deliver();
  });

  it('of an invitation opens no form for a forgotten password, and the other way round', async () => {
    const value = (await linkFor(await invited())).split('/').at(-1)!;
    const page = await (await room.t.asBrowser(null)).get(`/reset-password/${value}`);
    expect([page.status, page.headings]).toEqual([404, deadHeading]);
  });
});

describe('POST /users/:id/invitation', () => {
  it('is refused for an account that has a password', async () => {
    const { body } = await invite(await room.somebody()).expect(409);
    expect(body.detail).toBe('This account has a password already. Send a link for a new password instead.');
  });

  it('is for administrators, under the version they saw', async () => {
    const person = await invited();
    const path = `users/${person.id}/invitation`;
    await room.t
      .as((await room.somebody()).token)
      .change(path, 1, {})
      .expect(403);
    await room.t.as(room.admin.token).post(path, {}).expect(428);
    await room.t.as(room.admin.token).change(path, 2, {}).expect(412);
    await room.t
      .as(room.admin.token)
      .change('users/01920000-0000-7000-8000-000000000001/invitation', 1, {})
      .expect(404);
    expect(await room.deliver()).toEqual([]);
  });
});
