import { newId } from '../../src/kernel/identifier.js';
import { ReadLog } from '../../src/platform/audit/read-log.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
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

const executed = { stage: 'executed', executed_on: '2025-12-15' };

/** Somebody whom an NDA in force covers where they work. */
async function covered(given: object = {}) {
  const expert = await t.make.expert({ agency_id: agency.id, family_name: `Covered-${t.make.next()}`, ...given });
  const { organisationId } = await t.make.affiliation({ expert_id: expert.id });
  const agreement = await t.make.agreement({ agency_id: agency.id, type: 'nda', title: 'An NDA', ...executed });
  await t.make.row('agreement_parties', { id: newId(), agreement_id: agreement.id, organisation_id: organisationId });
  await t.make.row('agreement_covered_persons', { agreement_id: agreement.id, expert_id: expert.id });
  return { expert, agreement, organisationId };
}
const address = (fields: Record<string, string>) => `/cover?${new URLSearchParams(fields).toString()}`;

describe('“May I share this?”', () => {
  it('is asked from the page of a person, with two choices, and answered with each reason', async () => {
    const { expert, agreement } = await covered();
    const record = await browser.get(`/experts/${expert.reference}`);
    expect(record.html).toContain(`href="/cover?expertId=${expert.id}">May I share this with them today?`);
    const asked = await browser.get(`/cover?expertId=${expert.id}`);
    const form = asked.form('action="/cover"');
    expect(form).toMatchObject({ person: expert.name, 'person-id': expert.id, marking: 'OFFICIAL' });
    const answer = await browser.get(address({ ...form, purpose: 'unpublished_findings' }));
    expect([answer.status, answer.headings]).toEqual([200, [`Covered ${expert.name}`]]);
    for (const said of [
      'Nothing speaks against dealing with this person.',
      ' is in force until 31 December 2027.',
      'This answer rests on what you may see here.',
      '10 June 2026',
    ])
      expect(answer.text).toContain(said);
    expect(answer.html).toContain(`href="/agreements/${agreement.reference}"`);
  });

  it('says plainly that something is not to be shared, and why', async () => {
    const { expert } = await covered();
    const page = await browser.get(
      address({ person: expert.reference, purpose: 'operational_detail', marking: 'OFFICIAL' }),
    );
    expect([page.status, page.headings]).toEqual([200, [`Not covered ${expert.name}`]]);
    for (const said of [
      'Do not share this',
      'No vetting of this person is recorded that you may know of.',
      'This person has declared no interests yet.',
    ])
      expect(page.text).toContain(said);
  });

  it('stands in the navigation of those who may ask, and is closed to others', async () => {
    expect((await browser.get('/cover')).html).toContain('href="/cover"');
    for (const role of ['admin', 'approver', 'auditor'] as const) {
      const page = await (await t.asBrowser(await t.make.user(role, agency.id))).get('/cover');
      expect([role, page.status]).toEqual([role, 403]);
      expect(page.html).not.toContain('href="/cover"');
    }
  });

  it.each<[string, Record<string, string>, [string, string][]]>([
    [
      'nothing',
      { person: '', purpose: '' },
      [
        ['Enter whom you want to share something with.', '#person'],
        ['Select what you want to share.', '#purpose'],
      ],
    ],
    [
      'somebody who is not here',
      { person: 'Nobody Atall', purpose: 'personal_data' },
      [['There is no person called “Nobody Atall” here. Check the name.', '#person']],
    ],
    [
      'a day that is none',
      { 'on-day': '31', 'on-month': '2', 'on-year': '2026' },
      [['Enter a real date, such as 27 3 2026.', '#on-day']],
    ],
    [
      'yesterday',
      { 'on-day': '9', 'on-month': '6', 'on-year': '2026' },
      [['Enter today or a later day: what was covered before is not told from the records of today.', '#on-day']],
    ],
    [
      'an agency that is none',
      { agency: 'Invented College of Nothing' },
      [['There is no organisation called “Invented College of Nothing” here. Check the name.', '#agency']],
    ],
    [
      'a choice that is not offered',
      { purpose: 'everything', marking: 'HIGH' },
      [
        ['Select what you want to share.', '#purpose'],
        ['Select a marking.', '#marking'],
      ],
    ],
  ])('says what is wrong with %s, and keeps what was typed', async (_what, given, problems) => {
    const { expert } = await covered();
    const page = await browser.get(
      address({ person: expert.reference, purpose: 'personal_data', marking: 'OFFICIAL', ...given }),
    );
    expect([page.status, page.problems, page.title.startsWith('Error: ')]).toEqual([400, problems, true]);
    for (const [, href] of problems) expect(page.ids).toContain(href.slice(1));
    const typed = page.form('action="/cover"');
    for (const [name, value] of Object.entries(given))
      if (!['purpose', 'marking'].includes(name)) expect(typed[name]).toBe(value);
  });

  it('asks which of several is meant', async () => {
    const family_name = `Twin-${t.make.next()}`;
    const { expert } = await covered({ family_name });
    await t.make.expert({ agency_id: agency.id, family_name });
    const form = { person: `Ada ${family_name}`, purpose: 'general_discussion', marking: 'OFFICIAL' };
    const page = await browser.get(address(form));
    expect([page.status, page.problems]).toEqual([
      400,
      [[`Select which “Ada ${family_name}” you mean.`, '#person-id']],
    ]);
    expect((await browser.get(address({ ...form, 'person-id': expert.id }))).headings).toEqual([
      `Covered ${expert.name}`,
    ]);
  });

  it('somebody whom one may not see is nobody', async () => {
    const other = await t.make.agency();
    const hidden = await t.make.expert({ agency_id: other.id, objected_on: '2026-05-01' });
    expect((await browser.get(`/cover?expertId=${hidden.id}`)).status).toBe(404);
    const page = await browser.get(
      address({ person: hidden.reference, purpose: 'general_discussion', marking: 'OFFICIAL' }),
    );
    expect(page.problems).toEqual([
      [`There is no person called “${hidden.reference}” here. Check the name.`, '#person'],
    ]);
  });

  it('is kept in the log of readings', async () => {
    const { expert, agreement } = await covered();
    await browser.get(address({ person: expert.reference, purpose: 'unpublished_findings', marking: 'OFFICIAL' }));
    await t.app.get(ReadLog).flush();
    const readings = await t.source.query(
      `select record_kind as kind from audit_readings where route = 'GET /cover' and record_ids && $1::uuid[] order by kind`,
      [[expert.id, agreement.id]],
    );
    expect(readings).toEqual([{ kind: 'agreement' }, { kind: 'expert' }]);
  });

  it.each(['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '{{7*7}}', '\u202Eright to left'])(
    'shows %s as it was typed',
    async (text) => {
      const page = await browser.get(
        address({ person: text, agency: text, purpose: text, marking: text, 'on-day': text }),
      );
      expect([page.status, page.headings.length, page.scripts.length, page.tags('img')]).toEqual([400, 1, 1, []]);
      expect(page.form('action="/cover"')).toMatchObject({ person: text, agency: text });
    },
  );
});

describe('a new draft', () => {
  it('begun from a person first shows what covers them already', async () => {
    const { expert, agreement, organisationId } = await covered();
    const binding = await t.make.agreement({ agency_id: agency.id, title: 'With the university', ...executed });
    await t.make.row('agreement_parties', { id: newId(), agreement_id: binding.id, organisation_id: organisationId });
    const page = await browser.get(`/agreements/new?expertId=${expert.id}`);
    expect(page.text).toContain(`${agreement.reference} An NDA : Non-disclosure agreement, covers this person`);
    expect(page.text).toContain(
      `${binding.reference} With the university : Memorandum of understanding, binds where they work`,
    );
    expect(page.html.indexOf('In force already')).toBeLessThan(page.html.indexOf('id="type"'));
    const body = await browser.get(`/agreements/new?organisationId=${organisationId}`);
    expect(body.text).toContain(
      `${binding.reference} With the university : Memorandum of understanding, binds this organisation`,
    );
  });

  it('says nothing of it where there is none, or to who may not read it', async () => {
    const expert = await t.make.expert({ agency_id: agency.id });
    for (const path of ['/agreements/new', `/agreements/new?expertId=${expert.id}`])
      expect((await browser.get(path)).text).not.toContain('In force already');
    const { expert: other } = await covered();
    const stranger = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
    expect((await stranger.get(`/agreements/new?expertId=${other.id}`)).text).not.toContain('In force already');
  });
});
