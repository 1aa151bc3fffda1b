import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import type { Person } from '../support/factory.js';

/** The page on which a draft settles the terms of its type, and the approvals that it then goes to. */
let t: TestApp;
let liaison: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  liaison = await t.make.user('liaison', (await t.make.agency()).id);
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

const add = (given: object = {}) =>
  t.make.agreement({ agency_id: liaison.organisationId, created_by_user_id: liaison.id, type: 'nda', ...given });
const settle = (reference: string, fields: object) =>
  browser.fill(`/agreements/${reference}/key-terms`, 'key-terms"', { ...fields });
const termsOf = async (reference: string) =>
  (await t.as(liaison.token).get(`agreements/${reference}`).expect(200)).body.keyTerms;

it('asks for what the type settles, and the record shows it', async () => {
  const { reference } = await add();
  const before = await browser.get(`/agreements/${reference}`);
  expect(before.text).toContain('its key term “Permitted purpose”');
  const saved = await settle(reference, {
    direction: 'mutual',
    permittedPurpose: 'Research into fraud',
    'returnOrDestroyOn-day': '29',
    'returnOrDestroyOn-month': '2',
    'returnOrDestroyOn-year': '2028',
    officialSecretsAcknowledged: 'no',
  });
  expect(saved.status).toBe(303);
  expect(await termsOf(reference)).toEqual({
    direction: 'mutual',
    permittedPurpose: 'Research into fraud',
    returnOrDestroyOn: '2028-02-29',
    officialSecretsAcknowledged: false,
  });
  const after = (await browser.follow(saved)).text;
  expect(after).toContain('Each to the other');
  expect(after).toContain('29 February 2028');
  const again = await browser.get(`/agreements/${reference}/key-terms`);
  expect(again.form('key-terms"')).toMatchObject({ direction: 'mutual', 'returnOrDestroyOn-year': '2028' });
});

it('says beside each field what is wrong, keeps what was typed, and keeps nothing of it', async () => {
  const { reference } = await add({ type: 'data_sharing' });
  const page = await settle(reference, { dataItems: 'Reports', retentionMonths: 'two years', lawfulBasis: 'because' });
  expect([page.status, page.problems]).toEqual([
    400,
    [
      [expect.stringMatching(/^Lawful basis must be one of/), '#lawfulBasis'],
      ['Months until data are deleted must be a whole number from 0 to 1200.', '#retentionMonths'],
    ],
  ]);
  expect(page.form('key-terms"')).toMatchObject({ dataItems: 'Reports', retentionMonths: 'two years' });
  expect(await termsOf(reference)).toEqual({});
  const date = { 'returnOrDestroyOn-day': '31', 'returnOrDestroyOn-month': '2', 'returnOrDestroyOn-year': '2027' };
  const { reference: nda } = await add();
  expect((await settle(nda, date)).problems).toEqual([[expect.any(String), '#returnOrDestroyOn-day']]);
});

it('a draft goes to different people from the page, one after the other', async () => {
  const lawyer = await t.make.user('approver', liaison.organisationId);
  const security = await t.make.user('approver', liaison.organisationId);
  const keyTerms = JSON.stringify({ direction: 'mutual', permittedPurpose: 'Research' });
  const { reference } = await add({ key_terms: keyTerms });
  const answer = await browser.fill(`/agreements/${reference}`, 'name="step" value="submit"', {
    assigneeUserId: lawyer.id,
    'approval-information_security': security.id,
    serial: 'yes',
  });
  expect(answer.status).toBe(303);
  const page = (await browser.follow(answer)).text;
  expect(page).toContain(`Legal approval, put to ${lawyer.name}`);
  expect(page).toContain(`Information security approval, to be put to ${security.name}`);
  const waiting = await (await t.asBrowser(lawyer)).get('/approvals');
  expect(waiting.text).toContain(reference);
  expect((await (await t.asBrowser(security)).get('/approvals')).text).toContain('Nothing waits for a decision here.');
});

it('once it has left draft the page has no form, and one that was open is refused', async () => {
  const { reference, id } = await add();
  const open = (await browser.get(`/agreements/${reference}/key-terms`)).form('key-terms"');
  await t.source.query(`update agreements set stage = 'awaiting_signature' where id = $1`, [id]);
  const page = await browser.get(`/agreements/${reference}/key-terms`);
  expect([page.status, page.html.includes('<textarea')]).toEqual([200, false]);
  expect(page.text).toContain('This agreement has left draft, so its key terms no longer change.');
  const sent = await browser.post(`/agreements/${reference}/key-terms`, { ...open, permittedPurpose: 'Late' });
  expect(sent.status).toBe(409);
});
