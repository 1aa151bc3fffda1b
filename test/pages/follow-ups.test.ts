import { newId } from '../../src/kernel/identifier.js';
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
beforeEach(async () => {
  const agency = await t.make.agency();
  me = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('liaison', agency.id);
  browser = await t.asBrowser(me);
});

const promise = (given: object = {}): Promise<{ id: string; title: string }> =>
  t.make.followUp({ agency_id: me.organisationId, assignee_user_id: me.id, created_by_user_id: me.id, ...given });
const titles = (page: Page): string[] =>
  [...page.html.matchAll(/<th scope="row"[\s\S]*?<a[^>]*>([^<]*)</g)].map(([, one]) => one);
const rowOf = async (id: string): Promise<Record<string, unknown>> =>
  (await t.source.query('select * from follow_ups where id = $1', [id]))[0];
const take = (id: string, step: string, fields: Record<string, string> = {}): Promise<Page> =>
  browser.fill(`/follow-ups/${id}`, `name="step" value="${step}"`, fields);
const ticked = (...made: { id: string }[]): string => made.map(({ id }) => `followUp=${id}`).join('&');

describe('the list', () => {
  it('filters by whose turn it is, state, day, words and what it is about', async () => {
    const person = await t.make.expert({ agency_id: me.organisationId, family_name: 'Aboutable' });
    const said = await t.make.interaction({ agency_id: me.organisationId }, [{ expert_id: person.id }]);
    const agreement = await t.make.agreement({ agency_id: me.organisationId });
    const late = await promise({ due_on: '2026-06-01', about_interaction_id: said.id });
    const mine = await promise({ due_on: '2026-06-20', about_expert_id: person.id });
    const theirs = await promise({
      due_on: '2026-06-30',
      assignee_user_id: colleague.id,
      about_agreement_id: agreement.id,
    });
    const done = await promise({
      due_on: '2026-07-30',
      status: 'done',
      completed_on: '2026-06-09',
      title: 'Sent the codebook',
    });
    const asked: [string, { title: string }[]][] = [
      ['', [late, mine, theirs]],
      ['state=any', [late, mine, theirs, done]],
      ['assigneeUserId=me&state=any', [late, mine, done]],
      [`assigneeUserId=${colleague.id}`, [theirs]],
      ['state=overdue', [late]],
      ['before-day=20&before-month=6&before-year=2026', [late, mine]],
      ['q=codebook&state=done', [done]],
      ['about=aboutable', [late, mine]],
      [`about=${person.reference}`, [late, mine]],
      [`about=${agreement.reference}`, [theirs]],
      [`expertId=${person.id}`, [late, mine]],
    ];
    for (const [query, found] of asked)
      expect([query, titles(await browser.get(`/follow-ups?${query}`))]).toEqual([
        query,
        found.map(({ title }) => title),
      ]);
    const page = await browser.get(`/follow-ups?assigneeUserId=${colleague.id}&state=open`);
    expect(page.text).toContain(
      `1 follow-up Remove this filter: ${colleague.name} Remove this filter: Open Clear filters`,
    );
  });

  it.each(['state=any', 'state=overdue', 'state=to_do', 'assigneeUserId=me'])(
    'opens a saved view of %s',
    async (query) => {
      const view = { page: 'follow-ups', name: query, query };
      const { body } = await t.as(me.token).post('saved-views', view).expect(201);
      expect((await browser.get(body.address)).status).toBe(200);
    },
  );

  it('marks what is done with one click and stays where it was, with a way back', async () => {
    const { id, title } = await promise({ due_on: '2026-06-01' });
    const path = '/follow-ups?assigneeUserId=me&state=overdue';
    const page = await browser.follow(
      await browser.post(`/follow-ups/${id}/done`, (await browser.get(path)).form(`/follow-ups/${id}/done`)),
    );
    expect([page.text.includes(`Done: “${title}”.`), titles(page)]).toEqual([true, []]);
    expect(await rowOf(id)).toMatchObject({ status: 'done', completed_by_user_id: me.id, outcome: 'Done.' });
    const back = await browser.post(`/follow-ups/${id}/undo`, page.form(`/follow-ups/${id}/undo`));
    expect(back.headers.location).toBe(`${path}&done=undone`);
    expect(await rowOf(id)).toMatchObject({ status: 'open', completed_on: null });
  });

  it('shows the record with the reason when a Done comes too late, and never leads to another site', async () => {
    const { id } = await promise();
    const sent = { _csrf: await browser.csrfToken(), version: '1', back: 'https://elsewhere.example/' };
    expect((await browser.post(`/follow-ups/${id}/done`, sent)).headers.location).toBe(`/?finished=${id}`);
    const again = await browser.post(`/follow-ups/${id}/done`, sent);
    expect([again.status, again.problems[0][0]]).toEqual([412, expect.stringContaining('Somebody else changed this')]);
  });

  it('tells nothing of a hidden record by its banner, and offers nothing on those of other agencies', async () => {
    const other = await t.make.agency();
    const hidden = await t.make.followUp({ agency_id: other.id, status: 'done', completed_on: '2026-06-01' });
    const shared = await t.make.followUp({ agency_id: other.id, sharing: 'uk_law_enforcement' });
    const page = await browser.get(`/follow-ups?finished=${hidden.id}&handed=${newId()}`);
    expect([page.status, page.html.includes(hidden.title)]).toEqual([200, false]);
    expect(page.text).toContain(shared.title);
    expect(page.html).not.toContain(shared.id + '/done');
    await t.source.query('delete from follow_ups where id = $1', [shared.id]);
  });

  it('says what to do when there is nothing, and what is wrong beside its field', async () => {
    expect((await browser.get('/follow-ups')).text).toContain('Promise one, or log an interaction');
    const wrong = await browser.get('/follow-ups?state=wrong');
    expect([wrong.status, wrong.problems.map(([, href]) => href)]).toEqual([400, ['#state']]);
    const noDay = await browser.get('/follow-ups?before-day=1');
    expect(noDay.problems).toEqual([['Enter a real date, such as 27 3 2026.', '#before-day']]);
  });
});

