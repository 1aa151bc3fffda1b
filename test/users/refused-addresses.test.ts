import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { Mailer, MarkedAddress, RefusedAddress } from '../../src/platform/mail/mailer.js';
import type { Person } from '../support/factory.js';
import { startMailRoom, type MailRoom } from './mail-room.js';

/** What becomes of an address that a mail server refused for good. */
let room: MailRoom;
let lead: Person;

beforeAll(async () => {
  room = await startMailRoom();
  lead = await room.somebody({ role: 'liaison' });
  await room.t.source.query('update organisations set lead_user_id = $2 where id = $1', [room.agency.id, lead.id]);
});
afterAll(() => room.close());
beforeEach(() => {
  room.t.time.set('2026-06-10T09:00:00Z');
  room.smtp.refused.clear();
});

const mailsTo = ({ email }: Person): number => room.smtp.received.filter(({ to }) => to === email).length;
const run = (): Promise<void> => room.t.runner.run(sweep.name);
const promised = (owner: Person, due_on = '2026-06-10'): Promise<{ id: string }> =>
  room.t.make.followUp({ agency_id: room.agency.id, assignee_user_id: owner.id, due_on });

/** Somebody whose reminder was just refused. */
async function unreached(): Promise<Person> {
  const owner = await room.somebody();
  room.smtp.refused.add(owner.email);
  await promised(owner);
  await run();
  return owner;
}

interface Account {
  version: number;
  mailRefusedAt: string | null;
}
async function accountOf(reader: Person, { id }: Person): Promise<Account> {
  return (await room.t.as(reader.token).get(`users/${id}`).expect(200)).body as Account;
}
const mailAgain = async (by: Person, { id }: Person) =>
  room.t.as(by.token).change(`users/${id}/mail-again`, (await accountOf(room.admin, { id } as Person)).version, {
    reason: 'It is there again.',
  });

describe('an address that was refused', () => {
  it('gets nothing more, of reminders or of the account, until the mark is lifted; and the ledger says why', async () => {
    const owner = await unreached();
    const asked: string[] = [];
    room.smtp.refused.clear();
    room.smtp.onMail = ({ to }) => void asked.push(to);
    const { id } = await promised(owner);
    await run();
    const { version } = await accountOf(room.admin, owner);
    await room.t.as(room.admin.token).change(`users/${owner.id}/password-reset`, version, {}).expect(202);
    await room.deliver();
    expect([asked.includes(owner.email), mailsTo(owner)]).toEqual([false, 0]);
    const [row] = await room.t.source.query<{ state: string; reason: string }[]>(
      'select state, reason from reminders where record_id = $1 and offset_days = 0',
      [id],
    );
    expect(row).toEqual({ state: 'failed', reason: expect.stringMatching(/refused this address before/) as string });

    expect((await mailAgain(room.admin, owner)).status).toBe(202);
    await promised(owner);
    await run();
    expect(mailsTo(owner)).toBe(1);
  });

  it('is the address and not the account, whatever the case of its letters', async () => {
    const owner = await unreached();
    await room.t.source.query('update users set email = upper(email::text) where id = $1', [owner.id]);
    expect((await accountOf(room.admin, owner)).mailRefusedAt).toBe('2026-06-10T09:00:00.000Z');
    await room.t.source.query('update users set email = $2 where id = $1', [owner.id, `other-${owner.email}`]);
    expect((await accountOf(room.admin, owner)).mailRefusedAt).toBeNull();
    await promised(owner);
    await run();
    expect(mailsTo({ ...owner, email: `other-${owner.email}` })).toBe(1);
  });

  it('a server that is away, or refuses for now, marks nobody', async () => {
    const owner = await room.somebody();
    room.smtp.onMail = () => {
      throw new Error('try later');
    };
    await promised(owner);
    await run();
    room.smtp.onMail = () => undefined;
    expect((await accountOf(room.admin, owner)).mailRefusedAt).toBeNull();
  });
});

