import type { Browser, BrowserContext, Page } from 'playwright-core';
import { casesOf, isPage, mayCall } from '../access/cases.js';
import { methodOf, pathOf } from '../access/asking.js';
import { matrix, type Row } from '../access/matrix.js';
import { people, visitors, type Visitor } from '../access/people.js';
import { startWorld, type World } from '../access/world.js';
import { openWindow, startChromium, violationsOn, widths } from '../support/chromium.js';
import { hostileWords, makeEverythingHostile } from './hostile-words.js';
import { samplePaths } from './sample-paths.js';

/**
 * Every page that answers HTML, in a real browser, on records full of hostile words. The pages come from the routes: a new one
 * is looked at without being named here, unless its path has a part that the scene cannot fill in.
 */
let world: World;
let chromium: Browser;
let base: string;
const windows = new Map<Visitor, { context: BrowserContext; page: Page; foreign: string[] }>();

beforeAll(async () => {
  world = await startWorld();
  await makeEverythingHostile(world.t);
  base = (await world.t.app.getUrl()).replace('[::1]', 'localhost');
  chromium = await startChromium();
});
afterAll(async () => {
  await chromium?.close();
  await world?.close();
});

/** What is saved rather than shown. */
const files = /\.(csv|ics|pdf)$|\/versions\/:number$/;
const rows = matrix.filter((row) => methodOf(row) === 'GET' && isPage(row) && !files.test(row.route));
/** Whoever is the first to be shown the page stands for everybody: what differs between them is for other tests. */
const looks = rows.flatMap((row) => {
  // A sample is there for whoever may call it; one for everybody is what the link of a mail opens.
  const shown = casesOf([row]).filter(({ status, visitor }) => {
    if (!(row.route in samplePaths)) return status === 200;
    return row.who === 'everybody' ? visitor === 'anonymous' : mayCall(row, visitor);
  });
  const first = shown.find(({ visitor }) => visitor !== 'anonymous') ?? shown[0];
  const roles = [...people, 'anonymous' as const].filter((visitor) => visitor === first?.visitor);
  return first ? [{ route: row.route, row, visitor: roles[0], className: first.className }] : [];
});

it('looks at every page there is', () => {
  const unseen = rows.filter((row) => !looks.some((look) => look.row === row)).map(({ route }) => route);
  expect(unseen).toEqual([]);
  expect(rows.every((row) => visitors.some((visitor) => mayCall(row, visitor)))).toBe(true);
});

describe.each(looks)('$route as $visitor', ({ row, visitor, className }) => {
  it('shows hostile words as words, in one page for everybody', async () => {
    const { page, foreign } = await windowOf(visitor);
    await page.setViewportSize({ width: widths[0], height: 900 });
    const answer = await page.goto(await pathFor(row, className));
    expect([answer?.status(), answer?.headers()['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    await expectSound(page);
    expect(foreign).toEqual([]);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      expect({ width, found: await violationsOn(page) }).toEqual({ width, found: [] });
      expect({ width, reachesTo: await widthOf(page) }).toEqual({ width, reachesTo: width });
    }
  });

  it('shows its forms again with what was wrong', async () => {
    const { page } = await windowOf(visitor);
    const path = await pathFor(row, className);
    await page.setViewportSize({ width: widths[1], height: 900 });
    await page.goto(path);
    const forms = await page.locator('main form[method=post]').count();
    for (let form = 0; form < Math.min(forms, 8); form += 1) {
      await page.goto(path);
      const answer = await submitBlank(page, form);
      if (answer === null) continue;
      expect(answer.status).toBeLessThan(500);
      if (![400, 409].includes(answer.status)) continue;
      expect(await page.title()).toMatch(/^Error: /);
      expect(await page.locator('.govuk-error-summary li').count()).toBeGreaterThan(0);
      await expectSound(page);
      expect(await violationsOn(page)).toEqual([]);
    }
  });
});

it('gives each page a title of its own', async () => {
  const titles = new Map<string, string>();
  for (const { row, visitor, className, route } of looks) {
    const { page } = await windowOf(visitor);
    await page.goto(await pathFor(row, className));
    const title = await page.title();
    expect(title).toMatch(/ – Accord$/);
    expect({ title, of: titles.get(title) ?? route }).toEqual({ title, of: route });
    titles.set(title, route);
  }
});

/** A window in which this visitor is signed in. */
async function windowOf(visitor: Visitor): Promise<{ context: BrowserContext; page: Page; foreign: string[] }> {
  const known = windows.get(visitor);
  if (known) return known;
  const opened = await openWindow(chromium, base);
  const value = world.scene.cookieOf(visitor);
  if (value !== null) await opened.context.addCookies([{ name: 'accord', value, url: base }]);
  windows.set(visitor, opened);
  return opened;
}

async function pathFor(row: Row, className: string | null): Promise<string> {
  const sample = samplePaths[row.route];
  if (sample !== undefined) return sample(world);
  return pathOf(row, className === null ? {} : { id: world.scene.records[row.kind!][className].id });
}

/** One heading, no harm done, and nothing computed from what people typed. */
async function expectSound(page: Page): Promise<void> {
  expect(await page.locator('h1').count()).toBe(1);
  expect(await page.evaluate(() => (globalThis as { harmed?: number }).harmed ?? 0)).toBe(0);
  const shown = await page.locator('body').innerText();
  if (shown.includes('globalThis.harmed')) expect(shown).toContain(hostileWords.slice(0, 40));
  const links = await page.locator('a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
  expect(links.filter((href) => !/^(\/|#|https?:\/\/|mailto:|\?)/.test(href))).toEqual([]);
}

/** How far the page reaches to the right: no further than the window, or people would have to scroll sideways. */
function widthOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { document } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number; clientWidth: number } };
    };
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth <= clientWidth ? (globalThis as unknown as { innerWidth: number }).innerWidth : scrollWidth;
  });
}

/** Empties what can be typed into and sends the form. Null where there is nothing to type, or it would sign out. */
async function submitBlank(page: Page, index: number): Promise<{ status: number } | null> {
  const form = page.locator('main form[method=post]').nth(index);
  const fields = form.locator('input[type=text], input:not([type]), input[type=email], textarea');
  if ((await fields.count()) === 0) return null;
  await form.evaluate((element) => {
    for (const details of (
      element as unknown as { querySelectorAll(of: string): { open: boolean }[] }
    ).querySelectorAll('details'))
      details.open = true;
    const above = (element as unknown as { closest(of: string): { open: boolean } | null }).closest('details');
    if (above) above.open = true;
  });
  for (const field of await fields.all()) if (await field.isVisible()) await field.fill('');
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    form.locator('button[type=submit], button:not([type])').first().click(),
  ]);
  await page.waitForLoadState();
  return { status: answer.status() };
}
