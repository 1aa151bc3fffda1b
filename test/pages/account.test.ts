import { Passwords } from '../../src/platform/auth/passwords.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

const password = 'canary thimble walrus orbit';
const next = 'canary lantern pickle meadow';
let t: TestApp;
let agency: { id: string; name: string };
let password_hash: string;

beforeAll(async () => {
  t = await startTestApp({ environment: { TRUST_PROXY: '127.0.0.1' } });
  agency = await t.make.agency();
  password_hash = await t.app.get(Passwords).hash(password);
});
afterAll(() => t.close());

const somebody = (given: object = {}): Promise<Person> =>
  t.make.user('partner', agency.id, { password_hash, ...given });
const from = (): Record<string, string> => ({ 'x-forwarded-for': `203.0.113.${t.make.next() % 250}` });

describe('GET /account', () => {
  it.each(['admin', 'approver', 'auditor', 'host', 'academic'] as const)(
    'says to %s who they are here',
    async (role) => {
      const person = await t.make.user(role, agency.id);
      const browser = await t.asBrowser(person);
      const page = await browser.get('/account');
      expect([page.status, page.title, page.headings]).toEqual([200, 'Your account – Accord', ['Your account']]);
      for (const said of [person.name, person.email, agency.name]) expect(page.text).toContain(said);
      // Only for those whose reminders somebody takes over.
      expect(page.html).not.toContain('/account/away');
      expect((await browser.get('/account/away')).status).toBe(403);
    },
  );

  it('is linked from the foot of every page, and asks whoever is not signed in to do so', async () => {
    const page = await (await t.asBrowser(await somebody())).get('/');
    expect(page.tags('a').map(({ attributes }) => attributes.href)).toContain('/account');
    expect((await (await t.asBrowser(null)).get('/account')).headers.location).toBe('/sign-in?returnTo=%2Faccount');
  });

  it('shows hostile text as text', async () => {
    const page = await (
      await t.asBrowser(await somebody({ name: '<script>alert(1)</script>{{7*7}}' }))
    ).get('/account');
    expect(page.text).toContain('<script>alert(1)</script>{{7*7}}');
    expect(page.html).not.toContain('<script>alert');
  });
});

describe('sessions', () => {
  it('are listed with this one marked, and another can be ended', async () => {
    const person = await somebody();
    const [browser, other] = [await t.asBrowser(person), await t.asBrowser(person)];
    // The maker of people signs each in as a program too.
    const page = await browser.get('/account');
    expect(page.tags('form').filter(({ attributes }) => attributes.action?.endsWith('/end'))).toHaveLength(2);
    expect(page.text).toContain('This one');
    const { items } = (await t.as(person.token).get('auth/sessions').expect(200)).body;
    expect(items.map(({ kind, isThisOne }: { kind: string; isThisOne: boolean }) => [kind, isThisOne])).toEqual([
      ['bearer', true],
      ['cookie', false],
      ['cookie', false],
    ]);
    const ended = await browser.fill('/account', 'session begun on', {});
    expect([ended.status, ended.headers.location]).toEqual([303, '/account?done=session']);
    expect((await browser.follow(ended)).text).toContain('The session is ended.');
    const left = [(await other.get('/account')).status, (await t.as(person.token).get('me')).status];
    expect(left.filter((status) => status === 200)).toHaveLength(1);
  });

  it('are ended all but this one, after a page that names them', async () => {
    const person = await somebody();
    const [browser, other] = [await t.asBrowser(person), await t.asBrowser(person)];
    const asked = await browser.get('/account/sessions/others');
    expect(asked.headings).toEqual(['Do you want to end all your other sessions?']);
    expect(asked.text).toContain('Program, begun on 10 June 2026, 10am');
    const done = await browser.fill('/account/sessions/others', 'End all others', {});
    expect((await browser.follow(done)).text).toContain('Your other sessions are ended.');
    expect((await other.get('/account')).status).toBe(303);
    await t.as(person.token).get('me').expect(401);
    expect((await browser.get('/account/sessions/others')).headers.location).toBe('/account');
    const verbs = await t.source.query('select verb from audit_entries where record_id = $1', [person.id]);
    expect(verbs).toEqual([{ verb: 'session.end-others' }]);
  });

  it('of others are as absent as none at all', async () => {
    const [person, other] = [await somebody(), await somebody()];
    const { items } = (await t.as(other.token).get('auth/sessions')).body;
    const browser = await t.asBrowser(person);
    const page = await browser.post(`/account/sessions/${items[0].id}/end`, { _csrf: await browser.csrfToken() });
    expect(page.status).toBe(404);
    await t.as(person.token).delete(`auth/sessions/${items[0].id}`).expect(404);
    await t.as(other.token).get('me').expect(200);
    expect(JSON.stringify((await t.as(person.token).get('auth/sessions')).body)).not.toContain(items[0].id);
  });

  it('are not listed when they have ended', async () => {
    const person = await somebody();
    await t.source.query(`update sessions set access_expires_at = $2 where user_id = $1`, [person.id, t.time.read()]);
    const token = await t.make.session(person.id);
    expect((await t.as(token).get('auth/sessions')).body.items).toHaveLength(1);
  });

  it('are ended by the API too', async () => {
    const person = await somebody();
    const second = await t.make.session(person.id);
    await t.as(person.token).delete('auth/sessions').expect(400);
    await t.as(person.token).delete('auth/sessions?which=others').expect(204);
    await t.as(second).get('me').expect(401);
    const third = await t.make.session(person.id);
    const { items } = (await t.as(third).get('auth/sessions')).body;
    await t.as(person.token).delete(`auth/sessions/${items[0].id}`).expect(204);
    await t.as(person.token).delete(`auth/sessions/${items[0].id}`).expect(404);
    await t.as(third).get('me').expect(401);
  });
});