describe('who learns of it', () => {
  it('administrators, in the list and on the account, where they send to it again', async () => {
    const owner = await unreached();
    const browser = await room.t.asBrowser(room.admin);
    const list = await browser.get(`/admin/users?q=${encodeURIComponent(owner.email)}`);
    expect(list.text).toContain(`${owner.email} Address refused`);
    const account = await browser.get(`/admin/users/${owner.id}`);
    expect(account.text).toContain('Nothing is sent to it: a mail server refused it on 10 June 2026');
    const sent = await browser.fill(`/admin/users/${owner.id}`, `/admin/users/${owner.id}/mail-again`, {});
    expect([sent.status, sent.headers.location]).toEqual([303, `/admin/users/${owner.id}?done=mail-again`]);
    const after = await browser.follow(sent);
    expect(after.text).toContain('Mail is sent to this address again.');
    expect(after.text).not.toContain('a mail server refused it');
    expect(await room.audited(owner.id)).toContain('user.mail-again');
  });

  it('the lead of the agency, on the first page; a colleague who leads nothing is told nothing there', async () => {
    const colleague = await room.somebody({ role: 'liaison' });
    const look = async (who: Person): Promise<string> => (await (await room.t.asBrowser(who)).get('/')).text;
    for (const who of [lead, colleague]) await look(who);
    room.t.time.forward(60_000);
    const owner = await unreached();
    room.t.time.forward(60_000);
    const said = `${owner.name} : gets no e-mail, because their address was refused`;
    const pages = [await look(lead), await look(colleague)];
    expect(pages.map((text) => text.includes(said))).toEqual([true, false]);
  });
});

describe('lifting the mark', () => {
  it('is for administrators, under the version that they read, and refused where there is none', async () => {
    const owner = await unreached();
    for (const role of ['liaison', 'auditor', 'approver'] as const) {
      const other = await room.t.make.user(role, room.agency.id);
      await room.t.as(other.token).change(`users/${owner.id}/mail-again`, 1, {}).expect(403);
    }
    const { version } = await accountOf(room.admin, owner);
    await room.t
      .as(room.admin.token)
      .change(`users/${owner.id}/mail-again`, version + 1, {})
      .expect(412);
    expect((await mailAgain(room.admin, owner)).status).toBe(202);
    const { body, status } = await mailAgain(room.admin, owner);
    expect([status, (body as { detail: string }).detail]).toEqual([
      409,
      'Mail is sent to this address: no mail server has refused it.',
    ]);
  });

  it('that is refused again marks it again', async () => {
    const owner = await unreached();
    expect((await mailAgain(room.admin, owner)).status).toBe(202);
    room.t.time.set('2026-06-11T09:00:00Z');
    await run();
    expect((await accountOf(room.admin, owner)).mailRefusedAt).toBe('2026-06-11T09:00:00.000Z');
  });
});

describe('a person in the register', () => {
  it('is not asked at an address that was refused, and whoever looks after them learns of it', async () => {
    const agency = await room.t.make.agency();
    const owner = await room.t.make.user('liaison', agency.id);
    const other = await room.t.make.user('liaison', (await room.t.make.agency()).id);
    const email = `refused-${room.t.make.next()}@campus.example`;
    const expert = await room.t.make.expert({ agency_id: agency.id, email, family_name: 'Unreachable' });
    const look = async (who: Person): Promise<string> => (await (await room.t.asBrowser(who)).get('/')).text;
    for (const who of [owner, other]) await look(who);
    room.t.time.forward(60_000);
    const mailer = room.t.app.get(Mailer);
    room.smtp.refused.add(email);
    const mail = { messageId: '<one@localhost>', to: email, subject: 'One', text: 'One', html: '<p>One</p>' };
    await expect(mailer.send(mail)).rejects.toThrow(RefusedAddress);
    room.smtp.refused.clear();
    await expect(mailer.send(mail)).rejects.toThrow(MarkedAddress);
    room.t.time.forward(60_000);
    const said = 'Unreachable : gets no e-mail, because their address was refused';
    expect([(await look(owner)).includes(said), (await look(other)).includes(said)]).toEqual([true, false]);
    await room.t.source.query('update experts set email = $2 where id = $1', [expert.id, `other-${email}`]);
    expect(await look(owner)).not.toContain(said);
  });
});
