import { newId } from '../../src/kernel/identifier.js';
import { loadReminderRules } from '../../src/features/reminders/register/load-reminder-rules.js';
import { ReadLog } from '../../src/platform/audit/read-log.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string; name: string };
let liaison: Person;
let colleague: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  await loadReminderRules((text, values) => t.source.query(text, values), t.clock.now());
  agency = await t.make.agency({ name: 'Own Police' });
  [liaison, colleague] = [await t.make.user('liaison', agency.id), await t.make.user('liaison', agency.id)];
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

/** Whose names a route of the pages has shown, by the log of readings. */
async function readOn(route: string, ids: readonly string[]): Promise<string[]> {
  await t.app.get(ReadLog).flush();
  const rows = await t.source.query<{ id: string }[]>(
    `select distinct one.id from audit_readings r cross join unnest(r.record_ids) as one (id)
      where r.route = $1 and r.record_kind = 'expert' and one.id = any($2)`,
    [route, ids],
  );
  return rows.map(({ id }) => id).sort();
}

const form = 'action="/agreements/new"';
const draft = (fields: Record<string, string>): Promise<Page> => browser.fill('/agreements/new', form, fields);
const dated = (name: string, day: string, month: string, year: string): Record<string, string> => ({
  [`${name}-day`]: day,
  [`${name}-month`]: month,
  [`${name}-year`]: year,
});
const viewOf = async (reference: string): Promise<Record<string, unknown>> =>
  (await t.as(liaison.token).get(`agreements/${reference}`).expect(200)).body as Record<string, unknown>;
const referenceIn = (page: Page): string => /AGR-\d{4}-\d{4,}/.exec(page.headers.location ?? '')![0];

