import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let author: Person;
let liaison: Person;
let approver: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  [author, liaison, approver] = [
    await t.make.user('liaison', agency.id),
    await t.make.user('liaison', agency.id),
    await t.make.user('approver', agency.id),
  ];
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

type Agreement = Awaited<ReturnType<TestApp['make']['agreement']>>;
const inForce = { stage: 'executed', executed_on: '2025-12-15' };
const add = (given: object = {}): Promise<Agreement> =>
  t.make.agreement({ agency_id: author.organisationId, created_by_user_id: author.id, ...given });

async function putToApprover(): Promise<Agreement> {
  const agreement = await add({ stage: 'in_approval' });
  const asked = { asked_by_user_id: liaison.id, asked_at: t.clock.now() };
  await t.make.row('agreement_approvals', {
    id: newId(),
    agreement_id: agreement.id,
    assignee_user_id: approver.id,
    ...asked,
  });
  return agreement;
}

const stepsOf = (page: Page): string[] => [...page.html.matchAll(/name="step" value="(\w+)"/g)].map(([, step]) => step);
const statusOf = async ({ reference }: Agreement): Promise<string> =>
  (await t.as(liaison.token).get(`agreements/${reference}`)).body.status as string;
/** Fills the form of a step on the record's page. */
const ask = (who: Browser, { reference }: Agreement, step: string, fields = {}): Promise<Page> =>
  who.fill(`/agreements/${reference}`, `name="step" value="${step}"`, fields);
/** Likewise, and confirms it where the product asks once more. */
const take = async (who: Browser, agreement: Agreement, step: string, fields = {}): Promise<Page> => {
  const answer = await ask(who, agreement, step, fields);
  if (!answer.html.includes('name="confirmed"')) return answer;
  return who.post(`/agreements/${agreement.reference}/steps`, answer.form('name="confirmed"'));
};
const dated = (day: string, month: string, year: string): Record<string, string> => ({
  'on-day': day,
  'on-month': month,
  'on-year': year,
});

/** Whatever a page with errors has to hold to. */
function expectErrors(page: Page, status: number, problems: [string, string | null][]): void {
  expect([page.status, page.problems]).toEqual([status, problems]);
  expect(page.title.startsWith('Error: ')).toBe(true);
  expect(page.headings).toHaveLength(1);
  for (const [text, href] of problems) {
    if (href === null) continue;
    expect(page.ids).toContain(href.slice(1));
    if (!href.startsWith('#step-')) expect(page.messageAt(href.slice(1).replace('-day', ''))).toBe(`Error: ${text}`);
  }
}

describe('the steps open to somebody', () => {
  it.each<[string, () => Promise<Agreement>, string[], string[]]>([
    ['a draft', () => add(), ['submit', 'withdraw'], []],
    ['one put to an approver', putToApprover, ['recall', 'withdraw'], ['approve', 'return', 'delegate']],
    ['one that waits for signatures', () => add({ stage: 'awaiting_signature' }), ['recall', 'sign', 'withdraw'], []],
    ['one in force', () => add(inForce), ['terminate'], []],
    ['one withdrawn', () => add({ stage: 'withdrawn', withdrawn_on: '2026-06-01' }), [], []],
  ])('of %s', async (_what, make, ofLiaison, ofApprover) => {
    const agreement = await make();
    expect(stepsOf(await browser.get(`/agreements/${agreement.reference}`))).toEqual(ofLiaison);
    if (ofApprover.length === 0) return;
    expect(stepsOf(await (await t.asBrowser(approver)).get(`/agreements/${agreement.reference}`))).toEqual(ofApprover);
  });

  it('are none for a reader of another agency, who is told nothing of decisions either', async () => {
    const agreement = await add({ ...inForce, sharing: 'uk_law_enforcement' });
    const reader = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
    const page = await reader.get(`/agreements/${agreement.reference}`);
    expect([page.status, stepsOf(page), page.text.includes('What you can do')]).toEqual([200, [], false]);
    const fields = { _csrf: await reader.csrfToken(), version: '1', step: 'withdraw', reason: 'Because' };
    expect((await reader.post(`/agreements/${agreement.reference}/steps`, fields)).status).toBe(403);
  });

  it('every field of every step has a label, and no id stands twice', async () => {
    for (const agreement of [
      await add(),
      await putToApprover(),
      await add({ stage: 'awaiting_signature' }),
      await add(inForce),
    ])
      for (const who of [browser, await t.asBrowser(approver)]) {
        const page = await who.get(`/agreements/${agreement.reference}`);
        const labels = page.tags('label').map(({ attributes }) => attributes.for);
        const fields = ['input', 'select', 'textarea'].flatMap((name) => page.tags(name));
        const shown = fields
          .filter(({ attributes }) => attributes.type !== 'hidden')
          .map(({ attributes }) => attributes.id);
        expect(labels.sort()).toEqual(shown.sort());
        expect(new Set(page.ids).size).toBe(page.ids.length);
      }
  });
});

