import { AgreementQueries } from '../../src/features/agreements/agreements.queries.js';
import { log } from '../../src/platform/log.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let liaison: Person;
let admin: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  admin = await t.make.user('admin', agency.id);
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

describe('a form is ours or it is refused', () => {
  it.each([
    ['none', (): Record<string, string> => ({})],
    ['an empty one', () => ({ _csrf: '' })],
    ['a made-up one', () => ({ _csrf: 'x'.repeat(86) })],
  ])('by its token: %s', async (_what, fields) => {
    const page = await browser.post('/sign-out', fields());
    expect([page.status, page.headings]).toEqual([403, ['Not allowed']]);
    expect(page.text).toContain('This form is out of date. Open the page again, then send it.');
    expect((await browser.get('/')).status).toBe(200);
  });

  it('by its token: that of another session of the same person', async () => {
    const elsewhere = await t.asBrowser(liaison);
    expect((await browser.post('/sign-out', { _csrf: await elsewhere.csrfToken() })).status).toBe(403);
  });

  it.each([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['an origin that begins like ours', { origin: 'http://127.0.0.1.evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
  ])('by where it comes from: %s', async (_what, headers) => {
    const page = await browser.post('/sign-out', { _csrf: await browser.csrfToken() }, headers);
    expect(page.status).toBe(403);
    expect(page.text).toContain('This form was not sent from one of our pages.');
  });

  it('by where it comes from: another site that sends no origin', async () => {
    const call = await t.app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'email=a&password=b',
    });
    expect(call.statusCode).toBe(403);
  });

  it('signing in is a form too', async () => {
    const page = await browser.post('/sign-in', { email: 'a', password: 'b' }, { origin: 'https://evil.example' });
    expect(page.status).toBe(403);
  });

  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x'])(
    'pages do not read %s',
    async (type) => {
      const page = await browser.post('/sign-out', {}, { 'content-type': type });
      expect([page.status, page.headings]).toEqual([415, ['Wrong content type']]);
      expect(page.text).toContain('Pages read forms only.');
    },
  );

  it.each(['application/x-www-form-urlencoded', 'Application/X-WWW-Form-Urlencoded; charset=utf-8'])(
    'the API does not read %s',
    async (type) => {
      const { body } = await t.as(liaison.token).post('agreements').type(type).send('title=x').expect(415);
      expect(body.detail).toBe('Send the body as application/json.');
    },
  );

  it('fields that the form does not have are refused', async () => {
    const page = await browser.post('/sign-in', { email: 'a', password: 'b', role: 'admin' });
    expect([page.status, page.text.includes('There is no field called "role" here.')]).toEqual([400, true]);
  });
});

describe('headers', () => {
  it('allow scripts by their nonce, a new one each time, and nothing else inline', async () => {
    const pages = [
      await browser.get('/'),
      await browser.get('/'),
      await browser.get('/sign-in'),
      await browser.get('/x'),
    ];
    const nonces = pages.map(({ headers }) => /'nonce-([^']+)'/.exec(headers['content-security-policy']!)![1]);
    expect(new Set(nonces).size).toBe(pages.length);
    for (const [index, page] of pages.entries()) {
      expect(page.headers['content-security-policy']).toBe(
        `default-src 'none'; script-src 'self' 'nonce-${nonces[index]}'; style-src 'self'; img-src 'self' data:; ` +
          "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      );
      const scripts = page.scripts;
      expect(scripts.map(({ attributes }) => attributes.nonce)).toEqual([nonces[index]]);
      expect(page.tags('style')).toEqual([]);
      const inline = page
        .tags()
        .filter(({ attributes }) => Object.keys(attributes).some((one) => /^(style|on)/.test(one)));
      expect(inline).toEqual([]);
    }
  });

  it('keep pages out of caches and other sites’ windows', async () => {
    for (const page of [await browser.get('/'), await browser.get('/sign-in'), await browser.get('/nothing-here')])
      expect(page.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
      });
  });

  it('let browsers keep the stylesheet for ever', async () => {
    const links = (await browser.get('/sign-in')).tags('link').map(({ attributes }) => attributes.href!);
    const [href] = links.filter((one) => one.startsWith('/assets/'));
    const sheet = await browser.get(href);
    expect([sheet.status, sheet.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
    expect(sheet.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(sheet.html).not.toMatch(/GDS Transport|@font-face|url\(/);
    expect((await browser.get('/assets/nothing.css')).status).toBe(404);
    expect((await browser.get('/assets/..%2fsrc%2fmain.js')).status).toBe(404);
  });
});

describe('what goes wrong is a page', () => {
  it('an address that leads nowhere', async () => {
    for (const path of ['/nothing-here', '/agreements/AGR-2026-0001', '/agreements/nonsense']) {
      const page = await browser.get(path);
      expect([page.status, page.title, page.headings]).toEqual([404, 'Not found – Accord', ['Not found']]);
      expect(page.tags('a').some(({ attributes }) => attributes.href === '/')).toBe(true);
    }
  });

  it('what a role may not do', async () => {
    const page = await (await t.asBrowser(admin)).get('/agreements');
    expect([page.status, page.headings]).toEqual([403, ['Not allowed']]);
    expect(page.text).toContain('Your role does not allow this.');
  });

  it('a surprise shows the request id and nothing else', async () => {
    const logged = jest.spyOn(log, 'error').mockImplementation();
    jest.spyOn(t.app.get(AgreementQueries), 'list').mockRejectedValueOnce(new Error('select secret from agreements'));
    const page = await browser.get('/agreements');
    expect([page.status, page.headings]).toEqual([500, ['Something went wrong']]);
    expect(page.text).toMatch(/quote [0-9a-f]{8}-[0-9a-f-]{27} \./);
    expect(logged).toHaveBeenCalledWith(expect.objectContaining({ route: 'GET /agreements' }), 'request failed');
    expect(page.html.replaceAll(/"\/assets\/[^"]+"/g, '')).not.toMatch(/secret|Error:|\.ts|\.js|node_modules/);
  });

  it('the API goes on answering with problem documents', async () => {
    await t
      .as(liaison.token)
      .get('agreements/AGR-2026-0001')
      .expect(404)
      .expect('content-type', /problem\+json/);
  });
});
