import { existsSync, readdirSync } from 'node:fs';
import type { Browser as Chromium } from 'playwright-core';
import { newId } from '../../src/kernel/identifier.js';
import { assetsFolder } from '../../src/platform/pages/page-renderer.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { startChromium } from '../support/chromium.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let liaison: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  liaison = await t.make.user('liaison', (await t.make.agency()).id, { name: 'Lena Liaison' });
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

const own = () => ({ agency_id: liaison.organisationId });
type Expert = Awaited<ReturnType<TestApp['make']['expert']>>;

/** Somebody with more of everything, and longer, than a sheet holds. */
async function busy(): Promise<Expert> {
  const long = 'Words that go on for a good while about what was said. '.repeat(30);
  const expert = await t.make.expert({
    ...own(),
    title: 'Professor',
    email: 'a@b.example',
    biography: long,
    contact_preferences: long,
    do_not_contact: true,
  });
  for (let number = 0; number < 3; number += 1)
    await t.make.affiliation({
      expert_id: expert.id,
      is_primary: number === 0,
      department: 'Department of Criminology',
      role: 'Senior Lecturer',
    });
  await t.make.relationship({ ...own(), expert_id: expert.id, owner_user_id: liaison.id, cadence_days: 30 });
  for (let number = 0; number < 9; number += 1) {
    const about = { ...own(), about_expert_id: expert.id };
    await t.make.interaction({
      ...about,
      outcome: long,
      subject: `Talk ${number} ${long}`.slice(0, 190),
      happened_at: `2026-05-0${number + 1}T09:00:00Z`,
    });
    await t.make.followUp({
      ...about,
      title: `Promise ${number} ${long}`.slice(0, 190),
      due_on: `2026-07-0${number + 1}`,
      assignee_user_id: liaison.id,
    });
    const agreement = await t.make.agreement({
      ...own(),
      stage: 'executed',
      executed_on: '2025-12-15',
      title: `Sharing ${number} ${long}`.slice(0, 190),
      purpose: long,
    });
    await t.make.row('agreement_covered_persons', { agreement_id: agreement.id, expert_id: expert.id });
  }
  await t.make.vetting({ ...own(), expert_id: expert.id });
  for (let number = 0; number < 5; number += 1)
    await t.make.row('publications', {
      id: newId(),
      expert_id: expert.id,
      title: `Work ${number} ${long}`.slice(0, 500),
      year: 2020 + number,
      type: 'article',
      source: 'self',
      state: 'claimed',
      highlighted: true,
      ...t.make.stamps(),
    });
  return expert;
}

it('says who, how it stands, what was last said, what is open and what is covered, and who printed it when', async () => {
  const expert = await t.make.expert({ ...own(), title: 'Dr' });
  await t.make.relationship({ ...own(), expert_id: expert.id, stage: 'partner', owner_user_id: liaison.id });
  const about = { ...own(), about_expert_id: expert.id };
  for (const day of [1, 2, 3, 4])
    await t.make.interaction({ ...about, subject: `Talk ${day}.`, happened_at: `2026-05-0${day}T09:00:00Z` });
  const promise = await t.make.followUp({ ...about, due_on: '2026-06-01', assignee_user_id: liaison.id });
  const agreement = await t.make.agreement({
    ...own(),
    stage: 'executed',
    executed_on: '2025-12-15',
    purpose: 'Typologies of fraud',
  });
  const draft = await t.make.agreement({ ...own() });
  for (const agreement_id of [agreement.id, draft.id])
    await t.make.row('agreement_covered_persons', { agreement_id, expert_id: expert.id });

  const page = await browser.get(`/experts/${expert.reference}/briefing`);
  for (const words of [
    'Partner, since 5 January 2026. Owner: Lena Liaison.',
    `Late: ${promise.title}, by 1 June 2026 (Lena Liaison`,
    'Talk 4.',
    'Talk 2.',
    `${agreement.reference} `,
    'Covers: Typologies of fraud',
    'Printed on 10 June 2026 by Lena Liaison.',
  ])
    expect(page.text).toContain(words);
  for (const words of ['Talk 1.', draft.reference]) expect(page.text).not.toContain(words);
  // The sheet leaves the screen it was read on, so it says what it is even when that is OFFICIAL.
  expect(page.html.match(/<p class="accord-marking">OFFICIAL<\/p>/g)).toHaveLength(2);
});

describe('on paper', () => {
  let chromium: Chromium | undefined;
  beforeAll(async () => {
    chromium = await startChromium();
  });
  afterAll(() => chromium?.close());

  it('is one sheet of A4, however much there is to say', async () => {
    // The stylesheet is the build's: `npm test` makes it first.
    expect(existsSync(assetsFolder()) && readdirSync(assetsFolder()).some((name) => name.endsWith('.css'))).toBe(true);
    const context = await chromium!.newContext({ baseURL: browser.address });
    await context.addCookies([{ name: 'accord', value: browser.cookies.accord, url: browser.address }]);
    const window = await context.newPage();
    const { reference } = await busy();
    expect((await browser.get(`/experts/${reference}/briefing`)).text).toContain('And 6 more: see the record.');
    await window.goto(`/experts/${reference}/briefing`);
    const pdf = (await window.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    expect(pdf).toMatch(/\/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]/);
    await context.close();
  });
});
