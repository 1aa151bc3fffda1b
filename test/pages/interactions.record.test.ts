import { ReadLog } from '../../src/platform/audit/read-log.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let me: Person;
let colleague: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  me = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('liaison', agency.id);
  browser = await t.asBrowser(me);
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

const make = (given: object = {}, participants: object[] = []): Promise<{ id: string; subject: string }> =>
  t.make.interaction({ agency_id: me.organisationId, created_by_user_id: me.id, ...given }, participants as never);
const subjects = (page: Page): string[] =>
  [...page.html.matchAll(/<th scope="row"[\s\S]*?<a[^>]*>([^<]*)</g)].map(([, one]) => one);
/** The correction's form as the page shows it. Radios are given by hand. */
async function correct(id: string, typed: Record<string, string>): Promise<Page> {
  const form = (await browser.get(`/interactions/${id}`)).form(`action="/interactions/${id}/correction"`);
  const { remove: _remove, chathamHouse: _chathamHouse, ...shown } = form;
  return browser.post(`/interactions/${id}/correction`, { ...shown, kind: 'meeting', ...typed });
}

describe('the list', () => {
  it('filters by whose, kind, words, person and days', async () => {
    const person = await t.make.expert({ agency_id: me.organisationId, family_name: 'Findable' });
    const own = await make({ subject: 'Own one', happened_at: '2026-05-01T10:00:00Z' }, [{ expert_id: person.id }]);
    const took = await make({ subject: 'Took part', created_by_user_id: colleague.id, kind: 'call' }, [
      { user_id: me.id },
    ]);
    const agencys = await make({ subject: 'Of the agency', created_by_user_id: colleague.id });
    const shared = await t.make.interaction({
      agency_id: (await t.make.agency()).id,
      subject: 'Shared by others',
      sharing: 'uk_law_enforcement',
    });
    const asked: [string, { subject: string }[]][] = [
      ['', [shared, agencys, took, own]],
      ['whose=mine', [took, own]],
      ['whose=agency', [agencys, took, own]],
      ['kind=call', [took]],
      ['q=own+one', [own]],
      ['expert=findable', [own]],
      [`expertId=${person.id}`, [own]],
      ['from-day=1&from-month=6&from-year=2026', [shared, agencys, took]],
      ['to-day=1&to-month=5&to-year=2026', [own]],
    ];
    for (const [query, found] of asked) {
      const page = await browser.get(`/interactions?${query}`);
      expect([query, subjects(page).sort()]).toEqual([query, found.map(({ subject }) => subject).sort()]);
    }
    const page = await browser.get('/interactions?whose=mine&kind=call&from-day=1&from-month=6&from-year=2026');
    const tags = page.tags('a').filter(({ attributes }) => attributes.class === 'accord-tags__tag');
    expect(tags.map(({ attributes }) => attributes.href)).toEqual([
      '/interactions?from-day=1&from-month=6&from-year=2026&kind=call',
      '/interactions?from-day=1&from-month=6&from-year=2026&whose=mine',
      '/interactions?whose=mine&kind=call',
    ]);
    expect(page.text).toContain('1 interaction Remove this filter: Mine');
  });

  it('says what is wrong beside the field, and what to do when there is nothing', async () => {
    const wrong = await browser.get('/interactions?from-day=31&from-month=2&from-year=2026');
    expect([wrong.status, wrong.problems]).toEqual([400, [['Enter a real date, such as 27 3 2026.', '#from-day']]]);
    expect((await browser.get('/interactions?q=no+such+words')).text).toContain('No interaction matches.');
    const newcomer = await t.asBrowser(await t.make.user('partner', (await t.make.agency({ audience: null })).id));
    expect((await newcomer.get('/interactions')).text).toContain('Log one: it takes half a minute');
  });
});

describe('a record', () => {
  it('is hidden from other agencies like one that is absent', async () => {
    const { id } = await make();
    const stranger = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
    expect((await stranger.get(`/interactions/${id}`)).status).toBe(404);
    const sent = { _csrf: await stranger.csrfToken(), version: '1', subject: 'Mine', correctionReason: 'No' };
    expect((await stranger.post(`/interactions/${id}/correction`, sent)).status).toBe(404);
  });

  it('under the Chatham House Rule tells another agency neither who nor what, and offers no correction', async () => {
    const person = await t.make.expert({ agency_id: me.organisationId, family_name: 'Kept-quiet' });
    const { id } = await make({ chatham_house: true, sharing: 'uk_law_enforcement', notes: 'Said in the room' }, [
      { expert_id: person.id },
    ]);
    const reader = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
    const page = await reader.get(`/interactions/${id}`);
    expect([page.status, /Kept-quiet|Said in the room/.test(page.html)]).toEqual([200, false]);
    expect(page.text).toContain('only its own agency knows');
    expect(page.html).not.toContain('/correction');
  });

  it('escapes what was typed', async () => {
    const hostile = '<script>alert(1)</script>{{7*7}}';
    const { id } = await make({ subject: hostile, notes: hostile, outcome: hostile });
    const page = await browser.get(`/interactions/${id}`);
    expect([page.headings, page.html.includes('<script>alert')]).toEqual([[hostile], false]);
  });
});

