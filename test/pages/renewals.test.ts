import pg from 'pg';
import { loadLargeSet } from '../../src/demonstration/large-set.js';
import { loadOrganisations, organisationId } from '../../src/features/organisations/register/load-organisations.js';
import { loadVocabularies } from '../../src/features/vocabularies/register/load-vocabularies.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';
import { plansOf, statementsOf } from '../support/plans.js';

let t: TestApp;
let liaison: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  liaison = await t.make.user('liaison', (await t.make.agency()).id);
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

const inForce = { stage: 'executed', executed_on: '2025-12-15' };
const add = (given: object): Promise<{ reference: string }> =>
  t.make.agreement({ agency_id: liaison.organisationId, owner_user_id: liaison.id, ...inForce, ...given });
/** The months of the table with the references under each. */
const months = (page: Page): [string, string[]][] =>
  [
    ...page.html.matchAll(
      /<tbody class="govuk-table__body">\s*<tr class="govuk-table__row"><th scope="rowgroup"[^>]*>([^<]*)<([\s\S]*?)<\/tbody>/g,
    ),
  ].map(([, month, rows]) => [month, [...rows.matchAll(/>(AGR-[\d-]+)</g)].map(([, one]) => one)]);

describe('the coming twelve months', () => {
  it('says so when there is nothing to decide', async () => {
    const page = await browser.get('/agreements/renewals');
    expect([page.status, page.title, page.headings]).toEqual([200, 'Renewals – Accord', ['Renewals']]);
    expect(page.text).toContain('No agreement that you may see needs a decision in the next twelve months.');
  });

  it('shows what ends, has its last day of notice or is reviewed, under the month of what comes first', async () => {
    const far = { end_on: '2029-12-31' };
    const ends = await add({ end_on: '2026-06-10' });
    const lastDay = await add({ end_on: '2027-06-09' });
    const notice = await add({ end_on: '2027-10-31', notice_count: 6, notice_unit: 'months' });
    const both = await add({ end_on: '2027-04-30', review_on: '2026-06-30' });
    const review = await add({ end_on: null, review_on: '2027-04-01', renewal_type: 'evergreen' });
    await add({ end_on: '2026-06-09' });
    await add({ end_on: '2027-06-10' });
    await add(far);
    await add({ end_on: '2027-01-01', terminated_on: '2026-12-01' });
    await add({ end_on: '2027-01-01', effective_on: '2026-07-01' });
    await add({ stage: 'draft', executed_on: null, end_on: '2027-01-01' });
    const page = await browser.get('/agreements/renewals');
    expect(months(page)).toEqual([
      ['June 2026', [ends.reference, both.reference]],
      ['April 2027', [review.reference, notice.reference]],
      ['June 2027', [lastDay.reference]],
    ]);
    expect(page.text).toContain(
      '5 agreements need a decision from 10 June 2026 to 9 June 2027: 3 of them end. A bar is the time in force',
    );
    expect(page.html.match(/<svg /g)).toHaveLength(1);
    expect(page.html).toContain('Last day of notice 30 April 2027');
  });

  it('leads to those that end within 30, 60 and 90 days', async () => {
    const page = await browser.get('/agreements/renewals');
    const links = page.tags('a').flatMap(({ attributes: { href } }) => (href?.includes('endsBefore') ? [href] : []));
    expect(links).toEqual([
      '/agreements?endsBefore=2026-07-10&sort=ends_next',
      '/agreements?endsBefore=2026-08-09&sort=ends_next',
      '/agreements?endsBefore=2026-09-08&sort=ends_next',
    ]);
    const list = await browser.get(links[0]);
    expect(list.text).toContain('1 agreement Remove this filter: Ends by 10 July 2026');
    expect((await browser.get('/')).html).toContain('href="/agreements/renewals"');
    expect((await browser.get('/agreements')).html).toContain('href="/agreements/renewals"');
  });

  it('shows and counts only what the reader may see, with the highest marking, and keeps the reading', async () => {
    const reader = await t.make.user('partner', (await t.make.agency()).id);
    await add({ end_on: '2026-09-01', title: 'Unshared canary' });
    const shared = await add({ end_on: '2026-09-01', sharing: 'uk_law_enforcement' });
    const page = await (await t.asBrowser(reader)).get('/agreements/renewals');
    expect([months(page), page.text.includes('canary')]).toEqual([[['September 2026', [shared.reference]]], false]);
    expect(page.text).toContain('1 agreement needs a decision');
    const marked = await add({
      end_on: '2026-08-01',
      title: '<script>alert(1)</script>{{7*7}}',
      marking: 'OFFICIAL-SENSITIVE',
      sharing: 'named',
    });
    const own = await browser.get('/agreements/renewals');
    expect(own.html.match(/<p class="accord-marking">OFFICIAL-SENSITIVE/g)).toHaveLength(2);
    expect([own.scripts.length, own.text.includes('{{7*7}}')]).toEqual([1, true]);
    const readings = await t.source.query<object[]>(
      `select route from audit_readings where record_kind = 'agreement' and $1 = any(record_ids)`,
      [(marked as unknown as { id: string }).id],
    );
    expect(readings).toEqual([{ route: 'GET /agreements/renewals' }]);
  });
});

describe('of 40,000 agreements', () => {
  it('a page is one statement that goes by indexes, and the next one follows on', async () => {
    const owner = new pg.Client({ connectionString: t.database.ownerUrl, options: '-c timezone=UTC' });
    await owner.connect();
    const run = (text: string, values?: unknown[]): Promise<pg.QueryResult> => owner.query(text, values);
    await loadVocabularies(run, t.clock.now());
    await loadOrganisations(run, t.clock.now());
    // Beyond the references that the other tests gave.
    await run(`select setval('agreement_references', 100000)`);
    const leadAgencyName = 'National Crime Agency';
    const lead = await t.make.user('liaison', organisationId(leadAgencyName));
    const only = { experts: 100, agreements: 40_000, interactions: 0, followUps: 0 };
    await loadLargeSet(run, { ...only, now: t.clock.now(), leadAgencyName });
    const leads = await t.asBrowser(lead);
    let first: Page | undefined;
    const statements = await statementsOf(async () => {
      first = await leads.get('/agreements/renewals');
    });
    const asked = statements.filter(({ text }) => text.includes('agreements'));
    expect(asked).toHaveLength(1);
    const { sequentialScans, indexes } = await plansOf(owner, asked[0]);
    expect(sequentialScans.filter((table) => table.startsWith('agreement'))).toEqual([]);
    expect(indexes).toEqual(
      expect.arrayContaining(['agreements_end', 'agreements_notice', 'agreements_review', 'agreements_pkey']),
    );
    const next = first!.tags('a').find(({ attributes }) => attributes.rel === 'next')!.attributes.href!;
    const second = await leads.get(next);
    const seen = [first!, second].flatMap((page) => months(page).flatMap(([, references]) => references));
    expect([seen.length, new Set(seen).size]).toEqual([200, 200]);
    const narrowed = '/agreements/renewals?risk=high&type=mou&ownerUserId=me&strand=online';
    const filtered = await statementsOf(() => leads.get(narrowed));
    const [risky, ...others] = filtered.filter(({ text }) => text.includes('agreements'));
    expect(others).toEqual([]);
    expect((await plansOf(owner, risky)).sequentialScans.filter((table) => table.startsWith('agreement'))).toEqual([]);
    await owner.end();
  }, 300_000);
});
