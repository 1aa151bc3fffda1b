import { startTestApp, type TestApp } from '../support/app.js';
import { Browser, type Page } from '../support/browser.js';
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

describe('a form that outlives its session', () => {
  const step = { step: 'submit', version: '1', reason: '“Quoted” & <b>bold</b>', topics: 'one' };
  const late = async (): Promise<[Browser, Page]> => {
    const browser = await signedIn();
    t.time.forward(31 * minute);
    return [browser, await browser.post('/agreements/AGR-2026-0001/steps', step)];
  };

  it('asks to sign in and gives the text back, ready to be sent', async () => {
    const [browser, page] = await late();
    expect([page.status, page.title]).toEqual([401, 'Sign in to go on – Accord']);
    expect(page.html).not.toContain('bold');
    const { held } = page.form('name="password"');
    const wrong = await browser.post('/sign-in', { held, email: person.email, password: 'not this one' });
    const back = await browser.post('/sign-in', { ...wrong.form('name="password"'), email: person.email, password });
    expect([back.status, back.headings]).toEqual([200, ['Your text is still here']]);
    const { _csrf, ...kept } = back.form('/agreements/AGR-2026-0001/steps');
    expect(kept).toEqual(step);
    expect((await browser.post('/agreements/AGR-2026-0001/steps', { ...kept, _csrf })).status).not.toBe(403);
  });

  it('gives it to nobody else', async () => {
    const [browser, page] = await late();
    const password_hash = await t.app.get(Passwords).hash(password);
    const other = await t.make.user('partner', (await t.make.agency()).id, { password_hash });
    const { held } = page.form('name="password"');
    const next = await browser.post('/sign-in', { held, email: other.email, password });
    expect([next.status, next.headers.location]).toEqual([303, '/']);
  });

  it('forgets a text that was changed, or is older than a session can be', async () => {
    const [browser, page] = await late();
    const { held } = page.form('name="password"');
    const changed = `${held.slice(0, -4)}AAAA`;
    expect((await browser.post('/sign-in', { held: changed, email: person.email, password })).status).toBe(303);
    t.time.forward(12 * 60 * minute + 1);
    expect((await browser.post('/sign-in', { held, email: person.email, password })).status).toBe(303);
  });

  it('keeps no password, not even sealed', async () => {
    const browser = await signedIn();
    t.time.forward(31 * minute);
    const fields = { currentPassword: password, newPassword: 'another thimble walrus' };
    const page = await browser.post('/account/password', fields);
    expect([page.status, page.headers.location, page.html]).toEqual([303, '/sign-in?returnTo=%2F', '']);
  });

  it('keeps nothing of somebody who was never signed in', async () => {
    const page = await (await t.asBrowser(null)).post('/agreements/AGR-2026-0001/steps', step);
    expect([page.status, page.headers.location]).toEqual([303, '/sign-in?returnTo=%2F']);
  });
});

it('ends the session that a browser had when it signs in again', async () => {
  const browser = await signedIn();
  const before = new Browser(browser.address, { ...browser.cookies });
  await browser.post('/sign-in', { email: person.email, password });
  expect([await isIn(before), await isIn(browser)]).toEqual([false, true]);
});