describe('a new one', () => {
  const fill = async (typed: Record<string, string>, path = '/follow-ups/new'): Promise<Page> => {
    const { _csrf, key, aboutKind, aboutId } = (await browser.get(path)).form('action="/follow-ups/new"');
    return browser.post('/follow-ups/new', { _csrf, key, aboutKind, aboutId, assigneeUserId: me.id, ...typed });
  };

  it('is about whom it was opened from, and made once', async () => {
    const person = await t.make.expert({ agency_id: me.organisationId });
    const typed = { title: 'Send <it>', due: 'month', details: 'All of it' };
    const page = await browser.get(`/follow-ups/new?expertId=${person.reference}`);
    const { _csrf, key, aboutKind, aboutId } = page.form('action="/follow-ups/new"');
    const sent = { _csrf, key, aboutKind, aboutId, assigneeUserId: me.id, ...typed };
    const answers = [await browser.post('/follow-ups/new', sent), await browser.post('/follow-ups/new', sent)];
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
    const made = await browser.follow(answers[0]);
    expect([made.headings, made.text.includes('Promised. It is on the list.')]).toEqual([['Send <it>'], true]);
    expect(made.text).toContain('due on 10 July 2026');
    expect(made.text).toContain(person.name);
  });

  it('asks who is meant, says what is wrong and keeps what was typed', async () => {
    const both = [
      await t.make.expert({ agency_id: me.organisationId, given_name: 'Ann', family_name: 'Doubled' }),
      await t.make.expert({ agency_id: me.organisationId, given_name: 'Bea', family_name: 'Doubled' }),
    ].map(({ id }) => id);
    const asked = await fill({ title: 'Call', due: 'week', experts: 'Doubled' });
    expect([asked.status, asked.problems]).toEqual([400, [['Select which “Doubled” you mean.', '#pick-0']]]);
    expect(await readOn('POST /follow-ups/new', both)).toEqual(both.sort());
    const wrong = await fill({ title: '', details: 'Kept {{7*7}}', assigneeUserId: newId() });
    expect(wrong.problems.map(([, href]) => href)).toEqual(['#title', '#due-choice']);
    expect(wrong.form('action="/follow-ups/new"').details).toBe('Kept {{7*7}}');
  });

  it('is not found for a hidden record', async () => {
    const hidden = await t.make.interaction({ agency_id: (await t.make.agency()).id });
    expect((await browser.get(`/follow-ups/new?interactionId=${hidden.id}`)).status).toBe(404);
  });
});

