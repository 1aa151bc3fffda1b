import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import type { Person } from '../support/factory.js';

/** Amendments and the agreements above and below one, as people work with them on pages. */
let t: TestApp;
let liaison: Person;
let approver: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  liaison = await t.make.user('liaison', (await t.make.agency()).id);
  approver = await t.make.user('approver', liaison.organisationId);
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

const add = (given: object = {}) =>
  t.make.agreement({
    agency_id: liaison.organisationId,
    owner_user_id: liaison.id,
    created_by_user_id: liaison.id,
    stage: 'executed',
    executed_on: '2025-12-15',
    ...given,
  });
const formOf = 'name="amendmentTitle"';
const later = { 'end-day': '30', 'end-month': '6', 'end-year': '2028' };
const said = { amendmentTitle: 'Longer', amendmentReason: 'The work takes longer.' };
const send = (reference: string, fields: object) =>
  browser.fill(`/agreements/${reference}/amendments/new`, formOf, { ...said, ...fields });
const kept = async (reference: string, number = 1) =>
  (await t.as(liaison.token).get(`agreements/${reference}/amendments/${number}`).expect(200)).body;
const take = (by: Browser, reference: string, step: string, fields: object = {}) =>
  by.fill(`/agreements/${reference}/amendments/1`, `name="step" value="${step}"`, { ...fields });

describe('the form of an amendment', () => {
  it('shows the terms as they stand, and keeps only what is different', async () => {
    const purpose = 'To look into fraud.\n\nIn two parts.';
    const { reference } = await add({
      purpose,
      value_pence: 125050,
      currency: 'GBP',
      key_terms: { scope: 'One\nTwo' },
    });
    const record = await browser.get(`/agreements/${reference}`);
    expect(record.text).toContain('None. What is signed changes by an amendment that every party signs.');
    const page = await browser.get(`/agreements/${reference}/amendments/new`);
    expect(page.headings).toEqual([`Draft an amendment of ${reference}`]);
    expect(page.form(formOf)).toMatchObject({ purpose, value: '1250.50', currency: 'GBP', 'end-year': '2027' });
    // As a browser sends lines.
    const lines = { purpose: purpose.replaceAll('\n', '\r\n'), scope: 'One\r\nTwo' };
    const saved = await send(reference, { ...lines, ...later, value: '2,000' });
    expect(saved.headers.location).toBe(`/agreements/${reference}/amendments/1?done=created`);
    expect((await kept(reference)).changes).toEqual({ endOn: '2028-06-30', valuePence: 200000 });
    const shown = (await browser.follow(saved)).text;
    expect(shown).toContain('The amendment is drafted.');
    expect(shown).toMatch(/Last day in force\s+31 December 2027\s+30 June 2028/);
    expect(shown).toMatch(/Value\s+1,250.50\s+2,000/);
  });

  it('says beside each field what is wrong, and keeps what was typed', async () => {
    const { reference } = await add();
    const wrong = await send(reference, {
      amendmentTitle: '',
      'end-day': '31',
      'end-month': '2',
      value: 'much',
      noticeCount: 'three',
      person1: 'Nobody of that name',
      purpose: 'A purpose that stays',
    });
    expect([wrong.status, wrong.problems.map(([, href]) => href)]).toEqual([
      400,
      ['#amendmentTitle', '#end-day', '#noticeCount', '#value', '#person1'],
    ]);
    expect(wrong.messageAt('value')).toContain('Enter the value as an amount, such as 1250 or 1250.50.');
    expect(wrong.form(formOf)).toMatchObject({ value: 'much', noticeCount: 'three', purpose: 'A purpose that stays' });
    const contradicts = await send(reference, { 'end-year': '2025' });
    expect([contradicts.status, contradicts.problems]).toEqual([
      400,
      [['The end must be on or after the first day in force.', '#end-day']],
    ]);
    const toCome = await send(reference, {
      ...later,
      'effective-day': '1',
      'effective-month': '1',
      'effective-year': '2030',
    });
    expect(toCome.problems).toEqual([[expect.stringContaining('It cannot wait for a day to come.'), '#effective-day']]);
    expect((await t.as(liaison.token).get(`agreements/${reference}/amendments`)).body.items).toEqual([]);
  });

  it('adds people and takes people off, and a draft is changed with what it holds', async () => {
    const { id, reference } = await add();
    const stays = await t.make.expert({ agency_id: liaison.organisationId, family_name: 'Aaa' });
    const goes = await t.make.expert({ agency_id: liaison.organisationId, family_name: 'Bbb' });
    const comes = await t.make.expert({ agency_id: liaison.organisationId });
    for (const { id: expert_id } of [stays, goes])
      await t.make.row('agreement_covered_persons', { agreement_id: id, expert_id });
    expect((await send(reference, { remove1: goes.id, person1: comes.reference })).status).toBe(303);
    const first = await kept(reference);
    expect([first.addedPersons, first.removedPersons]).toMatchObject([
      [{ expertId: comes.id }],
      [{ expertId: goes.id }],
    ]);
    const edit = `/agreements/${reference}/amendments/1/edit`;
    expect((await browser.get(edit)).form(formOf)).toMatchObject({ remove1: goes.id, person1: comes.reference });
    const changed = await browser.fill(edit, formOf, { remove1: '', survivalMonths: '12' });
    expect(changed.status).toBe(303);
    const second = await kept(reference);
    expect([second.changes, second.removedPersons]).toEqual([{ survivalMonths: 12 }, []]);
    expect(second.addedPersons).toHaveLength(1);
  });

  it('sent twice makes one; opened before the terms changed it is not kept', async () => {
    const { id, reference } = await add();
    const page = await browser.get(`/agreements/${reference}/amendments/new`);
    const fields = { ...page.form(formOf), ...said, ...later };
    const twice = await Promise.all([1, 2].map(() => browser.post(`/agreements/${reference}/amendments/new`, fields)));
    expect(twice.map(({ status }) => status)).toEqual([303, 303]);
    expect((await t.as(liaison.token).get(`agreements/${reference}/amendments`)).body.items).toHaveLength(1);
    const before = (await browser.get(`/agreements/${reference}/amendments/new`)).form(formOf);
    await t.source.query(`update agreements set version = version + 1, title = 'Renamed' where id = $1`, [id]);
    const stale = await browser.post(`/agreements/${reference}/amendments/new`, { ...before, ...said, ...later });
    expect(stale.status).toBe(412);
    expect(stale.text).toContain('Somebody else changed this since you opened it.');
  });

  it('is not there for what is not amended', async () => {
    const { reference } = await add({ terminated_on: '2026-06-01' });
    const page = await browser.get(`/agreements/${reference}/amendments/new`);
    expect(page.text).toContain('This agreement is terminated, so nothing of it is amended any more.');
    expect((await browser.get(`/agreements/${reference}`)).text).not.toContain('Draft an amendment');
  });
});

