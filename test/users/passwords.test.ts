import { listenToLog } from '../support/log.js';
import { nextPassword, password, startDoor, type Door } from './door.js';

let { t, somebody, signIn, signedIn, refresh, me } = {} as Door;
let logged: string[];

beforeAll(async () => {
  ({ t, somebody, signIn, signedIn, refresh, me } = await startDoor());
  logged = listenToLog();
});
afterAll(() => t.close());

describe('changing the password', () => {
  const change = (token: string, body: object, from: string) =>
    t.as(token).post('auth/password', body).set('x-forwarded-for', from);

  it('keeps this session, ends the others, and only the new password signs in', async () => {
    const person = await somebody();
    const [here, there] = [await signedIn(person), await signedIn(person)];
    await change(here.accessToken, { currentPassword: password, newPassword: nextPassword }, person.from).expect(204);
    await me(here.accessToken).expect(200);
    await me(there.accessToken).expect(401);
    await refresh(there.refreshToken).expect(401);
    await signIn(person.email, password, person.from).expect(401);
    await signIn(person.email, nextPassword, person.from).expect(200);
    const entries = await t.source.query(
      `select before, after from audit_entries where record_id = $1 and verb = 'user.change-password'`,
      [person.id],
    );
    expect(entries).toEqual([{ before: null, after: null }]);
  });

  it('counts once when two sessions change the same password at once', async () => {
    const person = await somebody();
    const sessions = [await signedIn(person), await signedIn(person)];
    const wanted = [nextPassword, 'another thimble walrus orbit'];
    const answers = await Promise.all(
      sessions.map(({ accessToken }, index) =>
        change(accessToken, { currentPassword: password, newPassword: wanted[index] }, person.from),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 400]);
    const won = wanted[answers.findIndex(({ status }) => status === 204)];
    await signIn(person.email, won, person.from).expect(200);
  });

  it.each([
    ['the wrong present one', 'not the password', nextPassword, '/currentPassword'],
    ['a short new one', password, 'short', '/newPassword'],
    ['a common new one', password, 'Password1234', '/newPassword'],
    ['the name of the service', password, 'accord thimble walrus', '/newPassword'],
    ['the name of the lead agency', password, 'national crime thimble agency', '/newPassword'],
  ])('refuses %s', async (_what, currentPassword, newPassword, pointer) => {
    const person = await somebody();
    const { accessToken } = await signedIn(person);
    const { body, text } = await change(accessToken, { currentPassword, newPassword }, person.from).expect(400);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
    expect(text).not.toContain(newPassword);
    await signIn(person.email, password, person.from).expect(200);
  });

  it('refuses one’s own name and address', async () => {
    const person = await somebody({ name: 'Zebedee Quillfeather', email: 'zq.rumbold@agency.example' });
    const { accessToken } = await signedIn(person);
    for (const newPassword of ['quillfeather walrus orbit', 'thimble rumbold walrus'])
      await change(accessToken, { currentPassword: password, newPassword }, person.from).expect(400);
  });

  it('slows down somebody who tries for the present password in a session left open', async () => {
    const person = await somebody();
    const { accessToken } = await signedIn(person);
    const guess = { currentPassword: 'a wrong guess', newPassword: nextPassword };
    for (let turn = 0; turn < 5; turn += 1) await change(accessToken, guess, person.from).expect(400);
    await change(accessToken, guess, person.from).expect(429);
  });

  it('is for nobody who has not signed in', async () => {
    await t.as(null).post('auth/password', { currentPassword: password, newPassword: nextPassword }).expect(401);
  });
});

// Last: everything above has left what it leaves.
describe('passwords and values', () => {
  it('are in no table and no log line', async () => {
    const person = await somebody();
    const { accessToken, refreshToken } = await signedIn(person);
    await t
      .as(null)
      .post('auth/sign-in', { email: person.email, password: 'canary wrong guess', extra: 'canary field' })
      .expect(400);
    const tables = await t.source.query(
      `select format('select to_jsonb(t)::text as kept from %I t', table_name) as statement from information_schema.tables
       where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    expect(tables.length).toBeGreaterThan(20);
    const secrets = [password, nextPassword, 'canary', 'a wrong guess', accessToken, refreshToken];
    for (const { statement } of tables) {
      const rows = JSON.stringify(await t.source.query(statement));
      for (const secret of secrets) expect(rows.includes(secret) ? `${statement}: ${secret}` : '').toBe('');
    }
    expect(logged.length).toBeGreaterThan(20);
    const lines = logged.join('\n');
    for (const secret of [...secrets, person.email]) expect(lines).not.toContain(secret);
  });
});
