import type { Response } from 'supertest';
import { hash } from '@node-rs/argon2';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

const password = 'thimble orbit walrus';
/** The product's own, so that a comparison takes as long as it does there. */
const settings = { memoryCost: 47_104, timeCost: 1, parallelism: 1 };

let t: TestApp;
let agency: { id: string };
let passwordHash: string;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  passwordHash = await hash(password, settings);
});
afterAll(() => t.close());
// Each test has five minutes of failures to itself.
beforeEach(() => t.time.forward(6 * 60_000));

const person = (given: object = {}): Promise<Person> =>
  t.make.user('liaison', agency.id, { password_hash: passwordHash, ...given });
const signIn = async (email: string, given = password): Promise<Response> =>
  t.as(null).post('auth/sign-in', { email, password: given });
const refresh = async (refreshToken: string): Promise<Response> => t.as(null).post('auth/refresh', { refreshToken });
const me = async (accessToken: string): Promise<number> => (await t.as(accessToken).get('me')).status;
const told = ({ status, body, headers }: Response): unknown => {
  const { requestId: _requestId, ...rest } = body as { requestId?: string };
  const { date: _date, ...kept } = headers as Record<string, string>;
  return { status, rest, kept };
};

describe('a session', () => {
  it('ends after fifteen minutes without a refresh and after twelve hours with them', async () => {
    const { body } = await signIn((await person()).email);
    expect(await me(body.accessToken)).toBe(200);
    t.time.forward(15 * 60_000);
    expect(await me(body.accessToken)).toBe(401);
    let refreshToken = body.refreshToken as string;
    for (let minutes = 15; minutes < 12 * 60; minutes += 14) {
      const next = await refresh(refreshToken);
      expect(next.status).toBe(200);
      refreshToken = next.body.refreshToken;
      t.time.forward(14 * 60_000);
    }
    expect((await refresh(refreshToken)).status).toBe(401);
  });

  it('a refresh value used twice ends the whole family, also the values that were never copied', async () => {
    const first = (await signIn((await person()).email)).body;
    const second = (await refresh(first.refreshToken)).body;
    expect(await me(first.accessToken)).toBe(401);
    expect(await me(second.accessToken)).toBe(200);
    expect((await refresh(first.refreshToken)).status).toBe(401);
    expect(await me(second.accessToken)).toBe(401);
    expect((await refresh(second.refreshToken)).status).toBe(401);
    const [{ count }] = await t.source.query(
      "select count(*) from audit_entries where verb = 'session.reuse-detected'",
    );
    expect(Number(count)).toBeGreaterThan(0);
  });

  it('a refresh value sent ten times at once gives at most one pair, and that pair is dead', async () => {
    const first = (await signIn((await person()).email)).body;
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(first.refreshToken)));
    const given = answers.filter(({ status }) => status === 200);
    expect(given).toHaveLength(1);
    expect(await me(given[0].body.accessToken)).toBe(401);
  });

  it('an access value is no refresh value, nor the other way round', async () => {
    const { accessToken, refreshToken } = (await signIn((await person()).email)).body;
    expect((await refresh(accessToken)).status).toBe(401);
    expect(await me(refreshToken)).toBe(401);
    expect(await me(accessToken)).toBe(200);
  });

  it('values are hashed at rest', async () => {
    const { accessToken, refreshToken } = (await signIn((await person()).email)).body;
    const kept = JSON.stringify([
      await t.source.query('select * from sessions'),
      await t.source.query('select * from session_refreshes'),
      await t.source.query('select * from audit_entries'),
    ]);
    expect(kept).not.toContain(accessToken);
    expect(kept).not.toContain(refreshToken);
  });

  it('a new role and a disablement count from the next request', async () => {
    const someone = await person();
    const { accessToken, refreshToken } = (await signIn(someone.email)).body;
    await t.source.query("update users set role = 'auditor' where id = $1", [someone.id]);
    expect((await t.as(accessToken).get('agreements')).status).toBe(403);
    await t.source.query('update users set disabled_at = now() where id = $1', [someone.id]);
    expect(await me(accessToken)).toBe(401);
    expect((await refresh(refreshToken)).status).toBe(401);
    expect((await signIn(someone.email)).status).toBe(401);
  });

  it('a changed password ends the others and keeps this one', async () => {
    const someone = await person();
    const [here, elsewhere] = [(await signIn(someone.email)).body, (await signIn(someone.email)).body];
    const change = { currentPassword: password, newPassword: 'quartz pelican lantern' };
    await t.as(here.accessToken).post('auth/password', change).expect(204);
    expect(await me(here.accessToken)).toBe(200);
    expect(await me(elsewhere.accessToken)).toBe(401);
    expect((await refresh(elsewhere.refreshToken)).status).toBe(401);
    expect((await signIn(someone.email)).status).toBe(401);
    expect((await signIn(someone.email, change.newPassword)).status).toBe(200);
  });

  it('signing out ends it', async () => {
    const { accessToken, refreshToken } = (await signIn((await person()).email)).body;
    await t.as(accessToken).post('auth/sign-out').expect(204);
    expect(await me(accessToken)).toBe(401);
    expect((await refresh(refreshToken)).status).toBe(401);
  });
});