describe('drafting an agreement', () => {
  it('from the form over the answers to the record', async () => {
    const university = await t.make.organisation({ name: 'Draftworthy University' });
    const institute = await t.make.organisation({ name: 'Draftworthy Institute', short_name: 'DWI' });
    const expert = await t.make.expert({ agency_id: agency.id, family_name: 'Coverable' });
    const answers = await draft({
      type: 'data_sharing',
      title: 'Sharing of fraud data',
      purpose: 'To learn',
      signatory0: 'Chief Officer',
      organisation1: 'draftworthy university',
      signatory1: 'Contracts Office',
      organisation2: 'dwi',
      person1: expert.reference.toLowerCase(),
      ...dated('start', '1', '7', '2026'),
      term: '2',
      termUnit: 'years',
      noticeCount: '3',
      noticeUnit: 'months',
      ownerUserId: colleague.id,
      sharing: 'uk_law_enforcement',
    });
    expect([answers.status, answers.headings]).toEqual([200, ['Check your answers']]);
    for (const text of [
      'Last day in force 30 June 2028',
      'Last day of notice 30 March 2028',
      'Own Police, Chief Officer signs for it',
      'Draftworthy University, Contracts Office signs for it',
      'Draftworthy Institute, nobody named to sign yet',
      `Ada Coverable (${expert.reference})`,
      `Owner ${colleague.name}`,
      // 180, 90, 30 and 7 days before either date, in the order of the days.
      'reminders will be sent on: 2 October 2027, 180 days before the last day of notice 31 December 2027, 90 days before the last day of notice 2 January 2028, 180 days before the last day in force',
      '23 June 2028, 7 days before the last day in force',
    ])
      expect(answers.text).toContain(text);
    // Nothing is kept before it is confirmed, and the answers can be changed.
    expect((await t.as(liaison.token).get('agreements?q=sharing+of+fraud').expect(200)).body.items).toEqual([]);
    const hidden = answers.form(form);
    const back = await browser.post('/agreements/new', { ...without(hidden, 'confirmed'), change: 'yes' });
    expect(back.form(form)).toMatchObject({ title: 'Sharing of fraud data', term: '2', organisation2: 'dwi' });

    const made = await browser.post('/agreements/new', { ...without(hidden, 'change'), confirmed: 'yes' });
    expect(made.status).toBe(303);
    expect((await browser.follow(made)).text).toContain('The draft is made.');
    const view = await viewOf(referenceIn(made));
    expect(view).toMatchObject({
      type: 'data_sharing',
      status: 'draft',
      effectiveOn: '2026-07-01',
      endOn: '2028-06-30',
      noticeDeadlineOn: '2028-03-30',
      owner: { id: colleague.id },
      sharing: 'uk_law_enforcement',
      // And what a data sharing agreement settles on its own page.
      missing: expect.arrayContaining(['signatories', 'keyTerms.lawfulBasis']) as unknown,
      coveredPersons: [{ reference: expert.reference }],
    });
    expect((view.parties as { organisationId: string }[]).map(({ organisationId }) => organisationId).sort()).toEqual(
      [agency.id, university.id, institute.id].sort(),
    );
  });

  it('says all that is wrong, beside its field, and keeps what was typed', async () => {
    const typed = {
      title: '  ',
      signatory1: 'Somebody',
      organisation2: 'Nobody is called this',
      person1: 'Nobody either',
      ...dated('end', '31', '2', '2027'),
      noticeCount: 'three',
    };
    const page = await draft(typed);
    expect([page.status, page.title]).toEqual([400, 'Error: Draft an agreement – Accord']);
    expect(page.problems.map(([, href]) => href)).toEqual([
      '#type',
      '#title',
      '#organisation1',
      '#organisation2',
      '#person1',
      '#end-day',
      '#noticeCount',
    ]);
    for (const [text, href] of page.problems)
      expect([href, page.messageAt(href!.slice(1).replace('-day', ''))]).toEqual([href, `Error: ${text}`]);
    expect(page.form(form)).toMatchObject(typed);
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['no party at all', { organisation1: '' }, '#organisation1', 'Enter the organisation that the agreement is with.'],
    [
      'one’s own agency as the other party',
      { organisation1: 'Own Police' },
      '#organisation1',
      'Each organisation can be a party once.',
    ],
    ['an end and a term', { ...dated('end', '1', '1', '2028'), term: '2' }, '#term', 'not both'],
    [
      'a term beyond the days that we keep',
      { ...dated('start', '1', '1', '2150'), term: '90', termUnit: 'years' },
      '#term',
      'by the year 2200',
    ],
    ['a term without a first day', { term: '2' }, '#term', 'Enter the first day in force as well'],
    [
      'an end before the first day',
      { ...dated('start', '1', '1', '2028'), ...dated('end', '1', '1', '2027') },
      '#end-day',
      'on or after the first day',
    ],
    [
      'OFFICIAL-SENSITIVE for everybody',
      { marking: 'OFFICIAL-SENSITIVE', sharing: 'agency' },
      '#sharing',
      'named people only',
    ],
    ['an owner of another agency', { ownerUserId: newId(), confirmed: 'yes' }, '#ownerUserId', 'Choose another'],
  ])('refuses %s', async (_what, fields, href, text) => {
    await t.make.organisation({ name: `Party ${t.make.next()} of the tests` });
    const other = await t.make.organisation({ name: `Valid Party ${t.make.next()}` });
    const page = await draft({ type: 'mou', title: 'A draft', organisation1: other.name, ...fields });
    expect([page.status, page.problems]).toEqual([400, [[expect.stringContaining(text), href]]]);
  });

  it('asks which organisation and which expert is meant', async () => {
    const [north] = [
      await t.make.organisation({ name: 'Ambigby North' }),
      await t.make.organisation({ name: 'Ambigby South' }),
    ];
    const [first] = [
      await t.make.expert({ agency_id: agency.id, given_name: 'Bo', family_name: 'Twin' }),
      await t.make.expert({ agency_id: agency.id, given_name: 'Bo', family_name: 'Twin' }),
    ];
    const page = await draft({ type: 'mou', title: 'Which', organisation1: 'ambigby', person1: 'bo twin' });
    expect(page.problems).toEqual([
      ['Select which “ambigby” you mean.', '#organisation1-id'],
      ['Select which “bo twin” you mean.', '#person1-id'],
    ]);
    expect(page.text).toContain('Ambigby North Ambigby South');
    const chosen = { ...page.form(form), 'organisation1-id': north.id, 'person1-id': first.id };
    const answers = await browser.post('/agreements/new', chosen);
    expect(answers.text).toContain('Ambigby North, nobody named to sign yet');
    expect(answers.text).toContain(`Bo Twin (${first.reference})`);
  });

  it('keeps in the log of readings whom the form and the answers name', async () => {
    const party = await t.make.organisation({ name: 'Readings University' });
    const [bo, jo, al] = [
      await t.make.expert({ agency_id: agency.id, given_name: 'Bo', family_name: 'Formread' }),
      await t.make.expert({ agency_id: agency.id, given_name: 'Jo', family_name: 'Formread' }),
      await t.make.expert({ agency_id: agency.id, given_name: 'Al', family_name: 'Answersread' }),
    ];
    const all = [bo.id, jo.id, al.id];
    await browser.get(`/agreements/new?expertId=${bo.reference}`);
    expect(await readOn('GET /agreements/new', all)).toEqual([bo.id]);
    const typed = { type: 'mou', title: 'Read', organisation1: party.name };
    expect((await draft({ ...typed, person1: 'formread' })).status).toBe(400);
    expect(await readOn('POST /agreements/new', all)).toEqual([bo.id, jo.id].sort());
    expect((await draft({ ...typed, person1: 'answersread' })).headings).toEqual(['Check your answers']);
    expect(await readOn('POST /agreements/new', all)).toEqual([...all].sort());
  });

  it('begins with an expert and where they work, or with an organisation', async () => {
    const employer = await t.make.organisation({ name: 'Employing University' });
    const expert = await t.make.expert({ agency_id: agency.id, family_name: 'Prefilled' });
    await t.make.affiliation({ expert_id: expert.id, organisation_id: employer.id });
    const page = await browser.get(`/agreements/new?expertId=${expert.reference}`);
    const fields = page.form(form);
    expect(fields).toMatchObject({ person1: 'Ada Prefilled', organisation1: 'Employing University' });
    expect(fields.ownerUserId).toBe(liaison.id);
    const answers = await browser.post('/agreements/new', { ...fields, type: 'nda', title: 'With them' });
    expect(answers.text).toContain(`Ada Prefilled (${expert.reference})`);
    const other = await browser.get(`/agreements/new?organisationId=${employer.id}`);
    expect(other.form(form).organisation1).toBe('Employing University');
  });

  it('finds and begins with nobody whom the drafter may not see', async () => {
    const strangers = await t.make.agency();
    const hidden = await t.make.expert({
      agency_id: strangers.id,
      family_name: 'Unseeable',
      privacy_notice_sent_on: null,
    });
    const page = await draft({ type: 'mou', title: 'X', person1: 'Unseeable' });
    expect(page.problems.map(([text]) => text)).toContain(
      'There is no expert called “Unseeable” here. Check the name, or add it first.',
    );
    const statuses = [hidden.reference, 'EXP-000000', newId()].map(
      async (id) => (await browser.get(`/agreements/new?expertId=${id}`)).status,
    );
    expect(await Promise.all(statuses)).toEqual([404, 404, 404]);
  });

  it('says of a date that is near that one reminder stands for those whose day has passed', async () => {
    const other = await t.make.organisation();
    const near = await draft({
      type: 'mou',
      title: 'Near',
      organisation1: other.name,
      ...dated('end', '20', '6', '2026'),
    });
    expect(near.text).toContain('13 June 2026, 7 days before the last day in force');
    expect(near.text).toContain('The day of 3 of its reminders has passed already.');
    const endless = await draft({ type: 'mou', title: 'Endless', organisation1: other.name });
    expect(endless.text).toContain('None: there is no last day in force still to come.');
  });

  it.each(['<script>alert(1)</script>', '{{7*7}} {% raw %}', '"><img src=x onerror=alert(1)>'])(
    'keeps %s as it was written',
    async (text) => {
      const other = await t.make.organisation({ name: `${text} ${t.make.next()}` });
      const typed = { type: 'mou', title: text, purpose: text, organisation1: other.name, signatory1: text };
      const pages = [await draft({ ...typed, person1: text }), await draft(typed)];
      for (const page of pages) {
        expect([page.headings.length, page.scripts.length, page.tags('img')]).toEqual([1, 1, []]);
        expect(page.form(form)).toMatchObject({ title: text, purpose: text });
      }
      expect(pages[1].text).toContain(text);
    },
  );
});