describe('the password', () => {
  it('is changed, which ends the other sessions', async () => {
    const person = await somebody();
    const browser = await t.asBrowser(person);
    const form = await browser.get('/account/password');
    expect(form.tags('input').filter(({ attributes }) => attributes.type === 'password')).toHaveLength(2);
    const fields = { _csrf: form.form('currentPassword')._csrf, currentPassword: password, newPassword: next };
    const done = await browser.post('/account/password', fields, from());
    expect((await browser.follow(done)).text).toContain('Your password is changed');
    await t.as(person.token).get('me').expect(401);
    const signIn = (typed: string) =>
      t.as(null).post('auth/sign-in', { email: person.email, password: typed }).set(from());
    await signIn(next).expect(200);
    await signIn(password).expect(401);
  });

  it.each<[string, string, string, [string, string][]]>([
    [
      'nothing',
      '',
      '',
      [
        ['Enter the password you have now', '#currentPassword'],
        ['Enter a new password', '#newPassword'],
      ],
    ],
    ['another password', 'not mine at all', next, [['This is not your current password.', '#currentPassword']]],
    ['a short one', password, 'short', [['Password must be 12 characters or more.', '#newPassword']]],
  ])('stays when the form holds %s', async (_what, currentPassword, newPassword, problems) => {
    const browser = await t.asBrowser(await somebody());
    const fields = { _csrf: await browser.csrfToken(), currentPassword, newPassword };
    const page = await browser.post('/account/password', fields, from());
    expect([page.status, page.title, page.problems]).toEqual([400, 'Error: Change your password – Accord', problems]);
    for (const [text, href] of problems) expect(page.messageAt(href.slice(1))).toBe(`Error: ${text}`);
    for (const typed of [currentPassword, newPassword].filter(Boolean)) expect(page.html).not.toContain(`"${typed}"`);
  });
});

