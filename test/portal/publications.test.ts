import { startTestApp, type TestApp } from '../support/app.js';
import { castOf, type Cast } from './cast.js';

let t: TestApp;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

interface Published {
  id: string;
  version: number;
  title: string;
  state: string;
  highlighted: boolean;
}

const article = (title: string, given: object = {}): object => ({ title, type: 'article', ...given });

async function listed(path: string, token: string): Promise<Published[]> {
  const { body } = await t.as(token).get(path).expect(200);
  return (body as { items: Published[] }).items;
}

const ofStaff = ({ expert }: Cast): string => `experts/${expert.id}/publications`;

async function added({ academic }: Cast, given: object): Promise<Published> {
  return (await t.as(academic.token).post('me/publications', given).expect(201)).body as Published;
}

const changed = ({ academic }: Cast, { id, version }: Published, body: object) =>
  t.as(academic.token).patch(`me/publications/${id}`, body, version);

it('what the person adds counts at once, for them and for staff who see them', async () => {
  const own = await castOf(t);
  const given = { doi: 'https://doi.org/10.1000/ABC', year: 2024, venue: 'A journal' };
  const made = await added(own, article('On fraud', given));
  expect(made).toMatchObject({ doi: '10.1000/abc', state: 'claimed', source: 'self', highlighted: false, version: 1 });
  for (const { token } of [own.liaison, own.elsewhere])
    expect(await listed(ofStaff(own), token)).toMatchObject([{ title: 'On fraud', year: 2024, venue: 'A journal' }]);
  const other = await castOf(t);
  expect(await listed('me/publications', other.academic.token)).toEqual([]);
});

it.each([
  [{ title: ' ', type: 'article' }, '/title'],
  [{ title: 'x'.repeat(501), type: 'article' }, '/title'],
  [{ title: 'One', type: 'song' }, '/type'],
  [{ title: 'One', type: 'article', doi: 'not a DOI' }, '/doi'],
  [{ title: 'One', type: 'article', year: 1899 }, '/year'],
  [{ title: 'One', type: 'article', year: '2024' }, '/year'],
  [{ title: 'One', type: 'article', year: 2028 }, '/year'],
  [{ title: 'One', type: 'article', state: 'claimed' }, '/state'],
])('%j is refused at %s', async (body, pointer) => {
  const own = await castOf(t);
  const answer = await t.as(own.academic.token).post('me/publications', body).expect(400);
  expect(answer.body).toMatchObject({ errors: [{ pointer }] });
});

it('a DOI stands once for each person, whatever its capitals; another person may have it too', async () => {
  const [own, other] = [await castOf(t), await castOf(t)];
  await added(own, article('One', { doi: '10.1000/same' }));
  const again = article('Again', { doi: '10.1000/SAME' });
  for (const call of [
    t.as(own.academic.token).post('me/publications', again),
    t.as(own.liaison.token).post(ofStaff(own), again),
  ])
    expect((await call.expect(409)).body).toMatchObject({ errors: [{ pointer: '/doi' }] });
  await added(other, again);
});

it('staff of the keeping agency suggest; the person claims or rejects, and a rejected one is theirs alone to see', async () => {
  const own = await castOf(t);
  const suggest = (token: string, title: string) => t.as(token).post(ofStaff(own), article(title));
  await suggest(own.elsewhere.token, 'Not theirs to say').expect(403);
  await suggest(own.academic.token, 'Not this way').expect(403);
  const [first, second] = [
    (await suggest(own.liaison.token, 'First').expect(201)).body as Published,
    (await suggest(own.liaison.token, 'Second').expect(201)).body as Published,
  ];
  expect(first).toMatchObject({ state: 'proposed', source: 'liaison' });
  expect((await changed(own, first, { state: 'claimed' }).expect(200)).body).toMatchObject({ state: 'claimed' });
  await changed(own, second, { state: 'rejected' }).expect(200);
  expect((await listed(ofStaff(own), own.liaison.token)).map(({ title }) => title)).toEqual(['First']);
  const mine = await listed('me/publications', own.academic.token);
  expect(mine.map(({ title, state }) => [title, state])).toEqual([
    ['First', 'claimed'],
    ['Second', 'rejected'],
  ]);
});