describe('taking a step', () => {
  it('from draft to termination', async () => {
    const agreement = await add();
    const asApprover = await t.asBrowser(approver);
    const submitted = await take(browser, agreement, 'submit', { assigneeUserId: approver.id });
    expect([submitted.status, submitted.headers.location]).toEqual([
      303,
      `/agreements/${agreement.reference}?done=submit`,
    ]);
    const after = await browser.follow(submitted);
    expect([after.text.includes('Submitted for approval.'), after.text.includes('In approval')]).toEqual([true, true]);

    expect((await take(asApprover, agreement, 'return', { reason: 'Add a review' })).status).toBe(303);
    expect(await statusOf(agreement)).toBe('draft');
    await take(browser, agreement, 'submit', { assigneeUserId: approver.id });
    expect((await take(asApprover, agreement, 'approve', { reason: '' })).status).toBe(303);
    expect(await statusOf(agreement)).toBe('awaiting_signature');

    for (const [index, organisationId] of agreement.parties.entries()) {
      const signed = { organisationId, signatoryName: `Signatory ${index}`, ...dated('9', '6', '2026') };
      expect((await take(browser, agreement, 'sign', signed)).status).toBe(303);
    }
    expect(await statusOf(agreement)).toBe('active');
    expect((await browser.get(`/agreements/${agreement.reference}`)).text).toContain(
      'signed on 9 June 2026 by Signatory 1',
    );
    expect(
      (await take(browser, agreement, 'terminate', { reason: 'Funding ended', ...dated('10', '06', '2026') })).status,
    ).toBe(303);
    expect(await statusOf(agreement)).toBe('terminated');
  });

  it('back from approval, and away for good', async () => {
    const agreement = await putToApprover();
    expect((await take(browser, agreement, 'recall', { reason: 'They are away' })).status).toBe(303);
    expect((await take(browser, agreement, 'withdraw', { reason: 'No longer wanted' })).status).toBe(303);
    expect(await statusOf(agreement)).toBe('withdrawn');
  });

  it('says all that is missing, each beside its field', async () => {
    const [draft, waiting, running] = [await add(), await add({ stage: 'awaiting_signature' }), await add(inForce)];
    expectErrors(await take(browser, draft, 'submit'), 400, [['Say who is to approve it.', '#submit-assigneeUserId']]);
    expectErrors(await take(browser, draft, 'withdraw', { reason: '  ' }), 400, [
      ['Say why it is withdrawn.', '#withdraw-reason'],
    ]);
    expectErrors(await take(browser, waiting, 'sign'), 400, [
      ['Say which party signed.', '#sign-organisationId'],
      ['Enter who signed for it.', '#sign-signatoryName'],
      ['Enter the day on which it signed.', '#sign-on-day'],
    ]);
    expectErrors(await take(browser, running, 'terminate'), 400, [
      ['Enter the first day on which it is no longer in force.', '#terminate-on-day'],
      ['Say why it ends.', '#terminate-reason'],
    ]);
  });

  it('keeps what was typed when the date is none', async () => {
    const agreement = await add({ stage: 'awaiting_signature' });
    const typed = {
      organisationId: agreement.parties[1],
      signatoryName: 'Ann "Q" O’Hara',
      ...dated('31', '2', '2026'),
    };
    const page = await take(browser, agreement, 'sign', typed);
    expectErrors(page, 400, [['Enter a real date, such as 27 3 2026.', '#sign-on-day']]);
    expect(page.form('name="step" value="sign"')).toMatchObject(typed);
    expect(page.form('name="step" value="withdraw"').reason).toBe('');
    // And the corrected form goes through.
    const fields = { ...page.form('name="step" value="sign"'), ...dated('28', '2', '2026') };
    expect((await browser.post(`/agreements/${agreement.reference}/steps`, fields)).status).toBe(303);
  });

  it('keeps a text that is too long, and says so', async () => {
    const page = await take(browser, await add(), 'withdraw', { reason: 'x'.repeat(10_000) });
    expectErrors(page, 400, [['Reason must be 2000 characters or fewer.', '#withdraw-reason']]);
    expect(page.form('name="step" value="withdraw"').reason).toHaveLength(10_000);
  });

  it('says why a step is refused, at its form', async () => {
    const agreement = await add();
    const page = await take(browser, agreement, 'submit', { assigneeUserId: author.id });
    expectErrors(page, 409, [['Nobody approves an agreement they wrote. Choose another person.', '#step-submit']]);
    expect(page.form('name="step" value="submit"').assigneeUserId).toBe(author.id);
  });

  it('says that the record has changed meanwhile, and keeps to the version that was on the page', async () => {
    const agreement = await add();
    const opened = await browser.get(`/agreements/${agreement.reference}`);
    await t.as(liaison.token).patch(`agreements/${agreement.reference}`, { title: 'Another title' }, 1).expect(200);
    const fields = { ...opened.form('name="step" value="withdraw"'), reason: 'No longer wanted' };
    const page = await browser.post(`/agreements/${agreement.reference}/steps`, fields);
    expectErrors(page, 412, [[expect.stringMatching(/changed/) as string, '#step-withdraw']]);
    expect([page.headings, page.form('name="step" value="withdraw"')]).toEqual([
      ['Another title'],
      expect.objectContaining({ version: '1', reason: 'No longer wanted' }),
    ]);
  });

  it('that is no longer open leads to no field', async () => {
    const agreement = await add();
    const opened = await browser.get(`/agreements/${agreement.reference}`);
    await take(browser, agreement, 'withdraw', { reason: 'No longer wanted' });
    const fields = { ...opened.form('name="step" value="submit"'), assigneeUserId: approver.id };
    const page = await browser.post(`/agreements/${agreement.reference}/steps`, fields);
    expectErrors(page, 412, [[expect.any(String) as string, null]]);
  });

  it.each(['', 'one', '-1', '1.5', '99999999999999999999'])('version “%s” is nobody’s', async (version) => {
    const agreement = await add();
    expect((await take(browser, agreement, 'withdraw', { version, reason: 'Because' })).status).toBe(412);
  });

  it('of a name that does not exist changes nothing', async () => {
    const page = await take(browser, await add(), 'withdraw', { step: '"><script>alert(1)</script>' });
    expect([page.status, page.scripts]).toEqual([400, [expect.anything()]]);
    expect(page.problems.map(([, href]) => href)).toEqual([null]);
  });
});

