import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Browser, Page } from '../support/browser.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let liaison: Person;
let colleague: Person;
let browser: Browser;

beforeAll(async () => {
  t = await startTestApp();
  const agency = await t.make.agency();
  [liaison, colleague] = [await t.make.user('liaison', agency.id), await t.make.user('liaison', agency.id)];
  browser = await t.asBrowser(liaison);
});
afterAll(() => t.close());

type Expert = Awaited<ReturnType<TestApp['make']['expert']>>;

/** Somebody with a relationship that the liaison looks after. */
async function looked(family: string, given: object = {}): Promise<Expert> {
  const expert = await t.make.expert({ agency_id: liaison.organisationId, family_name: family });
  const bond = { agency_id: liaison.organisationId, expert_id: expert.id, owner_user_id: liaison.id };
  await t.make.relationship({ ...bond, ...given });
  return expert;
}

const ownersOf = async (family: string): Promise<string[]> =>
  (
    await t.source.query<{ owner: string }[]>(
      `select r.owner_user_id as owner from relationships r join experts e on e.id = r.expert_id
       where e.family_name = $1 order by e.reference`,
      [family],
    )
  ).map(({ owner }) => owner);

const hrefs = (page: Page): string[] => page.tags('a').map(({ attributes }) => attributes.href ?? '');
const bulk = (body: object, who = liaison) => t.as(who.token).post('experts/bulk', body);