it('one that the person rejected is not told to staff who send their suggestion again', async () => {
  const own = await castOf(t);
  const body = article('Suggested', { doi: '10.1000/once' });
  const send = () => t.as(own.liaison.token).post(ofStaff(own), body).set('Idempotency-Key', 'once-and-again');
  const made = (await send().expect(201)).body as Published;
  await changed(own, made, { state: 'rejected' }).expect(200);
  expect((await send()).status).toBe(404);
  const anew = await t.as(own.liaison.token).post(ofStaff(own), body).expect(409);
  expect(JSON.stringify(anew.body)).not.toMatch(/reject/);
});

it('a person whom one may not see is as absent, to read and to suggest to', async () => {
  const own = await castOf(t, { objected_on: '2026-05-01' });
  await added(own, article('Hidden'));
  await t.as(own.elsewhere.token).get(ofStaff(own)).expect(404);
  await t.as(own.elsewhere.token).post(ofStaff(own), article('One')).expect(404);
  expect(await listed(ofStaff(own), own.liaison.token)).toHaveLength(1);
});

it('five at most are highlighted and stand first; the rest by year; a rejected one is highlighted no more', async () => {
  const own = await castOf(t);
  const made: Published[] = [];
  for (let year = 2020; year <= 2025; year += 1) made.push(await added(own, article(`Of ${year}`, { year })));
  for (const one of made.slice(0, 5)) await changed(own, one, { highlighted: true }).expect(200);
  expect((await changed(own, made[5], { highlighted: true }).expect(409)).body).toMatchObject({
    detail: 'You highlight 5 publications already. Stop highlighting one of them first.',
  });
  const titles = async (): Promise<string[]> =>
    (await listed(ofStaff(own), own.elsewhere.token)).map(({ title }) => title);
  expect(await titles()).toEqual(['Of 2024', 'Of 2023', 'Of 2022', 'Of 2021', 'Of 2020', 'Of 2025']);
  const rejected = await changed(own, { ...made[0], version: 2 }, { state: 'rejected' }).expect(200);
  expect(rejected.body).toMatchObject({ state: 'rejected', highlighted: false });
  await changed(own, made[5], { highlighted: true }).expect(200);
});

