import { newId } from '../../src/kernel/identifier.js';
import { rorIdOf } from '../organisations/cast.js';
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

const add = (fields: Record<string, string>, who = browser): Promise<Page> =>
  who.fill('/organisations/new', 'action="/organisations/new"', fields);
const change = (id: string, fields: Record<string, string>, who = browser): Promise<Page> =>
  who.fill(`/organisations/${id}/edit`, `action="/organisations/${id}/edit"`, fields);
const bodyOf = async (id: string): Promise<Record<string, unknown>> =>
  (await t.as(liaison.token).get(`organisations/${id}`).expect(200)).body as Record<string, unknown>;
const idIn = (page: Page): string => /organisations\/([0-9a-f-]{36})/.exec(page.headers.location ?? '')![1];

describe('adding an organisation', () => {
  it('keeps what was typed and leads to its page', async () => {
    const parent = await t.make.organisation({ name: 'Federal University of Trelby' });
    const answer = await add({
      kind: 'research_institute',
      name: ' Trelby Institute ',
      shortName: 'TI',
      aliases: 'Institute of Trelby\r\nTrelby Labs\r\n',
      parent: 'federal university of trelby',
      country: 'NL',
      website: 'https://trelby.example',
      emailDomains: 'Trelby.example',
      'from-day': '1',
      'from-month': '9',
      'from-year': '1999',
    });
    expect([answer.status, answer.headers.location]).toEqual([303, expect.stringMatching(/\?done=added$/)]);
    const page = await browser.follow(answer);
    expect([page.headings, page.text.includes('Organisation added.')]).toEqual([['Trelby Institute'], true]);
    expect(await bodyOf(idIn(answer))).toMatchObject({
      kind: 'research_institute',
      name: 'Trelby Institute',
      shortName: 'TI',
      aliases: ['Institute of Trelby', 'Trelby Labs'],
      parent: { id: parent.id },
      country: 'NL',
      website: 'https://trelby.example',
      emailDomains: ['trelby.example'],
      validFrom: '1999-09-01',
    });
  });

  it('says all that is wrong, beside its field, and keeps what was typed', async () => {
    const typed = {
      kind: '',
      name: '',
      website: 'javascript:alert(1)',
      rorId: '015m2p880',
      emailDomains: 'not a domain',
      parent: 'Nobody is called this',
      'to-day': '31',
      'to-month': '2',
      'to-year': '2020',
    };
    const page = await add(typed);
    expect([page.status, page.title]).toEqual([400, 'Error: Add an organisation – Accord']);
    expect(page.problems.map(([, href]) => href)).toEqual([
      '#kind',
      '#name',
      '#parent',
      '#rorId',
      '#website',
      '#emailDomains',
      '#to-day',
    ]);
    for (const [text, href] of page.problems)
      expect([href, page.messageAt(href!.slice(1).replace('-day', ''))]).toEqual([href, `Error: ${text}`]);
    expect(page.form('action="/organisations/new"')).toMatchObject(typed);
  });

  it('asks which body is meant when several are called so', async () => {
    const one = await t.make.organisation({ name: 'Marrowby North' });
    await t.make.organisation({ name: 'Marrowby South' });
    const page = await add({ kind: 'university', name: 'Marrowby East', parent: 'marrowby' });
    expect(page.problems).toEqual([['Select which “marrowby” you mean.', '#parent-id']]);
    expect(page.text).toContain('Marrowby North Marrowby South');
    const fields = { ...page.form('action="/organisations/new"'), 'parent-id': one.id, different: 'yes' };
    const answer = await browser.post('/organisations/new', fields);
    expect((await bodyOf(idIn(answer))).parent).toEqual({ id: one.id, name: 'Marrowby North' });
  });

  it.each([
    ['the same name under another kind', { kind: 'ngo', name: 'WESTBURY RESEARCH CENTRE' }],
    ['an alias', { kind: 'ngo', name: 'Westbury Labs' }],
    ['almost the same name', { kind: 'ngo', name: 'Westbury Reserch Center' }],
  ])('warns of %s, and goes on when it is another one', async (_what, typed) => {
    const [known] = (await t.as(liaison.token).get('organisations?q=westbury+research').expect(200)).body.items;
    const id =
      (known as { id: string } | undefined)?.id ??
      (await t.make.organisation({ name: 'Westbury Research Centre', aliases: ['Westbury Labs'] })).id;
    const page = await add(typed);
    expect([page.status, page.problems]).toEqual([
      409,
      [[expect.stringContaining('may be here already'), '#different']],
    ]);
    expect(page.html).toContain(`href="/organisations/${id}"`);
    const unique = `${typed.name} ${t.make.next()} of somewhere else entirely`;
    const again = { ...page.form('action="/organisations/new"'), name: unique, different: 'yes' };
    expect((await browser.post('/organisations/new', again)).status).toBe(303);
  });

  it('refuses the same body twice, whatever is ticked', async () => {
    const known = await t.make.organisation({ name: 'Only One University' });
    const page = await add({ kind: 'university', name: known.name, different: 'yes' });
    expect([page.status, page.problems]).toEqual([
      409,
      [['There is already a body of this kind with this name.', '#name']],
    ]);
  });

  it('offers agencies to administrators only', async () => {
    expect((await add({ kind: 'territorial_force', name: 'Pretended Police', different: 'yes' })).status).toBe(403);
    const admin = await t.asBrowser(await t.make.user('admin', liaison.organisationId));
    const answer = await add(
      {
        kind: 'territorial_force',
        name: 'Zennor Constabulary',
        audience: 'uk_law_enforcement',
        jurisdiction: 'england_wales',
        'controller-day': '1',
        'controller-month': '4',
        'controller-year': '2026',
      },
      admin,
    );
    const { body } = await t
      .as(liaison.token)
      .get(`agencies/${idIn(answer)}`)
      .expect(200);
    expect(body).toMatchObject({ audience: 'uk_law_enforcement', jointControllerFrom: '2026-04-01' });
  });
});