describe('what cannot be undone is asked once more', () => {
  it.each([
    ['withdraw', {}, { reason: 'No longer wanted' }, 'Withdraw agreement', 'draft'],
    ['terminate', inForce, { reason: 'Funding ended', ...dated('1', '9', '2026') }, 'Terminate agreement', 'active'],
  ])('to %s, naming the agreement', async (step, given, answers, button, status) => {
    const agreement = await add({ ...given, title: '<b>Named</b> one' });
    const page = await ask(browser, agreement, step, answers);
    expect([page.status, page.headings.length, page.title.startsWith('Error')]).toEqual([200, 1, false]);
    expect(page.text).toContain(`${agreement.reference} <b>Named</b> one`);
    expect(page.text).toContain(`${button} Cancel`);
    expect(page.html).toContain(`href="/agreements/${agreement.reference}">Cancel`);
    // Nothing has happened yet.
    expect(await statusOf(agreement)).toBe(status);
    const fields = page.form('name="confirmed"');
    expect(fields).toMatchObject({ step, ...answers, confirmed: 'yes' });
    expect((await browser.post(`/agreements/${agreement.reference}/steps`, fields)).headers.location).toBe(
      `/agreements/${agreement.reference}?done=${step}`,
    );
  });

  it('and refused there when somebody else has changed it meanwhile', async () => {
    const agreement = await add();
    const page = await ask(browser, agreement, 'withdraw', { reason: 'No longer wanted' });
    await t.as(liaison.token).patch(`agreements/${agreement.reference}`, { title: 'Another title' }, 1).expect(200);
    const answer = await browser.post(`/agreements/${agreement.reference}/steps`, page.form('name="confirmed"'));
    expectErrors(answer, 412, [[expect.stringMatching(/changed/) as string, '#step-withdraw']]);
    expect(await statusOf(agreement)).toBe('draft');
  });
});