it('two that are highlighted at once are five together all the same', async () => {
  const own = await castOf(t);
  const made: Published[] = [];
  for (let number = 0; number < 6; number += 1) made.push(await added(own, article(`Number ${number}`)));
  for (const one of made.slice(0, 4)) await changed(own, one, { highlighted: true }).expect(200);
  const answers = await Promise.all(made.slice(4).map((one) => changed(own, one, { highlighted: true })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
});

it('is changed by the person only, and under the version that they read', async () => {
  const [own, other] = [await castOf(t), await castOf(t)];
  const made = await added(own, article('Mine'));
  await changed(other, made, { state: 'rejected' }).expect(404);
  await t.as(own.liaison.token).patch(`me/publications/${made.id}`, { state: 'rejected' }, 1).expect(403);
  await changed(own, { ...made, version: 7 }, { state: 'rejected' }).expect(412);
  await changed(own, made, { source: 'liaison' }).expect(400);
});

it('no more than 200 are kept', async () => {
  const own = await castOf(t);
  await t.source.query(
    `insert into publications (id, expert_id, title, type, source, state, created_at, updated_at)
     select gen_random_uuid(), $1, 'Number ' || number, 'article', 'self', 'claimed', now(), now()
     from generate_series(1, 200) number`,
    [own.expert.id],
  );
  await t.as(own.academic.token).post('me/publications', article('One more')).expect(409);
});

describe('what was entered wrongly', () => {
  const entered = async (own: Cast): Promise<Published[]> => listed('me/publications', own.academic.token);
  const entriesOf = (id: string) =>
    t.source.query<{ verb: string; before: object; after: object | null }[]>(
      `select verb, before, after from audit_entries where record_id = $1 and verb <> 'publication.add' order by at, id`,
      [id],
    );
  const suggested = async (own: Cast, given: object = {}): Promise<Published> =>
    (await t.as(own.liaison.token).post(ofStaff(own), article('Sugested', given)).expect(201)).body as Published;

  it('is corrected by the person who added it, under its ETag, and the audit keeps both', async () => {
    const own = await castOf(t);
    const made = await added(own, article('On frued', { doi: '10.1000/typo', year: 2023 }));
    const facts = { title: 'On fraud', doi: '10.1000/TYPED', year: null, venue: 'A journal', type: 'book' };
    const answer = await changed(own, made, facts).expect(200);
    expect(answer.body).toMatchObject({ ...facts, doi: '10.1000/typed', version: 2, state: 'claimed' });
    expect(answer.headers.etag).toBe('"2"');
    expect(await entriesOf(made.id)).toEqual([
      {
        verb: 'publication.change',
        before: expect.objectContaining({ title: 'On frued', year: 2023, doi: '10.1000/typo' }) as object,
        after: expect.objectContaining({ title: 'On fraud', year: null, doi: '10.1000/typed' }) as object,
      },
    ]);
    await changed(own, made, { title: 'Too late' }).expect(412);
  });

  it.each([
    [{ title: null }, 400, '/title'],
    [{ title: ' ' }, 400, '/title'],
    [{ year: 2028 }, 400, '/year'],
    [{ doi: '10.1000/held' }, 409, '/doi'],
  ])('is not made worse by %j', async (body, status, pointer) => {
    const own = await castOf(t);
    await added(own, article('Another', { doi: '10.1000/held' }));
    const made = await added(own, article('Mine', { doi: '10.1000/mine' }));
    expect((await changed(own, made, body).expect(status)).body).toMatchObject({ errors: [{ pointer }] });
    expect((await entered(own)).find(({ id }) => id === made.id)).toMatchObject({ title: 'Mine', version: 1 });
    // Its own DOI is no other's.
    await changed(own, made, { doi: '10.1000/MINE', title: 'Mine still' }).expect(200);
  });

  it('is removed by the person who added it, for good, and the audit keeps what it said', async () => {
    const own = await castOf(t);
    const made = await added(own, article('Not wanted', { doi: '10.1000/gone' }));
    const remove = (version: number, { academic } = own) =>
      t.as(academic.token).delete(`me/publications/${made.id}`, version);
    await remove(1, await castOf(t)).expect(404);
    await remove(7).expect(412);
    await t.as(own.academic.token).delete(`me/publications/${made.id}`).expect(428);
    await remove(1).expect(204);
    await remove(1).expect(404);
    expect(await entered(own)).toEqual([]);
    const [entry] = await entriesOf(made.id);
    expect(entry).toMatchObject({ verb: 'publication.remove', before: { title: 'Not wanted' }, after: null });
    await added(own, article('Wanted', { doi: '10.1000/gone' }));
  });

  it('is claimed or rejected where somebody else entered it: not corrected, not removed', async () => {
    const own = await castOf(t);
    const made = await suggested(own);
    expect((await changed(own, made, { title: 'Suggested' }).expect(409)).body.detail).toContain('claim or reject');
    await t.as(own.academic.token).delete(`me/publications/${made.id}`, 1).expect(409);
    await changed(own, made, { state: 'claimed' }).expect(200);
    await changed(own, { ...made, version: 2 }, { title: 'Suggested' }).expect(409);
  });

  it('is corrected or taken back by the agency that suggested it, until the person has answered', async () => {
    const own = await castOf(t);
    const made = await suggested(own, { doi: '10.1000/one' });
    await suggested(own, { doi: '10.1000/two' });
    const correct = (body: object, version: number, token = own.liaison.token) =>
      t.as(token).patch(`publications/${made.id}`, body, version);
    const remove = (version: number, token = own.liaison.token) =>
      t.as(token).delete(`publications/${made.id}`, version);
    expect((await correct({ title: 'Suggested', year: 2020 }, 1).expect(200)).body).toMatchObject({
      title: 'Suggested',
      year: 2020,
      doi: '10.1000/one',
      state: 'proposed',
      version: 2,
    });
    await correct({ doi: '10.1000/two' }, 2).expect(409);
    await correct({ title: 'Late' }, 1).expect(412);
    await correct({ title: 'Not theirs' }, 2, own.elsewhere.token).expect(403);
    await remove(2, own.elsewhere.token).expect(403);
    await correct({ title: 'Not this way' }, 2, own.academic.token).expect(403);
    await changed(own, { ...made, version: 2 }, { state: 'claimed' }).expect(200);
    expect((await correct({ title: 'Claimed' }, 3).expect(403)).body.detail).toContain('has answered');
    await changed(own, { ...made, version: 3 }, { state: 'rejected' }).expect(200);
    await correct({ title: 'Hidden' }, 4).expect(404);
    await remove(4).expect(404);
    const other = await suggested(own);
    await t.as(own.liaison.token).delete(`publications/${other.id}`, 1).expect(204);
    const mine = await added(own, article('Mine'));
    await t.as(own.liaison.token).patch(`publications/${mine.id}`, { title: 'Theirs' }, 1).expect(403);
  });
});
