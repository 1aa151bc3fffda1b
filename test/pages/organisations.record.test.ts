import { newId } from '../../src/kernel/identifier.js';
import { rorIdOf } from '../organisations/cast.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let liaison: Person;
let partner: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  liaison = await t.make.user('liaison', (await t.make.agency({ name: 'Own Police' })).id);
  partner = await t.make.user('partner', (await t.make.agency({ name: 'Other Police' })).id);
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

const ours = (): { agency_id: string } => ({ agency_id: liaison.organisationId });
const theirs = (): { agency_id: string } => ({ agency_id: partner.organisationId });
const inForce = { stage: 'executed', executed_on: '2025-12-15' };

describe('the page of an organisation', () => {
  it('says what it is and what came before and after it', async () => {
    const group = await t.make.organisation({ name: 'The Group' });
    const later = await t.make.organisation({ name: 'Later University' });
    const ror = rorIdOf(32 ** 5 * 31 + 7);
    const body = await t.make.organisation({
      name: 'Middle University',
      short_name: 'MU',
      aliases: ['Midville'],
      parent_id: group.id,
      country: 'IE',
      website: 'https://middle.example',
      ror_id: ror,
      ror_status: 'inactive',
      email_domains: ['middle.example'],
      valid_from: '1990-01-01',
      valid_to: '2026-08-31',
      successor_id: later.id,
    });
    const before = await t.make.organisation({ name: 'Early College', successor_id: body.id, valid_to: '1989-12-31' });
    const page = await browser.get(`/organisations/${body.id}`);
    expect([page.status, page.title, page.headings]).toEqual([
      200,
      'Middle University – Accord',
      ['Middle University'],
    ]);
    for (const text of [
      'University, MU',
      'Also known as Midville',
      'Part of The Group',
      'Country Ireland',
      `https://ror.org/${ror} (inactive in the registry)`,
      'Since 1 January 1990',
      'Its last day is 31 August 2026. Later University continues it.',
      'Took over from Early College',
    ])
      expect(page.text).toContain(text);
    expect(page.html).toContain(`href="/organisations/${before.id}"`);
    const parent = await browser.get(`/organisations/${group.id}`);
    expect(parent.text).toContain('Parts of it Middle University , university');
  });

  it('shows the people, contacts, agreements and activity that the reader may see, and nothing of the others', async () => {
    const body = await t.make.organisation({ name: 'Shared University' });
    const at = { organisation_id: body.id };
    const known = await t.make.expert({ ...ours(), family_name: 'Knowable' });
    await t.make.affiliation({ ...at, expert_id: known.id, role: 'Professor of Fraud' });
    const left = await t.make.expert({ ...ours(), family_name: 'Leftlong' });
    await t.make.affiliation({ ...at, expert_id: left.id, ended_on: '2024-01-01' });
    const hidden = await t.make.expert({ ...theirs(), family_name: 'Hiddenone', objected_on: '2026-01-01' });
    await t.make.affiliation({ ...at, expert_id: hidden.id });
    await t.make.contact({ ...ours(), ...at, name: 'Contracts Office' });
    await t.make.contact({ ...theirs(), ...at, name: 'Secretive Office' });
    const agreement = await t.make.agreement({ ...ours(), ...inForce, title: 'Seen agreement' });
    const unseen = await t.make.agreement({ ...theirs(), ...inForce, title: 'Unseen agreement' });
    for (const { id } of [agreement, unseen])
      await t.make.row('agreement_parties', { id: newId(), agreement_id: id, organisation_id: body.id });
    await t.make.interaction({ ...ours(), subject: 'Meeting with the professor' }, [{ expert_id: known.id }]);
    await t.make.interaction({ ...ours(), subject: 'About the university', about_organisation_id: body.id });
    await t.make.interaction({ ...ours(), subject: 'With one who left' }, [{ expert_id: left.id }]);
    await t.make.interaction({ ...theirs(), subject: 'Behind closed doors' }, [{ organisation_id: body.id }]);
    const chatham = { chatham_house: true, sharing: 'uk_law_enforcement' };
    await t.make.interaction({ ...theirs(), ...chatham, subject: 'Under the rule' }, [{ expert_id: known.id }]);
    const page = await browser.get(`/organisations/${body.id}`);
    for (const text of [
      `Ada Knowable (${known.reference}), Professor of Fraud`,
      'Contracts Office',
      'Seen agreement',
      'Meeting with the professor',
      'About the university',
    ])
      expect(page.text).toContain(text);
    for (const text of [
      'Leftlong',
      'Hiddenone',
      'Secretive',
      'Unseen',
      'Behind closed doors',
      'Under the rule',
      'With one who left',
    ])
      expect(page.text).not.toContain(text);
    expect(page.html).toContain(`href="/experts/${known.reference}"`);
    expect(page.html).toContain(`href="/agreements/${agreement.reference}"`);
    // The same page for its other readers: approvers see nothing of people.
    const approver = await (
      await t.asBrowser(await t.make.user('approver', liaison.organisationId))
    ).get(`/organisations/${body.id}`);
    expect([approver.status, /Knowable|Contracts Office|Meeting|Seen agreement/.test(approver.text)]).toEqual([
      200,
      false,
    ]);
  });

  it('carries the highest marking of what it shows, and is kept in the log of readings', async () => {
    const body = await t.make.organisation();
    const contact = await t.make.contact({
      ...ours(),
      organisation_id: body.id,
      marking: 'OFFICIAL-SENSITIVE',
      sharing: 'named',
      created_by_user_id: liaison.id,
    });
    const page = await browser.get(`/organisations/${body.id}`);
    expect(page.html.match(/<p class="accord-marking">OFFICIAL-SENSITIVE/g)).toHaveLength(2);
    const readings = await t.source.query<object[]>(
      'select route, record_kind as kind from audit_readings where $1 = any(record_ids)',
      [contact.id],
    );
    expect(readings).toEqual([{ route: 'GET /organisations/:id', kind: 'contact' }]);
  });

  it('is absent when there is none, and a university is no agency', async () => {
    const body = await t.make.organisation();
    expect((await browser.get(`/organisations/${newId()}`)).status).toBe(404);
    expect((await browser.get(`/agencies/${body.id}`)).status).toBe(404);
    expect((await browser.get(`/agencies/nothing`)).status).toBe(404);
  });

  it.each(['<script>alert(1)</script>', '{{7*7}} {% raw %}', '"><img src=x onerror=alert(1)>'])(
    'shows %s as it was written',
    async (text) => {
      const body = await t.make.organisation({ name: `${text} ${t.make.next()}`, aliases: [text], short_name: text });
      const expert = await t.make.expert({ ...ours(), family_name: text });
      await t.make.affiliation({ organisation_id: body.id, expert_id: expert.id, role: text });
      await t.make.contact({ ...ours(), organisation_id: body.id, name: text, office: text, phone: text });
      await t.make.interaction({ ...ours(), subject: text, outcome: text, about_organisation_id: body.id });
      for (const path of [`/organisations/${body.id}`, `/organisations?q=${encodeURIComponent(text)}`]) {
        const page = await browser.get(path);
        expect([page.status, page.headings.length, page.scripts.length, page.tags('img')]).toEqual([200, 1, 1, []]);
        expect(page.text).toContain(text);
      }
    },
  );
});

