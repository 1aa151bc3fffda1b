import { minute, startDoor, type Door } from './door.js';

let { t, somebody, signedIn, refresh, me } = {} as Door;

beforeAll(async () => {
  ({ t, somebody, signedIn, refresh, me } = await startDoor());
});
afterAll(() => t.close());

describe('a session', () => {
  it('ends its access value after 15 minutes and lives on by its refresh value', async () => {
    const values = await signedIn(await somebody());
    t.time.forward(15 * minute - 1000);
    await me(values.accessToken).expect(200);
    t.time.forward(1000);
    await me(values.accessToken).expect(401);
    const { body } = await refresh(values.refreshToken).expect(200);
    await me(body.accessToken).expect(200);
  });

  it('rotates: new values for old, and the old access value ends', async () => {
    const values = await signedIn(await somebody());
    const { body } = await refresh(values.refreshToken).expect(200);
    expect(body.accessToken).not.toBe(values.accessToken);
    expect(body.refreshToken).not.toBe(values.refreshToken);
    await me(values.accessToken).expect(401);
    await me(body.accessToken).expect(200);
  });

  it('ends altogether when a refresh value is used twice', async () => {
    const person = await somebody();
    const values = await signedIn(person);
    const elsewhere = await signedIn(person);
    const { body } = await refresh(values.refreshToken).expect(200);
    await refresh(values.refreshToken).expect(401);
    await me(body.accessToken).expect(401);
    await refresh(body.refreshToken).expect(401);
    // Another session of the same person is not the thief's.
    await me(elsewhere.accessToken).expect(200);
    const [entry] = await t.source.query(
      `select verb, actor_job from audit_entries where record_id = $1 and verb = 'session.reuse-detected'`,
      [person.id],
    );
    expect(entry).toEqual({ verb: 'session.reuse-detected', actor_job: 'sessions' });
  });

  it('gives new values to one of two who send the same refresh value at the same moment', async () => {
    const values = await signedIn(await somebody());
    const answers = await Promise.all([refresh(values.refreshToken), refresh(values.refreshToken)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('lasts twelve hours from the sign-in, however often it is refreshed', async () => {
    let values = await signedIn(await somebody());
    for (let hour = 0; hour < 11; hour += 1) {
      t.time.forward(60 * minute);
      values = (await refresh(values.refreshToken).expect(200)).body;
    }
    t.time.forward(60 * minute);
    await refresh(values.refreshToken).expect(401);
  });

  it('ends when one signs out, and only that one', async () => {
    const person = await somebody();
    const [here, there] = [await signedIn(person), await signedIn(person)];
    await t.as(here.accessToken).post('auth/sign-out').expect(204);
    await me(here.accessToken).expect(401);
    await refresh(here.refreshToken).expect(401);
    await me(there.accessToken).expect(200);
    await t.as(here.accessToken).post('auth/sign-out').expect(401);
  });

  it('ends when its user is disabled: neither value works', async () => {
    const person = await somebody();
    const values = await signedIn(person);
    await t.source.query('update users set disabled_at = $2 where id = $1', [person.id, t.clock.now()]);
    await me(values.accessToken).expect(401);
    await refresh(values.refreshToken).expect(401);
  });

  it.each<[string, unknown]>([
    ['a value that was never ours', { refreshToken: 'A'.repeat(43) }],
    ['an empty value', { refreshToken: '' }],
  ])('is not refreshed by %s', async (_what, body) => {
    await t.as(null).post('auth/refresh', body).expect(401);
  });

  it('is not refreshed by an access value, nor opened by a refresh value', async () => {
    const values = await signedIn(await somebody());
    await refresh(values.accessToken).expect(401);
    await me(values.refreshToken).expect(401);
    await t.as(null).post('auth/refresh', {}).expect(400);
    await t
      .as(null)
      .post('auth/refresh', { refreshToken: { $gt: '' } })
      .expect(400);
  });
});

describe('the access value', () => {
  it.each([
    ['none', undefined],
    ['the scheme alone', 'Bearer'],
    ['an empty value', 'Bearer '],
    ['a value too short', 'Bearer abc'],
    ['a value too long', `Bearer ${'A'.repeat(44)}`],
    ['a value that was never ours', `Bearer ${'A'.repeat(43)}`],
    ['other characters', `Bearer ${'A'.repeat(42)}=`],
    ['two values', `Bearer ${'A'.repeat(43)}, Bearer ${'A'.repeat(43)}`],
    ['another scheme', `Basic ${Buffer.from('a:b').toString('base64')}`],
    ['an unsigned JSON web token', 'Bearer eyJhbGciOiJub25lIn0.eyJyb2xlIjoiYWRtaW4ifQ.'],
    ['a quotation mark', `Bearer ${'A'.repeat(40)}' or 1=1`],
  ])('is refused: %s', async (_what, header) => {
    const call = t.as(null).get('me');
    const { body, headers } = await (header === undefined ? call : call.set('authorization', header)).expect(401);
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(body.detail).toBe('Sign in: the access value is missing, has ended, or was never ours.');
  });

  it('is read from the header only', async () => {
    const { accessToken } = await signedIn(await somebody());
    await t.as(null).get(`me?access_token=${accessToken}`).expect(401);
    await t.as(null).get('me').set('cookie', `access_token=${accessToken}`).expect(401);
  });
});