describe('changing an organisation', () => {
  it('begins with what is known, and clears what is blank', async () => {
    const before = await t.make.organisation({ name: 'Predecessor of it', valid_to: '2001-01-01' });
    const body = await t.make.organisation({
      name: 'Changeable University',
      short_name: 'CU',
      aliases: ['One', 'Two'],
      predecessor_id: before.id,
      ror_id: rorIdOf(32 ** 5 * 31 + 9),
      ror_status: 'active',
      valid_from: '2001-01-02',
    });
    const page = await browser.get(`/organisations/${body.id}/edit`);
    expect(page.form(`/organisations/${body.id}/edit`)).toMatchObject({
      name: 'Changeable University',
      aliases: 'One\nTwo',
      predecessor: 'Predecessor of it',
      'predecessor-id': before.id,
      'from-day': '2',
    });
    const answer = await change(body.id, { name: 'Changed Univ', aliases: 'Two', shortName: '', rorId: '' });
    expect((await browser.follow(answer)).text).toContain('Changes saved.');
    expect(await bodyOf(body.id)).toMatchObject({
      name: 'Changed Univ',
      shortName: null,
      aliases: ['Two'],
      rorUrl: null,
      predecessor: { id: before.id },
      validFrom: '2001-01-02',
    });
  });

  it('says that somebody else changed it meanwhile, and keeps what was typed', async () => {
    const body = await t.make.organisation();
    const opened = await browser.get(`/organisations/${body.id}/edit`);
    await t.as(liaison.token).patch(`organisations/${body.id}`, { shortName: 'Meanwhile' }, 1).expect(200);
    const fields = { ...opened.form('/edit'), shortName: 'Mine' };
    const page = await browser.post(`/organisations/${body.id}/edit`, fields);
    expect([page.status, page.problems.length, page.form('/edit').shortName]).toEqual([412, 1, 'Mine']);
    expect((await browser.post(`/organisations/${body.id}/edit`, page.form('/edit'))).status).toBe(412);
  });

  it('names the lead of an agency, for administrators', async () => {
    const agency = await t.make.agency({ name: 'Leaderless Police' });
    const [lead, deputy] = [await t.make.user('partner', agency.id), await t.make.user('partner', agency.id)];
    const admin = await t.asBrowser(await t.make.user('admin', liaison.organisationId));
    const both = await change(agency.id, { leadUserId: lead.id, deputyUserId: lead.id }, admin);
    expect(both.problems).toEqual([['The deputy must be somebody other than the lead.', '#deputyUserId']]);
    expect((await change(agency.id, { leadUserId: lead.id, deputyUserId: deputy.id }, admin)).status).toBe(303);
    const { body } = await t.as(liaison.token).get(`agencies/${agency.id}`).expect(200);
    expect([body.lead.id, body.deputy.id]).toEqual([lead.id, deputy.id]);
    expect((await browser.get(`/organisations/${agency.id}/edit`)).status).toBe(403);
  });
});

describe('contacts of an organisation', () => {
  it('are added and changed from its page', async () => {
    const body = await t.make.organisation({ name: 'Contact University' });
    const path = `/organisations/${body.id}/contacts/new`;
    const wrong = await browser.fill(path, 'action="/organisations', { name: '', email: 'nothing', sharing: 'agency' });
    expect([wrong.status, wrong.problems.map(([, href]) => href)]).toEqual([400, ['#name', '#email']]);
    const sensitive = { name: 'Pat Contract', marking: 'OFFICIAL-SENSITIVE', sharing: 'agency' };
    const marked = await browser.fill(path, 'action="/organisations', sensitive);
    expect([marked.problems.map(([, href]) => href), marked.form(path).name]).toEqual([['#sharing'], 'Pat Contract']);

    const typed = { name: 'Pat Contract', office: 'Research Contracts', email: 'pat@contact.example', phone: '1' };
    const added = await browser.follow(await browser.fill(path, 'action="/organisations', typed));
    expect(added.text).toContain('Contact added.');
    expect(added.text).toContain('Research Contracts pat@contact.example');
    const edit = /\/contacts\/[0-9a-f-]{36}\/edit/.exec(added.html)![0];
    const changed = await browser.follow(await browser.fill(edit, `action="${edit}"`, { office: '', phone: '0123' }));
    expect([changed.text.includes('Contact changed.'), changed.text.includes('Research Contracts')]).toEqual([
      true,
      false,
    ]);
    expect(changed.text).toContain('pat@contact.example 0123');
  });

  it('of another agency are read where they are shared, never changed, and absent where they are not', async () => {
    const other = await t.make.agency();
    const body = await t.make.organisation();
    const at = { agency_id: other.id, organisation_id: body.id };
    const shared = await t.make.contact({ ...at, sharing: 'uk_law_enforcement' });
    const hidden = await t.make.contact(at);
    const page = await browser.get(`/organisations/${body.id}`);
    expect([page.text.includes(shared.name), page.text.includes(hidden.name)]).toEqual([true, false]);
    expect(page.html).not.toContain(`/contacts/${shared.id}/edit`);
    const statuses = [shared.id, hidden.id, newId()].map(
      async (id) => (await browser.get(`/contacts/${id}/edit`)).status,
    );
    expect(await Promise.all(statuses)).toEqual([403, 404, 404]);
  });
});