describe('what the page shows', () => {
  it('a marking stands at top and bottom with its handling', async () => {
    const named = { marking: 'OFFICIAL-SENSITIVE', sharing: 'named', owner_user_id: liaison.id };
    const agreement = await add({ ...named, handling: 'RECIPIENTS ONLY' });
    const page = await browser.get(`/agreements/${agreement.reference}`);
    expect(page.html.match(/<p class="accord-marking">OFFICIAL-SENSITIVE RECIPIENTS ONLY<\/p>/g)).toHaveLength(2);
    expect((await browser.get(`/agreements/${(await add()).reference}`)).html).not.toContain('accord-marking');
  });

  it('is found by id as well, and is absent for those who may not see it', async () => {
    const agreement = await add();
    expect((await browser.get(`/agreements/${agreement.id}`)).status).toBe(200);
    const stranger = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
    const [hidden, absent] = [agreement.id, newId()].map((id) => stranger.get(`/agreements/${id}`));
    expect([(await hidden).status, (await hidden).headings]).toEqual([404, ['Not found']]);
    const bare = async (page: Promise<Page>): Promise<string> => (await page).text.replace(/quote \S+/, '');
    expect(await bare(hidden)).toBe(await bare(absent));
  });

  const hostile = [
    '<script>alert(1)</script>',
    `"><img src=x onerror=alert(1)> '`,
    '{{7*7}} {% raw %} ${7*7}',
    'javascript:alert(1)',
    '\u202Eright to left 🦉',
    '</textarea></title><h1>Two</h1>',
  ];
  it.each(hostile)('shows %s as it was written', async (text) => {
    const agreement = await add({
      stage: 'awaiting_signature',
      title: text,
      purpose: text,
      handling: text,
      marking: 'OFFICIAL-SENSITIVE',
      sharing: 'named',
      deputy_user_id: liaison.id,
      owner_user_id: (await t.make.user('liaison', author.organisationId, { name: text })).id,
    });
    const organisation = await t.make.organisation({ name: `${text} ${t.make.next()}` });
    await t.make.row('agreement_parties', {
      id: newId(),
      agreement_id: agreement.id,
      organisation_id: organisation.id,
    });
    const typed = await take(browser, agreement, 'sign', { signatoryName: text, ...dated(text, text, text) });
    expect(typed.form('name="step" value="sign"')).toMatchObject({ signatoryName: text, ...dated(text, text, text) });
    const pages = [
      typed,
      await browser.get(`/agreements/${agreement.reference}?done=${encodeURIComponent(text)}`),
      await browser.get(`/agreements?q=${encodeURIComponent(text)}`),
    ];
    for (const page of pages) {
      expect(page.headings).toHaveLength(1);
      expect(page.scripts).toHaveLength(1);
      expect(page.tags('img')).toEqual([]);
      expect(page.tags('a').filter(({ attributes }) => !/^(\/|#)/.test(attributes.href!))).toEqual([]);
    }
    expect(pages[1].title).toContain(text.replace(/\s+/g, ' ').trim());
    expect(pages[1].headings).toEqual([text.replace(/\s+/g, ' ').trim()]);
  });
});
