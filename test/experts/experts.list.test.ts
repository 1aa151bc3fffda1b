import type { Role } from '../../src/kernel/actor.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let elsewhere: { id: string };
let liaison: Person;
let colleague: Person;
let foreign: Person;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  elsewhere = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  colleague = await t.make.user('liaison', agency.id);
  foreign = await t.make.user('partner', elsewhere.id);
});
afterAll(() => t.close());

const asLiaison = (): Caller => t.as(liaison.token);
const own = (given: object = {}): ReturnType<typeof t.make.expert> => t.make.expert({ agency_id: agency.id, ...given });
const ids = (body: { items: { id: string }[] }): string[] => body.items.map(({ id }) => id);
/** Everybody the caller finds, and that the count says the same. */
async function found(caller: Caller, query: string): Promise<string[]> {
  const { body } = await caller.get(`experts?limit=100&${query}`).expect(200);
  const counted = await caller.get(`experts/count?${query}`).expect(200);
  expect(counted.body).toEqual({ count: body.items.length, more: false });
  return ids(body);
}

describe('pages', () => {
  it('go by family name, given name and id, whatever the capitals and accents', async () => {
    const names = [
      ['Paged Zeta', 'Ann'],
      ['paged alpha', 'Bob'],
      ['Paged Älpha', 'Ann'],
      ['Paged Alpha', 'Ann'],
      ['Paged Alpha', 'Ann'],
      ['Paged Beta', 'Ann'],
    ];
    for (const [family_name, given_name] of names) await own({ family_name, given_name });
    const seen: { familyName: string; givenName: string; id: string }[] = [];
    let path = 'experts?q=paged&limit=2';
    for (let page = 0; page < 3; page += 1) {
      const { body, headers } = await asLiaison().get(path).expect(200);
      seen.push(...body.items);
      if (page < 2)
        expect(headers.link).toBe(`</api/v1/${path.replace(/&cursor=.*/, '')}&cursor=${body.nextCursor}>; rel="next"`);
      else expect(body.nextCursor).toBeNull();
      path = `experts?q=paged&limit=2&cursor=${body.nextCursor}`;
    }
    expect(seen.map(({ familyName, givenName }) => `${familyName}, ${givenName}`)).toEqual([
      'paged alpha, Bob',
      'Paged Alpha, Ann',
      'Paged Alpha, Ann',
      'Paged Älpha, Ann',
      'Paged Beta, Ann',
      'Paged Zeta, Ann',
    ]);
    expect(seen[1].id < seen[2].id).toBe(true);
  });

  it('survive a name that could break a cursor', async () => {
    const family_name = `"\\paged-quote' ${'é'.repeat(80)}`;
    await own({ family_name, given_name: '%' });
    await own({ family_name, given_name: '&' });
    const first = await asLiaison().get('experts?q=paged-quote&limit=1').expect(200);
    const second = await asLiaison().get(`experts?q=paged-quote&limit=1&cursor=${first.body.nextCursor}`).expect(200);
    expect(new Set([...ids(first.body), ...ids(second.body)]).size).toBe(2);
  });

  it.each<[string, string, string]>([
    ['a cursor of another list', 'cursor=WyJhIl0', '?cursor'],
    ['a cursor that is no cursor', 'cursor=%22', '?cursor'],
    ['a page of none', 'limit=0', '?limit'],
    ['a page of too many', 'limit=101', '?limit'],
    ['a sort', 'sort=email', '?sort'],
    ['an unknown kind', 'kind=wizard', '?kind'],
    ['an unknown stage', 'stage=friend', '?stage'],
    ['an unknown availability', 'availability=soon', '?availability'],
    ['an owner that is no id', 'ownerUserId=me', '?ownerUserId'],
    ['an organisation that is no id', 'organisationId=nca', '?organisationId'],
    ['a term without a scheme', 'term=fraud', '?term'],
    ['a term in two schemes', 'term=threat:fraud:more', '?term'],
    ['a filter sent twice', 'kind=analyst&kind=academic', '?kind'],
    ['a blank search', 'q=%20', '?q'],
  ])('refuse %s', async (_what, query, pointer) => {
    for (const path of ['experts', 'experts/count']) {
      const { body } = await asLiaison()
        .get(`${path}?${query}`)
        .expect(path.endsWith('count') && pointer === '?cursor' ? 200 : 400);
      if (body.errors) expect(body.errors[0].pointer).toBe(pointer);
    }
  });

  it.each<[Role, number]>([
    ['academic', 403],
    ['admin', 403],
    ['approver', 403],
    ['auditor', 403],
    ['host', 403],
  ])('are not for a %s', async (role, status) => {
    const { token } = await t.make.user(role, agency.id);
    await t.as(token).get('experts').expect(status);
    await t.as(token).get('experts/count').expect(status);
  });
});

