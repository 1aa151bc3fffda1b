import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let first: Person;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  first = await t.make.user('admin', agency.id);
});
afterAll(() => t.close());

const disable = { step: 'disable', reason: 'Left the agency' };
const versionOf = async (reader: Person, id: string): Promise<number> =>
  (await t.as(reader.token).get(`users/${id}`).expect(200)).body.version;

// The file has the product to itself: who is the last administrator depends on everybody else.
describe('the last administrator', () => {
  it('is told why the step is blocked', async () => {
    const { body } = await t.as(first.token).get(`users/${first.id}`).expect(200);
    expect(body.steps).toEqual([
      { step: 'disable', blockedBecause: 'Nobody disables their own account. Ask another administrator.' },
    ]);
  });

  it('stays when two disable each other at the same moment', async () => {
    const second = await t.make.user('admin', agency.id);
    const answers = await Promise.all([
      t.as(first.token).change(`users/${second.id}/steps`, 1, disable),
      t.as(second.token).change(`users/${first.id}/steps`, 1, disable),
    ]);
    // The loser is refused, or was disabled before it asked.
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(200);
    expect(statuses.filter((status) => status === 409 || status === 401)).toHaveLength(1);
    const refused = answers.find(({ status }) => status === 409);
    if (refused) expect(refused.body.detail).toMatch(/^This is the last administrator who can sign in/);
    const active = await t.source.query(`select id from users where role = 'admin' and disabled_at is null`);
    expect(active).toHaveLength(1);
  });

  it('stays when two take each other’s role at the same moment', async () => {
    await t.source.query(`update users set disabled_at = now() where role = 'admin'`);
    const [one, two] = [await t.make.user('admin', agency.id), await t.make.user('admin', agency.id)];
    const answers = await Promise.all([
      t.as(one.token).patch(`users/${two.id}`, { role: 'auditor' }, await versionOf(one, two.id)),
      t.as(two.token).patch(`users/${one.id}`, { role: 'auditor' }, await versionOf(two, one.id)),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const active = await t.source.query(`select id from users where role = 'admin' and disabled_at is null`);
    expect(active).toHaveLength(1);
  });

  it('may be one of two who leaves', async () => {
    const second = await t.make.user('admin', agency.id);
    const third = await t.make.user('admin', agency.id);
    await t.as(second.token).change(`users/${third.id}/steps`, 1, disable).expect(200);
    await t.as(third.token).get('users').expect(401);
    await t.as(second.token).get('users').expect(200);
  });
});
