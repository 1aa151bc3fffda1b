import type { Page } from 'playwright-core';
import { Passwords } from '../../src/platform/auth/passwords.js';
import type { TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { visit, type Premises } from './visits.js';

/*
 * The steps of an agreement as people take them in a browser. Each ends once the page has said what it brought about, so that the
 * next one never begins on the page before.
 */

const password = 'canary thimble walrus orbit';

/** Who makes an agreement with whom. */
export interface Sides {
  readonly agency: { readonly id: string; readonly name: string };
  readonly university: { readonly id: string; readonly name: string };
  readonly liaison: Person;
  readonly approver: Person;
  /** Whom it is to cover, who works at the university. */
  readonly expert: { readonly id: string; readonly reference: string };
  /** What is in force between them already, by its reference. */
  readonly inForce: string;
}

/** An agency and a university, with one agreement between them that is in force and covers somebody who works there. */
export async function twoSides(t: TestApp, inForce: object): Promise<Sides> {
  const agency = await t.make.agency({ name: `Agency of journey ${t.make.next()}` });
  const liaison = await t.make.user('liaison', agency.id);
  const expert = await t.make.expert({ agency_id: agency.id });
  const agreement = await t.make.agreement({
    ...{ agency_id: agency.id, owner_user_id: liaison.id, stage: 'executed', executed_on: '2025-12-15' },
    ...inForce,
  });
  const [, organisation_id] = agreement.parties;
  const name = `University of journey ${t.make.next()}`;
  await t.source.query('update organisations set name = $2 where id = $1', [organisation_id, name]);
  await t.make.affiliation({ expert_id: expert.id, organisation_id });
  await t.make.row('agreement_covered_persons', { agreement_id: agreement.id, expert_id: expert.id });
  const password_hash = await t.app.get(Passwords).hash(password);
  const approver = await t.make.user('approver', agency.id, { password_hash });
  return { agency, university: { id: organisation_id, name }, liaison, approver, expert, inForce: agreement.reference };
}

/** The page says so, now or as soon as it is there. */
export async function says(page: Page, words: string | RegExp): Promise<void> {
  await page.locator('main').getByText(words).first().waitFor();
}

/** The page of the agreement is open, and shows this status. */
export async function isNow(page: Page, reference: string, status: string): Promise<void> {
  await page.goto(`/agreements/${reference}`);
  await page.locator('main .govuk-tag').getByText(status, { exact: true }).first().waitFor();
}

/** From the page of a research contract's person to its draft; answers with its reference. */
export async function draftContract(page: Page, { agency, expert, inForce }: Sides): Promise<string> {
  await page.goto(`/experts/${expert.reference}`);
  await page.getByRole('link', { name: 'New agreement' }).first().click();
  await says(page, 'In force already');
  await says(page, inForce);
  await page.getByLabel('Type', { exact: true }).selectOption({ label: 'Research contract' });
  await page.getByLabel('Title', { exact: true }).fill('Payment flows of romance fraud');
  await page.getByLabel(`Who signs for ${agency.name} (optional)`).fill('Deputy Director');
  await page.getByLabel('Who signs for it (optional)').first().fill('Contracts Office');
  await fillDay(page, 'First day in force (optional)', '2026-06-10');
  await page.getByRole('button', { name: 'Continue' }).click();
  await says(page, 'Check your answers');
  await page.getByRole('button', { name: 'Make the draft' }).click();
  await says(page, 'The draft is made.');
  return /AGR-\d{4}-\d{4}/.exec(page.url())![0];
}

export async function settleKeyTerms(page: Page, reference: string): Promise<void> {
  await page.goto(`/agreements/${reference}`);
  await says(page, 'Before approval this agreement needs');
  await page.getByRole('link', { name: 'Settle the key terms' }).click();
  await page.getByLabel('Who owns the results', { exact: true }).selectOption({ label: 'The Crown' });
  await page.getByLabel('Days to review before publication', { exact: true }).fill('30');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await says(page, 'Changes saved.');
}

export async function draftItsText(page: Page, reference: string): Promise<void> {
  await page.goto(`/agreements/${reference}/text`);
  await page.getByRole('button', { name: 'Draft it from the template' }).click();
  await says(page, 'Drafted from edition');
}

export async function submitTo(page: Page, reference: string, approver: Person): Promise<void> {
  await page.goto(`/agreements/${reference}`);
  await page.getByLabel('Who approves it').selectOption({ label: approver.name });
  await page.getByRole('button', { name: 'Submit for approval' }).click();
  await says(page, 'Submitted for approval.');
}

/** Signs in as the approver, who finds it among what was put to them. */
export async function approve(
  premises: Premises,
  approver: Person,
  reference: string,
  scripts: boolean,
): Promise<void> {
  const { page } = await visit(premises, null, scripts);
  await page.goto('/agreements');
  await page.getByLabel('E-mail address').fill(approver.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: reference }).first().click();
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  await says(page, 'Approved. Once everybody who was asked has approved');
}

/** Both parties sign on a day, one after the other. */
export async function recordSignatures(page: Page, reference: string, { agency, university }: Sides, on: string) {
  for (const party of [agency, university]) {
    await page.goto(`/agreements/${reference}`);
    await page.getByLabel('Which party signed').selectOption({ label: party.name });
    await page.getByLabel('Who signed for it').fill('Contracts Office');
    await fillDay(page, 'Day of the signature', on);
    await page.getByRole('button', { name: 'Record a signature' }).click();
    await says(page, 'Signature recorded.');
  }
}

/** From the page of the agreement to what becomes of it, and a decision about that. */
export async function decide(page: Page, reference: string, decision: string, done: string): Promise<void> {
  await page.goto(`/agreements/${reference}`);
  await page.getByRole('link', { name: 'Terms, and what becomes of it' }).click();
  await page.getByLabel(decision, { exact: true }).check();
  await page.getByLabel('Reason', { exact: true }).fill('The next season of data needs it.');
  await page.getByLabel('What was achieved (optional)').fill('Two briefings and a method.');
  await page.getByRole('button', { name: 'Keep the decision' }).click();
  await says(page, done);
}

async function fillDay(page: Page, legend: string, date: string): Promise<void> {
  const [year, month, day] = date.split('-').map(Number);
  const group = page.getByRole('group', { name: legend });
  await group.getByLabel('Day').fill(String(day));
  await group.getByLabel('Month').fill(String(month));
  await group.getByLabel('Year').fill(String(year));
}