describe('handing over', () => {
  it('begins at the name of whoever has left and still looks after somebody', async () => {
    const left = { disabled_at: t.clock.now(), role: 'liaison' };
    const agency_id = liaison.organisationId;
    const gone = await t.make.user('liaison', agency_id, { ...left, name: 'Gone Away' });
    await t.make.user('liaison', agency_id, { ...left, name: 'Gone With Nobody' });
    const secretive = await t.make.user('liaison', agency_id, { ...left, name: 'Gone In Secret' });
    await looked('Leftbehind', { owner_user_id: gone.id });
    const hidden = { owner_user_id: secretive.id, sharing: 'named', marking: 'OFFICIAL-SENSITIVE' };
    await looked('Leftinsecret', hidden);
    const list = await browser.get('/experts');
    expect(list.html).toContain(`<option value="${gone.id}">Gone Away (has left or moved)</option>`);
    expect(list.html).not.toMatch(/Gone With Nobody|Gone In Secret/);
    const found = await browser.get(`/experts?ownerUserId=${gone.id}`);
    expect(found.text).toContain('Owned by Gone Away (has left or moved)');
    const asking = hrefs(found).find((href) => href.startsWith('/experts/bulk'))!;
    const page = await browser.get(asking);
    // Nobody is handed over to them.
    expect(page.html).not.toContain(`<option value="${gone.id}">`);
    const form = { ...page.form('Hand over 1 relationship'), ownerUserId: colleague.id };
    expect((await browser.post('/experts/bulk', form)).status).toBe(303);
    expect(await ownersOf('Leftbehind')).toEqual([colleague.id]);
    expect((await browser.get('/experts')).html).not.toContain('Gone Away');
    const stranger = await t.asBrowser(await t.make.user('partner', (await t.make.agency()).id));
    expect((await stranger.get('/experts')).html).not.toMatch(/Gone (Away|In Secret)/);
  });

  it('takes twenty-five relationships from the list to a colleague in three steps, and back', async () => {
    for (let made = 0; made < 25; made += 1) await looked('Overhanded');
    const list = await browser.get('/experts?q=overhanded');
    expect(list.text).toContain('Change all 25 on this page');
    const asking = hrefs(list).find((href) => href.startsWith('/experts/bulk'))!;
    const page = await browser.get(asking);
    expect([page.status, page.headings]).toEqual([200, ['Change 25 experts']]);
    expect(page.text.split('Ada Overhanded').length - 1).toBe(25);

    const fields = new URLSearchParams(asking.split('?')[1]);
    const form = { ...page.form('Hand over 25 relationships'), ownerUserId: colleague.id };
    const sent = await postMany('/experts/bulk', form, fields.getAll('id'));
    expect(sent.status).toBe(303);
    expect(sent.headers.location).toMatch(/^\/experts\?q=overhanded&done=[0-9a-f-]{36}$/);
    const after = await browser.follow(sent);
    expect(after.text).toContain(`25 relationships handed over to ${colleague.name}. Undo`);
    expect(new Set(await ownersOf('Overhanded'))).toEqual(new Set([colleague.id]));

    const undone = await browser.post(
      after.tags('form').find(({ attributes }) => attributes.action?.endsWith('/undo'))!.attributes.action!,
      after.form('Undo'),
    );
    expect((await browser.follow(undone)).text).toContain('Undone: 25 records are as before.');
    expect(new Set(await ownersOf('Overhanded'))).toEqual(new Set([liaison.id]));
    expect((await browser.follow(undone)).text).not.toContain('Undo ');
  });

  it('names who is left out and why, before and after', async () => {
    const [one, without] = [
      await looked('Goeson'),
      await t.make.expert({ agency_id: liaison.organisationId, given_name: 'Bo', family_name: 'Stays' }),
    ];
    const theirs = await looked('Goeson', { owner_user_id: colleague.id });
    const secret = await looked('Goeson', { sharing: 'named' });
    const ids = [one, without, theirs, secret].map(({ reference }) => reference);
    const page = await browser.get(`/experts/bulk?${ids.map((id) => `id=${id}`).join('&')}`);
    expect(page.text).toContain(
      `Left out, because your agency has no relationship with them that you may change: Bo Stays (${without.reference})`,
    );
    const form = { ...page.form('Hand over 3 relationships'), ownerUserId: colleague.id };
    const after = await browser.follow(await postMany('/experts/bulk', form, ids));
    expect(after.text).toContain(`1 relationship handed over to ${colleague.name}.`);
    expect(after.text).toContain('Left out: 3 people');
    expect(after.text).toContain('Bo Stays : your agency has no relationship with them that you may change.');
    expect(after.text).toContain('they look after this person already.');
    expect(after.text).toContain('you would no longer be one of them.');
  });

  it('leaves as they are those whom somebody changed again before the undo, and undoes once, for its maker only', async () => {
    const [kept, changed] = [await looked('Twice'), await looked('Twice')];
    const experts = [kept.id, changed.id];
    const { body: change } = await bulk({ experts, act: 'reassign', ownerUserId: colleague.id }).expect(201);
    expect(change).toMatchObject({
      changed: 2,
      skipped: [],
      owner: { name: colleague.name },
      undoneAt: null,
      restored: null,
    });
    const third = await t.make.user('liaison', liaison.organisationId);
    await bulk({ experts: [changed.reference], act: 'reassign', ownerUserId: third.id }, colleague).expect(201);
    await t.as(colleague.token).post(`experts/bulk/${change.id}/undo`).expect(404);
    const { body: undone } = await t.as(liaison.token).post(`experts/bulk/${change.id}/undo`).expect(200);
    expect(undone).toMatchObject({ changed: 2, restored: 1 });
    expect(await ownersOf('Twice')).toEqual([liaison.id, third.id]);
    await t.as(liaison.token).post(`experts/bulk/${change.id}/undo`).expect(409);
  });

  it('gives nobody back to an owner who may no longer own, and says so', async () => {
    const [left, moved, stays] = [
      await t.make.user('liaison', liaison.organisationId),
      await t.make.user('liaison', liaison.organisationId),
      await t.make.user('liaison', liaison.organisationId),
    ];
    const experts: Expert[] = [];
    for (const owner of [left, moved, stays]) experts.push(await looked('Formerly', { owner_user_id: owner.id }));
    experts.push(await looked('Formerly', { owner_user_id: null }));
    const asked = { experts: experts.map(({ id }) => id), act: 'reassign', ownerUserId: colleague.id };
    const { body: change } = await bulk(asked).expect(201);
    await t.source.query('update users set disabled_at = now() where id = $1', [left.id]);
    await t.source.query('update users set organisation_id = $2 where id = $1', [moved.id, (await t.make.agency()).id]);
    const { body: undone } = await t.as(liaison.token).post(`experts/bulk/${change.id}/undo`).expect(200);
    expect(undone).toMatchObject({ changed: 4, restored: 2 });
    expect(await ownersOf('Formerly')).toEqual([colleague.id, colleague.id, stays.id, null]);
    expect((await browser.get(`/experts?done=${change.id}`)).text).toContain(
      'Undone: 2 records are as before. 2 were left as they were: changed again meanwhile, or no longer for their former owner to look after.',
    );
  });

  it('is undone on the same day only, in London', async () => {
    const expert = await looked('Yesterdays');
    const asked = { experts: [expert.id], act: 'reassign', ownerUserId: colleague.id };
    t.time.set('2026-06-10T22:59:00Z');
    const { body: change } = await bulk(asked).expect(201);
    expect((await browser.get(`/experts?done=${change.id}`)).html).toContain(`/experts/bulk/${change.id}/undo`);
    t.time.set('2026-06-10T23:01:00Z');
    const { body: refused } = await t.as(liaison.token).post(`experts/bulk/${change.id}/undo`).expect(409);
    expect(refused.detail).toContain('on the same day only');
    expect(await ownersOf('Yesterdays')).toEqual([colleague.id]);
    expect((await browser.get(`/experts?done=${change.id}`)).html).not.toContain(`/experts/bulk/${change.id}/undo`);
    t.time.set('2026-06-10T09:00:00Z');
  });

  it('audits each relationship and moves its version on', async () => {
    const expert = await looked('Audited');
    await bulk({ experts: [expert.id], act: 'reassign', ownerUserId: colleague.id }).expect(201);
    const [bond] = await t.source.query('select id, version from relationships where expert_id = $1', [expert.id]);
    expect(bond.version).toBe(2);
    const [entry] = await t.source.query('select verb, before, after from audit_entries where record_id = $1', [
      bond.id,
    ]);
    expect(entry).toMatchObject({
      verb: 'relationship.change',
      before: { ownerUserId: liaison.id },
      after: { ownerUserId: colleague.id },
    });
  });
});