describe('the page of an agency', () => {
  it('names whom to turn to, its units, and what it has going on', async () => {
    const force = await t.make.agency({ name: 'Lead Force' });
    const rocu = await t.make.agency({ name: 'The ROCU', kind: 'rocu', signs_through_id: force.id });
    const lead = await t.make.user('partner', rocu.id, { name: 'Lea Lead' });
    await t.source.query('update organisations set lead_user_id = $2 where id = $1', [rocu.id, lead.id]);
    const unit = await t.make.organisation({ kind: 'unit', name: 'Cyber unit', parent_id: rocu.id });
    await t.make.agreement({ agency_id: rocu.id, ...inForce, sharing: 'uk_law_enforcement' });
    const page = await browser.get(`/agencies/${rocu.id}`);
    for (const text of [
      'Signs through Lead Force , because it is not a legal entity itself',
      'Lead liaison Lea Lead',
      'Deputy Nobody is named',
      'Joint-controller arrangement From 1 January 2020',
      'Agreements in force: 1',
      'Units Cyber unit',
    ])
      expect(page.text).toContain(text);
    expect(page.html).toContain(`href="/organisations/${unit.id}"`);
    expect((await browser.get(`/organisations/${rocu.id}`)).text).toContain('Lead liaison Lea Lead');
    // Agencies are for administrators to change.
    expect(page.html).not.toContain(`/organisations/${rocu.id}/edit`);
    const admin = await t.asBrowser(await t.make.user('admin', liaison.organisationId));
    expect((await admin.get(`/agencies/${rocu.id}`)).html).toContain(`/organisations/${rocu.id}/edit`);
  });
});
