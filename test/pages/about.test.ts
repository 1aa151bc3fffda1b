import { startTestApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';

let t: TestApp;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

describe.each(['/help', '/privacy', '/accessibility-statement'])('%s', (path) => {
  it('is for everybody', async () => {
    const page = await (await t.asBrowser(null)).get(path);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('Sign out');
  });

  it('keeps the navigation, the search box and the way out of whoever is signed in', async () => {
    const liaison = await t.make.user('liaison', (await t.make.agency()).id);
    const page = await (await t.asBrowser(liaison)).get(path);
    expect(page.status).toBe(200);
    for (const text of ['Follow-ups', 'Search', 'Sign out']) expect(page.text).toContain(text);
  });

  it('is for those whose session has ended, too', async () => {
    const gone = new Browser(await t.app.getUrl(), { accord: 'A'.repeat(43) });
    const page = await gone.get(path);
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('Sign out');
  });
});