describe('being away', () => {
  const dates = { 'from-day': '1', 'from-month': '7', 'from-year': '2026' };

  it('is entered with who takes over, shown, and cleared again', async () => {
    const [person, cover] = [await somebody(), await somebody({ name: 'Wilhelmina Cover' })];
    const browser = await t.asBrowser(person);
    const fields = { ...dates, 'to-day': '14', 'to-month': '7', 'to-year': '2026', cover: 'wilhelmina' };
    const page = await browser.follow(await browser.fill('/account/away', 'Who takes over', fields));
    expect(page.text).toContain('Away from 1 July 2026 to 14 July 2026. Wilhelmina Cover takes over.');
    expect((await t.as(person.token).get('me/absence')).body).toEqual({
      awayFrom: '2026-07-01',
      awayTo: '2026-07-14',
      cover: { id: cover.id, name: 'Wilhelmina Cover' },
    });
    const form = (await browser.get('/account/away')).form('Who takes over');
    expect(form).toMatchObject({ ...dates, 'to-day': '14', cover: 'Wilhelmina Cover' });
    const cleared = { awayFrom: null, awayTo: null, coverUserId: null };
    await t.as(person.token).put('me/absence', cleared).expect(200);
    expect((await browser.get('/account')).text).toContain('No absence is entered.');
    const entries = await t.source.query('select verb, after from audit_entries where record_id = $1 order by id', [
      person.id,
    ]);
    expect(entries).toMatchObject([
      { verb: 'user.change', after: { awayFrom: '2026-07-01' } },
      { verb: 'user.change' },
    ]);
  });

  it('leads to what one looks after, to hand it over', async () => {
    const person = await somebody();
    const colleague = await somebody({ name: 'Standing In' });
    const promised = await t.make.followUp({ agency_id: agency.id, assignee_user_id: person.id });
    const expert = await t.make.expert({ agency_id: agency.id });
    await t.make.relationship({ agency_id: agency.id, expert_id: expert.id, owner_user_id: person.id });
    const others = await t.make.expert({ agency_id: agency.id });
    await t.make.relationship({ agency_id: agency.id, expert_id: others.id, owner_user_id: colleague.id });
    const browser = await t.asBrowser(person);
    const hrefs = (await browser.get('/account')).tags('a').map(({ attributes }) => attributes.href ?? '');
    const followUps = await browser.get(hrefs.find((href) => href.startsWith('/follow-ups?'))!);
    const ticked = followUps.tags('input').filter(({ attributes }) => 'checked' in attributes);
    expect(ticked.map(({ attributes }) => attributes.value)).toEqual([promised.id]);
    const people = await browser.get(hrefs.find((href) => href.startsWith('/experts?'))!);
    expect([people.text.includes(expert.reference), people.text.includes(others.reference)]).toEqual([true, false]);
    expect(people.text).toContain('Change all 1 on this page');
  });

  it('keeps what was typed when something is wrong', async () => {
    const other = await t.make.agency();
    await t.make.user('partner', other.id, { name: 'Elsewhere Worker' });
    await somebody({ name: 'Twin Colleague' });
    await somebody({ name: 'Twin Colleague' });
    const person = await somebody({ name: 'Lonely Person' });
    const browser = await t.asBrowser(person);
    const send = (fields: object) => browser.fill('/account/away', 'Who takes over', { ...dates, ...fields });
    const wrong = await send({ 'from-month': '13', 'to-day': 'x', cover: 'Elsewhere Worker' });
    expect([wrong.status, wrong.title]).toEqual([400, 'Error: When you are away – Accord']);
    expect(wrong.problems.map(([, href]) => href)).toEqual(['#from-day', '#to-day', '#cover']);
    expect(wrong.form('Who takes over')).toMatchObject({
      'from-month': '13',
      'to-day': 'x',
      cover: 'Elsewhere Worker',
    });
    const twins = await send({ cover: 'twin colleague' });
    expect(twins.problems).toEqual([
      ['Several people match. Enter the e-mail address of the one who takes over.', '#cover'],
    ]);
    const self = await send({ cover: 'Lonely Person' });
    expect(self.problems).toEqual([['Nobody covers for themselves. Select somebody else.', '#cover']]);
    const backwards = await send({ 'to-day': '30', 'to-month': '6', 'to-year': '2026' });
    expect(backwards.problems).toEqual([['The last day away must be on or after the first.', '#to-day']]);
  });

  it('is refused by the API without all of its parts, and to whom another agency employs', async () => {
    const person = await somebody();
    await t.as(person.token).put('me/absence', { awayFrom: '2026-07-01' }).expect(400);
    const elsewhere = await t.make.user('partner', (await t.make.agency()).id);
    const body = { awayFrom: '2026-07-01', awayTo: null, coverUserId: elsewhere.id };
    const answer = await t.as(person.token).put('me/absence', body).expect(400);
    expect(answer.body.errors[0].pointer).toBe('/coverUserId');
  });
});