describe('what is refused', () => {
  it('says what is missing beside the field of that act, and keeps what was typed', async () => {
    const expert = await looked('Unasked');
    const path = `/experts/bulk?id=${expert.reference}&back=q%3Dunasked`;
    const nobody = await browser.fill(path, 'value="reassign"', {});
    expect([nobody.status, nobody.problems]).toEqual([400, [['Select who takes over.', '#reassign-ownerUserId']]]);
    expect(nobody.messageAt('reassign-ownerUserId')).toBe('Error: Select who takes over.');
    const untagged = await browser.fill(path, 'value="add_tag"', {});
    expect(untagged.problems[0][0]).toBe('Select a tag, or enter the name of a new one.');
    const long = await browser.fill(path, 'value="add_tag"', { tagName: 'x'.repeat(61) });
    expect([long.status, long.problems[0][1], long.form('value="add_tag"').tagName]).toEqual([
      400,
      '#add_tag-tagName',
      'x'.repeat(61),
    ]);
    expect(hrefs(long)).toContain('/experts?q=unasked');
  });

  it('nobody, too many, a stranger as owner, somebody hidden', async () => {
    const none = await browser.get('/experts/bulk');
    expect([none.status, none.problems]).toEqual([400, [['Select at least one expert in the list.', null]]]);
    const many = Array.from({ length: 101 }, (_, number) => `id=EXP-${100000 + number}`).join('&');
    expect((await browser.get(`/experts/bulk?${many}`)).problems).toEqual([['Select 100 experts at most.', null]]);
    const expert = await looked('Refused');
    const elsewhere = await t.make.agency();
    const stranger = await t.make.user('partner', elsewhere.id);
    await bulk({ experts: [expert.id], act: 'reassign', ownerUserId: stranger.id }).expect(400);
    const hidden = await t.make.expert({ agency_id: elsewhere.id, privacy_notice_sent_on: null });
    for (const id of [hidden.id, hidden.reference, newId()]) {
      const { body } = await bulk({ experts: [expert.id, id], act: 'add_tag', tagName: 'Never' }).expect(400);
      expect(body.errors).toEqual([{ pointer: '/experts', detail: expect.stringContaining('not there') }]);
    }
    const page = await browser.get(`/experts/bulk?id=${expert.reference}&id=${hidden.reference}`);
    expect([page.headings, page.text.includes(hidden.reference)]).toEqual([['Change 1 expert'], false]);
    expect((await t.as(liaison.token).get('tags')).body.items).not.toContainEqual(
      expect.objectContaining({ name: 'Never' }),
    );
  });

  it('leads back to the list only, whatever the form says', async () => {
    const expert = await looked('Homeward');
    const sent = await browser.fill(
      `/experts/bulk?id=${expert.reference}&back=${encodeURIComponent('//evil.example?q=a')}`,
      'value="add_tag"',
      { tagName: 'Homeward' },
    );
    expect(sent.headers.location).toMatch(/^\/experts\?/);
  });
});