describe('changing an agreement', () => {
  const edit = (reference: string, fields: Record<string, string>): Promise<Page> =>
    browser.fill(`/agreements/${reference}/edit`, '/edit"', fields);
  const own = (): object => ({ agency_id: agency.id, created_by_user_id: liaison.id, owner_user_id: colleague.id });

  it('in every term while it is a draft, and clears what is blank', async () => {
    const { reference } = await t.make.agreement({ ...own(), agency_id: agency.id, purpose: 'Old' });
    const page = await browser.get(`/agreements/${reference}/edit`);
    expect(page.form('/edit"')).toMatchObject({ purpose: 'Old', 'end-year': '2027', ownerUserId: colleague.id });
    const answer = await edit(reference, { title: 'New title', purpose: '', ...dated('end', '30', '6', '2028') });
    expect((await browser.follow(answer)).text).toContain('Changes saved.');
    expect(await viewOf(reference)).toMatchObject({
      title: 'New title',
      purpose: null,
      endOn: '2028-06-30',
      version: 2,
    });
  });

  it('once it is in force in what the rules name only, though its owner has left', async () => {
    const { reference } = await t.make.agreement({
      ...own(),
      agency_id: agency.id,
      stage: 'executed',
      executed_on: '2025-12-15',
      owner_user_id: (await t.make.user('liaison', agency.id, { disabled_at: t.clock.now(), name: 'Gone Owner' })).id,
    });
    const page = await browser.get(`/agreements/${reference}/edit`);
    expect([page.ids.includes('title'), page.text.includes('its terms no longer change')]).toEqual([false, true]);
    expect((await edit(reference, dated('review', '1', '9', '2026'))).status).toBe(303);
    expect(await viewOf(reference)).toMatchObject({ reviewOn: '2026-09-01', owner: { name: 'Gone Owner' } });
    const sent = { ...page.form('/edit"'), version: '2', title: 'Smuggled' };
    await browser.post(`/agreements/${reference}/edit`, sent);
    expect((await viewOf(reference)).title).not.toBe('Smuggled');
  });

  it('says that somebody else changed it meanwhile, and what is wrong, keeping what was typed', async () => {
    const { reference } = await t.make.agreement({ ...own(), agency_id: agency.id });
    const opened = await browser.get(`/agreements/${reference}/edit`);
    await t.as(liaison.token).patch(`agreements/${reference}`, { title: 'Meanwhile' }, 1).expect(200);
    const stale = await browser.post(`/agreements/${reference}/edit`, { ...opened.form('/edit"'), title: 'Mine' });
    expect([stale.status, stale.form('/edit"')]).toEqual([
      412,
      expect.objectContaining({ title: 'Mine', version: '1' }),
    ]);
    const wrong = await edit(reference, { title: '', marking: 'OFFICIAL-SENSITIVE' });
    expect([wrong.status, wrong.problems.map(([, href]) => href)]).toEqual([400, ['#title']]);
    const sharing = await edit(reference, { marking: 'OFFICIAL-SENSITIVE', sharing: 'agency' });
    expect(sharing.problems.map(([, href]) => href)).toEqual(['#sharing']);
  });

  it('is for the agency that keeps it, and for nobody once it is withdrawn', async () => {
    const withdrawn = { stage: 'withdrawn', withdrawn_on: '2026-06-01' };
    const gone = await t.make.agreement({ ...own(), agency_id: agency.id, ...withdrawn });
    expect((await browser.get(`/agreements/${gone.reference}/edit`)).status).toBe(409);
    expect((await browser.get(`/agreements/${gone.reference}`)).html).not.toContain('/edit"');
    const shared = { stage: 'executed', executed_on: '2025-12-15', sharing: 'uk_law_enforcement' };
    const theirs = await t.make.agreement({ agency_id: (await t.make.agency()).id, ...shared });
    expect((await browser.get(`/agreements/${theirs.reference}/edit`)).status).toBe(403);
    expect((await browser.get(`/agreements/${theirs.reference}`)).html).not.toContain('/edit"');
  });
});

