import { startTestApp, type TestApp } from '../support/app.js';
import { expertRow } from './cast.js';
import { delegateCastOf } from './delegate.cast.js';

let t: TestApp;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());
beforeEach(() => t.time.set('2026-06-10T09:00:00Z'));

describe('nothing opens', () => {
  const closed = async (own: { delegate: { id: string }; expert: { id: string } }): Promise<void> => {
    // The clock may have moved past the end of the session.
    const token = await t.make.session(own.delegate.id);
    const path = `delegations/${own.expert.id}`;
    expect((await t.as(token).get('delegations').expect(200)).body).toEqual({ items: [] });
    await t.as(token).get(path).expect(404);
    await t.as(token).patch(path, { interests: 'Too late' }, 1).expect(404);
    await t.as(token).put(`${path}/expertise`, { expertise: [] }, 1).expect(404);
    expect((await expertRow(t, own.expert.id)).interests).toBeNull();
  };

  it('after midnight in London on the last day, which counts, in summer as in winter', async () => {
    for (const [untilOn, last, after] of [
      ['2026-06-10', '2026-06-10T22:59:59Z', '2026-06-10T23:00:00Z'],
      ['2026-12-10', '2026-12-10T23:59:59Z', '2026-12-11T00:00:00Z'],
      ['2028-02-29', '2028-02-29T23:59:59Z', '2028-03-01T00:00:00Z'],
    ]) {
      t.time.set('2026-06-10T09:00:00Z');
      const own = await delegateCastOf(t, { until_on: untilOn, named_on: untilOn });
      t.time.set(last);
      const token = await t.make.session(own.delegate.id);
      await t.as(token).get(`delegations/${own.expert.id}`).expect(200);
      t.time.set(after);
      await closed(own);
    }
  });

  it.each<[string, string]>([
    ['the person has objected to being held', "update experts set objected_on = '2026-06-09' where id = $1"],
    ['the person restricted what it is used for', "update experts set restricted_on = '2026-06-09' where id = $1"],
    ['nobody can sign in as the person', 'update users set disabled_at = now() where expert_id = $1'],
    ['it has ended', 'update expert_delegates set ended_at = now() where expert_id = $1'],
  ])('once %s', async (_what, statement) => {
    const own = await delegateCastOf(t);
    await t.source.query(statement, [own.expert.id]);
    await closed(own);
  });

  it('to a delegate who is disabled, or to anybody else', async () => {
    const own = await delegateCastOf(t);
    const other = await delegateCastOf(t);
    const path = `delegations/${own.expert.id}`;
    for (const { token } of [other.delegate, own.academic, other.academic]) {
      await t.as(token).get(path).expect(404);
      await t.as(token).patch(path, { interests: 'Not mine' }, 1).expect(404);
      await t.as(token).patch(path, { interests: 'Not mine' }, 999).expect(404);
    }
    await t.as(own.liaison.token).get(path).expect(403);
    await t.source.query('update users set disabled_at = now() where id = $1', [own.delegate.id]);
    await t.as(own.delegate.token).get(path).expect(401);
  });

  it('an end that comes while a change waits wins', async () => {
    const own = await delegateCastOf(t);
    const runner = t.source.createQueryRunner();
    await runner.startTransaction();
    await runner.query('select 1 from experts where id = $1 for update', [own.expert.id]);
    const change = t
      .as(own.delegate.token)
      .patch(`delegations/${own.expert.id}`, { interests: 'Late' }, 1)
      .then((a) => a);
    await new Promise((done) => setTimeout(done, 300));
    await runner.query('update expert_delegates set ended_at = now() where id = $1', [own.delegationId]);
    await runner.commitTransaction();
    await runner.release();
    expect((await change).status).toBe(404);
    expect((await expertRow(t, own.expert.id)).interests).toBeNull();
  });
});