describe('the steps', () => {
  it('done and schedule the next', async () => {
    const { id } = await promise();
    const sent = await take(id, 'complete', { outcome: 'She agreed', title: 'Write it up', due: 'fortnight' });
    const page = await browser.follow(sent);
    expect([page.text.includes('She agreed'), page.text.includes('The one after')]).toEqual([true, true]);
    const [next] = await t.source.query('select title, due_on::text as due from follow_ups where continues_id = $1', [
      id,
    ]);
    expect(next).toEqual({ title: 'Write it up', due: '2026-06-24' });
    expect(page.text).toContain('It goes on in another follow-up.');
    expect(page.text).not.toContain('Undo');
  });

  it('snooze, hand over, cancel and reopen', async () => {
    const { id } = await promise();
    const until = { 'until-day': '20', 'until-month': '6', 'until-year': '2026' };
    expect((await browser.follow(await take(id, 'snooze', until))).text).toContain('Comes back on 20 June 2026');
    expect((await take(id, 'reassign', { assigneeUserId: colleague.id, reason: 'Away' })).headers.location).toBe(
      '/follow-ups?done=reassign',
    );
    expect(await rowOf(id)).toMatchObject({ assignee_user_id: colleague.id, assigned_by_user_id: me.id });
    expect((await browser.follow(await take(id, 'cancel', { reason: 'Not needed' }))).text).toContain('Not needed');
    expect((await browser.follow(await take(id, 'reopen'))).text).toContain('Reopened: it is on the list again.');
  });

  it('say what is missing beside the field, and keep what was typed', async () => {
    const { id } = await promise();
    expect((await take(id, 'cancel')).problems).toEqual([['Enter the reason.', '#cancel-reason']]);
    const handed = await take(id, 'reassign', { reason: 'Typed reason' });
    expect(handed.problems).toEqual([['Select who takes it on.', '#reassign-assigneeUserId']]);
    expect(handed.form('value="reassign"').reason).toBe('Typed reason');
    const snoozed = await take(id, 'snooze', { 'until-day': '31', 'until-month': '2', 'until-year': '2026' });
    expect([snoozed.status, snoozed.problems.map(([, href]) => href)]).toEqual([400, ['#until-day']]);
    expect(snoozed.messageAt('until')).toBe('Error: Enter a real date, such as 27 3 2026.');
  });

  it('are nobody’s in another agency, who do not see a hidden one at all', async () => {
    const { id } = await promise();
    const shared = await promise({ sharing: 'uk_law_enforcement' });
    const stranger = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
    const sent = { _csrf: await stranger.csrfToken(), version: '1', step: 'complete' };
    expect((await stranger.get(`/follow-ups/${id}`)).status).toBe(404);
    expect((await stranger.post(`/follow-ups/${id}/steps`, sent)).status).toBe(404);
    expect((await stranger.get(`/follow-ups/${shared.id}`)).text).not.toContain('What you can do');
    expect((await stranger.post(`/follow-ups/${shared.id}/steps`, sent)).status).toBe(403);
  });
});