describe('a correction', () => {
  it('keeps the earlier text, and who corrected it and why', async () => {
    const [stays, leaves] = [
      await t.make.expert({ agency_id: me.organisationId }),
      await t.make.expert({ agency_id: me.organisationId }),
    ];
    const joins = await t.make.expert({ agency_id: me.organisationId });
    const { id, subject } = await make({ notes: 'First words' }, [{ expert_id: stays.id }, { expert_id: leaves.id }]);
    const sent = await correct(id, {
      subject: 'Right subject',
      notes: 'Second words',
      experts: joins.reference,
      remove: `expert/${leaves.id}`,
      correctionReason: 'Misheard',
    });
    expect(sent.headers.location).toBe(`/interactions/${id}?done=corrected`);
    const page = await browser.follow(sent);
    expect(page.text).toContain('Corrected. The earlier text is kept below.');
    expect(page.text).toContain(`by ${me.name} Misheard`);
    expect(page.text).toContain('Notes was “First words”');
    expect(page.text).toContain(`Subject was “${subject}”`);
    expect(page.text).toContain('Who took part changed');
    const { body } = await t.as(me.token).get(`interactions/${id}`);
    expect(body.participants.map((one: { id: string }) => one.id).sort()).toEqual([stays.id, joins.id].sort());
    expect(body.corrections[0].changed).toEqual(['notes', 'participants', 'subject']);
  });

  it('keeps in the log of readings whom it asks about', async () => {
    const { id } = await make();
    const both = [
      await t.make.expert({ agency_id: me.organisationId, given_name: 'Ann', family_name: 'Askedabout' }),
      await t.make.expert({ agency_id: me.organisationId, given_name: 'Bob', family_name: 'Askedabout' }),
    ].map((one) => one.id);
    const asked = await correct(id, { experts: 'Askedabout', correctionReason: 'She was there.' });
    expect(asked.problems).toEqual([['Select which “Askedabout” you mean.', '#pick-0']]);
    expect(await readOn('POST /interactions/:id/correction', both)).toEqual(both.sort());
  });

  it('needs a reason and something that differs, and keeps what was typed', async () => {
    const { id } = await make();
    const unexplained = await correct(id, { notes: 'More' });
    expect([unexplained.status, unexplained.problems.map(([, href]) => href)]).toEqual([400, ['#correctionReason']]);
    expect(unexplained.form('/correction"').notes).toBe('More');
    const same = await correct(id, { correctionReason: 'Why not' });
    expect(same.problems).toEqual([['Nothing here differs from what is recorded. Change what was wrong.', null]]);
    expect(same.form('/correction"').correctionReason).toBe('Why not');
  });

  it('is refused when somebody else was quicker, or for a time to come', async () => {
    const { id } = await make();
    expect((await correct(id, { version: '7', notes: 'Late', correctionReason: 'Why' })).status).toBe(412);
    const ahead = await correct(id, { 'on-year': '2027', correctionReason: 'Why' });
    expect(ahead.problems).toEqual([['Enter when it happened: a time that has passed.', '#on-day']]);
  });

  it('writes up what was planned, which only then counts as contact', async () => {
    const person = await t.make.expert({ agency_id: me.organisationId });
    await t.make.relationship({ agency_id: me.organisationId, expert_id: person.id });
    const planned = { created_at: '2026-06-01T09:00:00Z', happened_at: '2026-06-09T10:00:00Z' };
    const { id } = await make(planned, [{ expert_id: person.id }]);
    const page = await browser.get(`/interactions/${id}`);
    expect(page.text).toContain('has not been written up yet');
    expect(page.form('/correction"').correctionReason).toBe('Written up after it took place.');
    expect((await correct(id, { outcome: 'Agreed' })).status).toBe(303);
    const [row] = await t.source.query('select last_contact_at as at from relationships where expert_id = $1', [
      person.id,
    ]);
    expect(row.at).toEqual(new Date('2026-06-09T10:00:00Z'));
  });
});
