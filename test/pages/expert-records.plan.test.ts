import pg from 'pg';
import { loadLargeSet } from '../../src/demonstration/large-set.js';
import { loadOrganisations, organisationId } from '../../src/features/organisations/register/load-organisations.js';
import { loadVocabularies } from '../../src/features/vocabularies/register/load-vocabularies.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { plansOf, statementsOf } from '../support/plans.js';

const leadAgencyName = 'National Crime Agency';
const large = [
  'experts',
  'affiliations',
  'relationships',
  'relationship_stage_changes',
  'agreements',
  'agreement_covered_persons',
  'interactions',
  'interaction_participants',
  'follow_ups',
  'vettings',
  'publications',
];

let t: TestApp;
let owner: pg.Client;
let liaison: Person;
let partner: Person;
let reference: string;

beforeAll(async () => {
  t = await startTestApp();
  owner = new pg.Client({ connectionString: t.database.ownerUrl, options: '-c timezone=UTC' });
  await owner.connect();
  const run = (text: string, values?: unknown[]): Promise<pg.QueryResult> => owner.query(text, values);
  const now = t.clock.now();
  await loadVocabularies(run, now);
  await loadOrganisations(run, now);
  liaison = await t.make.user('liaison', organisationId(leadAgencyName));
  await loadLargeSet(run, {
    experts: 5000,
    agreements: 3000,
    interactions: 40_000,
    followUps: 8000,
    now,
    leadAgencyName,
  });
  await run(`insert into relationship_stage_changes (id, relationship_id, to_stage, reason, changed_at)
    select gen_random_uuid(), id, stage, 'Large set', created_at from relationships`);
  await run(`insert into vettings (id, expert_id, agency_id, level, status, granted_on, created_at, updated_at)
    select gen_random_uuid(), id, agency_id, 'sc', 'granted', '2024-01-01', now(), now() from experts`);
  await run(`insert into publications (id, expert_id, title, year, type, source, state, created_at, updated_at)
    select gen_random_uuid(), e.id, 'Work ' || n, 2000 + n, 'article', 'self', 'claimed', now(), now()
    from experts e cross join generate_series(1, 5) n`);
  await run('analyze relationship_stage_changes, vettings, publications');
  const police = await run(`select id from organisations where name like 'Large Set Police%'`);
  partner = await t.make.user('partner', police.rows[0].id as string);
  const known = await run(`select e.reference from agreement_covered_persons c join experts e on e.id = c.expert_id
    join relationships r on r.expert_id = e.id where r.agency_id = $1 limit 1`, [partner.organisationId]); // prettier-ignore
  reference = known.rows[0].reference as string;
}, 300_000);
afterAll(async () => {
  await owner.end();
  await t.close();
});

const requests = [
  'timeline',
  'timeline?kind=interaction',
  'timeline?from=2026-01-01&to=2026-12-31',
  'timeline?limit=100',
  'vetting',
  'publications',
];

describe.each([
  ['an agency that knows most people', () => liaison],
  ['an agency that others share with', () => partner],
])('for %s, among 40,000 interactions', (_who, person) => {
  it.each(requests)('%s is one statement that goes by indexes, on the next page too', async (below) => {
    const path = `experts/${reference}/${below}`;
    const { body } = await t.as(person().token).get(path).expect(200);
    const further = body.nextCursor ? [`${path}${path.includes('?') ? '&' : '?'}cursor=${body.nextCursor}`] : [];
    for (const asked of [path, ...further]) {
      const statements = await statementsOf(() => t.as(person().token).get(asked).expect(200));
      expect(statements).toHaveLength(1);
      const { sequentialScans } = await plansOf(owner, statements[0]);
      expect(sequentialScans.filter((table) => large.includes(table))).toEqual([]);
    }
  });
});

it.each([
  ['an agency that knows most people', () => liaison],
  ['an agency that others share with', () => partner],
])('for %s the cover check and what covers a person already go by indexes', async (_who, person) => {
  const [{ id, employer }] = await t.source.query<{ id: string; employer: string }[]>(
    `select e.id, f.organisation_id as employer from experts e join affiliations f on f.expert_id = e.id
      where e.reference = $1 and f.ended_on is null limit 1`,
    [reference],
  );
  for (const path of [
    `cover?expertId=${id}&purpose=personal_data&marking=OFFICIAL-SENSITIVE`,
    `cover/agreements?expertId=${id}`,
    `cover/agreements?organisationId=${employer}`,
  ]) {
    const statements = await statementsOf(() => t.as(person().token).get(path).expect(200));
    expect([path, statements.length]).toEqual([path, 1]);
    const { sequentialScans } = await plansOf(owner, statements[0]);
    const scanned = sequentialScans.filter((table) => [...large, 'agreement_parties', 'declarations'].includes(table));
    expect([path, scanned]).toEqual([path, []]);
  }
});

it.each([
  ['an agency that knows most people', () => liaison],
  ['an agency that others share with', () => partner],
])('for %s the page of a person, with what is planned, goes by indexes', async (_who, person) => {
  const browser = await t.asBrowser(person());
  const statements = await statementsOf(async () => {
    expect((await browser.get(`/experts/${reference}`)).status).toBe(200);
  });
  const reads = statements.filter(({ text }) => /^\s*(select|with)\b/i.test(text));
  expect(reads.filter(({ text }) => text.includes('i.happened_at >'))).toHaveLength(1);
  for (const statement of reads) {
    const { sequentialScans } = await plansOf(owner, statement);
    expect(sequentialScans.filter((table) => large.includes(table))).toEqual([]);
  }
});
