import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let liaison: Person;
let colleague: Person;
let foreign: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id, { name: 'Lena Liaison' });
  colleague = await t.make.user('liaison', agency.id, { name: 'Cleo Colleague' });
  foreign = await t.make.user('partner', (await t.make.agency({ name: 'Elsewhere Police' })).id, {
    name: 'Fay Foreign',
  });
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

type Expert = Awaited<ReturnType<TestApp['make']['expert']>>;
const own = () => ({ agency_id: liaison.organisationId });
const theirs = () => ({ agency_id: foreign.organisationId });
const named = { marking: 'OFFICIAL-SENSITIVE', sharing: 'named' };

const somebody = (given: object = {}): Promise<Expert> => t.make.expert({ ...own(), ...given });
const bond = (expert: Expert, given: object = {}): Promise<{ id: string }> =>
  t.make.relationship({ ...own(), expert_id: expert.id, owner_user_id: liaison.id, ...given });
const open = (expert: Expert, who: Browser = browser, below = ''): Promise<Page> =>
  who.get(`/experts/${expert.reference}${below}`);

async function cover(expert: Expert, given: object = {}): Promise<{ id: string; reference: string }> {
  const agreement = await t.make.agreement({ ...own(), stage: 'executed', executed_on: '2025-12-15', ...given });
  await t.make.row('agreement_covered_persons', { agreement_id: agreement.id, expert_id: expert.id });
  return agreement;
}

describe('who this is and what is next', () => {
  it('stands on one page', async () => {
    const term = await t.make.term({ scheme: 'threat', label: 'Money laundering' });
    const expert = await somebody({
      title: 'Dr',
      known_as: 'Addie',
      email: 'ada@university.example',
      orcid: '0000-0002-1825-0097',
      availability: 'limited',
      available_until: '2026-09-30',
      do_not_contact: true,
      privacy_notice_sent_on: null,
    });
    const post = await t.make.affiliation({ expert_id: expert.id, department: 'Criminology', role: 'Reader' });
    await t.make.affiliation({
      expert_id: expert.id,
      role: 'Fellow',
      ended_on: '2020-08-31',
      started_on: '2015-09-01',
      is_primary: false,
    });
    const stamps = { created_at: t.clock.now(), updated_at: t.clock.now() };
    await t.make.row('expertise', {
      id: newId(),
      expert_id: expert.id,
      term_id: term.id,
      level: 'primary',
      source: 'self',
      ...stamps,
    });
    const { id } = await bond(expert, {
      stage: 'partner',
      cadence_days: 30,
      notes: 'Mornings',
      last_contact_at: '2026-05-01T10:00:00Z',
    });
    const change = { relationship_id: id, from_stage: 'contact', to_stage: 'partner', reason: 'Signed up' };
    await t.make.row('relationship_stage_changes', {
      id: newId(),
      ...change,
      changed_by_user_id: liaison.id,
      changed_at: '2026-02-03T10:00:00Z',
    });
    await t.make.relationship({ ...theirs(), expert_id: expert.id, owner_user_id: foreign.id, since_on: '2025-03-04' });
    const about = { about_expert_id: expert.id };
    const promise = await t.make.followUp({ ...own(), ...about, due_on: '2026-06-01', assignee_user_id: colleague.id });
    await t.make.followUp({ ...own(), ...about, title: 'Done long ago', status: 'done', completed_on: '2026-01-01' });
    const agreement = await cover(expert);
    const meeting = await t.make.interaction({ ...own(), ...about, outcome: 'Agreed to write' });

    const page = await open(expert);
    expect([page.status, page.headings]).toEqual([200, [`Dr Ada ${expert.name.split(' ')[1]} known as Addie`]]);
    expect(page.title).toBe(`Dr ${expert.name} (${expert.reference}) – Accord`);
    const organisation = await t.source.query('select name from organisations where id = $1', [post.organisationId]);
    for (const words of [
      'Do not contact this person.',
      'The privacy notice has not been sent yet: it is due by 10 July 2026.',
      `${organisation[0].name}, Criminology (Reader)`,
      '1 September 2015 to 31 August 2020',
      'Money laundering',
      'ada@university.example',
      '0000-0002-1825-0097 (not confirmed)',
      'Limited until 30 September 2026',
      `Late 1 June 2026 Follow-up: ${promise.title} (Cleo Colleague)`,
      '31 December 2027 Agreement ends: ' + agreement.reference,
      'Every 30 days',
      'Last contact 1 May 2026',
      '3 February 2026: Partner, by Lena Liaison: Signed up',
      'Mornings',
      'This person can ask for a copy',
      'Elsewhere Police: led by Fay Foreign, since 4 March 2025',
      meeting.subject,
      'Agreed to write',
    ])
      expect(page.text).toContain(words);
    expect(page.text).not.toContain('Done long ago');
    // Whoever is not to be contacted is not asked for either.
    expect(page.text).not.toContain('Be in touch');
    const links = page.tags('a').map(({ attributes }) => attributes.href);
    for (const href of [
      `/interactions/new?expertId=${expert.id}`,
      `/follow-ups/new?expertId=${expert.id}`,
      `/agreements/new?expertId=${expert.id}`,
      `/experts/${expert.reference}/edit`,
      `/experts/${expert.reference}/briefing`,
      `/experts/${expert.reference}/timeline?period=this_year`,
    ])
      expect(links).toContain(href);
    expect(new Set(page.ids).size).toBe(page.ids.length);
  });

  it('says what is planned, in the order of the days with the rest, and apart from what has happened', async () => {
    const expert = await somebody();
    const about = { ...own(), about_expert_id: expert.id };
    const plan = (subject: string, happened_at: string, given: object = {}): Promise<{ id: string }> =>
      t.make.interaction({ ...about, subject, happened_at, ...given });
    await plan('Second look', '2026-06-15T09:00:00Z', { kind: 'call' });
    await t.make.followUp({ ...about, due_on: '2026-06-14', title: 'Send the draft' });
    const first = await plan('First look', '2026-06-12T13:30:00Z');
    await plan('Already held', '2026-06-10T08:00:00Z');
    await plan('Seen by nobody else', '2026-06-11T08:00:00Z', { ...theirs(), about_expert_id: expert.id });

    const page = await open(expert);
    const [next, lately] = [/What is next(.*)Latest interactions/, /Latest interactions(.*)Agreements that cover/].map(
      (part) => part.exec(page.text)![1],
    );
    const places = [
      '12 June 2026 Meeting, 2:30pm: First look',
      '14 June 2026 Follow-up: Send the draft',
      '15 June 2026 Call, 10am: Second look',
    ].map((words) => next.indexOf(words));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places[0]).toBeGreaterThan(-1);
    expect(page.html).toContain(`/interactions/${first.id}`);
    expect([lately.includes('Already held'), lately.includes('First look')]).toEqual([true, false]);
    expect(page.text).not.toContain('Seen by nobody else');
    const briefing = await open(expert, browser, '/briefing');
    expect([briefing.text.includes('Already held'), briefing.text.includes('First look')]).toEqual([true, false]);
  });

  it('takes no word of the address for something that was done', async () => {
    const page = await open(await somebody(), browser, '?done=constructor');
    expect([page.status, page.html.includes('notification-banner')]).toEqual([200, false]);
  });

  it('says what to do where there is nothing yet', async () => {
    const page = await open(await somebody());
    expect(page.text).toContain('Nothing is planned with this person.');
    expect(page.text).toContain('Begin a relationship');
    expect(page.text).toContain('No interaction is logged that you may see. Log the first one');
  });

  it('is for staff: the person themselves has a page of their own', async () => {
    const academic = await t.make.user('academic', liaison.organisationId);
    const asAcademic = await t.asBrowser(academic);
    for (const below of ['', '/timeline', '/briefing', '/relationship', '/vetting'])
      expect((await asAcademic.get(`/experts/${academic.expertId}${below}`)).status).toBe(403);
  });
});

