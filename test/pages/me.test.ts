import { newId } from '../../src/kernel/identifier.js';
import { castOf, expertRow, proposal, type Cast } from '../portal/cast.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';

let t: TestApp;
let cast: Cast;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  cast = await castOf(t);
  browser = await t.asBrowser(cast.academic);
});
afterAll(() => t.close());

const pages = [
  '/me',
  '/me/audience',
  '/me/privacy',
  '/me/publications',
  '/me/delegates',
  ...['about', 'availability', 'expertise', 'affiliations', 'name', 'email'].map((one) => `/me/edit/${one}`),
];
const hostile = ['<script>alert(1)</script>', `"><img src=x onerror=alert(1)> '`, '{{7*7}} {% raw %}'];

function expectSound(page: Page): void {
  expect(page.headings).toHaveLength(1);
  expect(page.scripts).toHaveLength(1);
  expect(page.tags('img')).toEqual([]);
  expect(new Set(page.ids).size).toBe(page.ids.length);
  const labels = page.tags('label').map(({ attributes }) => attributes.for);
  const fields = ['input', 'select', 'textarea'].flatMap((name) => page.tags(name));
  const shown = fields.filter(({ attributes }) => attributes.type !== 'hidden').map(({ attributes }) => attributes.id);
  expect(labels.sort()).toEqual(shown.sort());
}

describe('the profile', () => {
  it('is where an academic begins', async () => {
    expect((await browser.get('/')).headers.location).toBe('/me');
    const navigation = (await browser.get('/me')).tags('a').flatMap(({ attributes }) => attributes.href ?? []);
    expect(navigation).toContain('/agreements');
    expect(navigation).not.toContain('/moderation');
  });

  it('shows who looks after them, their agreements and what became of what they asked, and nothing that is not for them', async () => {
    const own = await castOf(t);
    await t.make.relationship({
      ...{ agency_id: own.agency.id, expert_id: own.expert.id, owner_user_id: own.liaison.id },
      ...{ stage: 'network_member', notes: 'secret-notes', assessment: 'secret-assessment' },
    });
    const agreement = await t.make.agreement({
      agency_id: own.agency.id,
      stage: 'executed',
      executed_on: '2026-01-01',
    });
    await t.make.row('agreement_covered_persons', { agreement_id: agreement.id, expert_id: own.expert.id });
    const hidden = await t.make.agreement({ agency_id: own.agency.id });
    const decided = { decided_at: t.clock.now(), decided_by_user_id: own.liaison.id };
    await proposal(t, own.expert.id, { state: 'refused', reason: 'Use the university’s', ...decided });
    const page = await (await t.asBrowser(own.academic)).get('/me');
    for (const text of [
      own.expert.name,
      `Member of the network, since 5 January 2026): ${own.liaison.name}`,
      agreement.reference,
      'Refused',
      'Use the university’s',
      'You have not confirmed your profile yet',
      'Your profile is 11% complete',
    ])
      expect(page.text).toContain(text);
    expect(page.html).not.toMatch(/secret-/);
    expect(page.text).not.toContain(hidden.reference);
    expectSound(page);
  });

  it('one button confirms it, of the version that was on the page', async () => {
    const own = await castOf(t);
    const who = await t.asBrowser(own.academic);
    const opened = await who.get('/me');
    const confirmed = await who.fill('/me', '/me/confirmation', {});
    expect([confirmed.status, confirmed.headers.location]).toEqual([303, '/me?done=confirmed']);
    expect((await who.follow(confirmed)).text).toContain('You last confirmed your profile on 10 June 2026.');
    const late = await who.post('/me/confirmation', opened.form('/me/confirmation'));
    expect([late.status, late.problems[0][0]]).toEqual([412, expect.stringMatching(/changed/)]);
  });

  it('is nobody else’s: staff are refused, another academic sees only themselves', async () => {
    const staff = await t.asBrowser(cast.liaison);
    for (const path of pages) expect([path, (await staff.get(path)).status]).toEqual([path, 403]);
    const other = await castOf(t);
    const page = await (await t.asBrowser(other.academic)).get('/me');
    expect(page.text).not.toContain(cast.expert.name);
  });
});

