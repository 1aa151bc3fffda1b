import { castOf, expertRow, type Cast } from '../portal/cast.js';
import { accept, accountsOf, delegateCastOf, delegationsOf, named, naming } from '../portal/delegate.cast.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Page } from '../support/browser.js';

let t: TestApp;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

const hostile = `<script>alert(1)</script>"><img src=x onerror=alert(1)>{{7*7}}`;
const until = (day: string, month: string, year: string) => ({
  'until-day': day,
  'until-month': month,
  'until-year': year,
});
const add = 'Send for approval';
/** As a browser sends it: boxes that are not ticked are not sent. */
const filled = (given: object = {}) => ({
  name: 'Pat Assistant',
  email: 'pat@university.example',
  sections: ['about', 'expertise'],
  ...until('31', '12', '2026'),
  ...given,
});

function expectSound(page: Page): void {
  expect(page.headings).toHaveLength(1);
  expect(page.scripts).toHaveLength(1);
  expect(page.tags('img')).toEqual([]);
  expect(new Set(page.ids).size).toBe(page.ids.length);
}

async function audited(own: Cast): Promise<object[]> {
  return t.source.query('select verb, actor_user_id from audit_entries where record_id = $1', [own.expert.id]);
}

describe('naming a delegate', () => {
  it('goes to staff, who read in words whom, what and until when; the academic sees where it stands', async () => {
    const own = await castOf(t);
    const academic = await t.asBrowser(own.academic);
    expect((await academic.get('/me')).html).toContain('href="/me/delegates"');
    const empty = await academic.get('/me/delegates');
    expect([empty.title, empty.text.includes('Nobody but you.')]).toEqual(['Your delegates – Accord', true]);
    expect(empty.text).toContain('Until 10 June 2027 at the latest');
    const sent = await academic.fill('/me/delegates', add, filled());
    expect([sent.status, sent.headers.location]).toEqual([303, '/me/delegates?done=named']);
    const waiting = await academic.follow(sent);
    for (const text of [
      'Sent.',
      'Pat Assistant',
      'Waiting',
      'May edit: About and Expertise',
      'Last day: 31 December 2026',
    ])
      expect(waiting.text).toContain(text);
    expectSound(waiting);

    const staff = await t.asBrowser(own.liaison);
    const list = await staff.get('/moderation');
    expect(list.text).toContain('Delegate: Pat Assistant');
    const [, path] = /href="(\/moderation\/[0-9a-f-]{36})"/.exec(list.html)!;
    const proposal = await staff.get(path);
    for (const text of [
      'pat@university.example',
      'About and Expertise',
      '31 December 2026',
      'an invitation is sent to it',
    ])
      expect(proposal.text).toContain(text);
    const accepted = await staff.fill(path, 'Accept this delegate', {});
    expect((await staff.follow(accepted)).text).toContain('Accepted. The delegate may edit from now on');
    expect(await accountsOf(t, 'pat@university.example')).toHaveLength(1);
    const now = await academic.get('/me/delegates');
    expect(now.text).toContain(
      'pat@university.example May edit: About and Expertise, until 31 December 2026 Has not changed anything yet',
    );
    expect(now.text).not.toContain('Waiting');
  });

  it('says beside each field what is wrong, keeps what was typed and changes nothing', async () => {
    const own = await castOf(t);
    const academic = await t.asBrowser(own.academic);
    const form = (await academic.get('/me/delegates')).form(add);
    const { _csrf } = form;
    const nothing = await academic.post('/me/delegates', { _csrf, name: '', email: '', ...until('', '', '') });
    expect(nothing.status).toBe(400);
    expect(nothing.title).toMatch(/^Error: /);
    expect(nothing.problems.map(([, href]) => href)).toEqual(['#name', '#email', '#sections', '#until-day']);
    for (const [given, hrefs] of [
      [until('30', '2', '2027'), ['#until-day']],
      [until('9', '6', '2026'), ['#until-day']],
      [until('11', '6', '2027'), ['#until-day']],
      [{ sections: ['email'] }, ['#sections']],
      [{ email: own.academic.email }, ['#email']],
      [{ name: hostile.repeat(5), email: hostile }, ['#name', '#email']],
    ] as const) {
      const page = await academic.post('/me/delegates', { _csrf, ...filled(given) });
      expect([given, page.status, page.problems.map(([, href]) => href)]).toEqual([given, 400, hrefs]);
      expectSound(page);
      expect(page.form(add)).toMatchObject({ name: 'name' in given ? given.name : 'Pat Assistant' });
    }
    const kept = await academic.post('/me/delegates', { _csrf, ...filled({ email: '' }) });
    const ticked = kept
      .tags('input')
      .filter(({ attributes }) => attributes.name === 'sections' && 'checked' in attributes);
    expect(ticked.map(({ attributes }) => attributes.value)).toEqual(['about', 'expertise']);
    expect(await t.source.query('select 1 from profile_changes where expert_id = $1', [own.expert.id])).toEqual([]);
  });

  it('shows hostile names as names, to the academic and to staff', async () => {
    const own = await castOf(t);
    const id = await named(t, own, naming({ name: hostile }));
    for (const [who, path] of [
      [own.academic, '/me/delegates'],
      [own.academic, '/me'],
      [own.liaison, '/moderation'],
      [own.liaison, `/moderation/${id}`],
    ] as const) {
      const page = await (await t.asBrowser(who)).get(path);
      expect(page.text).toContain(hostile);
      expectSound(page);
    }
  });

  it('is refused to staff with the reason, which the academic never reads', async () => {
    const own = await castOf(t);
    const id = await named(t, own, naming({ email: own.elsewhere.email }));
    const page = await (await t.asBrowser(own.liaison)).fill(`/moderation/${id}`, 'Accept this delegate', {});
    expect([page.status, page.problems[0][0]]).toEqual([
      409,
      expect.stringContaining('Refuse, and ask for somebody else'),
    ]);
    const told = await (await t.asBrowser(own.academic)).get('/me/delegates');
    expect(told.text).toContain('Waiting');
    expect(told.text).not.toMatch(/has an account with/);
    expect(await delegationsOf(t, own.expert.id)).toEqual([]);
  });
});