describe('each person', () => {
  it('shows posts of today, what they know, and the caller’s own relationship', async () => {
    const { id } = await own({ availability: 'limited', available_until: '2026-12-31' });
    const post = await t.make.affiliation({ expert_id: id, department: 'Law', role: 'Reader' });
    await t.make.affiliation({ expert_id: id, is_primary: false, ended_on: '2026-06-09' });
    await t.make.affiliation({ expert_id: id, is_primary: false, started_on: '2026-06-11' });
    const last = await t.make.affiliation({ expert_id: id, is_primary: false, ended_on: '2026-06-10' });
    const term = await t.make.term({ scheme: 'threat' });
    await t.make.row('expertise', {
      id,
      expert_id: id,
      term_id: term.id,
      level: 'primary',
      source: 'self',
      ...t.make.stamps(),
    });
    const relationship = await t.make.relationship({
      agency_id: agency.id,
      expert_id: id,
      stage: 'partner',
      owner_user_id: liaison.id,
      cadence_days: 30,
      last_contact_at: '2026-05-31T23:30:00Z',
    });
    await t.make.relationship({ agency_id: elsewhere.id, expert_id: id, stage: 'dormant' });
    const { body } = await asLiaison().get(`experts?organisationId=${post.organisationId}`).expect(200);
    expect(body.items).toHaveLength(1);
    expect(body.items[0]).toMatchObject({
      id,
      known: true,
      marking: 'OFFICIAL',
      availability: 'limited',
      availableUntil: '2026-12-31',
      posts: [
        { organisation: { id: post.organisationId }, department: 'Law', role: 'Reader', isPrimary: true },
        { organisation: { id: last.organisationId }, isPrimary: false },
      ],
      expertise: [{ scheme: 'threat', code: term.code, label: term.label, level: 'primary' }],
      // The last contact was on 1 June in London, where it was half past midnight.
      relationship: {
        id: relationship.id,
        stage: 'partner',
        owner: { id: liaison.id },
        lastContactAt: '2026-05-31T23:30:00.000Z',
        nextContactDueOn: '2026-07-01',
      },
    });
    expect(body.items[0].posts).toHaveLength(2);
  });

  it('keeps a relationship for named people, and its marking, from the others', async () => {
    const { id, reference } = await own();
    await t.make.relationship({
      agency_id: agency.id,
      expert_id: id,
      stage: 'partner',
      owner_user_id: liaison.id,
      marking: 'OFFICIAL-SENSITIVE',
      sharing: 'named',
    });
    const mine = await asLiaison().get(`experts?q=${reference}`).expect(200);
    expect(mine.body.items).toMatchObject([{ id, marking: 'OFFICIAL-SENSITIVE', relationship: { stage: 'partner' } }]);
    const theirs = await t.as(colleague.token).get(`experts?q=${reference}`).expect(200);
    expect(theirs.body.items).toMatchObject([{ id, marking: 'OFFICIAL', relationship: null }]);
    expect(await found(asLiaison(), `q=${reference}&stage=partner`)).toEqual([id]);
    expect(await found(t.as(colleague.token), `q=${reference}&stage=partner`)).toEqual([]);
    expect(await found(t.as(colleague.token), `q=${reference}&ownerUserId=${liaison.id}`)).toEqual([]);
  });
});

describe('filters', () => {
  it('find part of a name or reference, whatever the accents, and take wildcards as they are', async () => {
    const { id, reference } = await own({ given_name: 'Zoë', family_name: 'Müller%Ångström', known_as: 'Zozo' });
    for (const q of ['zoe mull', 'MÜLLER', 'r%angs', 'zozo', reference.slice(0, 9)])
      expect(await found(asLiaison(), `q=${encodeURIComponent(q)}`)).toContain(id);
    for (const q of ['z%ller', 'zo_', 'zoe_mull'])
      expect(await found(asLiaison(), `q=${encodeURIComponent(q)}`)).not.toContain(id);
  });

  it('find a whole e-mail address or ORCID iD, in any form', async () => {
    const { id } = await own({ email: 'Found.Whole@u.example', orcid: '0000-0001-5000-0007' });
    expect(await found(asLiaison(), 'q=found.whole@U.example')).toEqual([id]);
    expect(await found(asLiaison(), 'q=found.whole@u')).toEqual([]);
    expect(await found(asLiaison(), `q=${encodeURIComponent('https://orcid.org/0000000150000007')}`)).toEqual([id]);
  });

  it('find by kind, employer of today, term, and the caller’s own relationship, together and apart', async () => {
    const kind = 'analyst';
    const { id } = await own({ kind, availability: 'unavailable' });
    const { organisationId } = await t.make.affiliation({ expert_id: id });
    const before = await own({ kind });
    await t.make.affiliation({ expert_id: before.id, organisation_id: organisationId, ended_on: '2026-06-09' });
    const term = await t.make.term({ scheme: 'method' });
    await t.make.row('expertise', {
      id,
      expert_id: id,
      term_id: term.id,
      level: 'secondary',
      source: 'self',
      ...t.make.stamps(),
    });
    await t.make.relationship({
      agency_id: agency.id,
      expert_id: id,
      stage: 'named_expert',
      owner_user_id: colleague.id,
    });
    await t.make.relationship({
      agency_id: elsewhere.id,
      expert_id: before.id,
      stage: 'named_expert',
      owner_user_id: foreign.id,
    });
    expect((await found(asLiaison(), `kind=${kind}`)).sort()).toEqual([before.id, id].sort());
    for (const query of [
      `organisationId=${organisationId}`,
      `term=method:${term.code}`,
      'stage=named_expert',
      `ownerUserId=${colleague.id}`,
      'availability=unavailable',
      `kind=${kind}&organisationId=${organisationId}&term=method:${term.code}&stage=named_expert&ownerUserId=${colleague.id}`,
    ])
      expect(await found(asLiaison(), query)).toEqual([id]);
    expect(await found(asLiaison(), `term=threat:${term.code}`)).toEqual([]);
    expect(await found(asLiaison(), `ownerUserId=${foreign.id}`)).toEqual([]);
    expect(await found(asLiaison(), `stage=named_expert&ownerUserId=${liaison.id}`)).toEqual([]);
  });
});