describe('what others keep', () => {
  it('never shows: hidden records, other agencies’ notes and private fields', async () => {
    const expert = await somebody({
      email: 'canary-email@x.example',
      phone: 'canary-phone',
      biography: 'canary-biography',
    });
    await bond(expert, {
      notes: 'canary-notes',
      assessment: 'canary-assessment',
      source: 'canary-source',
      stage: 'dormant',
    });
    const about = { about_expert_id: expert.id };
    await t.make.interaction({ ...own(), ...about, subject: 'canary-interaction' });
    await t.make.interaction({
      ...own(),
      ...about,
      subject: 'canary-chatham',
      chatham_house: true,
      sharing: 'all_partners',
    });
    await t.make.followUp({ ...own(), ...about, title: 'canary-follow-up' });
    await cover(expert, { title: 'canary-agreement', purpose: 'canary-purpose' });
    await t.make.vetting({
      ...own(),
      expert_id: expert.id,
      level: 'dv',
      granted_on: '2023-04-05',
      expires_on: '2030-04-04',
    });
    const stranger = await t.asBrowser(foreign);
    for (const below of ['', '/timeline', '/timeline?period=this_year', '/briefing', '/relationship', '/vetting']) {
      const page = await open(expert, stranger, below);
      expect([below, page.status, page.html.match(/canary-[a-z-]+/g)]).toEqual([below, 200, null]);
      expect(page.text).not.toMatch(/Developed vetting \(DV\),|4 April 2030|5 April 2023/);
    }
    const page = await open(expert, stranger);
    expect(page.text).toContain('Vetted: ask the sponsor.');
    expect(page.text).not.toContain('ormant');
    expect(page.text).toContain('led by Lena Liaison, since 5 January 2026');
    expect(page.text).toContain('E-mail Not shared with your agency');
    expect(page.html).not.toContain(`/experts/${expert.reference}/edit`);
  });

  it('of named people only stays with them, on every page', async () => {
    const expert = await somebody();
    await bond(expert, { ...named, owner_user_id: colleague.id, notes: 'canary-notes' });
    const about = { about_expert_id: expert.id, created_by_user_id: colleague.id, ...named };
    await t.make.interaction({ ...own(), ...about, subject: 'canary-interaction' });
    await t.make.followUp({ ...own(), ...about, title: 'canary-follow-up' });
    await cover(expert, { title: 'canary-agreement', owner_user_id: colleague.id, ...named });
    const asColleague = await t.asBrowser(colleague);
    for (const below of ['', '/timeline', '/briefing']) {
      const [hidden, shown] = [await open(expert, browser, below), await open(expert, asColleague, below)];
      expect([
        below,
        hidden.html.match(/canary-[a-z-]+/g),
        hidden.html.includes('accord-marking">OFFICIAL-SENSITIVE'),
      ]).toEqual([below, null, false]);
      expect([...new Set(shown.html.match(/canary-(interaction|follow-up|agreement)/g))]).toHaveLength(3);
      expect(shown.html.match(/<p class="accord-marking">OFFICIAL-SENSITIVE/g)).toHaveLength(2);
    }
  });

  it('is a person who is not there, where they may not be seen at all', async () => {
    const expert = await somebody({ objected_on: '2026-05-01' });
    const stranger = await t.asBrowser(foreign);
    const bare = ({ text }: Page): string => text.replace(/quote \S+/, '');
    for (const below of ['', '/timeline', '/briefing', '/relationship', '/vetting']) {
      const [hidden, absent] = [
        await stranger.get(`/experts/${expert.id}${below}`),
        await stranger.get(`/experts/${newId()}${below}`),
      ];
      expect([hidden.status, bare(hidden)]).toEqual([404, bare(absent)]);
    }
  });
});

