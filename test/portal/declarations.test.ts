import { startTestApp, type TestApp } from '../support/app.js';
import { castOf } from './cast.js';

let t: TestApp;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

const hostile = '<script>alert(1)</script>{{7*7}}';

it('is the academic’s own and dated, and is read by them and the keeping agency only', async () => {
  const own = await castOf(t);
  const { body } = await t
    .as(own.academic.token)
    .post('me/declarations', { funding: 'A council', complete: true })
    .expect(201);
  expect(body).toMatchObject({
    declaredOn: '2026-06-10',
    validUntil: '2027-06-10',
    funding: 'A council',
    foreignTies: null,
  });
  const read = async (token: string): Promise<unknown> =>
    (await t.as(token).get(`experts/${own.expert.id}/declarations`).expect(200)).body as unknown;
  expect(await read(own.liaison.token)).toMatchObject({ items: [{ funding: 'A council' }] });
  expect(await read(own.elsewhere.token)).toEqual({ items: [] });
  const other = await castOf(t);
  expect((await t.as(other.academic.token).get('me/declarations')).body).toEqual({ items: [] });
});

it('on the page: begun from the last one, kept when it is not complete, and an earlier one stands', async () => {
  const own = await castOf(t);
  const who = await t.asBrowser(own.academic);
  const wrong = await who.fill('/me/declaration', '/me/declaration', { funding: hostile, complete: '' });
  expect([wrong.status, wrong.problems]).toEqual([400, [['Confirm that this is complete.', '#complete']]]);
  expect([wrong.form('/me/declaration').funding, wrong.scripts.length]).toEqual([hostile, 1]);
  const made = await who.fill('/me/declaration', '/me/declaration', { funding: hostile, complete: 'yes' });
  expect(made.headers.location).toBe('/me/declaration?done=declared');
  const page = await who.follow(made);
  expect(page.text).toContain('You declared on 10 June 2026. That counts until 10 June 2027.');
  expect(page.form('/me/declaration').funding).toBe(hostile);
  t.time.set('2027-06-11T09:00:00Z');
  expect((await who.get('/me/declaration')).text).toContain('It is time for a new one');
  await who.fill('/me/declaration', '/me/declaration', { funding: 'Another', complete: 'yes' });
  const later = await who.get('/me/declaration');
  expect([later.text.includes(`10 June 2026; funding: ${hostile}`), later.scripts.length]).toEqual([true, 1]);
});
