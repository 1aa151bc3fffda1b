import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import chromium from '@sparticuz/chromium';
import { chromium as driver, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** The widths at which every page is looked at: a desk, a phone, and the narrowest that WCAG's reflow asks for. */
export const widths = [1366, 390, 320] as const;

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real Chromium: of `CHROMIUM_PATH`, of the system, or the one that comes as a package. */
export async function startChromium(): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  const executablePath = existsSync(given) ? given : await chromium.executablePath();
  return driver.launch({ executablePath, args: quiet });
}

/** A window of its own, with no cookie. Requests to any other host are kept in `foreign` and refused. */
export async function openWindow(
  browser: Browser,
  baseURL: string,
  { javaScriptEnabled = true, width = 1366 } = {},
): Promise<{ context: BrowserContext; page: Page; foreign: string[] }> {
  const context = await browser.newContext({ baseURL, javaScriptEnabled, viewport: { width, height: 900 } });
  const foreign: string[] = [];
  await context.route(
    (url) => url.origin !== new URL(baseURL).origin,
    (route) => {
      foreign.push(route.request().url());
      return route.abort();
    },
  );
  return { context, page: await context.newPage(), foreign };
}

const axeSource = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds against WCAG 2.2 A and AA on the page as it stands: each violation with where it is. */
export async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe, document } = globalThis as unknown as {
      document: unknown;
      axe: {
        run: (
          root: unknown,
          options: object,
        ) => Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run(document, {
      runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 200)}`),
    );
  });
}
