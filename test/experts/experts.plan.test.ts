import pg from 'pg';
import { encodeCursor } from '../../src/kernel/page.js';
import type { TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { startWithLargeSet, type LargeSet } from '../support/large-set.js';
import { plansOf, statementsOf } from '../support/plans.js';

const large = ['experts', 'affiliations', 'expertise', 'relationships', 'relationship_stage_changes'];

let set: LargeSet;
let t: TestApp;
let owner: pg.Client;
/** Knows nineteen in twenty of the people and reads nobody else's. */
let liaison: Person;
/** Of an agency that knows one in ten and reads the others as far as they are shared. */
let partner: Person;

beforeAll(async () => {
  set = await startWithLargeSet();
  ({ t, owner, liaison, partner } = set);
}, 300_000);
afterAll(() => set.close());

async function idOf(statement: string): Promise<string> {
  return (await owner.query<{ id: string }>(statement)).rows[0].id;
}

async function deepCursor(): Promise<string> {
  const { rows } = await owner.query(
    'select family_name, given_name, id from experts order by family_name, given_name, id offset 60000 limit 1',
  );
  return encodeCursor([rows[0].family_name, rows[0].given_name, rows[0].id]);
}

const busiest = `select organisation_id as id from affiliations group by 1 order by count(*) desc limit 1`;

const requests: [name: string, path: () => string | Promise<string>][] = [
  ['the first page', () => 'experts'],
  ['a page far in', async () => `experts?cursor=${await deepCursor()}`],
  ['the longest page', () => 'experts?limit=100'],
  ['part of a name', () => 'experts?q=abiod'],
  ['a name that nobody has', () => 'experts?q=zqxj'],
  ['a name with a letter wrong', () => 'experts?q=abiodon'],
  ['the names from the end', () => 'experts?sort=-name'],
  ['the page before one far in', async () => `experts?before=${await deepCursor()}`],
  ['the newest first', () => 'experts?sort=-reference'],
  ['by last contact', () => 'experts?sort=last_contact'],
  ['a topic in anybody’s words', () => 'experts?topic=narcotics'],
  ['a topic in a region', () => 'experts?topic=drugs&region=wales'],
  ['part of an employer’s name', () => 'experts?organisation=university'],
  ['an e-mail address', () => 'experts?q=expert.500@large-set.example'],
  ['an ORCID iD', () => 'experts?q=0000-0002-1825-0097'],
  ['a kind', () => 'experts?kind=analyst'],
  ['an availability', () => 'experts?availability=limited'],
  ['an employer', async () => `experts?organisationId=${await idOf(busiest)}`],
  ['a term', () => 'experts?term=threat:drugs'],
  ['a privacy notice still to be sent', () => 'experts?privacyNotice=due'],
  ['a privacy notice that is overdue', () => 'experts?privacyNotice=overdue'],
  ['a stage', () => 'experts?stage=partner'],
  ['an owner', () => `experts?ownerUserId=${liaison.id}`],
  ['several filters', async () => `experts?term=threat:drugs&stage=partner&organisationId=${await idOf(busiest)}`],
  [
    'who may be the same',
    () => 'experts/duplicates?givenName=A.&familyName=Abiodun&email=expert.500@large-set.example',
  ],
  ['one person by reference', () => 'experts/EXP-000501'],
  ['one person by id', async () => `experts/${await idOf(`select id from experts where reference = 'EXP-000501'`)}`],
];

describe.each([
  ['an agency that knows most people', () => liaison],
  ['an agency that others share with', () => partner],
])('for %s, of 100,000 people', (_who, person) => {
  it.each(requests)('%s is one statement that goes by indexes', async (_what, path) => {
    const asked = await path();
    const statements = await statementsOf(() => t.as(person().token).get(asked).expect(200));
    expect(statements).toHaveLength(1);
    const { sequentialScans, indexes } = await plansOf(owner, statements[0]);
    expect(sequentialScans.filter((table) => large.includes(table))).toEqual([]);
    expect(indexes.some((index) => /^(experts|affiliations|expertise|relationships)_/.test(index))).toBe(true);
  });
});

it.each([
  ['an agency that knows most people', () => liaison],
  ['an agency that others share with', () => partner],
])('for %s, the choices of the page ask for owners who have left by an index', async (_who, person) => {
  const browser = await t.asBrowser(person());
  const statements = await statementsOf(() => browser.get('/experts'));
  const [choices] = statements.filter(({ text }) => text.includes('"formerOwners"'));
  const { sequentialScans, indexes } = await plansOf(owner, choices);
  expect(sequentialScans.filter((table) => large.includes(table))).toEqual([]);
  expect(indexes).toContain('relationships_agency_owner');
});

it('reads on from page to page without repeating or skipping anybody', async () => {
  const seen: string[] = [];
  let path = 'experts?limit=100&q=quarm';
  for (let page = 0; page < 40 && path !== ''; page += 1) {
    const { body } = await t.as(liaison.token).get(path).expect(200);
    seen.push(...body.items.map(({ id }: { id: string }) => id));
    path = body.nextCursor === null ? '' : `experts?limit=100&q=quarm&cursor=${body.nextCursor}`;
  }
  const { rows } = await owner.query(
    `select count(*)::int as count from experts where search like '%quarm%' and agency_id = $1`,
    [liaison.organisationId],
  );
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength(rows[0].count);
});

it('counts to a thousand and says when there are more', async () => {
  const { body } = await t.as(liaison.token).get('experts/count').expect(200);
  expect(body).toEqual({ count: 1000, more: true });
});
