import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let liaison: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

const executed = { stage: 'executed', executed_on: '2026-01-10' };
const add = (given: object = {}) => t.make.agreement({ agency_id: agency.id, owner_user_id: liaison.id, ...given });
const police = async (): Promise<{ id: string; name: string }> =>
  t.make.agency({ name: `Benefiting Police ${t.make.next()}` });

async function open(...agencies: { id: string }[]) {
  const made = await add(executed);
  for (const { id } of agencies)
    await t.make.row('agreement_beneficiaries', { agreement_id: made.id, organisation_id: id });
  return { ...made, path: `/agreements/${made.reference}/beneficiaries` };
}
const dated = (day: string) => ({ 'adhered-day': day, 'adhered-month': '6', 'adhered-year': '2026' });

/** Whatever a page with errors has to hold to. */
function expectErrors(page: Page, status: number, problems: [string, string | null][]): void {
  expect([page.status, page.problems]).toEqual([status, problems]);
  expect(page.title.startsWith('Error: ')).toBe(true);
  for (const [, href] of problems) if (href !== null) expect(page.ids).toContain(href.slice(1));
}

describe('agencies that may adhere', () => {
  it('are named in a draft, shown on its page, and taken off again', async () => {
    const { reference } = await add();
    const [one, two] = [await police(), await police()];
    const record = await browser.get(`/agreements/${reference}`);
    expect(record.html).toContain(`href="/agreements/${reference}/beneficiaries">Name agencies that may adhere`);
    const path = `/agreements/${reference}/beneficiaries`;
    const saved = await browser.fill(path, 'value="name"', { agency1: one.name, agency2: two.name });
    expect((await browser.follow(saved)).text).toContain('The agencies that may adhere are saved.');
    expect((await browser.get(`/agreements/${reference}`)).text).toContain(`${one.name}: has not adhered`);
    expect((await browser.fill(path, 'value="name"', { kept: [two.id] })).status).toBe(303);
    const { text } = await browser.get(`/agreements/${reference}`);
    expect([text.includes(one.name), text.includes(two.name)]).toEqual([false, true]);
  });

  it('that cannot are refused beside what was typed, which stays', async () => {
    const { reference, parties } = await add();
    const path = `/agreements/${reference}/beneficiaries`;
    const college = await t.make.organisation();
    const party = (await t.as(liaison.token).get(`organisations/${parties[0]}`)).body.name as string;
    const typed = { agency1: college.name, agency2: 'Nobody at all', agency3: party };
    expectErrors(await browser.fill(path, 'value="name"', typed), 400, [
      ['There is no agency called “Nobody at all” here. Check the name.', '#agency2'],
    ]);
    const page = await browser.fill(path, 'value="name"', { ...typed, agency2: '' });
    expectErrors(page, 400, [
      [`${college.name} is no agency. Only agencies benefit without being a party.`, '#agency1'],
      [`${party} is a party, so it benefits already. Take it off this list.`, '#agency3'],
    ]);
    expect(page.form('value="name"')).toMatchObject({ agency1: college.name, agency3: party });
  });

  it('every field has a label, and no id stands twice, at any stage', async () => {
    const one = await police();
    const draft = await add();
    await t.make.row('agreement_beneficiaries', { agreement_id: draft.id, organisation_id: one.id });
    const { path, id } = await open(one, await police());
    await t.source.query(
      `update agreement_beneficiaries set adhered_on = '2026-06-01', adhered_by = 'Deed' where agreement_id = $1 and organisation_id = $2`,
      [id, one.id],
    );
    for (const address of [path, `/agreements/${draft.reference}/beneficiaries`]) {
      const page = await browser.get(address);
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

describe('adherence', () => {
  it('is recorded with the day and the paper, and taken back', async () => {
    const one = await police();
    const { path, reference } = await open(one);
    const saved = await browser.fill(path, 'value="adhere"', {
      organisationId: one.id,
      adheredBy: 'Deed, file 12',
      ...dated('3'),
    });
    expect((await browser.follow(saved)).text).toContain('The adherence is recorded.');
    expect((await browser.get(`/agreements/${reference}`)).text).toContain(
      `${one.name}: adhered on 3 June 2026 by Deed, file 12`,
    );
    expect((await browser.fill(path, 'value="take-back"', { organisationId: one.id })).status).toBe(303);
    expect((await browser.get(`/agreements/${reference}`)).text).toContain(`${one.name}: has not adhered`);
  });

  it.each<[string, object, number, [string, string][]]>([
    ['nothing', {}, 400, [['Select an agency.', '#adhere-organisationId']]],
    [
      'an agency alone',
      { organisationId: ':one' },
      400,
      [
        ['Enter the day on which it adhered.', '#adhered-day'],
        ['Enter the paper by which it adhered.', '#adheredBy'],
      ],
    ],
    [
      'a day that is none',
      { organisationId: ':one', adheredBy: 'Deed', ...dated('31') },
      400,
      [['Enter a real date, such as 27 3 2026.', '#adhered-day']],
    ],
    [
      'a day to come',
      { organisationId: ':one', adheredBy: 'Deed', ...dated('11') },
      409,
      [['The day of an adherence cannot lie in the future.', '#adhered-day']],
    ],
  ])('says what is wrong with %s, and keeps what was typed', async (_what, given, status, problems) => {
    const one = await police();
    const { path } = await open(one);
    const typed = Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value === ':one' ? one.id : String(value)]),
    );
    const page = await browser.fill(path, 'value="adhere"', typed);
    expectErrors(page, status, problems);
    expect(page.form('value="adhere"')).toMatchObject(typed);
  });

  it('is for the agency that keeps the agreement', async () => {
    const one = await police();
    const { path, id } = await open(one);
    await t.source.query(
      `update agreement_beneficiaries set adhered_on = '2026-06-01', adhered_by = 'Deed' where agreement_id = $1`,
      [id],
    );
    const partner = await t.asBrowser(await t.make.user('partner', one.id));
    expect([(await partner.get(path.replace('/beneficiaries', ''))).status, (await partner.get(path)).status]).toEqual([
      200, 403,
    ]);
  });
});

describe('a change of employer', () => {
  async function moved() {
    const expert = await t.make.expert({ agency_id: agency.id });
    const post = await t.make.affiliation({ expert_id: expert.id, ended_on: '2026-06-09' });
    const made = await add(executed);
    await t.make.row('agreement_covered_persons', { agreement_id: made.id, expert_id: expert.id });
    await t.make.row('agreement_employer_moves', {
      id: newId(),
      agreement_id: made.id,
      expert_id: expert.id,
      affiliation_id: post.id,
      organisation_id: post.organisationId,
      left_on: '2026-06-09',
      flagged_at: t.clock.now(),
    });
    return { ...made, expert, path: `/agreements/${made.reference}/employer-moves` };
  }

  it('stands on the agreement and on the person’s page with what to do, until somebody settles it', async () => {
    const { reference, expert, path } = await moved();
    const record = await browser.get(`/agreements/${reference}`);
    expect(record.text).toContain(`The last day of ${expert.name} at Invented University`);
    expect(record.text).toContain(
      'Amend it, add the new employer, take the person off, or say that nothing is needed.',
    );
    expect((await browser.get(`/experts/${expert.reference}`)).html).toContain(`href="${path}"`);
    const saved = await browser.fill(path, 'name="outcome"', { outcome: 'nothing_needed', reason: 'Both have signed' });
    expect((await browser.follow(saved)).text).toContain('What is done about the change of employer is recorded.');
    expect((await browser.get(`/agreements/${reference}`)).text).not.toContain('rests on that employer');
    expect((await browser.get(`/experts/${expert.reference}`)).html).not.toContain(path);
    expect((await browser.get(path)).text).toContain(
      `Nothing is needed: Both have signed (${liaison.name}, 10 June 2026)`,
    );
  });

  it('says what is wrong, and keeps what was typed', async () => {
    const { path } = await moved();
    expectErrors(await browser.fill(path, 'name="outcome"', {}), 400, [
      ['Select what is done.', '#outcome'],
      ['Enter a reason.', '#reason'],
    ]);
    const page = await browser.fill(path, 'name="outcome"', { outcome: 'person_removed', reason: 'They left' });
    expectErrors(page, 409, [[expect.stringMatching(/still covers this person/) as string, null]]);
    expect(page.form('name="outcome"')).toMatchObject({ outcome: 'person_removed', reason: 'They left' });
  });
});
