import { Passwords } from '../../src/platform/auth/passwords.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import type { Person } from '../support/factory.js';

const password = 'canary thimble walrus orbit';
let t: TestApp;
let agency: { id: string };
let password_hash: string;

beforeAll(async () => {
  // A proxy on this machine says who the client is, so that no test slows another down.
  t = await startTestApp({ environment: { TRUST_PROXY: '127.0.0.1' } });
  agency = await t.make.agency();
  password_hash = await t.app.get(Passwords).hash(password);
});
afterAll(() => t.close());

const somebody = (given = {}): Promise<Person> => t.make.user('partner', agency.id, { password_hash, ...given });
const from = (): Record<string, string> => ({ 'x-forwarded-for': `203.0.113.${t.make.next() % 250}` });
const signIn = async (person: Person, fields = {}): Promise<[Browser, Awaited<ReturnType<Browser['post']>>]> => {
  const browser = await t.asBrowser(null);
  return [browser, await browser.post('/sign-in', { email: person.email, password, ...fields }, from())];
};

describe('the form', () => {
  it('is a page of its own with a label for each field', async () => {
    const page = await (await t.asBrowser(null)).get('/sign-in');
    expect([page.status, page.title, page.headings]).toEqual([200, 'Sign in – Accord', ['Sign in']]);
    expect(page.tags('label').map(({ attributes }) => attributes.for)).toEqual(['email', 'password']);
    expect(page.problems).toEqual([]);
  });

  it.each<[string, Record<string, string>, [string, string][]]>([
    [
      'nothing',
      { email: ' ', password: '' },
      [
        ['Enter your e-mail address', '#email'],
        ['Enter your password', '#password'],
      ],
    ],
    ['no password', { email: 'a@agency.example', password: '' }, [['Enter your password', '#password']]],
    ['no address', { email: '', password: 'something' }, [['Enter your e-mail address', '#email']]],
  ])('says what is missing: %s', async (_what, fields, problems) => {
    const page = await (await t.asBrowser(null)).post('/sign-in', fields, from());
    expect([page.status, page.title, page.problems]).toEqual([400, 'Error: Sign in – Accord', problems]);
    for (const [text, href] of problems) expect(page.messageAt(href.slice(1))).toBe(`Error: ${text}`);
  });

  it('answers a wrong password, an unknown address and a disabled account alike, and keeps what was typed but the password', async () => {
    const asked = [
      await somebody(),
      { email: 'nobody@agency.example' },
      await somebody({ disabled_at: t.clock.now() }),
    ];
    for (const [index, { email }] of asked.entries()) {
      const fields = { email, password: index === 0 ? 'a wrong password' : password, returnTo: '/agreements' };
      const page = await (await t.asBrowser(null)).post('/sign-in', fields, from());
      expect([page.status, page.title]).toEqual([400, 'Error: Sign in – Accord']);
      expect(page.problems).toEqual([['The e-mail address or the password is not right.', '#email']]);
      expect(page.messageAt('email')).toBe('Error: The e-mail address or the password is not right.');
      expect(page.form('name="password"')).toEqual({ returnTo: '/agreements', email, password: '' });
      expect(page.cookies).toEqual([]);
      expect(page.html).not.toContain('wrong password');
    }
  });

  it('slows guessing down and says how long to wait', async () => {
    const [person, here, browser] = [await somebody(), from(), await t.asBrowser(null)];
    const guess = { email: person.email, password: 'a wrong password' };
    for (let tries = 0; tries < 5; tries += 1) await browser.post('/sign-in', guess, here);
    const page = await browser.post('/sign-in', guess, here);
    expect([page.status, page.headers['retry-after']]).toEqual([429, '2']);
    expect(page.problems).toEqual([
      ['Too many attempts to sign in from here. Wait a little, then try again.', '#email'],
    ]);
  });

  it('offers no invented people outside a demonstration', async () => {
    expect((await (await t.asBrowser(null)).get('/sign-in')).text).not.toContain('invented');
  });
});

describe('with the right password', () => {
  it('begins a session that a script cannot read, and goes to the first page', async () => {
    const [browser, page] = await signIn(await somebody());
    expect([page.status, page.headers.location]).toEqual([303, '/']);
    expect(page.cookies).toEqual([
      expect.stringMatching(/^accord=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    expect((await browser.follow(page)).headings).toEqual(['Today, 10 June 2026']);
  });

  it('goes back to the page that asked for it', async () => {
    const person = await somebody();
    const browser = await t.asBrowser(null);
    const asked = await browser.get('/agreements?q=fraud&status=draft');
    expect([asked.status, asked.headers.location]).toEqual([
      303,
      '/sign-in?returnTo=%2Fagreements%3Fq%3Dfraud%26status%3Ddraft',
    ]);
    const { returnTo } = (await browser.follow(asked)).form('name="password"');
    const [, page] = await signIn(person, { returnTo });
    expect(page.headers.location).toBe('/agreements?q=fraud&status=draft');
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/%5Cevil.example',
    '/a%0d%0aset-cookie: x=y',
  ])('never goes to %s', async (returnTo) => {
    const [browser, page] = await signIn(await somebody(), { returnTo });
    expect(page.headers.location).toBe('/');
    const shown = await browser.get(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
    expect(shown.form('name="password"').returnTo).toBe('/');
  });

  it('leaves one entry in the audit', async () => {
    const person = await somebody();
    await signIn(person);
    const entries = await t.source.query('select verb from audit_entries where record_id = $1', [person.id]);
    expect(entries).toEqual([{ verb: 'session.begin' }]);
  });
});

describe('signing out', () => {
  it('ends the session and clears what the browser kept', async () => {
    const [browser] = await signIn(await somebody());
    const held = { ...browser.cookies };
    const page = await browser.fill('/', '/sign-out', {});
    expect([page.status, page.headers.location]).toEqual([303, '/sign-in']);
    expect(page.headers['clear-site-data']).toBe('"cache", "storage"');
    expect(browser.cookies).toEqual({});
    Object.assign(browser.cookies, held);
    expect((await browser.get('/')).headers.location).toBe('/sign-in?returnTo=%2F');
  });

  it('is no link: a GET signs nobody out', async () => {
    const [browser] = await signIn(await somebody());
    expect((await browser.get('/sign-out')).status).toBe(404);
    expect((await browser.get('/')).status).toBe(200);
  });
});
