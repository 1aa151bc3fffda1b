import { castOf, expertRow, proposal, type Cast } from '../portal/cast.js';
import { startTestApp, type TestApp } from '../support/app.js';

let t: TestApp;
let cast: Cast;

beforeAll(async () => {
  t = await startTestApp();
  cast = await castOf(t);
});
afterAll(() => t.close());

const hostile = '<script>alert(1)</script>{{7*7}}';
const propose = async (own: Cast, dto: object): Promise<string> =>
  ((await t.as(own.academic.token).post('me/profile/changes', dto).expect(201)).body as { id: string }).id;

it('lists what waits with before and after, for the keeping agency only', async () => {
  const id = await propose(cast, { name: { givenName: hostile, familyName: 'New' } });
  const page = await (await t.asBrowser(cast.liaison)).get('/moderation');
  expect([page.status, page.headings, page.scripts.length]).toEqual([200, ['Moderation'], 1]);
  for (const text of ['Given name: Ada', `Given name: ${hostile}`, 'Waiting', '10 June 2026'])
    expect(page.text).toContain(text);
  const other = await t.asBrowser(cast.elsewhere);
  expect((await other.get('/moderation')).text).toContain('Nothing waits for you');
  expect((await other.get(`/moderation/${id}`)).status).toBe(404);
  const _csrf = await other.csrfToken();
  expect((await other.post(`/moderation/${id}/decision`, { _csrf, version: '1', decision: 'approve' })).status).toBe(
    404,
  );
  expect((await (await t.asBrowser(cast.academic)).get('/moderation')).status).toBe(403);
});

it('an approval changes the record and leads back to the list', async () => {
  const own = await castOf(t);
  const id = await propose(own, { name: { givenName: 'Grace', familyName: 'New' } });
  const browser = await t.asBrowser(own.liaison);
  const approved = await browser.fill(`/moderation/${id}`, 'value="approve"', {});
  expect([approved.status, approved.headers.location]).toEqual([303, '/moderation?done=approve']);
  expect((await browser.follow(approved)).text).toContain('Approved. The record says so now');
  expect(await expertRow(t, own.expert.id)).toMatchObject({ given_name: 'Grace', family_name: 'New' });
  expect((await browser.get('/moderation?state=approved')).text).toContain('Grace');
  expect((await browser.get(`/moderation/${id}`)).html).not.toContain('value="approve"');
});

it('a refusal asks for its reason and keeps what was typed', async () => {
  const own = await castOf(t);
  const id = await proposal(t, own.expert.id);
  await t.source.query('update experts set email = null where id = $1', [own.expert.id]);
  const browser = await t.asBrowser(own.liaison);
  const empty = await browser.fill(`/moderation/${id}`, 'value="refuse"', {});
  expect([empty.status, empty.problems]).toEqual([
    400,
    [['Enter the reason, in words for the person who proposed it.', '#reason']],
  ]);
  const long = await browser.fill(`/moderation/${id}`, 'value="refuse"', { reason: 'x'.repeat(1001) });
  expect([long.status, long.form('value="refuse"').reason.length]).toEqual([400, 1001]);
  expect((await browser.fill(`/moderation/${id}`, 'value="refuse"', { reason: hostile })).status).toBe(303);
  const told = await (await t.asBrowser(own.academic)).get('/me');
  expect([told.text.includes(hostile), told.scripts.length]).toEqual([true, 1]);
});

it('a record that has moved on is shown beside before and after, and is only refused', async () => {
  const own = await castOf(t);
  const id = await propose(own, { name: { givenName: 'Grace', familyName: 'New' } });
  const browser = await t.asBrowser(own.liaison);
  const opened = await browser.get(`/moderation/${id}`);
  await t.as(own.liaison.token).patch(`experts/${own.expert.id}`, { familyName: 'Meanwhile' }, 1).expect(200);
  const late = await browser.post(`/moderation/${id}/decision`, opened.form('value="approve"'));
  expect([late.status, late.html.includes('value="approve"')]).toEqual([412, false]);
  for (const text of ['The record now', 'Meanwhile', 'New']) expect(late.text).toContain(text);
  expect(await expertRow(t, own.expert.id)).toMatchObject({ given_name: 'Ada', version: 2 });
});

it('a post at an unregistered body asks which it is', async () => {
  const own = await castOf(t);
  const id = await propose(own, { post: { organisation: hostile } });
  const browser = await t.asBrowser(own.liaison);
  const asked = await browser.fill(`/moderation/${id}`, 'value="approve"', {});
  expect([asked.status, asked.problems[0][1], asked.scripts.length]).toEqual([400, '#organisationId', 1]);
  const { id: organisationId } = await t.make.organisation();
  expect((await browser.fill(`/moderation/${id}`, 'value="approve"', { organisationId })).status).toBe(303);
});

it('a state that there is not is said at the filter', async () => {
  const page = await (await t.asBrowser(cast.liaison)).get('/moderation?state=nonsense');
  expect([page.status, page.problems]).toEqual([400, [['Select one of the choices.', '#state']]]);
});
