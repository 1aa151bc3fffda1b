import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let liaison: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  liaison = await t.make.user('liaison', (await t.make.agency({ name: 'Own Police' })).id);
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

const names = (page: Page): string[] =>
  [...page.html.matchAll(/<th scope="row"[\s\S]*?href="\/(?:organisations|agencies)\/[^>]*>([^<]*)</g)].map(
    ([, one]) => one,
  );

describe('the list of organisations', () => {
  it('finds by words of any name, kind and country, and keeps what was asked for', async () => {
    await t.make.organisation({ name: 'Quenby College', aliases: ['Old Quenby Polytechnic'], short_name: 'QC' });
    await t.make.organisation({ name: 'Quenby Institut', kind: 'think_tank', country: 'FR' });
    await t.make.organisation({ name: 'Quenby that was', valid_to: '2020-01-01' });
    const asked: [string, string[]][] = [
      ['q=quenby', ['Quenby College', 'Quenby Institut']],
      ['q=old+quenby+poly', ['Quenby College']],
      ['q=quenby&kind=think_tank', ['Quenby Institut']],
      ['q=quenby&country=FR&kind=', ['Quenby Institut']],
      ['q=quenby&former=true', ['Quenby College', 'Quenby Institut', 'Quenby that was']],
    ];
    for (const [query, found] of asked)
      expect([query, names(await browser.get(`/organisations?${query}`))]).toEqual([query, found]);
    const page = await browser.get('/organisations?q=quenby&kind=think_tank&country=FR&former=true');
    expect(page.title).toBe('Organisations – Accord');
    expect(page.text).toContain(
      '1 organisation Remove this filter: “quenby” Remove this filter: Think tank Remove this filter: France Remove this filter: Also those that have ended Clear filters',
    );
    expect(page.html).toContain('href="/organisations?q=quenby&amp;country=FR&amp;former=true"');
    expect(page.form('action="/organisations"')).toMatchObject({ q: 'quenby', kind: 'think_tank', country: 'FR' });
  });

  it('goes on page by page, and says when nothing matches', async () => {
    for (let made = 0; made < 27; made += 1) await t.make.organisation({ name: `Numbered ${100 + made}`, kind: 'ngo' });
    const first = await browser.get('/organisations?q=numbered');
    expect([names(first).length, first.text.includes('27 organisations')]).toEqual([25, true]);
    const next = first.tags('a').find(({ attributes }) => attributes.rel === 'next')!.attributes.href!;
    expect(names(await browser.get(next))).toEqual(['Numbered 125', 'Numbered 126']);
    const none = await browser.get('/organisations?q=nobody+is+called+this');
    expect(none.text).toContain('0 organisations');
    expect(none.text).toContain('No organisation matches. Clear the filters');
  });

  it.each([
    ['kind=wrong', '#kind'],
    ['country=england', '#country'],
    [`q=${'x'.repeat(201)}`, '#q'],
    ['cursor=wrong', null],
  ])('says what is wrong with %s', async (query, href) => {
    const page = await browser.get(`/organisations?${query}`);
    expect([page.status, page.problems.map(([, at]) => at)]).toEqual([400, [href]]);
    if (href) expect(page.messageAt(href.slice(1))).toBe(`Error: ${page.problems[0][0]}`);
  });

  it('is in the navigation of who may open it, and offers what they may do', async () => {
    const links = async (role: 'liaison' | 'approver' | 'auditor' | 'academic'): Promise<boolean[]> => {
      const who = await t.asBrowser(await t.make.user(role, liaison.organisationId));
      const page = await who.get('/organisations');
      return [page.status === 200, page.html.includes('href="/organisations/new"')];
    };
    expect(await links('liaison')).toEqual([true, true]);
    expect(await links('approver')).toEqual([true, false]);
    expect(await links('auditor')).toEqual([true, false]);
    expect(await links('academic')).toEqual([false, false]);
  });
});

describe('the list of agencies', () => {
  it('shows lead, deputy, units and what each has going on that the reader may see', async () => {
    const police = await t.make.agency({ name: 'Busy Police' });
    const lead = await t.make.user('partner', police.id, { name: 'Lea Lead' });
    const deputy = await t.make.user('partner', police.id, { name: 'Del Deputy' });
    await t.make.organisation({ kind: 'unit', name: 'A unit', parent_id: police.id });
    await t.source.query('update organisations set lead_user_id = $2, deputy_user_id = $3 where id = $1', [
      police.id,
      lead.id,
      deputy.id,
    ]);
    const executed = { stage: 'executed', executed_on: '2025-12-15' };
    await t.make.agreement({ agency_id: police.id, ...executed });
    await t.make.agreement({ agency_id: police.id, ...executed, sharing: 'uk_law_enforcement' });
    const page = await browser.get('/agencies?q=busy');
    expect(page.text).toContain('1 agency');
    expect(page.text).toContain('Busy Police Territorial police force Lea Lead Del Deputy 1 1 0');
    const approver = await t.asBrowser(await t.make.user('approver', liaison.organisationId));
    const without = await approver.get('/agencies?q=busy');
    expect([without.text.includes('Lea Lead Del Deputy 1'), without.text.includes('Agreements in force')]).toEqual([
      true,
      false,
    ]);
  });

  it('holds agencies only, by kind and by what they count as', async () => {
    await t.make.organisation({ name: 'Vexby University' });
    await t.make.agency({ name: 'Vexby Police' });
    await t.make.agency({ name: 'Vexby Abroad', kind: 'international', audience: 'overseas' });
    expect(names(await browser.get('/agencies?q=vexby'))).toEqual(['Vexby Abroad', 'Vexby Police']);
    expect(names(await browser.get('/agencies?q=vexby&audience=overseas'))).toEqual(['Vexby Abroad']);
    const page = await browser.get('/agencies?q=vexby&kind=territorial_force');
    expect([names(page), page.text.includes('Remove this filter: Territorial police force')]).toEqual([
      ['Vexby Police'],
      true,
    ]);
    const wrong = await browser.get('/agencies?kind=university');
    expect([wrong.status, wrong.problems]).toEqual([400, [['Select one of the choices.', '#kind']]]);
  });
});
