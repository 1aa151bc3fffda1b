import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import { buildScene, type Scene } from '../reports/scene.js';

let t: TestApp;
let scene: Scene;
let liaison: Browser;
let admin: Browser;
const path = '/reports/partnerships';

beforeAll(async () => {
  t = await startTestApp();
  scene = await buildScene(t);
  liaison = await t.asBrowser(scene.liaison);
  admin = await t.asBrowser(scene.admin);
});
afterAll(() => t.close());

const linkNamed = (page: Page, text: string): string => {
  const found = [...page.html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>\s*([^<]*?)\s*<\/a>/g)].find(
    ([, , inside]) => inside === text,
  );
  return (found?.[1] ?? '').replaceAll('&amp;', '&');
};
const days = (from: string, to: string): string =>
  [
    ['from', from],
    ['to', to],
  ]
    .flatMap(([name, date]) => date.split('-').map((part, at) => `${name}-${['year', 'month', 'day'][at]}=${part}`))
    .join('&');

describe('the partnership report as a page', () => {
  it('opens with this quarter, and is three clicks from any page to last quarter’s file', async () => {
    const first = await liaison.get(linkNamed(await liaison.get('/'), 'Reports'));
    expect([first.status, first.title]).toEqual([200, 'Partnership report – Accord']);
    expect(first.headings).toEqual(['Partnership report 1 April to 30 June 2026']);
    const last = await liaison.get(linkNamed(first, 'Last quarter'));
    expect(last.headings).toEqual(['Partnership report 1 January to 31 March 2026']);
    const file = await liaison.get(linkNamed(last, 'Download these figures (CSV)'));
    expect([file.status, file.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(file.headers['content-disposition']).toContain('attachment');
    expect(file.html).toContain('report,period,from,2026-01-01\r\nreport,period,to,2026-03-31\r\n');
  });

  it('shows the API’s figures: at a glance, as charts with sentence and table, and as tables', async () => {
    const page = await liaison.get(`${path}?period=last_12_months`);
    expect(page.text).toContain('Counts the agreements, interactions and follow-ups that you may read.');
    expect(page.text).toContain(
      '2 agreements in force 1 new partnerships 1 agreements ended 3 engagements 2 experts met',
    );
    expect(page.text).toContain('25% of promises that fell due kept on time');
    expect(page.text).toContain('2 of 3 agreements are in force.');
    expect(page.text).toContain('3 engagements in 13 months; most of them, 2, in June 2026.');
    expect(page.text).toContain('Of 5 follow-ups due in this period 1 was done on time, 1 late, and 2 are overdue.');
    expect(page.html.match(/<svg[^>]*role="img"/g)).toHaveLength(3);
    expect(page.text).toContain(`1 July 2026 ${scene.expiring.reference} Shared and ending`);
    expect(page.text).toContain('University of Somewhere 1');
    expect(page.html).toContain('href="/agreements?status=active"');
  });

  it('asks by agency, institution and strand, and names each with a way to take it out', async () => {
    const query = `period=last_12_months&agencyId=${scene.third.id}&organisationId=${scene.university.id}&strand=${scene.upstream.code}`;
    const page = await liaison.get(`${path}?${query}`);
    expect(page.text).toContain('Agency: Third Police. Institution: University of Somewhere. Strand: Upstream.');
    expect(page.text).toContain('Remove this filter: Third Police');
    expect(page.form('action="/reports/partnerships"')).toMatchObject({
      agencyId: scene.third.id,
      strand: scene.upstream.code,
    });
    expect(linkNamed(page, 'Last quarter')).toContain(`agencyId=${scene.third.id}`);
    expect(linkNamed(page, 'Download these figures (CSV)')).toContain(`strand=${scene.upstream.code}`);
    expect(page.html).not.toContain('href="/agreements?status=');
  });

  it('takes days of the reader’s own', async () => {
    const page = await liaison.get(`${path}?period=own_days&${days('2025-12-01', '2026-02-28')}`);
    expect(page.headings).toEqual(['Partnership report 1 December 2025 to 28 February 2026']);
  });

  it.each([
    [
      `period=own_days&${days('2026-02-30', '2026-03-01')}`,
      'Enter a real date for the first day, such as 27 3 2026.',
      '#from-day',
    ],
    [
      `period=own_days&${days('2026-03-01', '2026-02-01')}`,
      'Enter a last day that is on or after the first.',
      '#to-day',
    ],
    ['period=own_days&from-day=1&from-month=2&from-year=2026', 'Enter the last day of the period.', '#to-day'],
    ['period=never', 'Select one of the periods.', '#period'],
    ['agencyId=nobody', 'Select one of the choices.', '#agencyId'],
    ['strand=nothing', 'Select one of the choices.', '#strand'],
  ])('says what is wrong with %s beside the field', async (query, text, href) => {
    const page = await liaison.get(`${path}?${query}`);
    expect([page.status, page.title]).toEqual([400, 'Error: Partnership report – Accord']);
    expect(page.problems).toEqual([[text, href]]);
    expect(page.messageAt(href.slice(1).replace('-day', ''))).toBe(`Error: ${text}`);
    expect(page.text).not.toContain('At a glance');
  });

  it('keeps what was typed when it is wrong', async () => {
    const page = await liaison.get(`${path}?period=own_days&from-day=31&from-month=2&from-year=2026&to-day=<b>`);
    expect(page.form('action="/reports/partnerships"')).toMatchObject({ 'from-day': '31', 'to-day': '<b>' });
    expect(page.html).not.toContain('<b>"');
  });

  it('counts every record for an administrator, and names none', async () => {
    const page = await admin.get(`${path}?period=last_12_months`);
    expect(page.text).toContain('Counts every record of every agency. It opens none of them.');
    expect(page.text).toContain('Not shown to your role');
    expect(page.html).not.toMatch(/Canary|Shared and ending|AGR-/);
    expect(page.html).not.toContain('href="/agreements');
    expect(page.html.split('<p class="accord-marking">OFFICIAL-SENSITIVE').length - 1).toBe(2);
    expect((await liaison.get(`${path}?period=last_12_months`)).html).not.toContain('<p class="accord-marking">');
  });

  it('shows hostile names as text', async () => {
    const agency = await t.make.agency({ name: '<script>alert(1)</script> {{7*7}}' });
    const person = await t.make.user('liaison', agency.id);
    await t.make.interaction({ agency_id: agency.id });
    const page = await (await t.asBrowser(person)).get(path);
    expect(page.html).not.toContain('<script>alert');
    expect(page.text).toContain('<script>alert(1)</script> {{7*7}} 1');
  });

  it.each(['approver', 'auditor', 'academic', 'host'] as const)('is not for the role %s', async (role) => {
    const browser = await t.asBrowser(await t.make.user(role, scene.lead.id));
    expect([(await browser.get(path)).status, (await browser.get(`${path}.csv`)).status]).toEqual([403, 403]);
  });

  it('keeps who read which agreements, and who took the file', async () => {
    const reader = await t.make.user('liaison', scene.lead.id);
    const browser = await t.asBrowser(reader);
    await browser.get(path);
    await browser.get(`${path}.csv`);
    const entries = await t.source.query('select verb from audit_entries where actor_user_id = $1', [reader.id]);
    expect(entries).toEqual([{ verb: 'report.export' }]);
  });
});
