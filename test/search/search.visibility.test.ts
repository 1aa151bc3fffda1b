import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

const word = 'Xylographic';

let t: TestApp;
let home: { id: string };
let colleague: Person;
let liaison: Person;
let partner: Person;

beforeAll(async () => {
  t = await startTestApp();
  home = await t.make.agency();
  colleague = await t.make.user('liaison', home.id);
  liaison = await t.make.user('liaison', home.id);
  partner = await t.make.user('partner', (await t.make.agency()).id);
});
afterAll(() => t.close());

async function kindsFound(person: Person, q = word): Promise<Record<string, number>> {
  const { body } = await t
    .as(person.token)
    .get(`search?q=${encodeURIComponent(q)}`)
    .expect(200);
  return Object.fromEntries(
    body.groups.map((group: { kind: string; items: unknown[] }) => [group.kind, group.items.length]),
  );
}

it('shows nothing of a hidden record to whoever may not read it, and nobody else’s place is taken by it', async () => {
  const named = { agency_id: home.id, sharing: 'named', created_by_user_id: colleague.id };
  for (let n = 0; n < 9; n += 1) {
    await t.make.agreement({ ...named, title: `${word} ${n}`, reference: `AGR-1970-000${n}` });
    await t.make.interaction({ ...named, subject: `${word} ${n}` });
    await t.make.followUp({ ...named, title: `${word} ${n}` });
    await t.make.contact({ ...named, name: `${word} ${n}` });
  }
  for (const person of [liaison, partner]) {
    expect(await kindsFound(person)).toEqual({});
    expect(await kindsFound(person, 'AGR-1970-0001')).toEqual({});
    expect(await kindsFound(person, 'AGR-1970')).toEqual({});
  }
  expect(await kindsFound(colleague)).toEqual({ agreement: 6, interaction: 6, follow_up: 6, contact: 6 });

  const { reference } = await t.make.agreement({ agency_id: home.id, title: `One ${word}` });
  const { body } = await t.as(liaison.token).get(`search?q=${word}`).expect(200);
  expect(body.groups).toHaveLength(1);
  expect(body.groups[0]).toMatchObject({ items: [{ reference }], more: false });
  expect(await kindsFound(partner)).toEqual({});
});

it('keeps people from agencies that may not see them yet', async () => {
  const unsent = { agency_id: home.id, privacy_notice_sent_on: null, reference: 'EXP-770001' };
  await t.make.expert({ ...unsent, family_name: 'Unnotified' });
  for (const q of ['unnotified', 'unnotifeid', 'EXP-770001', 'EXP-77', '770001']) {
    expect(await kindsFound(liaison, q)).toMatchObject({ expert: 1 });
    expect(await kindsFound(partner, q)).toEqual({});
  }
  await t.make.expert({ agency_id: home.id, family_name: 'Objecting', objected_on: '2026-05-01' });
  expect(await kindsFound(partner, 'objecting')).toEqual({});
});

it.each(['admin', 'approver', 'auditor', 'host', 'academic'] as const)('is not for the role %s', async (role) => {
  const person = await t.make.user(role, home.id);
  await t.as(person.token).get(`search?q=${word}`).expect(403);
});
