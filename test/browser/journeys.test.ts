import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { Passwords } from '../../src/platform/auth/passwords.js';
import type { TestApp } from '../support/app.js';
import { doneButton, morning } from './morning.js';
import { openPremises, visit, type Premises } from './visits.js';

/** What people come for, from end to end, in a real browser: with scripts and without, and once with nothing but a keyboard. */
const password = 'canary thimble walrus orbit';
let premises: Premises;
let t: TestApp;

beforeAll(async () => {
  premises = await openPremises();
  t = premises.t;
});
afterAll(() => premises?.close());

const press = (page: Page, name: string | RegExp, role: 'button' | 'link' = 'button'): Promise<void> =>
  page.getByRole(role, { name }).first().click();
const heading = (page: Page): Promise<string> => page.locator('h1').innerText();

describe.each([
  ['with scripts', true],
  ['without scripts', false],
])('%s', (_how, scripts) => {
  it('a liaison clears the morning’s seven things within fourteen pages, and can take one back', async () => {
    const { liaison, met, agreement, promises } = await morning(t);
    const { page, loads } = await visit(premises, liaison, scripts);
    await page.goto('/');
    for (const title of promises) {
      await press(page, doneButton(title));
      expect(await page.locator('.govuk-notification-banner').innerText()).toContain(`Done: “${title}”.`);
    }
    await press(page, 'Undo');
    expect(await page.locator('main').innerText()).toContain('Undone: it is on the list again.');
    await press(page, doneButton(promises[3]));

    await press(page, agreement, 'link');
    await press(page, 'Approve');
    expect(await page.locator('.govuk-notification-banner').innerText()).toContain('Approved.');

    await press(page, 'Today', 'link');
    await page.locator('input[name=relationship]').first().check();
    await press(page, 'Put off by 30 days');
    await press(page, 'Put off');
    expect(await page.locator('main').innerText()).toMatch(/10 July 2026|put off/i);

    await page.goto(`/interactions/new?expertId=${met}`);
    await page.getByLabel('Meeting').check();
    await page.getByLabel('Subject').fill('Payment flows of romance fraud');
    await page.getByLabel('What is promised').fill('Send her the reading list');
    await page.getByLabel('In two weeks').check();
    await press(page, 'Log it');
    expect(await heading(page)).toContain('Quillfeather');
    expect(await page.locator('main').innerText()).toContain('Payment flows of romance fraud');
    expect(await page.locator('main').innerText()).toContain('Send her the reading list');
    expect(loads()).toBeLessThanOrEqual(14);

    const left = await t.source.query<{ open: number; kept: number }[]>(
      `select count(*) filter (where status = 'open')::int as open, count(*) filter (where status = 'done')::int as kept
       from follow_ups where agency_id = $1`,
      [liaison.organisationId],
    );
    expect(left).toEqual([{ open: 1, kept: 4 }]);
  });

  it('an academic signs in, changes and confirms their profile, and staff approve what others rely on', async () => {
    const agency = await t.make.agency();
    const liaison = await t.make.user('liaison', agency.id);
    const self = await t.make.expert({
      agency_id: agency.id,
      privacy_notice_sent_on: '2026-01-10',
      family_name: 'Fennimore',
    });
    await t.make.relationship({ agency_id: agency.id, expert_id: self.id, owner_user_id: liaison.id });
    const password_hash = await t.app.get(Passwords).hash(password);
    const campus = await t.make.organisation();
    const academic = await t.make.user('academic', campus.id, { expert_id: self.id, password_hash });

    const { page } = await visit(premises, null, scripts);
    await page.goto('/');
    await page.getByLabel('E-mail address').fill(academic.email);
    await page.getByLabel('Password').fill(password);
    await press(page, 'Sign in');
    expect(new URL(page.url()).pathname).toBe('/me');

    await press(page, /^Change\s+availability/, 'link');
    await page.getByLabel('How you like to be reached').fill('By e-mail, not in teaching weeks');
    await press(page, 'Save');
    expect(await page.locator('main').innerText()).toContain('By e-mail, not in teaching weeks');

    await press(page, /^Change\s+name/, 'link');
    await page.getByLabel('Family name').fill('Fennimore-Okafor');
    await press(page, 'Send for approval');
    expect(await heading(page)).not.toContain('Okafor');

    await press(page, 'Yes, this is all still correct');
    expect(await page.locator('main').innerText()).toContain('You last confirmed your profile on 10 June 2026.');

    const staff = await visit(premises, liaison, scripts);
    await staff.page.goto('/');
    await press(staff.page, 'Moderation', 'link');
    await press(staff.page, /Fennimore/, 'link');
    expect(await staff.page.locator('main table').innerText()).toContain('Fennimore-Okafor');
    await press(staff.page, 'Approve and change the record');

    await page.goto('/me');
    expect(await heading(page)).toContain('Fennimore-Okafor');
  });

  it('an administrator gets last quarter’s report as a page, as pictures with tables, and as a file', async () => {
    const agency = await t.make.agency();
    const admin = await t.make.user('admin', agency.id);
    await t.make.agreement({ agency_id: agency.id, stage: 'executed', executed_on: '2026-01-01' });
    const { page, loads } = await visit(premises, admin, scripts);
    await page.goto('/reports/partnerships');
    await press(page, 'Last quarter', 'link');
    expect(await heading(page)).toContain('2026');
    const pictures = page.getByRole('img');
    expect(await pictures.count()).toBeGreaterThanOrEqual(3);
    await page.locator('figure summary').first().click();
    expect(await page.locator('figure table').first().innerText()).toMatch(/\d/);
    const [file] = await Promise.all([page.waitForEvent('download'), press(page, /Download these figures/, 'link')]);
    expect(file.suggestedFilename()).toMatch(/\.csv$/);
    expect(readFileSync((await file.path())!, 'utf8').split('\n')[0]).toMatch(/OFFICIAL/);
    expect(loads()).toBeLessThanOrEqual(3);
  });
});