describe('who signs for each party', () => {
  it('is entered for a draft, which then can be submitted, and keeps the others who act for a party', async () => {
    const other = await t.make.organisation({ name: 'Signing University' });
    const made = await browser.post('/agreements/new', {
      ...(await draft({ type: 'mou', title: 'To be signed', organisation1: other.name })).form(form),
      ...dated('end', '1', '1', '2028'),
      confirmed: 'yes',
    });
    const reference = referenceIn(made);
    const lead = { organisationId: other.id, capacity: 'lead', name: 'Lea Lead' };
    await t
      .as(liaison.token)
      .put(`agreements/${reference}/people`, { people: [lead] }, 1)
      .expect(200);
    const path = `/agreements/${reference}/signatories`;
    expect((await browser.get(`/agreements/${reference}`)).html).toContain(`href="${path}"`);
    const [ours, theirs] = ['Chief Officer', 'x'.repeat(201)];
    const wrong = await browser.fill(path, '/signatories"', { signatory0: ours, signatory1: theirs });
    expect([wrong.status, wrong.problems]).toEqual([400, [['Name must be 200 characters or fewer.', '#signatory1']]]);
    expect(wrong.form('/signatories"')).toMatchObject({ signatory0: ours, signatory1: theirs });
    const saved = await browser.post(path, { ...wrong.form('/signatories"'), signatory1: 'Contracts Office' });
    expect((await browser.follow(saved)).text).toContain('Changes saved.');
    const view = await viewOf(reference);
    expect(view.missing).toEqual([]);
    expect((view.people as { capacity: string; name: string }[]).map((one) => `${one.capacity} ${one.name}`)).toEqual([
      'lead Lea Lead',
      'signatory Chief Officer',
      'signatory Contracts Office',
    ]);
    const stale = await browser.post(path, { ...wrong.form('/signatories"'), signatory1: 'Too late' });
    expect([stale.status, stale.form('/signatories"').signatory1]).toEqual([412, 'Too late']);
  });

  it('no longer changes once it has left draft', async () => {
    const executed = { stage: 'executed', executed_on: '2025-12-15' };
    const { reference } = await t.make.agreement({ agency_id: agency.id, ...executed });
    const page = await browser.get(`/agreements/${reference}/signatories`);
    expect([page.text.includes('has left draft'), page.html.includes('name="signatory0"')]).toEqual([true, false]);
    const fields = { _csrf: await browser.csrfToken(), version: '1', signatory0: 'Smuggled', signatory1: '' };
    expect((await browser.post(`/agreements/${reference}/signatories`, fields)).status).toBe(409);
  });
});

function without(fields: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([one]) => one !== name));
}