describe('changing a section', () => {
  it('about: saved at once and shown; a blank clears', async () => {
    const own = await castOf(t, { website: 'https://old.example' });
    const who = await t.asBrowser(own.academic);
    const typed = {
      biography: 'Studies\nfraud.',
      languages: 'English, Polish ; French',
      country: 'PL',
      careerStage: 'mid',
      website: '',
    };
    const saved = await who.fill('/me/edit/about', '/me/edit/about', typed);
    expect([saved.status, saved.headers.location]).toEqual([303, '/me?done=saved']);
    const page = await who.follow(saved);
    for (const text of ['English, Polish, French', 'Poland', 'Mid career']) expect(page.text).toContain(text);
    expect(await expertRow(t, own.expert.id)).toMatchObject({ website: null, biography: 'Studies\nfraud.' });
  });

  it('about: what is wrong is said beside its field, and what was typed stays', async () => {
    for (const text of hostile) {
      const page = await browser.fill('/me/edit/about', '/me/edit/about', {
        biography: text,
        interests: text,
        website: text,
        knownAs: 'x'.repeat(101),
      });
      expect(page.status).toBe(400);
      expect(page.title).toMatch(/^Error: /);
      expect(page.problems.map(([, href]) => href)).toEqual(['#knownAs', '#website']);
      expect(page.messageAt('website')).toContain('must be a web address');
      expect(page.form('/me/edit/about')).toMatchObject({ biography: text, interests: text, website: text });
      expectSound(page);
    }
    expect((await expertRow(t, cast.expert.id)).version).toBe(1);
  });

  it('about: somebody else’s change meanwhile is said, and the form goes through once it is opened again', async () => {
    const own = await castOf(t);
    const who = await t.asBrowser(own.academic);
    const opened = await who.get('/me/edit/about');
    await t.as(own.liaison.token).patch(`experts/${own.expert.id}`, { phone: '0123' }, 1).expect(200);
    const page = await who.post('/me/edit/about', { ...opened.form('/me/edit/about'), interests: 'Mine' });
    expect([page.status, page.form('/me/edit/about')]).toEqual([
      412,
      expect.objectContaining({ interests: 'Mine', version: '1' }),
    ]);
    expect((await who.fill('/me/edit/about', '/me/edit/about', { interests: 'Mine' })).status).toBe(303);
  });

  it('availability: with its end', async () => {
    const own = await castOf(t);
    const who = await t.asBrowser(own.academic);
    const date = (day: string): Record<string, string> => ({
      'until-day': day,
      'until-month': '2',
      'until-year': '2027',
    });
    const wrong = await who.fill('/me/edit/availability', '/me/edit/availability', {
      availability: 'limited',
      ...date('31'),
    });
    expect([wrong.status, wrong.problems]).toEqual([400, [['Enter a real date, such as 27 3 2026.', '#until-day']]]);
    expect(wrong.form('/me/edit/availability')).toMatchObject({ availability: 'limited', ...date('31') });
    const saved = await who.post('/me/edit/availability', { ...wrong.form('/me/edit/availability'), ...date('28') });
    expect((await who.follow(saved)).text).toContain('Limited until 28 February 2027');
  });

  it('expertise: keeps, takes away and adds in one go', async () => {
    const own = await castOf(t);
    const who = await t.asBrowser(own.academic);
    const [kept, gone] = [await t.make.term({ scheme: 'method' }), await t.make.term({ scheme: 'method' })];
    for (const { id } of [kept, gone])
      await t.make.row('expertise', {
        id: newId(),
        expert_id: own.expert.id,
        term_id: id,
        level: 'secondary',
        source: 'suggested',
        ...t.make.stamps(),
      });
    const form = (await who.get('/me/edit/expertise')).form('/me/edit/expertise');
    const rows = {
      term: [`method:${kept.code}`, `method:${gone.code}`, 'threat:fraud', ''],
      level: ['primary', 'away', 'secondary', 'secondary'],
    };
    const twice = await who.post('/me/edit/expertise', {
      ...form,
      term: [...rows.term, 'threat:fraud'],
      level: [...rows.level, 'primary'],
    });
    expect([twice.status, twice.problems]).toEqual([400, [['This term stands in the list already.', '#added-1-term']]]);
    expect(twice.ids).toContain('added-1-term');
    expectSound(twice);
    const saved = await who.post('/me/edit/expertise', { ...form, ...rows });
    const page = await who.follow(saved);
    expect(page.text).toContain(`${kept.label} (main field): confirmed on 10 June 2026`);
    expect(page.text).not.toContain(gone.label);
  });

  it('name and e-mail address: sent, waiting, taken back, and the record as it was', async () => {
    const own = await castOf(t);
    const who = await t.asBrowser(own.academic);
    const blank = await who.fill('/me/edit/name', '/me/edit/name', { givenName: '', familyName: hostile[0] });
    expect([blank.status, blank.problems]).toEqual([400, [['Enter a given name.', '#givenName']]]);
    expect(blank.form('/me/edit/name').familyName).toBe(hostile[0]);
    const sent = await who.fill('/me/edit/name', '/me/edit/name', { givenName: 'Grace', familyName: hostile[0] });
    expect(sent.headers.location).toBe('/me?done=proposed');
    const page = await who.follow(sent);
    expect(page.text).toContain(`Family name: ${own.expert.name.split(' ')[1]} → ${hostile[0]}`);
    expect(page.headings).toEqual([`Dr ${own.expert.name}`]);
    expect((await who.get('/me/edit/name')).text).toContain('is waiting');
    const back = await who.fill('/me', '/withdrawal', {});
    expect((await who.follow(back)).text).toContain('Taken back');
    const email = await who.fill('/me/edit/email', '/me/edit/email', { email: 'nowhere' });
    expect(email.problems).toEqual([['Email must be an e-mail address, such as name@example.org.', '#email']]);
  });

  it('posts: a move, with its fields checked where they stand', async () => {
    const own = await castOf(t);
    const who = await t.asBrowser(own.academic);
    const { id } = await t.make.affiliation({ expert_id: own.expert.id, role: 'Lecturer' });
    const add = 'Send the new post';
    const typed = { organisation: '', role: hostile[1], replaces: id };
    const wrong = await who.fill('/me/edit/affiliations', add, typed);
    expect(wrong.problems).toEqual([['Enter an organisation.', '#add-organisation']]);
    expect(wrong.form(add)).toMatchObject(typed);
    expectSound(wrong);
    const undated = await who.fill('/me/edit/affiliations', add, { ...typed, organisation: 'Anywhere' });
    expect(undated.problems).toEqual([
      [expect.stringMatching(/^Enter the day on which you start/), '#add-started-day'],
    ]);
    const started = { 'started-day': '1', 'started-month': '9', 'started-year': '2026' };
    expect(
      (await who.fill('/me/edit/affiliations', add, { ...typed, organisation: 'Anywhere', ...started })).status,
    ).toBe(303);
    const ended = { 'ended-day': '1', 'ended-month': '1', 'ended-year': '2001' };
    const ending = await who.fill('/me/edit/affiliations', `value="${id}"`, ended);
    expect(ending.problems).toEqual([['The last day must be on or after the first.', `#${id}-ended-day`]]);
    expect(ending.form(`name="affiliationId" value="${id}"`)).toMatchObject(ended);
  });

  it.each(['nothing', '../me', 'constructor', '__proto__'])('there is no section “%s”', async (section) => {
    expect((await browser.get(`/me/edit/${encodeURIComponent(section)}`)).status).toBe(404);
  });
});