it('an amendment goes from its draft to the agreement on pages alone', async () => {
  const { reference, parties } = await add();
  await send(reference, later);
  const missing = await take(browser, reference, 'submit');
  expect([missing.status, missing.problems]).toEqual([400, [['Say who is to approve it.', '#submit-assigneeUserId']]]);
  const submitted = await take(browser, reference, 'submit', { assigneeUserId: approver.id });
  expect((await browser.follow(submitted)).text).toContain(`Waiting for the decision of ${approver.name}.`);

  const theirs = await t.asBrowser(approver);
  const list = await theirs.get('/approvals');
  expect(list.text).toContain(`${reference}, amendment 1`);
  expect(list.html).toContain(`/agreements/${reference}/amendments/1#steps`);
  expect((await theirs.get(`/agreements/${reference}`)).text).toContain('Amendment 1: Longer');
  expect((await take(theirs, reference, 'return')).problems).toEqual([
    ['Say why it goes back to draft.', '#return-reason'],
  ]);
  const approved = await take(theirs, reference, 'approve', { reason: 'Well reasoned' });
  expect((await theirs.follow(approved)).text).toMatch(/Waiting for the signature of .+ and .+\./);
  expect((await theirs.get('/approvals?state=decided')).text).toContain('Well reasoned');

  for (const organisationId of parties) {
    const signed = await take(browser, reference, 'sign', {
      organisationId,
      signatoryName: 'Dr Signatory',
      'on-day': '10',
      'on-month': '6',
      'on-year': '2026',
      method: 'electronic',
    });
    expect((await browser.follow(signed)).text).toContain('Signature recorded.');
  }
  const done = (await browser.get(`/agreements/${reference}/amendments/1`)).text;
  expect(done).toContain('signed on 10 June 2026 by Dr Signatory, electronically');
  expect(done).toMatch(/Before\s+After/);
  const record = (await browser.get(`/agreements/${reference}`)).text;
  expect(record).toMatch(/Last day in force\s+30 June 2028/);
  expect(record).toMatch(/Amendment 1: Longer\s*, in effect from 10 June 2026\s+Executed/);
});

it('a list over all agreements is filtered by stage, agency and agreement, and says what is wrong with a filter', async () => {
  const { reference } = await add();
  await send(reference, { ...later, amendmentTitle: 'To be listed' });
  const all = await browser.get('/amendments');
  expect([all.status, all.headings]).toEqual([200, ['Amendments']]);
  expect(all.text).toContain(`${reference}, amendment 1`);
  const one = await browser.get(`/amendments?stage=draft&own=true&agreement=${reference}`);
  expect(one.text).toMatch(/To be listed\s+Draft/);
  expect(one.text).toContain(`Of ${reference}`);
  expect((await browser.get(`/amendments?stage=executed&agreement=${reference}`)).text).toContain(
    'No amendment matches.',
  );
  const wrong = await browser.get('/amendments?stage=signed&own=perhaps');
  expect([wrong.status, wrong.problems]).toEqual([
    400,
    [
      ['Select one of the choices.', '#stage'],
      ['Select one of the choices.', '#own'],
    ],
  ]);
  const strangers = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
  expect((await strangers.get('/amendments')).text).toContain('There is none that you may see.');
});