describe('the marking of the page', () => {
  it.each<[string, (expert: Expert) => Promise<unknown>]>([
    ['relationship', (expert) => bond(expert, named)],
    [
      'interaction',
      (expert) =>
        t.make.interaction({ ...own(), about_expert_id: expert.id, created_by_user_id: liaison.id, ...named }),
    ],
    [
      'follow-up',
      (expert) => t.make.followUp({ ...own(), about_expert_id: expert.id, assignee_user_id: liaison.id, ...named }),
    ],
    ['agreement', (expert) => cover(expert, { owner_user_id: liaison.id, ...named })],
  ])('is that of the highest: a sensitive %s', async (_what, add) => {
    const expert = await somebody();
    expect((await open(expert)).html).not.toContain('accord-marking');
    await add(expert);
    for (const below of ['', '/briefing'])
      expect((await open(expert, browser, below)).html.match(/accord-marking">OFFICIAL-SENSITIVE/g)).toHaveLength(2);
    const readings = await t.source.query<{ kinds: string[] }[]>(
      `select array_agg(distinct record_kind) as kinds from audit_readings where marking = 'OFFICIAL-SENSITIVE' and actor_user_id = $1 and at >= $2`,
      [liaison.id, t.clock.now()],
    );
    expect(readings[0].kinds.length).toBeGreaterThan(0);
  });
});

it.each([
  '<script>alert(1)</script>',
  `"><img src=x onerror=alert(1)>`,
  '{{7*7}} {% raw %} ${7*7}',
  '</dd></title><h1>Two</h1>',
])('shows %s as it was written', async (text) => {
  const expert = await somebody({
    title: text,
    family_name: text,
    known_as: text,
    biography: text,
    interests: text,
    phone: text,
    website: 'javascript:alert(1)',
    contact_preferences: text,
    languages: [text],
  });
  await t.make.affiliation({ expert_id: expert.id, department: text, role: text });
  const { id } = await bond(expert, { notes: text, assessment: text, source: text });
  await t.make.row('relationship_stage_changes', {
    id: newId(),
    relationship_id: id,
    to_stage: 'contact',
    reason: text,
    changed_at: t.clock.now(),
  });
  const about = { about_expert_id: expert.id };
  await t.make.interaction({ ...own(), ...about, subject: text, outcome: text });
  await t.make.followUp({ ...own(), ...about, title: text });
  await cover(expert, { title: text, purpose: text });
  for (const below of [
    `?done=${encodeURIComponent(text)}`,
    '/timeline',
    `/timeline?kind=${encodeURIComponent(text)}&period=${encodeURIComponent(text)}`,
    '/briefing',
    '/relationship',
    '/vetting',
  ]) {
    const page = await open(expert, browser, below);
    expect([below, page.headings.length, page.scripts.length, page.tags('img')]).toEqual([below, 1, 1, []]);
    expect(page.tags('a').filter(({ attributes }) => !/^(\/|#)/.test(attributes.href!))).toEqual([]);
    expect(page.text).not.toContain('49');
  }
});
