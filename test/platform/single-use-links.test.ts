import { systemActor } from '../../src/kernel/actor.js';
import { newId } from '../../src/kernel/identifier.js';
import { SingleUseLinks } from '../../src/platform/auth/single-use-links.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { startTestApp, type TestApp } from '../support/app.js';

const purpose = { name: 'test.purpose', path: '/somewhere', lastsMinutes: 30 };
const actor = systemActor('test');
let t: TestApp;
let links: SingleUseLinks;
let work: UnitOfWork;

beforeAll(async () => {
  t = await startTestApp();
  [links, work] = [t.app.get(SingleUseLinks), t.app.get(UnitOfWork)];
});
afterAll(() => t.close());

const issue = async (subjectId: string): Promise<string> =>
  (await work.transaction(actor, (tx) => links.issue(tx, purpose, subjectId))).split('/').at(-1)!;
const spend = (value: string): Promise<string | null> =>
  work.transaction(actor, (tx) => links.spend(tx, purpose, value));

it('leads to a page of the public address, and only its hash is kept', async () => {
  const address = await work.transaction(actor, (tx) => links.issue(tx, purpose, newId()));
  expect(address).toMatch(/^http:\/\/localhost:3000\/somewhere\/[A-Za-z0-9_-]{43}$/);
  const kept = await t.source.query<object[]>('select * from single_use_links');
  expect(JSON.stringify(kept)).not.toContain(address.split('/').at(-1));
});

it('may be looked at any number of times and spent once', async () => {
  const subjectId = newId();
  const value = await issue(subjectId);
  expect([await links.subjectOf(purpose, value), await links.subjectOf(purpose, value)]).toEqual([
    subjectId,
    subjectId,
  ]);
  expect(await spend(value)).toBe(subjectId);
  expect([await spend(value), await links.subjectOf(purpose, value)]).toEqual([null, null]);
});

it('is spent by one of several at once', async () => {
  const value = await issue(newId());
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => spend(value)));
  expect(outcomes.filter((one) => one !== null)).toHaveLength(1);
});

it('stays unspent when its effect fails', async () => {
  const [subjectId] = [newId()];
  const value = await issue(subjectId);
  const failing = work.transaction(actor, async (tx) => {
    await links.spend(tx, purpose, value);
    throw new Error('the effect failed');
  });
  await expect(failing).rejects.toThrow('the effect failed');
  expect(await spend(value)).toBe(subjectId);
});

it('ends after its time, and when a newer one is issued', async () => {
  const subjectId = newId();
  const [first, second] = [await issue(subjectId), await issue(subjectId)];
  expect([await links.subjectOf(purpose, first), await links.subjectOf(purpose, second)]).toEqual([null, subjectId]);
  t.time.forward(30 * 60_000);
  expect([await links.subjectOf(purpose, second), await spend(second)]).toEqual([null, null]);
});

it('works for its own purpose only', async () => {
  const value = await issue(newId());
  expect(await links.subjectOf({ ...purpose, name: 'test.other' }, value)).toBeNull();
});
