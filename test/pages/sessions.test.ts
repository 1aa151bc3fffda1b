import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import type { Person } from '../support/factory.js';
import { Passwords } from '../../src/platform/auth/passwords.js';

const minute = 60_000;
const password = 'canary thimble walrus orbit';
let t: TestApp;
let person: Person;

beforeAll(async () => {
  t = await startTestApp();
  const password_hash = await t.app.get(Passwords).hash(password);
  person = await t.make.user('partner', (await t.make.agency()).id, { password_hash });
});
afterAll(() => t.close());

async function signedIn(): Promise<Browser> {
  const browser = await t.asBrowser(null);
  await browser.post('/sign-in', { email: person.email, password });
  return browser;
}
const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/')).status === 200;
async function endOfSession(): Promise<string> {
  const [{ at }] = await t.source.query<{ at: Date }[]>(
    'select access_expires_at as at from sessions where user_id = $1 order by created_at desc, id desc limit 1',
    [person.id],
  );
  return at.toISOString();
}

it('ends half an hour after the last request', async () => {
  const browser = await signedIn();
  t.time.forward(30 * minute - 1000);
  expect(await isIn(browser)).toBe(true);
  t.time.forward(30 * minute - 1000);
  expect(await isIn(browser)).toBe(true);
  t.time.forward(30 * minute);
  const page = await browser.get('/agreements');
  expect([page.status, page.headers.location]).toEqual([303, '/sign-in?returnTo=%2Fagreements']);
});

it('ends after twelve hours, however busy', async () => {
  const browser = await signedIn();
  for (let quarter = 1; quarter < 48; quarter += 1) {
    t.time.forward(15 * minute);
    expect(await isIn(browser)).toBe(true);
  }
  t.time.forward(15 * minute - 1000);
  expect(await isIn(browser)).toBe(true);
  t.time.forward(1000);
  expect(await isIn(browser)).toBe(false);
});

it('is renewed once a minute at most', async () => {
  t.time.set('2026-06-11T09:00:00Z');
  const browser = await signedIn();
  t.time.forward(minute);
  await isIn(browser);
  expect(await endOfSession()).toBe('2026-06-11T09:30:00.000Z');
  t.time.forward(1);
  await isIn(browser);
  expect(await endOfSession()).toBe('2026-06-11T09:31:00.001Z');
  t.time.forward(minute);
  await isIn(browser);
  expect(await endOfSession()).toBe('2026-06-11T09:31:00.001Z');
});

it('a role, a disablement and an end from elsewhere count from the next request', async () => {
  const browser = await signedIn();
  await t.source.query('update users set disabled_at = $2 where id = $1', [person.id, t.clock.now()]);
  expect(await isIn(browser)).toBe(false);
  await t.source.query('update users set disabled_at = null where id = $1', [person.id]);
  expect(await isIn(browser)).toBe(true);
  await t.source.query('update sessions set revoked_at = $2 where user_id = $1', [person.id, t.clock.now()]);
  expect(await isIn(browser)).toBe(false);
});

it('a program’s value is no cookie and a cookie’s value opens no API', async () => {
  const browser = await signedIn();
  await t.as(browser.cookies.accord).get('me').expect(401);
  const other = await t.make.user('partner', person.organisationId);
  const asProgram = await t.asBrowser(null);
  asProgram.cookies.accord = other.token;
  expect((await asProgram.get('/')).status).toBe(303);
  await t.as(other.token).get('me').expect(200);
});

it('a bearer header opens no page, and a cookie no API', async () => {
  const browser = await t.asBrowser(null);
  expect((await browser.get('/', { authorization: `Bearer ${person.token}` })).status).toBe(303);
  expect((await (await signedIn()).get('/api/v1/me')).status).toBe(401);
});

it.each(['', 'short', 'x'.repeat(43), `${'x'.repeat(43)}' or true`])('nobody has the cookie “%s”', async (value) => {
  const browser = await t.asBrowser(null);
  browser.cookies.accord = encodeURIComponent(value);
  expect((await browser.get('/')).status).toBe(303);
});