describe('ending', () => {
  it('is asked once, counts at once, and says when they last changed something', async () => {
    const own = await delegateCastOf(t);
    const delegate = await t.asBrowser(own.delegate);
    await delegate.fill(`/delegations/${own.expert.id}/edit/about`, '/edit/about', { interests: 'Theirs' });
    const academic = await t.asBrowser(own.academic);
    expect((await academic.get('/me/delegates')).text).toContain('Last changed something on 10 June 2026');
    const path = `/me/delegates/${own.delegationId}/end`;
    expect((await academic.get(path)).headings).toEqual(['End what Named Delegate may edit']);
    const ended = await academic.fill(path, path, {});
    expect((await academic.follow(ended)).text).toContain('Ended. They can edit nothing of yours any more.');
    expect((await delegate.get(`/delegations/${own.expert.id}/edit/about`)).status).toBe(404);
    expect((await academic.get(path)).status).toBe(404);
    expect((await academic.get('/me/delegates')).text).toContain('ended on 10 June 2026');
  });

  it('is for nobody else', async () => {
    const own = await delegateCastOf(t);
    const path = `/me/delegates/${own.delegationId}/end`;
    for (const [who, status] of [
      [(await castOf(t)).academic, 404],
      [own.delegate, 403],
      [own.liaison, 403],
    ] as const) {
      const browser = await t.asBrowser(who);
      const { _csrf } = (await browser.get('/account')).form('/sign-out');
      expect([(await browser.get(path)).status, (await browser.post(path, { _csrf })).status]).toEqual([
        status,
        status,
      ]);
    }
  });
});

