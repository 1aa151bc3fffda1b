import type { Browser, Page } from 'playwright-core';
import { startTestApp, type TestApp, type TestAppOptions } from '../support/app.js';
import { openWindow, startChromium } from '../support/chromium.js';
import type { Person } from '../support/factory.js';

/** The product and one browser to visit it with. */
export interface Premises {
  readonly t: TestApp;
  readonly chromium: Browser;
  readonly base: string;
  close(): Promise<void>;
}

export async function openPremises(options?: TestAppOptions): Promise<Premises> {
  const t = await startTestApp(options);
  const base = (await t.app.getUrl()).replace('[::1]', 'localhost');
  const chromium = await startChromium().catch(async (error: unknown) => {
    await t.close();
    throw error;
  });
  return {
    t,
    chromium,
    base,
    close: async () => {
      await chromium.close();
      await t.close();
    },
  };
}

export interface Visit {
  readonly page: Page;
  /** Pages opened so far, redirects not counted. */
  loads(): number;
}

/** A window in which somebody is signed in; nobody is when `person` is null. */
export async function visit(
  { t, chromium, base }: Premises,
  person: Person | null,
  javaScriptEnabled = true,
): Promise<Visit> {
  const { context, page } = await openWindow(chromium, base, { javaScriptEnabled });
  if (person !== null)
    await context.addCookies([{ name: 'accord', value: await t.make.session(person.id, 'cookie'), url: base }]);
  let loads = 0;
  page.on('response', (response) => {
    if (response.request().isNavigationRequest() && response.status() < 300) loads += 1;
  });
  return { page, loads: () => loads };
}
