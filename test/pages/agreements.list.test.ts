import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';

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
const add = (given: object = {}): Promise<{ id: string; reference: string }> =>
  t.make.agreement({ agency_id: liaison.organisationId, owner_user_id: liaison.id, ...given });
const references = (page: Page): string[] =>
  [...page.html.matchAll(/<th scope="row"[\s\S]*?>(AGR-[\d-]+)</g)].map(([, one]) => one);

describe('the list', () => {
  it('says what to do when there is nothing yet', async () => {
    const newcomer = await t.asBrowser(await t.make.user('liaison', (await t.make.agency()).id));
    const page = await newcomer.get('/agreements');
    expect([page.status, page.title, page.headings]).toEqual([200, 'Agreements – Accord', ['Agreements']]);
    expect(page.text).toContain('0 agreements There is no agreement that you may see yet.');
    expect((await newcomer.get('/agreements?sort=ends_next')).text).toContain('No agreement is in force');
  });

  it('finds by words, reference, status and type, and keeps what was asked for', async () => {
    const [fraud, nda] = [await add({ title: 'Romance fraud study' }), await add({ type: 'nda', ...inForce })];
    const asked: [string, string[]][] = [
      ['q=romance', [fraud.reference]],
      [`q=${nda.reference}`, [nda.reference]],
      ['status=active&type=nda', [nda.reference]],
      ['q=romance&status=active&type=&sort=newest', []],
    ];
    for (const [query, found] of asked) expect(references(await browser.get(`/agreements?${query}`))).toEqual(found);
    const page = await browser.get('/agreements?q=romance&status=draft&type=mou&sort=newest');
    expect(page.text).toContain(
      '1 agreement Remove this filter: “romance” Remove this filter: Draft Remove this filter: Memorandum of understanding',
    );
    const removing = page.tags('a').filter(({ attributes }) => attributes.class === 'accord-tags__tag');
    expect(removing.map(({ attributes }) => attributes.href)).toEqual([
      '/agreements?status=draft&type=mou&sort=newest',
      '/agreements?q=romance&type=mou&sort=newest',
      '/agreements?q=romance&status=draft&sort=newest',
    ]);
    expect(page.form('action="/agreements"')).toEqual({ q: 'romance', status: 'draft', type: 'mou', sort: 'newest' });
    expect(page.text).toContain('Clear filters');
    expect(page.tags('label').map(({ attributes }) => attributes.for)).toEqual([
      'search-box',
      'q',
      'status',
      'type',
      'sort',
    ]);
    expect(page.ids).toEqual(expect.arrayContaining(['q', 'status', 'type', 'sort']));
  });

  it('says that nothing matches, and how to go on', async () => {
    const page = await browser.get('/agreements?q=nothing+is+called+this');
    expect(page.text).toContain('0 agreements');
    expect(page.text).toContain('No agreement matches. Clear the filters , or look for fewer words.');
  });

  it('counts what it lists in each order', async () => {
    const mine = await t.make.user('liaison', (await t.make.agency()).id);
    const theirs = { agency_id: mine.organisationId };
    await t.make.agreement(theirs);
    const later = await t.make.agreement({ ...theirs, ...inForce, end_on: '2028-01-01' });
    const sooner = await t.make.agreement({ ...theirs, ...inForce, end_on: '2027-01-01' });
    const page = await (await t.asBrowser(mine)).get('/agreements?sort=ends_next');
    expect(references(page)).toEqual([sooner.reference, later.reference]);
    expect(page.text).toContain('2 agreements Reference');
  });

  it('goes on page by page under the same filters, and back to the first', async () => {
    for (let made = 0; made < 27; made += 1) await add({ title: `Many of them ${made}`, type: 'secondment' });
    const first = await browser.get('/agreements?q=many&type=secondment');
    expect([references(first).length, first.text.includes('27 agreements')]).toEqual([25, true]);
    const next = first.tags('a').find(({ attributes }) => attributes.rel === 'next')!.attributes.href!;
    const second = await browser.get(next);
    expect(references(second)).toHaveLength(2);
    expect(new Set([...references(first), ...references(second)]).size).toBe(27);
    expect(second.tags('a').some(({ attributes }) => attributes.rel === 'next')).toBe(false);
    expect(second.tags('a').map(({ attributes }) => attributes.href)).toContain('/agreements?q=many&type=secondment');
  });

  it.each([
    ['status=wrong', '#status'],
    ['type=wrong', '#type'],
    ['sort=wrong', '#sort'],
    [`q=${'x'.repeat(201)}`, '#q'],
    ['cursor=wrong', null],
  ])('says what is wrong with %s beside the field', async (query, href) => {
    const page = await browser.get(`/agreements?${query}`);
    expect([page.status, page.title]).toEqual([400, 'Error: Agreements – Accord']);
    expect(page.problems).toEqual([[expect.any(String), href]]);
    if (href) expect(page.messageAt(href.slice(1))).toBe(`Error: ${page.problems[0][0]}`);
    if (href) expect(page.ids).toContain(href.slice(1));
  });

  it('carries the highest marking of what it lists, top and bottom', async () => {
    await add({ title: 'Marked one', marking: 'OFFICIAL-SENSITIVE', sharing: 'named' });
    const marks = async (query: string): Promise<number> =>
      (await browser.get(`/agreements?${query}`)).html.split('<p class="accord-marking">OFFICIAL-SENSITIVE').length - 1;
    expect([await marks('q=marked'), await marks('type=secondment')]).toEqual([2, 0]);
  });

  it('keeps in the log of readings what it showed', async () => {
    const marked = await add({ title: 'Read by somebody', marking: 'OFFICIAL-SENSITIVE', sharing: 'named' });
    await browser.get('/agreements?q=read+by+somebody');
    await browser.get(`/agreements/${marked.reference}`);
    const readings = await t.source.query(
      `select route, record_kind as kind, record_ids as ids from audit_readings where $1 = any(record_ids) order by at`,
      [marked.id],
    );
    expect(readings).toEqual([
      { route: 'GET /agreements', kind: 'agreement', ids: [marked.id] },
      { route: 'GET /agreements/:id', kind: 'agreement', ids: [marked.id] },
    ]);
  });
});