describe('a delegate', () => {
  it('begins at the people who named them, and sees nothing else of the product', async () => {
    const own = await delegateCastOf(t, { sections: ['about'] });
    const browser = await t.asBrowser(own.delegate);
    const home = await browser.get('/');
    expect([home.status, home.headers.location]).toEqual([303, '/delegations']);
    const page = await browser.follow(home);
    expect(page.text).toContain(own.expert.name);
    expect(page.text).toContain('Until 31 December 2026. You have not changed anything yet.');
    const links = page.tags('a').flatMap(({ attributes }) => attributes.href ?? []);
    expect(links.filter((href) => href.includes('/edit/'))).toEqual([`/delegations/${own.expert.id}/edit/about`]);
    expect(page.html).not.toContain(String((await expertRow(t, own.expert.id)).email));
    for (const path of [
      '/me',
      '/me/delegates',
      '/experts',
      '/agreements',
      '/moderation',
      '/admin/users',
      '/organisations',
    ])
      expect([path, (await browser.get(path)).status]).toEqual([path, 403]);
  });

  it('edits with the forms of the person’s own profile, which speak of them', async () => {
    const own = await delegateCastOf(t);
    const browser = await t.asBrowser(own.delegate);
    const base = `/delegations/${own.expert.id}/edit`;
    const about = await browser.get(`${base}/about`);
    expect(about.headings).toEqual([`About Dr ${own.expert.name}`]);
    expect(about.text).toContain('What people call them, if not their given name');
    expectSound(about);
    for (const [section, fields] of [
      ['about', { biography: 'Studies fraud.', languages: 'English, Polish', country: 'GB' }],
      ['availability', { availability: 'limited', ...until('1', '9', '2026') }],
      ['expertise', { term: 'threat:fraud', level: 'primary' }],
    ] as const) {
      const saved = await browser.fill(`${base}/${section}`, `${base}/${section}`, fields);
      expect([section, saved.status, saved.headers.location]).toEqual([section, 303, '/delegations?done=saved']);
    }
    expect((await browser.get('/delegations?done=saved')).text).toContain('You last changed something on 10 June 2026');
    const me = await (await t.asBrowser(own.academic)).get('/me');
    for (const text of ['Studies fraud.', 'English, Polish', 'Limited until 1 September 2026', 'not confirmed yet'])
      expect(me.text).toContain(text);
    expect(me.text).toContain('You have not confirmed your profile yet');
    const verbs = (await audited(own)) as { verb: string; actor_user_id: string }[];
    expect(verbs.map(({ verb, actor_user_id }) => [verb, actor_user_id]).sort()).toEqual([
      ['expert.change-as-delegate', own.delegate.id],
      ['expert.change-as-delegate', own.delegate.id],
      ['expert.replace-expertise-as-delegate', own.delegate.id],
    ]);
  });

  it('is told what is wrong beside the field, with what was typed', async () => {
    const own = await delegateCastOf(t);
    const browser = await t.asBrowser(own.delegate);
    const path = `/delegations/${own.expert.id}/edit/about`;
    const page = await browser.fill(path, path, { website: hostile, biography: hostile });
    expect([page.status, page.problems.map(([, href]) => href)]).toEqual([400, ['#website']]);
    expect(page.form(path)).toMatchObject({ website: hostile, biography: hostile });
    expectSound(page);
    expect((await expertRow(t, own.expert.id)).version).toBe(1);
  });

  it('finds no section that is not delegated, and no form of what staff look at', async () => {
    const own = await delegateCastOf(t, { sections: ['availability'] });
    const browser = await t.asBrowser(own.delegate);
    const _csrf = await browser.get('/delegations').then((page) => page.form('/sign-out')._csrf);
    const base = `/delegations/${own.expert.id}/edit`;
    for (const section of ['about', 'expertise', 'name', 'email', 'affiliations', 'nothing'])
      expect([section, (await browser.get(`${base}/${section}`)).status]).toEqual([section, 404]);
    const about = { _csrf, version: '1', knownAs: '', biography: 'No', interests: '', languages: '', country: '' };
    const posted = await browser.post(`${base}/about`, { ...about, careerStage: '', website: '', phone: '' });
    expect(posted.status).toBe(404);
    expect((await browser.post(`${base}/expertise`, { _csrf, version: '1' })).status).toBe(404);
    expect((await expertRow(t, own.expert.id)).version).toBe(1);
    expect((await browser.get(`${base}/availability`)).status).toBe(200);
  });

  it('whom nobody names any more is told so', async () => {
    const own = await delegateCastOf(t, { until_on: '2026-06-09' });
    const page = await (await t.asBrowser(own.delegate)).get('/delegations');
    expect(page.text).toContain('Nobody’s profile is yours to edit now');
  });
});

it('an administrator sees and disables the account, and makes no delegate by hand', async () => {
  const own = await castOf(t);
  const dto = naming();
  await accept(t, own, await named(t, own, dto)).expect(200);
  const [account] = (await accountsOf(t, dto.email)) as { id: string }[];
  const admin = await t.asBrowser(await t.make.user('admin', own.agency.id));
  const offered = (await admin.get('/admin/users/new')).html;
  expect(offered).not.toContain('value="delegate"');
  expect((await admin.get('/admin/users?role=delegate')).text).toContain(dto.name);
  const page = await admin.get(`/admin/users/${account.id}`);
  expect(page.text).toContain('Delegate: parts of the profiles of academics who named them');
  const change = await admin.fill(`/admin/users/${account.id}/change`, 'Keep the changes', { name: 'Pat Renamed' });
  expect(change.status).toBe(303);
  const made = await admin.fill('/admin/users/new', 'Add and invite', {
    ...{ name: 'By Hand', email: 'by-hand@university.example', role: 'delegate', organisation: own.agency.name },
  });
  expect([made.status, made.problems[0]]).toEqual([
    400,
    [expect.stringContaining('An academic names a delegate'), '#role'],
  ]);
  const version = String((await accountsOf(t, dto.email))[0].version);
  const steps = { version, step: 'disable', reason: 'They left.' };
  const _csrf = await admin.get('/admin/users').then((one) => one.form('/sign-out')._csrf);
  expect((await admin.post(`/admin/users/${account.id}/steps`, { _csrf, ...steps })).status).toBe(303);
});