it('withdrawing is asked once more, and says what it means', async () => {
  const { reference } = await add();
  await send(reference, later);
  const nothing = await take(browser, reference, 'withdraw');
  expect(nothing.problems).toEqual([['Say why it is withdrawn.', '#withdraw-reason']]);
  const asked = await take(browser, reference, 'withdraw', { reason: 'Not needed' });
  expect([asked.status, asked.headings]).toEqual([200, ['Withdraw this amendment?']]);
  const done = await browser.post(`/agreements/${reference}/amendments/1/steps`, asked.form('confirmed'));
  expect((await browser.follow(done)).text).toContain('Withdrawn.');
  expect((await kept(reference)).stage).toBe('withdrawn');
});

it('a decision on an amendment stands on the first page of whoever it is put to', async () => {
  const { reference } = await add();
  const colleague = await t.make.user('liaison', liaison.organisationId);
  await send(reference, later);
  await take(browser, reference, 'submit', { assigneeUserId: colleague.id });
  const page = await (await t.asBrowser(colleague)).get('/');
  expect(page.text).toContain(`${reference}, amendment 1`);
  expect(page.html).toContain(`/agreements/${reference}/amendments/1`);
});

it('words of people are shown as they are, never as markup', async () => {
  const { reference } = await add();
  const hostile = '<script>alert(1)</script>';
  await send(reference, { ...later, amendmentTitle: hostile, amendmentReason: hostile, purpose: hostile });
  for (const path of ['', '/amendments/1', '/amendments/1/edit'])
    expect((await browser.get(`/agreements/${reference}${path}`)).html).not.toContain(hostile);
});

describe('the agreement above', () => {
  it('is chosen by its reference, shown both ways, and warned of where this one lasts longer', async () => {
    const above = await add({ title: 'The memorandum', end_on: '2027-12-31' });
    const below = await add({ stage: 'draft', executed_on: null, title: 'The contract', end_on: '2028-01-01' });
    const edit = (fields: object) =>
      browser.fill(`/agreements/${below.reference}/edit`, 'name="parent"', { ...fields });
    const wrong = await edit({ parent: 'AGR-1999-0001' });
    expect([wrong.status, wrong.problems]).toEqual([
      400,
      [['There is no agreement of that reference here. Enter one such as AGR-2026-0007.', '#parent']],
    ]);
    const itself = await edit({ parent: below.reference });
    expect(itself.problems).toEqual([['An agreement does not stand under itself. Choose another.', '#parent']]);
    expect((await edit({ parent: above.reference.toLowerCase() })).status).toBe(303);
    const page = await browser.get(`/agreements/${below.reference}`);
    expect(page.text).toContain(`It stands under ${above.reference} The memorandum`);
    expect(page.text).toContain(`${above.reference} is in force until 31 December 2027 only`);
    expect((await browser.get(`/agreements/${above.reference}`)).text).toMatch(
      new RegExp(`${below.reference} The contract\\s*, until 1 January 2028`),
    );
    expect((await edit({ 'end-day': '31', 'end-month': '12', 'end-year': '2027' })).status).toBe(303);
    expect((await browser.get(`/agreements/${below.reference}`)).text).not.toContain('only, and this agreement');
    expect((await edit({ parent: '' })).status).toBe(303);
    expect((await browser.get(`/agreements/${below.reference}`)).text).not.toContain('It stands under');
  });

  it('that its reader may not see stays where it is when the draft is changed', async () => {
    const above = await add({ sharing: 'named', marking: 'OFFICIAL-SENSITIVE' });
    const below = await add({ stage: 'draft', executed_on: null, parent_id: above.id });
    const colleague = await t.asBrowser(await t.make.user('liaison', liaison.organisationId));
    const saved = await colleague.fill(`/agreements/${below.reference}/edit`, 'name="parent"', { title: 'Renamed' });
    expect(saved.status).toBe(303);
    expect((await t.as(liaison.token).get(`agreements/${below.id}`)).body.parent).toMatchObject({ id: above.id });
  });

  it('is in the answers before a draft is made', async () => {
    const above = await add();
    const university = await t.make.organisation();
    const answers = await browser.fill('/agreements/new', 'name="parent"', {
      type: 'research_contract',
      title: 'Made under it',
      organisation1: university.name,
      parent: above.reference,
      'end-day': '1',
      'end-month': '1',
      'end-year': '2027',
      marking: 'OFFICIAL',
      sharing: 'agency',
    });
    expect(answers.text).toMatch(new RegExp(`Stands under\\s+${above.reference}`));
    const made = await browser.post('/agreements/new', { ...answers.form('Make the draft'), confirmed: 'yes' });
    expect((await browser.follow(made)).text).toContain(`It stands under ${above.reference}`);
  });
});
