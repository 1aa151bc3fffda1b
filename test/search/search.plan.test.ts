import pg from 'pg';
import sql from 'sql-template-tag';
import type { TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { startWithLargeSet, type LargeSet } from '../support/large-set.js';
import { plansOf, statementsOf } from '../support/plans.js';

const large = ['experts', 'affiliations', 'relationships', 'agreements', 'interactions', 'follow_ups'];
/** More than a register of the country's bodies holds, as a search should not notice them. */
const manyBodies = sql`
  insert into organisations (id, kind, name, short_name, aliases, invented, created_at, updated_at)
  select gen_random_uuid(), 'ngo', initcap(translate(md5(n::text), '0123456789', 'ghijklmnop')) || ' Foundation ' || n,
    'F' || n, array['The ' || translate(md5((n * 7)::text), '0123456789', 'qrstuvwxyz') || ' Trust'], true, now(), now()
  from generate_series(1, 20000) as n`;

let set: LargeSet;
let t: TestApp;
let owner: pg.Client;
/** Knows nineteen in twenty of the people and made everything else. */
let liaison: Person;
/** Of an agency that knows one in ten and reads what is shared with it. */
let partner: Person;

beforeAll(async () => {
  set = await startWithLargeSet();
  ({ t, owner, liaison, partner } = set);
  await owner.query(manyBodies.text, manyBodies.values);
  await owner.query('analyze organisations');
}, 300_000);
afterAll(() => set.close());

const searches = [
  ['a whole name', 'Quarmby'],
  ['a name of which many have a part', 'mac'],
  ['a misspelt name', 'Quarmbey'],
  ['a misspelt name and another', 'Gilian Micklethwiate'],
  ['a long name with two slips', 'Micklethweight'],
  ['a body', 'Large Set University'],
  ['a misspelt body', 'Lerge Set Univarcity'],
  ['a misspelt short name', 'F1999O'],
  ['an initial and a name', 'K Satterthwaite'],
  ['a name that nobody has', 'zqxjv'],
  ['a reference', 'EXP-000501'],
  ['the beginning of references', 'exp-0005'],
  ['an agreement', 'agr 2026'],
  ['an e-mail address', 'expert.500@large-set.example'],
  ['the beginning of an e-mail address', 'expert.500@'],
] as const;

describe.each([
  ['an agency that knows most people', () => liaison],
  ['an agency that others share with', () => partner],
])('for %s, of 100,000 people', (_who, person) => {
  it.each(searches)('%s is one statement that goes by indexes', async (_what, q) => {
    const asked = `search?q=${encodeURIComponent(q)}`;
    const statements = await statementsOf(() => t.as(person().token).get(asked).expect(200));
    expect(statements).toHaveLength(1);
    const { sequentialScans, indexes } = await plansOf(owner, statements[0]);
    expect(sequentialScans.filter((table) => large.includes(table))).toEqual([]);
    expect(indexes.some((index) => /_(search|slips|reference_start|email_start)$/.test(index))).toBe(true);
  });
});

it.each([
  ['a misspelt name of a person', 'Satterthwiate', ['experts_slips', 'experts_two_slips']],
  ['a misspelt name of a body', 'Univarcity', ['organisations_slips', 'organisations_two_slips']],
])('looks for %s in the indexes of slips', async (_what, q, wanted) => {
  const [statement] = await statementsOf(() => t.as(liaison.token).get(`search?q=${q}`).expect(200));
  const { indexes } = await plansOf(owner, statement);
  expect(indexes).toEqual(expect.arrayContaining(wanted));
});
