import { newId } from '../../src/kernel/identifier.js';
import { sweep } from '../../src/features/reminders/reminders.jobs.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { startSmtpPeer, type SmtpPeer } from '../support/smtp.js';

let t: TestApp;
let smtp: SmtpPeer;
let agency: { id: string };
let owner: Person;
let deputy: Person;

beforeAll(async () => {
  smtp = await startSmtpPeer();
  t = await startTestApp({ smtpUrl: smtp.url });
});
afterAll(async () => {
  await t.close();
  await smtp.close();
});
beforeEach(async () => {
  t.time.set('2026-06-10T09:00:00Z');
  agency = await t.make.agency();
  owner = await t.make.user('liaison', agency.id);
  deputy = await t.make.user('liaison', agency.id);
});

const run = (): Promise<void> => t.runner.run(sweep.name);
const mailsTo = (person: Person): string[] =>
  smtp.received.filter(({ to }) => to === person.email).map(({ subject }) => subject);
const textTo = (person: Person): string => smtp.received.find(({ to }) => to === person.email)!.text;
const statesOf = async (recordId: string, code: string): Promise<string[]> => {
  const rows = await t.source.query<{ words: string }[]>(
    `select r.anchor_on || ' ' || r.offset_days || ' ' || r.state as words from reminders r
     join reminder_rules rule on rule.id = r.rule_id where r.record_id = $1 and rule.code = $2 order by r.send_on`,
    [recordId, code],
  );
  return rows.map(({ words }) => words);
};
const agreement = (given: object): Promise<{ id: string; reference: string }> =>
  t.make.agreement({
    agency_id: agency.id,
    owner_user_id: owner.id,
    stage: 'executed',
    executed_on: '2025-12-15',
    ...given,
  });

describe('the review of an agreement', () => {
  it('is reminded of before it, on its day and after it, until another day is entered', async () => {
    const { id, reference } = await agreement({ review_on: '2026-06-10', end_on: null, renewal_type: 'evergreen' });
    await run();
    expect(mailsTo(owner)).toEqual([`${reference}: its review is due on 10 June 2026`]);
    expect(await statesOf(id, 'agreement-review')).toEqual([
      '2026-06-10 -30 skipped',
      '2026-06-10 0 sent',
      '2026-06-10 14 scheduled',
    ]);
    await t.source.query(`update agreements set review_on = '2027-06-10' where id = $1`, [id]);
    await run();
    expect((await statesOf(id, 'agreement-review')).at(-1)).toBe('2026-06-10 14 superseded');
  });

  it.each([[{ terminated_on: '2026-06-01' }], [{ end_on: '2026-06-01' }], [{ stage: 'draft', executed_on: null }]])(
    'is of no matter to one that is %j',
    async (given) => {
      const { id } = await agreement({ review_on: '2026-06-10', ...given });
      await run();
      expect(await statesOf(id, 'agreement-review')).toEqual([]);
    },
  );
});

describe('an agreement that nobody signs', () => {
  it('is reminded of from two weeks after its last approval on, by the day in London, until it is executed', async () => {
    const { id, reference } = await agreement({ stage: 'awaiting_signature', executed_on: null });
    for (const [kind, decidedAt] of [
      ['business', '2026-05-20T12:00:00Z'],
      // Already the 27th in London.
      ['legal', '2026-05-26T23:30:00Z'],
    ])
      await t.make.row('agreement_approvals', {
        id: newId(),
        agreement_id: id,
        kind,
        assignee_user_id: deputy.id,
        asked_by_user_id: owner.id,
        asked_at: '2026-05-01T12:00:00Z',
        decision: 'approved',
        decided_by_user_id: deputy.id,
        decided_at: decidedAt,
      });
    await run();
    expect(mailsTo(owner)).toEqual([`${reference} still waits for signatures`]);
    expect(textTo(owner)).toContain('was approved on 27 May 2026, 14 days ago');
    expect(await statesOf(id, 'agreement-unsigned')).toEqual([
      '2026-05-27 14 sent',
      '2026-05-27 28 scheduled',
      '2026-05-27 42 scheduled',
    ]);
    await t.source.query(`update agreements set stage = 'executed', executed_on = '2026-06-10' where id = $1`, [id]);
    await run();
    expect((await statesOf(id, 'agreement-unsigned')).slice(1)).toEqual([
      '2026-05-27 28 superseded',
      '2026-05-27 42 superseded',
    ]);
  });
});