describe('handing several over', () => {
  it('takes all of a page at once, names them, and gives them back', async () => {
    const made = [];
    for (let number = 0; number < 15; number += 1) made.push(await promise({ title: `Number ${number}` }));
    const list = await browser.get('/follow-ups?assigneeUserId=me&select=all');
    const boxes = list.tags('input').filter(({ attributes }) => attributes.name === 'followUp');
    expect([boxes.length, list.html.split(' checked>').length - 1]).toEqual([15, 15]);
    const asked = await browser.get(`/follow-ups/hand-over?${ticked(...made)}`);
    expect(asked.headings).toEqual(['Hand over 15 follow-ups']);
    for (const { title } of made) expect(asked.text).toContain(title);

    const { _csrf } = asked.form('action="/follow-ups/hand-over"');
    const fields: [string, string][] = [
      ['_csrf', _csrf],
      ['assigneeUserId', colleague.id],
      ...made.map(({ id }): [string, string] => ['followUp', `${id}/1`]),
    ];
    const sent = await browser.postPairs('/follow-ups/hand-over', fields);
    const page = await browser.follow(sent);
    expect(page.text).toContain(`15 follow-ups handed over to ${colleague.name}.`);
    expect(await rowOf(made[3].id)).toMatchObject({ assignee_user_id: colleague.id, version: 2 });

    const back = await browser.post('/follow-ups/hand-over/undo', page.form('/follow-ups/hand-over/undo'));
    expect((await browser.follow(back)).text).toContain('they are with whoever had them before');
    expect(await rowOf(made[3].id)).toMatchObject({ assignee_user_id: me.id, version: 3 });
  });

  it('says that somebody who has left cannot have theirs back, and leaves all where they are', async () => {
    const gone = await t.make.user('liaison', me.organisationId, { name: 'Greta Gone' });
    const [mine, theirs] = [await promise(), await promise({ assignee_user_id: gone.id })];
    const followUps = [mine, theirs].map(({ id }) => ({ id, version: 1 }));
    const asked = { followUps, assigneeUserId: colleague.id, reason: 'Away' };
    const { body } = await t.as(me.token).post('follow-ups/hand-overs', asked).expect(201);
    await t.source.query('update users set disabled_at = $1 where id = $2', [t.clock.now(), gone.id]);
    const list = await browser.get(`/follow-ups?handed=${body.id}`);
    const page = await browser.post('/follow-ups/hand-over/undo', list.form('/follow-ups/hand-over/undo'));
    expect([page.status, page.problems[0][0]]).toEqual([409, expect.stringContaining('Greta Gone cannot take')]);
    expect(page.text).toContain(mine.title);
    expect(await rowOf(mine.id)).toMatchObject({ assignee_user_id: colleague.id, version: 2 });
  });

  it('asks who takes them on, and says when nothing is selected', async () => {
    const one = await promise();
    expect((await browser.get('/follow-ups/hand-over')).text).toContain('Nothing is selected that is open');
    const path = `/follow-ups/hand-over?${ticked(one)}`;
    const page = await browser.fill(path, 'action="/follow-ups/hand-over"', { reason: 'Kept words' });
    expect([page.status, page.problems]).toEqual([400, [['Select who takes them on.', '#assigneeUserId']]]);
    expect(page.form('action="/follow-ups/hand-over"').reason).toBe('Kept words');
    expect(page.text).toContain(one.title);
  });

  it('names and moves nothing of another agency', async () => {
    const theirs = await t.make.followUp({ agency_id: (await t.make.agency()).id, sharing: 'uk_law_enforcement' });
    const asked = await browser.get(`/follow-ups/hand-over?${ticked(theirs)}`);
    expect([asked.status, asked.text.includes(theirs.title)]).toEqual([200, false]);
    const sent = { _csrf: await browser.csrfToken(), followUp: `${theirs.id}/1`, assigneeUserId: colleague.id };
    expect((await browser.post('/follow-ups/hand-over', sent)).status).toBe(403);
    await t.source.query('delete from follow_ups where id = $1', [theirs.id]);
  });
});
