import { hash } from '@node-rs/argon2';
import { minute, password, startDoor, type Door } from './door.js';

let { t, somebody, newAddress, signIn, signedIn, me } = {} as Door;

beforeAll(async () => {
  ({ t, somebody, newAddress, signIn, signedIn, me } = await startDoor());
});
afterAll(() => t.close());

describe('signing in', () => {
  it('answers with values that work, and keeps only their hashes', async () => {
    const person = await somebody();
    const { body } = await signIn(person.email, password, person.from).expect(200);
    expect(body).toEqual({
      accessToken: expect.stringMatching(/^[\w-]{43}$/),
      tokenType: 'Bearer',
      expiresAt: '2026-06-10T09:15:00.000Z',
      refreshToken: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect((await me(body.accessToken).expect(200)).body).toMatchObject({ id: person.id, role: 'partner' });
    const kept = await t.source.query(
      `select s::text, r::text from sessions s join session_refreshes r on r.session_id = s.id where s.user_id = $1`,
      [person.id],
    );
    expect(JSON.stringify(kept)).not.toContain(body.accessToken);
    expect(JSON.stringify(kept)).not.toContain(body.refreshToken);
  });

  it('takes the address in any case, with spaces around it', async () => {
    const person = await somebody();
    await signIn(` ${person.email.toUpperCase()} `, password, person.from).expect(200);
  });

  it('does not trim or fold a password', async () => {
    const person = await somebody();
    for (const typed of [` ${password}`, password.toUpperCase(), `${password} `])
      await signIn(person.email, typed, person.from).expect(401);
  });

  it('answers alike to a wrong password, an unknown address, a disabled account and one without a password', async () => {
    const [wrong, disabled, bare] = [
      await somebody(),
      await somebody({ disabled_at: t.clock.now() }),
      await somebody({ password_hash: null }),
    ];
    const from = newAddress();
    const answers = [
      await signIn(wrong.email, 'not the password', from),
      await signIn('nobody@agency.example', password, from),
      await signIn(disabled.email, password, from),
      await signIn(bare.email, password, from),
    ];
    const [first, ...others] = answers.map(({ status, body, headers }) => ({
      status,
      body: { ...body, requestId: '' },
      headers: { ...headers, date: '' },
    }));
    expect(first.status).toBe(401);
    expect(first.body.detail).toBe('The e-mail address or the password is not right.');
    for (const other of others) expect(other).toEqual(first);
  });

  it('makes the hash anew when the settings have grown', async () => {
    const weak = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    const person = await somebody({ password_hash: weak });
    await signedIn(person);
    const [{ password_hash: kept }] = await t.source.query('select password_hash from users where id = $1', [
      person.id,
    ]);
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/);
    await signedIn(person);
  });

  it.each<[string, unknown]>([
    ['nothing', {}],
    ['no password', { email: 'a@b.example' }],
    ['an object for a password', { email: 'a@b.example', password: { $ne: '' } }],
    ['a list of addresses', { email: ['a@b.example'], password: 'x' }],
    ['an endless password', { email: 'a@b.example', password: 'x'.repeat(257) }],
    ['a role', { email: 'a@b.example', password: 'x', role: 'admin' }],
  ])('refuses %s', async (_what, body) => {
    await t.as(null).post('auth/sign-in', body).set('x-forwarded-for', newAddress()).expect(400);
  });
});

describe('slowing guesses down', () => {
  const fail = async (email: string, from: string, times: number): Promise<void> => {
    for (let turn = 0; turn < times; turn += 1) await signIn(email, 'a wrong guess', from).expect(401);
  };

  it('lets five mistakes pass, then makes one wait, longer each time', async () => {
    const person = await somebody();
    await fail(person.email, person.from, 5);
    for (const seconds of [2, 4, 8]) {
      const { headers, body } = await signIn(person.email, password, person.from).expect(429);
      expect(headers['retry-after']).toBe(String(seconds));
      expect(body.title).toBe('Too many attempts');
      t.time.forward(seconds * 1000);
      await fail(person.email, person.from, 1);
    }
  });

  it('counts guesses sent at once like guesses sent in turn', async () => {
    const person = await somebody();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => signIn(person.email, 'a wrong guess', person.from)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(5).fill(401), ...Array<number>(7).fill(429)]);
  });

  it('forgets the mistakes of somebody who then signs in', async () => {
    const person = await somebody();
    await fail(person.email, person.from, 5);
    t.time.forward(2000);
    await signedIn(person);
    await fail(person.email, person.from, 5);
  });

  it('does not let an attacker elsewhere lock somebody out', async () => {
    const person = await somebody();
    const attacker = newAddress();
    await fail(person.email, attacker, 5);
    await signIn(person.email, password, attacker).expect(429);
    await signedIn(person);
  });

  it('does not let ten thousand attackers lock somebody out', async () => {
    const person = await somebody();
    await fail(person.email, person.from, 1);
    await t.source.query(
      `insert into sign_in_failures (id, account_hash, address, failed_at)
       select gen_random_uuid(), kept.account_hash, ('198.18.' || n / 250 || '.' || n % 250)::inet, kept.failed_at
       from (select account_hash, failed_at from sign_in_failures where address = $1::inet) kept, generate_series(1, 10000) n`,
      [person.from],
    );
    await signedIn(person);
  });

  it('slows one address down that tries many accounts', async () => {
    const from = newAddress();
    await t.source.query(
      `insert into sign_in_failures (id, account_hash, address, failed_at)
       select gen_random_uuid(), decode(md5(n::text), 'hex'), $1::inet, $2 from generate_series(1, 50) n`,
      [from, t.time.read()],
    );
    const person = await somebody();
    const { headers } = await signIn(person.email, password, from).expect(429);
    expect(headers['retry-after']).toBe('300');
    t.time.forward(5 * minute + 1000);
    await signIn(person.email, password, from).expect(200);
  });

  it('answers alike for an address without an account', async () => {
    const [person, from] = [await somebody(), newAddress()];
    await fail(person.email, person.from, 5);
    await fail('never-was@agency.example', from, 5);
    const known = await signIn(person.email, password, person.from).expect(429);
    const unknown = await signIn('never-was@agency.example', password, from).expect(429);
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...known.body, requestId: '' });
    expect(unknown.headers['retry-after']).toBe(known.headers['retry-after']);
  });
});