describe('tags', () => {
  it('are made, added, shown, filtered by, removed and undone', async () => {
    const expert = await looked('Tagger');
    const sent = await browser.fill(`/experts/bulk?id=${expert.reference}`, 'value="add_tag"', {
      tagName: 'Winter school',
    });
    const after = await browser.follow(sent);
    expect(after.text).toContain('1 person tagged “Winter school”.');
    const { tag } = (await bulk({ experts: [expert.id], act: 'add_tag', tagName: 'WINTER school' }).expect(201)).body;
    expect(tag.name).toBe('Winter school');
    expect((await t.as(liaison.token).get(`experts/${expert.id}`)).body.tags).toEqual([tag]);
    const removed = await browser.fill(`/experts/bulk?id=${expert.reference}`, 'value="remove_tag"', { tagId: tag.id });
    const page = await browser.follow(removed);
    expect(page.text).toContain('Tag “Winter school” removed from 1 person.');
    expect((await t.as(liaison.token).get(`experts/${expert.id}`)).body.tags).toEqual([]);
    const action = page.tags('form').find(({ attributes }) => attributes.action?.endsWith('/undo'))!.attributes.action!;
    await browser.post(action, page.form('Undo'));
    expect((await t.as(liaison.token).get(`experts/${expert.id}`)).body.tags).toEqual([tag]);
  });

  it('are the agency’s own: another cannot use, read or delete them, nor does the person read theirs', async () => {
    const { body: tag } = await t.as(liaison.token).post('tags', { name: 'Only ours' }).expect(201);
    await t.as(colleague.token).post('tags', { name: 'only OURS' }).expect(409);
    const partner = await t.make.user('partner', (await t.make.agency()).id);
    const expert = await looked('Sharedwith');
    await bulk({ experts: [expert.id], act: 'add_tag', tagId: tag.id }).expect(201);
    await bulk({ experts: [expert.id], act: 'add_tag', tagId: tag.id }, partner).expect(400);
    await t.as(partner.token).delete(`tags/${tag.id}`).expect(404);
    expect((await t.as(partner.token).get('tags')).body.items).toEqual([]);
    expect((await t.as(partner.token).get(`experts/${expert.id}`)).body.tags).toEqual([]);
    const academic = await t.make.user('academic', liaison.organisationId, { expert_id: expert.id });
    expect((await t.as(academic.token).get(`experts/${expert.id}`)).body.tags).toEqual([]);
    await t.as(partner.token).post('tags', { name: 'Only ours' }).expect(201);
    await t.as(liaison.token).delete(`tags/${tag.id}`).expect(204);
    expect((await t.as(liaison.token).get(`experts/${expert.id}`)).body.tags).toEqual([]);
  });
});

/** A form whose people are several fields of one name. */
async function postMany(path: string, { id: _id, ...fields }: Record<string, string>, ids: string[]): Promise<Page> {
  const entries = [...Object.entries(fields), ...ids.map((id) => ['id', id] as [string, string])];
  return browser.postPairs(path, entries);
}