describe('choices', () => {
  it('who may read what counts in what other agencies see', async () => {
    const own = await castOf(t, { phone: '020 7946 0000' });
    const seen = async (): Promise<unknown> =>
      ((await t.as(own.elsewhere.token).get(`experts/${own.expert.id}`)).body as { phone: unknown }).phone;
    expect(await seen()).toBeNull();
    const who = await t.asBrowser(own.academic);
    expect((await who.fill('/me/audience', '/me/audience', { phone: 'uk_law_enforcement' })).status).toBe(303);
    expect(await seen()).toBe('020 7946 0000');
    expect((await who.get('/me/audience')).form('/me/audience')).toMatchObject({
      phone: 'uk_law_enforcement',
      email: 'agency',
    });
    const wrong = await who.fill('/me/audience', '/me/audience', { phone: 'everybody' });
    expect([wrong.status, wrong.problems.map(([, href]) => href)]).toEqual([400, ['#phone']]);
  });

  it('an objection is recorded, seen by staff of the keeping agency, and withdrawn', async () => {
    const own = await castOf(t);
    const who = await t.asBrowser(own.academic);
    const made = await who.fill('/me/privacy', 'value="object"', { text: hostile[0] });
    expect(made.headers.location).toBe('/me/privacy?done=object');
    const page = await who.follow(made);
    expect(page.text).toContain(`Recorded on 10 June 2026`);
    expect(page.text).toContain(hostile[0]);
    expect((await who.get('/me')).text).toContain('You objected to being held');
    const staff = await (await t.asBrowser(own.liaison)).get('/moderation');
    expect(staff.text).toContain(`objected on 10 June 2026`);
    expect(staff.scripts).toHaveLength(1);
    expect((await (await t.asBrowser(own.elsewhere)).get('/moderation')).text).not.toContain(own.expert.name);
    expect((await who.fill('/me/privacy', 'withdraw_objection', {})).status).toBe(303);
    expect((await (await t.asBrowser(own.liaison)).get('/moderation')).text).not.toContain(own.expert.name);
    const long = await who.fill('/me/privacy', 'value="restrict"', { text: 'x'.repeat(5001) });
    expect([long.status, long.problems.map(([, href]) => href)]).toEqual([400, ['#restrict-text']]);
  });

  it('every page stands: one heading, a label for each field, no id twice', async () => {
    const own = await castOf(t, { biography: hostile[0], phone: hostile[1], contact_preferences: hostile[2] });
    await t.make.affiliation({ expert_id: own.expert.id, role: hostile[0], department: hostile[1] });
    const who = await t.asBrowser(own.academic);
    for (const path of pages) {
      const page = await who.get(path);
      expect([path, page.status]).toEqual([path, 200]);
      expectSound(page);
    }
  });
});
