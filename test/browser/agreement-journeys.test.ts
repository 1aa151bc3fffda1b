import type { TestApp } from '../support/app.js';
import {
  approve,
  decide,
  draftContract,
  draftItsText,
  isNow,
  recordSignatures,
  says,
  settleKeyTerms,
  submitTo,
  twoSides,
} from './agreement-steps.js';
import { openPremises, visit, type Premises } from './visits.js';

/** An agreement from its draft to what becomes of it, in a real browser: with scripts and without. */
let premises: Premises;
let t: TestApp;

beforeAll(async () => {
  premises = await openPremises();
  t = premises.t;
});
beforeEach(() => t.time.set('2026-06-10T09:00:00Z'));
afterAll(() => premises?.close());

const renewed = 'Renewed. The new last day is kept, and reminders follow it.';

describe.each([
  ['with scripts', true],
  ['without scripts', false],
])('%s', (_how, scripts) => {
  it('an agreement is drafted, approved, signed, and a year later renewed', async () => {
    const sides = await twoSides(t, { type: 'nda' });
    const { page } = await visit(premises, sides.liaison, scripts);

    const reference = await draftContract(page, sides);
    await settleKeyTerms(page, reference);
    await draftItsText(page, reference);
    await submitTo(page, reference, sides.approver);
    await isNow(page, reference, 'In approval');
    await approve(premises, sides.approver, reference, scripts);
    await isNow(page, reference, 'Awaiting signature');
    await recordSignatures(page, reference, sides, '2026-06-10');
    await isNow(page, reference, 'Active');
    await says(page, '9 June 2027');

    // A month of notice before the end, and the window of thirty days before that.
    t.time.set('2027-04-20T09:00:00Z');
    await page.goto('/agreements/renewals');
    const row = page.getByRole('row').filter({ hasText: reference });
    await row.getByText('Notice window').waitFor();
    await row.getByText('High').waitFor();
    await isNow(page, reference, 'Notice window');
    await decide(page, reference, 'Renew it for another term', renewed);
    await says(page, '10 June 2027 to 9 June 2028');
    await isNow(page, reference, 'Active');
    await says(page, '9 June 2028');
  });

  it('an agreement is renegotiated, and gives way to its successor once everybody has signed that', async () => {
    const sides = await twoSides(t, {
      type: 'research_contract',
      title: 'The first contract',
      effective_on: '2025-07-01',
      end_on: '2026-06-30',
      notice_count: 10,
      notice_unit: 'days',
      key_terms: { resultsOwnership: 'crown', publicationReviewDays: 30 },
    });
    const reference = sides.inForce;
    const { page } = await visit(premises, sides.liaison, scripts);

    await isNow(page, reference, 'Notice window');
    await decide(page, reference, 'Renegotiate it', 'A draft that is to take its place is made.');
    await page.getByRole('link', { name: /The first contract/ }).click();
    await page.waitForURL((url) => /AGR-/.test(url.pathname) && !url.pathname.includes(reference));
    const successor = page.url().match(/AGR-\d{4}-\d{4}/)![0];
    await isNow(page, successor, 'Draft');
    await says(page, '1 July 2026');

    await draftItsText(page, successor);
    await submitTo(page, successor, sides.approver);
    await approve(premises, sides.approver, successor, scripts);
    await recordSignatures(page, successor, sides, '2026-06-10');
    await isNow(page, successor, 'Signed');
    await isNow(page, reference, 'Notice window');

    t.time.set('2026-07-01T09:00:00Z');
    await isNow(page, successor, 'Active');
    await isNow(page, reference, 'Superseded');
    await page.goto(`/agreements/${reference}/renewal`);
    await says(page, 'This agreement is superseded already.');
    await says(page, 'takes or is to take its place');
  });
});