describe('a vetting', () => {
  it('that expires is told to whoever looks after the person at the sponsor, and names neither person nor level', async () => {
    const person = await t.make.expert({ agency_id: agency.id });
    await t.make.relationship({ agency_id: agency.id, expert_id: person.id, owner_user_id: owner.id });
    const { id } = await t.make.vetting({ agency_id: agency.id, expert_id: person.id, expires_on: '2026-07-10' });
    await run();
    expect(mailsTo(owner)).toEqual(['A vetting expires on 10 July 2026']);
    const text = textTo(owner);
    expect(text).toContain(`/vettings/${id}`);
    for (const word of [person.reference, person.name, person.id]) expect(text).not.toContain(word);
    const page = await (await t.asBrowser(owner)).get(`/vettings/${id}`);
    expect([page.status, page.text.includes(person.name)]).toEqual([200, true]);
    const stranger = await t.asBrowser(await t.make.user('liaison', (await t.make.agency()).id));
    expect((await stranger.get(`/vettings/${id}`)).status).toBe(404);
  });

  it('that was renewed in time is told of no more', async () => {
    const person = await t.make.expert({ agency_id: agency.id });
    const { id } = await t.make.vetting({ agency_id: agency.id, expert_id: person.id, expires_on: '2026-07-20' });
    await t.source.query('update organisations set lead_user_id = $2 where id = $1', [agency.id, owner.id]);
    await run();
    await t.source.query(`update vettings set expires_on = '2036-07-20' where id = $1`, [id]);
    t.time.set('2026-07-14T09:00:00Z');
    await run();
    expect(mailsTo(owner)).toEqual(['A vetting expires on 20 July 2026']);
    expect((await statesOf(id, 'vetting-expires')).at(-1)).toBe('2026-07-20 -7 superseded');
  });
});

