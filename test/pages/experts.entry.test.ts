import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let liaison: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  liaison = await t.make.user('liaison', (await t.make.agency()).id);
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

const step = async (page: Page, fields: Record<string, string>): Promise<Page> =>
  browser.post('/experts/new', { ...page.form('action="/experts/new"'), ...fields });
const enter = async (fields: Record<string, string>): Promise<Page> =>
  step(await browser.get('/experts/new'), { step: 'enter', ...fields });
const references = (page: Page): string[] => [...page.text.matchAll(/Open (EXP-\d+)/g)].map(([, one]) => one);
const duplicates = async (
  query: Record<string, string>,
  who = liaison,
): Promise<{ reference: string; alike: string[] }[]> =>
  (
    await t
      .as(who.token)
      .get(`experts/duplicates?${new URLSearchParams(query).toString()}`)
      .expect(200)
  ).body.items;

describe('adding an expert', () => {
  it('goes from the form over the answers to the record, with post, expertise and relationship', async () => {
    const university = await t.make.organisation({ name: 'Fennel Hill University', short_name: 'FHU' });
    const term = await t.make.term({ scheme: 'threat', label: 'Orchid smuggling' });
    const check = await enter({
      title: 'Dr',
      givenName: 'Wilhelmina',
      familyName: 'Quastel',
      email: 'w.quastel@fhu.example',
      organisation: 'fhu',
      role: 'Reader',
      term1: `threat:${term.code}`,
      'privacyNoticeSentOn-day': '9',
      'privacyNoticeSentOn-month': '6',
      'privacyNoticeSentOn-year': '2026',
    });
    expect([check.status, check.headings]).toEqual([200, ['Check your answers']]);
    for (const text of [
      'Dr Wilhelmina Quastel',
      'Fennel Hill University, Reader',
      'Orchid smuggling',
      'Public task',
      '9 June 2026',
    ])
      expect(check.text).toContain(text);
    const changing = await step(check, { step: 'change' });
    expect(changing.form('action="/experts/new"')).toMatchObject({
      givenName: 'Wilhelmina',
      organisation: 'fhu',
      term1: `threat:${term.code}`,
    });
    const made = await step(check, { step: 'create' });
    expect(made.status).toBe(303);
    const reference = /^\/experts\/(EXP-\d+)\?done=entered$/.exec(made.headers.location!)![1];
    const { body } = await t.as(liaison.token).get(`experts/${reference}`).expect(200);
    expect(body).toMatchObject({
      familyName: 'Quastel',
      privacyNoticeSentOn: '2026-06-09',
      affiliations: [{ organisation: { id: university.id }, role: 'Reader', isPrimary: true }],
      expertise: [{ label: 'Orchid smuggling', level: 'primary', source: 'liaison' }],
      relationships: [{ stage: 'contact', owner: { id: liaison.id } }],
    });
    const audited = await t.source.query(`select verb from audit_entries where record_id = $1`, [body.id]);
    expect(audited).toEqual([{ verb: 'expert.create' }]);
  });

  it('says everything that is wrong, beside the fields, with what was typed', async () => {
    await t.make.organisation({ name: 'Twin College North' });
    await t.make.organisation({ name: 'Twin College South' });
    const page = await enter({
      kind: '',
      givenName: ' ',
      familyName: 'Typed',
      email: 'not an address',
      orcid: '0000-0002-1694-2330',
      organisation: 'twin college',
      'privacyNoticeSentOn-day': '31',
      'privacyNoticeSentOn-month': '2',
      'privacyNoticeSentOn-year': '2026',
    });
    expect([page.status, page.title]).toEqual([400, 'Error: Add an expert – Accord']);
    expect(page.problems.map(([, href]) => href)).toEqual([
      '#kind',
      '#givenName',
      '#email',
      '#orcid',
      '#organisation',
      '#privacyNoticeSentOn-day',
    ]);
    expect(page.messageAt('organisation')).toContain('It may be Twin College North; Twin College South.');
    expect(page.messageAt('kind')).toBe('Error: Select what kind of expert they are.');
    for (const [, href] of page.problems) expect(page.ids).toContain(href!.slice(1));
    expect(page.form('action="/experts/new"')).toMatchObject({
      familyName: 'Typed',
      email: 'not an address',
      'privacyNoticeSentOn-day': '31',
    });
    const alone = await enter({ givenName: 'A', familyName: 'Lone', role: 'Reader' });
    expect(alone.problems).toEqual([['Enter the organisation they work at.', '#organisation']]);
  });

  it('enters somebody once however often the button is pressed', async () => {
    const typed = { givenName: 'Pressed', familyName: 'Twiceover' };
    const check = await browser.fill('/experts/new', 'name="familyName"', { ...typed, step: 'enter' });
    const answers = await Promise.all([1, 2, 3].map(() => step(check, { step: 'create' })));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    const [{ count }] = await t.source.query(`select count(*)::int from experts where family_name = 'Twiceover'`);
    expect(count).toBe(1);
  });

  it('shows who it may be already, and goes on when it is none of them', async () => {
    const held = await t.make.expert({
      agency_id: liaison.organisationId,
      given_name: 'Konstantin',
      family_name: 'Abrahamsen',
    });
    const warned = await enter({ givenName: 'K.', familyName: 'Abrahamson' });
    expect([warned.status, warned.headings]).toEqual([200, ['Is K. Abrahamson held already?']]);
    expect(references(warned)).toEqual([held.reference]);
    expect(warned.tags('a').map(({ attributes }) => attributes.href)).toContain(`/experts/${held.reference}`);
    const check = await step(warned, { step: 'distinct' });
    expect([check.headings, check.text.includes('K. Abrahamson')]).toEqual([['Check your answers'], true]);
    expect((await step(check, { step: 'create' })).status).toBe(303);
    const back = await step(warned, { step: 'change' });
    expect(back.form('action="/experts/new"')).toMatchObject({ givenName: 'K.', familyName: 'Abrahamson' });
  });

  it('refuses an e-mail address or ORCID iD that somebody has, and leads to them where they may be seen', async () => {
    const email = 'taken.address@example.org';
    const held = await t.make.expert({ agency_id: liaison.organisationId, email, orcid: '0000-0002-1694-233X' });
    const page = await enter({
      givenName: 'Quite',
      familyName: 'Different',
      email: 'TAKEN.address@example.org',
      orcid: 'https://orcid.org/0000-0002-1694-233x',
    });
    expect([page.status, page.problems]).toEqual([
      409,
      [
        [`${held.reference} has this e-mail address already. Open that record instead.`, '#email'],
        [`${held.reference} has this ORCID iD already. Open that record instead.`, '#orcid'],
      ],
    ]);
    expect(page.tags('a').map(({ attributes }) => attributes.href)).toContain(`/experts/${held.reference}`);
    const stranger = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
    const asked = {
      ...(await stranger.get('/experts/new')).form('action="/experts/new"'),
      givenName: 'Quite',
      familyName: 'Other',
      email,
    };
    expect((await stranger.post('/experts/new', { ...asked, step: 'enter' })).headings).toEqual(['Check your answers']);
    const refused = await stranger.post('/experts/new', { ...asked, step: 'create' });
    expect([refused.status, refused.problems]).toEqual([
      409,
      [['Somebody with this e-mail address is held already.', '#email']],
    ]);
    expect(refused.html).not.toContain(held.reference);
  });

  it('adds nobody when any part of it is wrong', async () => {
    const body = {
      kind: 'academic',
      givenName: 'Half',
      familyName: 'Made',
      affiliation: { organisationId: '01920000-0000-7000-8000-000000000001' },
    };
    const { body: problem } = await t.as(liaison.token).post('experts', body).expect(400);
    expect(problem.errors).toEqual([{ pointer: '/affiliation/organisationId', detail: expect.any(String) }]);
    const late = { kind: 'academic', givenName: 'Half', familyName: 'Made', relationship: { sinceOn: '2027-01-01' } };
    expect((await t.as(liaison.token).post('experts', late).expect(400)).body.errors[0].pointer).toBe(
      '/relationship/sinceOn',
    );
    expect((await t.as(liaison.token).get('experts?q=half+made')).body.items).toEqual([]);
  });

  it('escapes what was typed on every page', async () => {
    const hostile = '<script>alert(1)</script>{{7*7}}';
    await t.make.expert({ agency_id: liaison.organisationId, given_name: hostile, family_name: `${hostile}x` });
    const warned = await enter({
      givenName: hostile,
      familyName: `${hostile}x`,
      department: '"><b>',
      organisation: '',
    });
    const check = await step(warned, { step: 'distinct', department: '' });
    const wrong = await enter({ givenName: hostile, familyName: hostile, organisation: '"><script>alert(2)</script>' });
    for (const page of [warned, check, wrong]) expect(page.html).not.toMatch(/<script>alert|"><b>|>49/);
    expect(check.text).toContain(hostile);
  });
});

describe('possible duplicates', () => {
  it('are names alike, swapped, abbreviated or with other accents, and nobody else', async () => {
    const make = (given_name: string, family_name: string, given = {}): Promise<{ reference: string }> =>
      t.make.expert({ agency_id: liaison.organisationId, given_name, family_name, ...given });
    const zoe = await make('Zoë', 'Brzezińska');
    const short = await make('T. M.', 'Kowalczyk');
    await make('Zebedee', 'Underhill');
    const found = async (givenName: string, familyName: string): Promise<string[]> =>
      (await duplicates({ givenName, familyName })).map(({ reference }) => reference);
    for (const [given, family] of [
      ['Zoe', 'Brzezinska'],
      ['Brzezinska', 'Zoe'],
      ['Z', 'Brzezinska'],
      ['Zoe', 'Brzezinski'],
    ])
      expect([given, family, await found(given, family)]).toEqual([given, family, [zoe.reference]]);
    expect(await found('Tomasz', 'Kowalczyk')).toEqual([short.reference]);
    expect(await found('Anna', 'Kowalczyk')).toEqual([]);
    expect(await found('Zoe', 'Underhill')).toEqual([]);
  });

  it('are those whom the reader may see, by what the reader may read of them', async () => {
    const keeper = await t.make.user('partner', (await t.make.agency()).id);
    const given = { agency_id: keeper.organisationId, given_name: 'Isidora', family_name: 'Vermeulen' };
    await t.make.expert({ ...given, privacy_notice_sent_on: null });
    const shared = await t.make.expert({ ...given, family_name: 'Lindqvist', email: 'private@example.org' });
    expect(await duplicates({ givenName: 'Isidora', familyName: 'Vermeulen' })).toEqual([]);
    expect(await duplicates({ givenName: 'Isidora', familyName: 'Vermeulen' }, keeper)).toHaveLength(1);
    const [one] = await duplicates({ givenName: 'Isidora', familyName: 'Lindqvist', email: 'private@example.org' });
    expect([one.reference, one.alike]).toEqual([shared.reference, ['name']]);
    expect(await duplicates({ givenName: 'Xa', familyName: 'Yb', email: 'private@example.org' })).toEqual([]);
    const [own] = await duplicates({ givenName: 'Xa', familyName: 'Yb', email: 'private@example.org' }, keeper);
    expect(own.alike).toEqual(['email']);
  });
});

describe('changing an expert', () => {
  const edit = (reference: string, fields: Record<string, string>): Promise<Page> =>
    browser.fill(`/experts/${reference}/edit`, `action="/experts/${reference}/edit"`, fields);

  it('shows the facts and keeps what was changed', async () => {
    const person = await t.make.expert({
      agency_id: liaison.organisationId,
      languages: ['English', 'Welsh'],
      availability: 'limited',
      available_until: '2026-12-01',
      website: 'https://www.example.org',
      field_audience: { email: 'all_partners' },
      do_not_contact: true,
    });
    const page = await browser.get(`/experts/${person.reference}/edit`);
    expect([page.status, page.headings]).toEqual([200, [`Change ${person.name}`]]);
    expect(page.form('/edit"')).toMatchObject({
      languages: 'English, Welsh',
      'availableUntil-month': '12',
      'audience-email': 'all_partners',
      'audience-phone': 'agency',
    });
    const before = (await t.as(liaison.token).get(`experts/${person.id}`)).body;
    const same = await edit(person.reference, {});
    expect([same.status, same.headers.location]).toEqual([303, `/experts/${person.reference}?done=edited`]);
    const { version: _version, updatedAt: _updatedAt, fieldAudience: _audience, ...facts } = before;
    expect((await t.as(liaison.token).get(`experts/${person.id}`)).body).toMatchObject(facts);
    await edit(person.reference, {
      familyName: 'Renamed',
      website: '',
      country: 'ie',
      languages: 'Irish; English',
      'availableUntil-day': '',
      'availableUntil-month': '',
      'availableUntil-year': '',
      'audience-phone': 'uk_government',
    });
    expect((await t.as(liaison.token).get(`experts/${person.id}`)).body).toMatchObject({
      familyName: 'Renamed',
      website: null,
      country: 'IE',
      languages: ['Irish', 'English'],
      availableUntil: null,
      fieldAudience: { phone: 'uk_government', email: 'all_partners' },
    });
  });

  it('says what is wrong beside the fields, and keeps what was typed', async () => {
    const person = await t.make.expert({ agency_id: liaison.organisationId });
    const page = await edit(person.reference, {
      givenName: '',
      website: 'javascript:alert(1)',
      'objectedOn-day': '1',
      biography: '</textarea><script>alert(1)</script>',
    });
    expect([page.status, page.problems.map(([, href]) => href)]).toEqual([
      400,
      ['#givenName', '#website', '#objectedOn-day'],
    ]);
    expect(page.html).not.toContain('<script>alert');
    expect(page.form('/edit"')).toMatchObject({ givenName: '', website: 'javascript:alert(1)', 'objectedOn-day': '1' });
  });

  it('refuses to overwrite what somebody else has just changed, with the way to go on', async () => {
    const person = await t.make.expert({ agency_id: liaison.organisationId });
    const opened = (await browser.get(`/experts/${person.reference}/edit`)).form('/edit"');
    await t.as(liaison.token).patch(`experts/${person.id}`, { interests: 'Theirs' }, 1).expect(200);
    for (let tried = 0; tried < 2; tried += 1) {
      const page = await browser.post(`/experts/${person.reference}/edit`, { ...opened, interests: 'Mine' });
      expect([page.status, page.problems.length]).toEqual([412, 1]);
      expect(page.form('/edit"')).toMatchObject({ interests: 'Mine', version: '1' });
      expect(page.text).toContain('Open the form again');
    }
  });

  it('is for the agency that keeps the record', async () => {
    const person = await t.make.expert({ agency_id: liaison.organisationId });
    const hidden = await t.make.expert({ agency_id: liaison.organisationId, privacy_notice_sent_on: null });
    const partner = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
    expect((await partner.get(`/experts/${person.reference}/edit`)).status).toBe(403);
    expect((await partner.get(`/experts/${hidden.reference}/edit`)).status).toBe(404);
    const fields = {
      _csrf: await partner.csrfToken(),
      version: '1',
      givenName: 'X',
      familyName: 'Y',
      kind: 'academic',
      availability: 'unknown',
      lawfulBasis: 'public_task',
    };
    expect((await partner.post(`/experts/${person.reference}/edit`, fields)).status).toBe(403);
    expect((await partner.post(`/experts/${hidden.reference}/edit`, fields)).status).toBe(404);
  });
});