describe('Today', () => {
  it('lists late promises and own agreements that end next, ten lines each', async () => {
    const owner = await t.make.user('liaison', (await t.make.agency()).id);
    const own = { agency_id: owner.organisationId, owner_user_id: owner.id };
    const ending = await t.make.agreement({ ...own, ...inForce, end_on: '2026-07-01' });
    for (let made = 0; made < 11; made += 1)
      await t.make.followUp({ agency_id: owner.organisationId, assignee_user_id: owner.id, due_on: '2026-06-01' });
    const page = await (await t.asBrowser(owner)).get('/');
    expect([page.status, page.headings]).toEqual([200, ['Today, 10 June 2026']]);
    expect(page.html.split('due on 1 June 2026').length - 1).toBe(10);
    expect(page.text).toContain(`${ending.reference} Invented agreement`);
    expect(page.text).toContain('ends on 1 July 2026');
  });

  it('sends the others to the first page their role has, and tells a host what is there', async () => {
    const where = async (
      role: 'approver' | 'academic' | 'admin' | 'auditor' | 'host' | 'delegate',
    ): Promise<string> => {
      const page = await (await t.asBrowser(await t.make.user(role, liaison.organisationId))).get('/');
      return page.headers.location ?? page.headings[0];
    };
    expect(await Promise.all([where('approver'), where('academic'), where('delegate')])).toEqual([
      '/agreements',
      '/me',
      '/delegations',
    ]);
    expect(await Promise.all([where('admin'), where('auditor'), where('host')])).toEqual([
      '/reports/partnerships',
      '/admin/audit',
      'Accord',
    ]);
  });
});
