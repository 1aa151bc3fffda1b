import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let owner: Person;

beforeAll(async () => {
  t = await startTestApp({ environment: { DEMONSTRATION: 'true' } });
  await t.source.query('insert into demonstration_clock (days) values (0)');
  owner = await t.make.user('liaison', (await t.make.agency()).id);
  await t.make.agreement({
    agency_id: owner.organisationId,
    owner_user_id: owner.id,
    stage: 'executed',
    executed_on: '2026-01-01',
    end_on: '2026-12-08',
  });
});
afterAll(() => t.close());

it('leads through seven steps, with a button for each person to be', async () => {
  const page = await (await t.asBrowser(null)).get('/try-this');
  expect([page.status, page.tags('li').length >= 7]).toEqual([200, true]);
  expect(page.html.match(/<li><h2/g)).toHaveLength(7);
  expect(page.form('look for')).toMatchObject({ email: 'helena.marsh@nca.example', returnTo: '/search?q=Nwoso' });
  expect(page.text).toContain('None yet. Move some days on.');
  expect(page.text).toContain('Today is 10 June 2026 here.');
});

it('moves time forward and shows the renewal mail, with its link and nothing of the agreement', async () => {
  const browser = await t.asBrowser(null);
  const moved = await browser.post('/try-this/clock', { days: '1' });
  expect([moved.status, moved.headers.location]).toEqual([303, '/try-this#mail']);
  const page = await browser.get('/try-this');
  expect(page.text).toContain('Today is 11 June 2026 here.');
  expect(page.text).toContain('ends on 8 December 2026');
  expect(page.text).toContain(`To ${owner.email}`);
  expect(page.text).toMatch(/http:\/\/localhost:3000\/agreements\/AGR-\d{4}-\d{4}/);
});

it.each(['0', '401', 'many', ''])('does not move by %p', async (days) => {
  const page = await (await t.asBrowser(null)).post('/try-this/clock', { days });
  expect([page.status, t.clock.today()]).toEqual([400, '2026-06-11']);
});

it('shows kept mail, which carries links that open accounts, to the machine itself or where everything is invented', async () => {
  const open = async (environment: NodeJS.ProcessEnv): Promise<number> => {
    const product = await startTestApp({ environment });
    const { status } = await product.as(null).get('/dev/mail');
    await product.close();
    return status;
  };
  expect(await open({ HOST: '0.0.0.0' })).toBe(404);
  expect(await open({ HOST: '0.0.0.0', DEMONSTRATION: 'true' })).toBe(200);
  expect(await open({})).toBe(200);
});

it('is not there without demonstration data', async () => {
  const real = await startTestApp();
  const browser = await real.asBrowser(null);
  expect((await browser.get('/try-this')).status).toBe(404);
  expect((await browser.post('/try-this/clock', { days: '1' })).status).toBe(404);
  expect((await browser.get('/help')).html).not.toContain('/try-this');
  await real.close();
});

it.each([
  ['/help', 'What it is not for'],
  ['/privacy', 'What you can do'],
  ['/accessibility-statement', 'What is known to be wrong'],
])('shows %s to everybody, and leads there from the foot of every page', async (path, heading) => {
  const browser = await t.asBrowser(null);
  expect((await browser.get(path)).text).toContain(heading);
  expect((await browser.get('/sign-in')).html).toContain(`href="${path}"`);
});
