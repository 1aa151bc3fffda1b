import { newId } from '../../src/kernel/identifier.js';
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

type Expert = Awaited<ReturnType<TestApp['make']['expert']>>;
const add = (given: object = {}): Promise<Expert> => t.make.expert({ agency_id: liaison.organisationId, ...given });
const references = (page: Page): string[] =>
  [...page.html.matchAll(/href="\/experts\/(EXP-\d+)">/g)].map(([, one]) => one);
const found = async (query: string): Promise<string[]> => references(await browser.get(`/experts?${query}`));
/** Terms with codes of their own, so that nothing else in this file is found by them. */
async function knows(expert: Expert, scheme: string, label: string, synonyms: string[] = []): Promise<string> {
  const held = await t.source.query('select id, code from vocabulary_terms where scheme = $1 and label = $2', [
    scheme,
    label,
  ]);
  const term = held[0] ?? (await t.make.term({ scheme, label, synonyms }));
  const times = { created_at: t.clock.now(), updated_at: t.clock.now() };
  await t.make.row('expertise', {
    id: newId(),
    expert_id: expert.id,
    term_id: term.id,
    level: 'primary',
    source: 'liaison',
    ...times,
  });
  return term.code as string;
}

describe('the list of experts', () => {
  it('says what to do when there is nobody yet', async () => {
    const newcomer = await t.asBrowser(
      await t.make.user('liaison', (await t.make.agency({ joint_controller_from: null })).id),
    );
    const page = await newcomer.get('/experts');
    expect([page.status, page.title, page.headings]).toEqual([200, 'Experts – Accord', ['Experts']]);
    expect(page.text).toContain('0 experts There is no expert that you may see yet. Add the first one .');
    expect(page.text).not.toContain('Save this view');
  });

  it('finds who knows a topic in a region with one form, by a synonym too', async () => {
    const [both, elsewhere, other] = [await add(), await add(), await add()];
    const region = await knows(both, 'region', 'Valley of Lindens', []);
    await knows(both, 'threat', 'Theft of violins', ['fiddle theft', 'TOV']);
    await knows(elsewhere, 'threat', 'Theft of violins');
    await knows(other, 'region', 'Valley of Lindens');
    for (const topic of ['violins', 'FIDDLE+theft', 'tov', 'theft+of+viol', 'violns+theft'])
      expect([topic, await found(`topic=${topic}&region=${region}`)]).toEqual([topic, [both.reference]]);
    const page = await browser.get(`/experts?q=&topic=TOV&region=${region}&stage=`);
    expect(page.text).toContain('“TOV” stands for Theft of violins.');
    expect(page.text).toContain('1 expert Remove this filter: Knows “TOV” Remove this filter: Valley of Lindens');
    expect(page.form('action="/experts"')).toMatchObject({ topic: 'TOV', region, q: '', stage: '' });
    expect((await browser.get('/experts?topic=zzxx')).text).toContain('No expertise is called “zzxx”.');
  });

  it('finds a name although a letter is wrong, and says so; not when somebody has it', async () => {
    const [person, alike] = [await add({ family_name: 'Achterberg' }), await add({ family_name: 'Achterburg' })];
    const page = await browser.get('/experts?q=achterborg');
    expect(references(page).sort()).toEqual([person.reference, alike.reference].sort());
    expect(page.text).toContain('Nobody’s name has “achterborg”. These are spelled alike.');
    expect(await found('q=Achterberg')).toEqual([person.reference]);
    expect(await found('q=Smyth')).toEqual([]);
  });

  it('finds by employer, stage, owner, kind, availability and tag', async () => {
    const person = await add({ kind: 'analyst', availability: 'limited' });
    const { organisationId } = await t.make.affiliation({
      expert_id: person.id,
      organisation_id: (await t.make.organisation({ name: 'Hollin Bridge College' })).id,
    });
    const bond = { agency_id: liaison.organisationId, expert_id: person.id, owner_user_id: liaison.id };
    await t.make.relationship({ ...bond, stage: 'named_expert' });
    const { body: tag } = await t.as(liaison.token).post('tags', { name: 'Panel of March' }).expect(201);
    await t
      .as(liaison.token)
      .post('experts/bulk', { experts: [person.id], act: 'add_tag', tagId: tag.id })
      .expect(201);
    for (const query of [
      'organisation=hollin+bridge',
      `organisationId=${organisationId}`,
      'stage=named_expert',
      `ownerUserId=${liaison.id}`,
      'kind=analyst',
      'availability=limited',
      `tagId=${tag.id}`,
    ])
      expect([query, await found(query)]).toEqual([query, [person.reference]]);
    const page = await browser.get(
      `/experts?organisationId=${organisationId}&tagId=${tag.id}&ownerUserId=${liaison.id}`,
    );
    expect(page.text).toContain(
      `Works at Hollin Bridge College Remove this filter: Owned by ${liaison.name} Remove this filter: Tagged Panel of March`,
    );
    expect(page.text).toContain('Named expert');
    expect(page.form('action="/experts"').organisationId).toBe(organisationId);
  });

  it('sorts by links that say how the list stands, and by last contact lists relationships only', async () => {
    const mine = await t.make.user('liaison', (await t.make.agency({ joint_controller_from: null })).id);
    const asMine = await t.asBrowser(mine);
    const agency_id = mine.organisationId;
    const [a, b, c] = [
      await t.make.expert({ agency_id, family_name: 'Aa' }),
      await t.make.expert({ agency_id, family_name: 'Bb' }),
      await t.make.expert({ agency_id, family_name: 'Cc' }),
    ].map(({ id, reference }) => ({ id, reference }));
    await t.make.relationship({ agency_id, expert_id: a.id, last_contact_at: '2026-05-01T10:00:00.123456Z' });
    await t.make.relationship({ agency_id, expert_id: b.id });
    const order = async (sort: string): Promise<string[]> => references(await asMine.get(`/experts?sort=${sort}`));
    const [ra, rb, rc] = [a, b, c].map(({ reference }) => reference);
    expect(await order('name')).toEqual([ra, rb, rc]);
    expect(await order('-name')).toEqual([rc, rb, ra]);
    expect(await order('-reference')).toEqual([ra, rb, rc].sort().reverse());
    expect(await order('last_contact')).toEqual([rb, ra]);
    expect(await order('-last_contact')).toEqual([ra, rb]);
    const page = await asMine.get('/experts?sort=-last_contact');
    expect(page.text).toContain('2 experts By last contact: only people with whom your agency keeps a relationship.');
    expect(page.text).toContain('1 May 2026');
    const headings = page.tags('th').flatMap(({ attributes }) => attributes['aria-sort'] ?? []);
    expect(headings).toEqual(['none', 'none', 'descending']);
    expect(page.tags('a').map(({ attributes }) => attributes.href)).toContain('/experts?sort=last_contact');
    let reached: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await t.as(mine.token).get(`experts?sort=-last_contact&limit=1${cursor}`).expect(200);
      reached = [...reached, ...body.items.map(({ reference }: { reference: string }) => reference)];
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(reached).toEqual([ra, rb]);
  });

  it('goes on and back page by page under the same filters', async () => {
    for (let made = 0; made < 60; made += 1)
      await add({ given_name: 'Petra', family_name: `Many ${String(made).padStart(2, '0')}` });
    const all = async (path: string, rel: string): Promise<string[][]> => {
      const pages: string[][] = [];
      for (let next: string | undefined = path; next;) {
        const page: Page = await browser.get(next);
        pages.push(references(page));
        next = page.tags('a').find(({ attributes }) => attributes.rel === rel)?.attributes.href;
        if (next === undefined && rel === 'next')
          return [...pages, [page.tags('a').find(({ attributes }) => attributes.rel === 'prev')!.attributes.href!]];
      }
      return pages;
    };
    const forward = await all('/experts?q=petra&kind=academic', 'next');
    expect(forward.slice(0, 3).map((page) => page.length)).toEqual([25, 25, 10]);
    expect(new Set(forward.slice(0, 3).flat()).size).toBe(60);
    const back = await all(forward[3][0], 'prev');
    expect(back).toEqual([forward[1], forward[0]]);
    expect((await browser.get('/experts?q=petra')).text).toContain('60 experts');
  });

  it.each([
    ['kind=wrong', '#kind', 'Select one of the choices.'],
    ['region=WRONG!', '#region', 'Select one of the choices.'],
    ['ownerUserId=wrong', '#ownerUserId', 'Select one of the choices.'],
    [`q=${'x'.repeat(255)}`, '#q', 'Q must be 254 characters or fewer.'],
    ['cursor=wrong', null, 'This cursor is not one we gave for this list. Begin again without a cursor.'],
  ])('says what is wrong with %s beside the field', async (query, href, text) => {
    const page = await browser.get(`/experts?${query}`);
    expect([page.status, page.title, page.problems]).toEqual([400, 'Error: Experts – Accord', [[text, href]]]);
    if (href) expect(page.messageAt(href.slice(1))).toBe(`Error: ${text}`);
  });

  it('escapes what people typed, wherever it stands', async () => {
    const hostile = '<script>alert(1)</script>{{7*7}}"onload=';
    const person = await add({ given_name: hostile, family_name: hostile, known_as: hostile, title: 'Dr' });
    const body = { experts: [person.id], act: 'add_tag', tagName: '<b>{{7*7}}</b>' };
    await t.as(liaison.token).post('experts/bulk', body).expect(201);
    await t
      .as(liaison.token)
      .post('saved-views', { page: 'experts', name: hostile, query: `q=${hostile}` })
      .expect(201);
    const page = await browser.get(
      `/experts?q=${encodeURIComponent('<script>')}&organisation=${encodeURIComponent('"><script>')}`,
    );
    const all = page.html + (await browser.get(`/experts?q=${person.reference}`)).html;
    expect(all).not.toMatch(/<script>alert|"><script>|<b>|>49</);
    expect(all).toContain('{{7*7}}');
  });

  it('tells nobody of whom they may not see, nor of another agency’s tags', async () => {
    const hidden = await add({ family_name: 'Verborgenheim', privacy_notice_sent_on: null });
    const shared = await add({ family_name: 'Sichtbarova' });
    const { body } = await t
      .as(liaison.token)
      .post('experts/bulk', { experts: [shared.id], act: 'add_tag', tagName: 'Ours alone' });
    const partner = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
    const page = await partner.get('/experts?q=verborgenheim');
    expect([references(page), page.text.includes('0 experts')]).toEqual([[], true]);
    expect(references(await partner.get('/experts?q=verborgenhaim'))).toEqual([]);
    const seen = await partner.get('/experts?q=sichtbarova');
    expect([references(seen), seen.text.includes('Ours alone')]).toEqual([[shared.reference], false]);
    expect(references(await partner.get(`/experts?tagId=${body.tag.id}`))).toEqual([]);
    expect((await partner.get(`/experts?tagId=${body.tag.id}`)).text).not.toContain('Ours alone');
    expect(references(await browser.get('/experts?q=verborgenhaim'))).toEqual([hidden.reference]);
    for (const role of ['academic', 'approver', 'admin', 'auditor', 'host'] as const)
      expect((await (await t.asBrowser(await t.make.user(role, liaison.organisationId))).get('/experts')).status).toBe(
        403,
      );
  });

  it('keeps in the log of readings whom it showed, and carries the marking of their relationships', async () => {
    const person = await add({ family_name: 'Markedly' });
    const marked = { marking: 'OFFICIAL-SENSITIVE', sharing: 'named', owner_user_id: liaison.id };
    await t.make.relationship({ agency_id: liaison.organisationId, expert_id: person.id, ...marked });
    const page = await browser.get('/experts?q=markedly');
    expect(page.html.split('<p class="accord-marking">OFFICIAL-SENSITIVE')).toHaveLength(3);
    const readings = await t.source.query('select route from audit_readings where $1 = any(record_ids)', [person.id]);
    expect(readings).toEqual([{ route: 'GET /experts' }]);
  });

  it('labels every field and every tick box', async () => {
    const person = await add({ given_name: 'Ottoline', family_name: 'Tickbox' });
    const page = await browser.get('/experts?q=tickbox');
    const labels = page.tags('label').map(({ attributes }) => attributes.for);
    const fields = ['input', 'select'].flatMap((name) => page.tags(name));
    const shown = fields
      .filter(({ attributes }) => attributes.type !== 'hidden')
      .map(({ attributes }) => attributes.id);
    expect(labels.sort()).toEqual(shown.sort());
    expect(new Set(page.ids).size).toBe(page.ids.length);
    expect(page.text).toContain('Select Ottoline Tickbox');
    expect(shown).toContain(`select-${person.reference}`);
  });
});

describe('saved views', () => {
  it('may hold a filter of any name', async () => {
    const own = await t.asBrowser(await t.make.user('liaison', liaison.organisationId));
    const path = `/saved-views/new?${new URLSearchParams({ page: 'experts', query: 'constructor=1&__proto__=2' }).toString()}`;
    const saved = await own.fill(path, 'action="/saved-views"', { name: 'Odd' });
    expect(saved.status).toBe(303);
  });

  it('keep the filters of a list under a name, lead back to it, and can be deleted and put back', async () => {
    const own = await t.asBrowser(await t.make.user('liaison', liaison.organisationId));
    const list = await own.get('/experts?topic=violins&region=&sort=-name&cursor=');
    const save = list.tags('a').find(({ attributes }) => attributes.href?.startsWith('/saved-views/new'))!.attributes
      .href!;
    const saved = await own.fill(save.replaceAll('&amp;', '&'), 'action="/saved-views"', { name: ' Violins ' });
    expect([saved.status, saved.headers.location]).toEqual([303, '/experts?topic=violins&sort=-name&done=view-saved']);
    const after = await own.follow(saved);
    expect(after.text).toContain('Saved this view.');
    expect(after.tags('a').map(({ attributes }) => attributes.href)).toContain('/experts?topic=violins&sort=-name');

    const deleted = await own.fill('/saved-views', 'Delete', {});
    const page = await own.follow(deleted);
    expect(page.text).toContain('Deleted “Violins”. Undo');
    expect(page.text).toContain('You have no saved views yet.');
    const back = await own.post('/saved-views', page.form('Undo'));
    expect(back.headers.location).toBe('/experts?topic=violins&sort=-name&done=view-saved');
    expect((await own.get('/saved-views')).text).toContain('Violins');
  });

  it('say what is wrong beside the field, with what was typed', async () => {
    const own = await t.asBrowser(await t.make.user('liaison', liaison.organisationId));
    const fill = (name: string): Promise<Page> =>
      own.fill('/saved-views/new?page=experts&query=q%3Dfraud', 'action="/saved-views"', { name });
    const blank = await fill(' ');
    expect([blank.status, blank.title, blank.problems]).toEqual([
      400,
      'Error: Save this view – Accord',
      [['Enter a name.', '#name']],
    ]);
    expect((await fill('Fraud')).status).toBe(303);
    const again = await fill('FRAUD');
    expect([again.status, again.messageAt('name')]).toEqual([
      409,
      'Error: You have a saved view of this name on this list already. Enter another name.',
    ]);
    expect(again.form('action="/saved-views"')).toMatchObject({ name: 'FRAUD', query: 'q=fraud', page: 'experts' });
    expect((await own.get('/saved-views/new?page=elsewhere')).status).toBe(404);
  });

  it('are nobody else’s, in the API either', async () => {
    const other = await t.make.user('liaison', liaison.organisationId);
    const { body } = await t
      .as(liaison.token)
      .post('saved-views', { page: 'agreements', name: 'Mine', query: '?status=draft&done=x' })
      .expect(201);
    expect(body).toMatchObject({ query: 'status=draft', address: '/agreements?status=draft' });
    expect((await t.as(other.token).get('saved-views')).body.items).toEqual([]);
    await t.as(other.token).delete(`saved-views/${body.id}`).expect(404);
    const asOther = await t.asBrowser(other);
    const fields = { _csrf: await asOther.csrfToken() };
    expect((await asOther.post(`/saved-views/${body.id}/delete`, fields)).status).toBe(404);
    expect((await t.as(liaison.token).get('saved-views?page=agreements')).body.items).toHaveLength(1);
    await t.as(liaison.token).delete(`saved-views/${body.id}`).expect(204);
    await t.as(liaison.token).delete(`saved-views/${body.id}`).expect(404);
  });
});