describe('signing in tells nothing about who has an account', () => {
  it('answers a wrong password, nobody, a disabled person and one without a password alike', async () => {
    const answers = [
      await signIn((await person()).email, 'wrong'),
      await signIn('nobody@agency.example'),
      await signIn((await person({ disabled_at: t.clock.now() })).email),
      await signIn((await person({ password_hash: null })).email),
    ];
    expect(answers[0].status).toBe(401);
    for (const answer of answers) expect(told(answer)).toEqual(told(answers[0]));
  });

  it('and costs as much', async () => {
    const known = (await person()).email;
    const spent = { there: 0, absent: 0 };
    for (let trial = 0; trial < 12; trial += 1)
      for (const [who, email] of [
        ['there', known],
        ['absent', 'nobody@agency.example'],
      ] as const) {
        t.time.forward(6 * 60_000);
        const before = process.cpuUsage();
        await signIn(email, 'wrong');
        const { user, system } = process.cpuUsage(before);
        spent[who] += user + system;
      }
    // Without the decoy the absent one costs a tenth. Processor time, in turn, because a busy machine stretches the clock's.
    expect(spent.absent).toBeGreaterThan(spent.there * 0.5);
    expect(spent.there).toBeGreaterThan(spent.absent * 0.5);
  });

  it.each([
    [{ email: 'a@agency.example' }, '/password'],
    [{ password }, '/email'],
    [{ email: ['a@agency.example'], password }, '/email'],
    [{ email: { $ne: '' }, password }, '/email'],
    [{ email: 'a@agency.example', password: '🦊'.repeat(257) }, '/password'],
    [{ email: 'a@agency.example', password, role: 'admin' }, '/role'],
    [{ email: 'a\0@agency.example', password }, '/email'],
  ])('refuses %j', async (body, pointer) => {
    const answer = await t.as(null).post('auth/sign-in', body).expect(400);
    expect(answer.body.errors[0].pointer).toBe(pointer);
    expect(JSON.stringify(answer.body)).not.toContain(password);
  });
});

describe('guessing', () => {
  it('is slowed down after five wrong passwords, and says how long to wait', async () => {
    const { email } = await person();
    for (let tries = 0; tries < 5; tries += 1) expect((await signIn(email, 'wrong')).status).toBe(401);
    const refused = await signIn(email);
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '2']);
    t.time.forward(2_000);
    expect((await signIn(email)).status).toBe(200);
  });

  it('thirty guesses at once are counted like thirty in turn', async () => {
    const { email } = await person();
    const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => signIn(email, `wrong ${index}`)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(25);
  });

  it('never gets past ten in five minutes, however patient', async () => {
    const { email } = await person();
    let tried = 0;
    for (let second = 0; second < 299; second += 4) {
      if ((await signIn(email, 'wrong')).status === 401) tried += 1;
      t.time.forward(4_000);
    }
    expect(tried).toBe(10);
  });

  it('a right password clears what was mistyped', async () => {
    const { email } = await person();
    for (let tries = 0; tries < 4; tries += 1) await signIn(email, 'wrong');
    expect((await signIn(email)).status).toBe(200);
    for (let tries = 0; tries < 5; tries += 1) expect((await signIn(email, 'wrong')).status).toBe(401);
  });

  it('an account is the same in capitals', async () => {
    const { email } = await person();
    for (let tries = 0; tries < 5; tries += 1) await signIn(tries % 2 ? email : email.toUpperCase(), 'wrong');
    expect((await signIn(email)).status).toBe(429);
  });

  it('of one’s own password through a stolen session is slowed down too', async () => {
    const someone = await person();
    const guess = async (currentPassword: string): Promise<number> =>
      (await t.as(someone.token).post('auth/password', { currentPassword, newPassword: 'quartz pelican lantern' }))
        .status;
    for (let tries = 0; tries < 5; tries += 1) expect(await guess('wrong')).toBe(400);
    expect(await guess(password)).toBe(429);
  });
});