describe('a person’s own dates', () => {
  const academic = async (
    given: object = {},
  ): Promise<{ person: { id: string; reference: string }; account: Person }> => {
    const person = await t.make.expert({ agency_id: agency.id, email: `own-${newId()}@university.example`, ...given });
    const account = await t.make.user('academic', agency.id, { expert_id: person.id });
    return { person, account };
  };

  it('a year after they confirmed their profile they are asked again, at their own place, by mail and in their inbox', async () => {
    const { person, account } = await academic({ profile_confirmed_on: '2025-06-10' });
    await run();
    expect(mailsTo(account)).toEqual([`${person.reference}: is the profile still correct?`]);
    expect(textTo(account)).toMatch(/\/me\s/);
    const inbox = await t.as(account.token).get('notifications').expect(200);
    expect(inbox.body.items).toEqual([
      expect.objectContaining({ about: `${person.reference}: is the profile still correct?` }),
    ]);
    const page = await (await t.asBrowser(account)).get('/notifications');
    expect([page.status, page.html.includes('href="/me"')]).toEqual([200, true]);
    await t.source.query(`update experts set profile_confirmed_on = '2026-06-10' where id = $1`, [person.id]);
    await run();
    expect(await statesOf(person.id, 'profile-confirmation')).toEqual([
      '2026-06-10 0 sent',
      '2026-06-10 30 superseded',
    ]);
  });

  it('without an account of theirs whoever looks after them asks, once they have not been asked since', async () => {
    const person = await t.make.expert({
      agency_id: agency.id,
      email: `x-${newId()}@university.example`,
      profile_confirmed_on: '2025-06-10',
    });
    await t.make.relationship({ agency_id: agency.id, expert_id: person.id, owner_user_id: owner.id });
    const asked = await t.make.expert({
      agency_id: agency.id,
      email: `y-${newId()}@university.example`,
      profile_confirmed_on: '2025-06-10',
      confirmation_asked_on: '2026-06-10',
    });
    await t.make.relationship({ agency_id: agency.id, expert_id: asked.id, owner_user_id: owner.id });
    await run();
    expect(mailsTo(owner)).toEqual([`${person.reference}: is the profile still correct?`]);
    expect(textTo(owner)).toContain(`/experts/${person.reference}`);
  });

  it.each([[{ objected_on: '2026-01-01' }], [{ restricted_on: '2026-01-01' }], [{ do_not_contact: true }]])(
    'nobody is asked who is %j',
    async (closed) => {
      const { person, account } = await academic({ profile_confirmed_on: '2025-06-10', ...closed });
      await run();
      expect(mailsTo(account)).toEqual([]);
      expect(await statesOf(person.id, 'profile-confirmation')).toEqual([]);
    },
  );

  it('whoever objects between a first attempt and the next is not written to any more', async () => {
    const { person, account } = await academic({ profile_confirmed_on: '2025-06-10' });
    let refusing = true;
    smtp.onMail = async ({ to }) => {
      if (refusing && to === account.email) throw Object.assign(new Error('later'), { responseCode: 451 });
    };
    await run();
    refusing = false;
    await t.source.query('update experts set objected_on = $2 where id = $1', [person.id, '2026-06-10']);
    await t.source.query(
      `update reminder_messages set leased_until = leased_until - interval '1 day' where recipient_user_id = $1`,
      [account.id],
    );
    const before = mailsTo(account).length;
    await run();
    expect(mailsTo(account)).toHaveLength(before);
    const [{ state, reason }] = await t.source.query<{ state: string; reason: string }[]>(
      `select state, reason from reminders where record_id = $1 and offset_days = 0`,
      [person.id],
    );
    expect([state, reason]).toEqual(['skipped', 'This person has objected, is restricted, or is not to be contacted.']);
  });

  it('a declaration is asked for before its year ends and after, and whoever looks after them hears of it after a fortnight', async () => {
    const { person, account } = await academic({ profile_confirmed_on: '2026-05-01' });
    await t.make.relationship({ agency_id: agency.id, expert_id: person.id, owner_user_id: owner.id });
    const declare = (on: string): Promise<unknown> =>
      t.make.row('declarations', {
        id: newId(),
        expert_id: person.id,
        declared_on: on,
        declared_by_user_id: account.id,
        created_at: '2026-01-01T00:00:00Z',
      });
    await declare('2024-02-29');
    await declare('2025-06-17');
    await run();
    expect(mailsTo(account)).toEqual([`${person.reference}: a new declaration is due by 17 June 2026`]);
    expect(textTo(account)).toMatch(/\/me\/declaration\s/);
    t.time.set('2026-07-01T09:00:00Z');
    await run();
    expect(mailsTo(account).at(-1)).toBe(`${person.reference}: a new declaration is overdue since 17 June 2026`);
    expect(mailsTo(owner)).toEqual([`${person.reference}: a new declaration is overdue since 17 June 2026`]);
    await declare('2026-07-01');
    await run();
    expect((await statesOf(person.id, 'declaration-overdue')).filter((row) => row.endsWith('scheduled'))).toEqual([]);
  });

  it('a declaration of 29 February counts until 28 February', async () => {
    t.time.set('2025-02-21T09:00:00Z');
    const { person, account } = await academic({ profile_confirmed_on: '2025-01-01' });
    await t.make.row('declarations', {
      id: newId(),
      expert_id: person.id,
      declared_on: '2024-02-29',
      declared_by_user_id: account.id,
      created_at: '2024-02-29T00:00:00Z',
    });
    await run();
    expect(mailsTo(account)).toEqual([`${person.reference}: a new declaration is due by 28 February 2025`]);
  });
});