it('with nothing but a keyboard a liaison finds somebody by a misspelt name and logs a meeting with its follow-up', async () => {
  const { liaison } = await morning(t);
  const { page } = await visit(premises, liaison);
  await page.goto('/');
  // The script has run once the key works; the page is usable without it.
  await page.keyboard.press('/');
  await page.keyboard.type('Quilfeather');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search/);
  await tabTo(page, /Quillfeather/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/experts\//);
  await tabTo(page, /^Log an interaction$/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/interactions\/new/);
  await tabTo(page, 'kind');
  await page.keyboard.press('Space');
  await tabTo(page, 'subject');
  await page.keyboard.type('Typed and nothing else');
  await tabTo(page, 'title');
  await page.keyboard.type('Send her the slides');
  await tabTo(page, 'due');
  await page.keyboard.press('Space');
  await tabTo(page, /^Log it$/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/experts\/EXP-\d+\?done=promised$/);
  expect(await page.locator('main').innerText()).toContain('Send her the slides');
});

/** Presses Tab until the focus stands on a field of this name, or on a link or button of this text. It must be seen there. */
async function tabTo(page: Page, wanted: string | RegExp): Promise<void> {
  for (let pressed = 0; pressed < 80; pressed += 1) {
    await page.keyboard.press('Tab');
    const { name, text, seen } = await page.evaluate(() => {
      interface Focused {
        getAttribute(name: string): string | null;
        textContent: string;
        getBoundingClientRect(): { bottom: number; top: number };
      }
      const { document, innerHeight } = globalThis as unknown as {
        document: { activeElement: Focused };
        innerHeight: number;
      };
      const { top, bottom } = document.activeElement.getBoundingClientRect();
      return {
        name: document.activeElement.getAttribute('name'),
        text: document.activeElement.textContent.replace(/\s+/g, ' ').trim(),
        seen: bottom > 0 && top < innerHeight,
      };
    });
    if (typeof wanted === 'string' ? name === wanted : wanted.test(text)) {
      expect(seen).toBe(true);
      return;
    }
  }
  throw new Error(`the focus never reached ${String(wanted)} on ${page.url()}`);
}
