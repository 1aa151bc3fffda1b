import type { Role } from '../../src/kernel/actor.js';
import { names, pointers, startCast, type Cast } from './cast.js';

let { t, agency, as, newRorId } = {} as Cast;

beforeAll(async () => {
  ({ t, agency, as, newRorId } = await startCast());
});
afterAll(() => t.close());

describe('GET /organisations', () => {
  it('lists by name in pages that neither skip nor repeat', async () => {
    const words = ['écluse', 'Eclipse', 'Zebra', 'apple', 'Apples', 'Ärger'];
    for (const word of words) await t.make.organisation({ name: `Paged ${word}`, kind: 'ngo', country: 'FR' });
    const first = await as('liaison').get('organisations?q=paged&limit=4').expect(200);
    const second = await as('liaison').get(`organisations?q=paged&limit=4&cursor=${first.body.nextCursor}`).expect(200);
    expect([...names(first.body), ...names(second.body)]).toEqual([
      'Paged apple',
      'Paged Apples',
      'Paged Ärger',
      'Paged Eclipse',
      'Paged écluse',
      'Paged Zebra',
    ]);
    expect(second.body.nextCursor).toBeNull();
    expect(first.headers.link).toContain('rel="next"');
  });

  it('finds by part of the name, the short name or an alias, whatever the accents', async () => {
    const made = await t.make.organisation({
      name: 'Université de Clérmont-Invented',
      short_name: 'UCI',
      aliases: ['Clermont Polytechnic'],
    });
    for (const q of ['clermont-INV', 'uci', 'polytechnic']) {
      const { body } = await as('partner')
        .get(`organisations?q=${encodeURIComponent(q)}`)
        .expect(200);
      expect(body.items.map(({ id }: { id: string }) => id)).toContain(made.id);
    }
    const { body } = await as('partner').get('organisations?q=%25').expect(200);
    expect(body.items).toEqual([]);
  });

  it('filters by kind, country and parent', async () => {
    const parent = await t.make.organisation({ name: 'Filtered parent', kind: 'think_tank', country: 'IE' });
    const child = await t.make.organisation({
      name: 'Filtered child',
      kind: 'think_tank',
      country: 'NL',
      parent_id: parent.id,
    });
    await t.make.organisation({ name: 'Filtered other', kind: 'industry', country: 'NL' });
    const list = async (query: string): Promise<string[]> =>
      names((await as('liaison').get(`organisations?q=filtered&${query}`).expect(200)).body);
    expect(await list('kind=think_tank')).toEqual(['Filtered child', 'Filtered parent']);
    expect(await list('country=NL')).toEqual(['Filtered child', 'Filtered other']);
    expect(await list('kind=think_tank&country=NL')).toEqual(['Filtered child']);
    expect(await list(`parentId=${parent.id}`)).toEqual(['Filtered child']);
    const { body } = await as('liaison').get(`organisations?parentId=${parent.id}`).expect(200);
    expect(body.items[0]).toMatchObject({ id: child.id, parent: { id: parent.id, name: 'Filtered parent' } });
  });

  it('leaves bodies that have ended out unless they are asked for', async () => {
    await t.make.organisation({ name: 'Current one' });
    await t.make.organisation({ name: 'Current until tonight', valid_to: '2026-06-10' });
    await t.make.organisation({ name: 'Current until yesterday', valid_to: '2026-06-09' });
    const { body } = await as('liaison').get('organisations?q=current').expect(200);
    expect(names(body)).toEqual(['Current one', 'Current until tonight']);
    const every = await as('liaison').get('organisations?q=current&former=true').expect(200);
    expect(names(every.body)).toHaveLength(3);
  });

  it.each([
    ['limit=0', '?limit'],
    ['limit=101', '?limit'],
    ['limit=ten', '?limit'],
    ['cursor=nonsense', '?cursor'],
    [`cursor=${Buffer.from('["a","not an id"]').toString('base64url')}`, '?cursor'],
    [`cursor=${Buffer.from('[1,2]').toString('base64url')}`, '?cursor'],
    ['kind=castle', '?kind'],
    ['kind=ngo&kind=industry', '?kind'],
    ['country=gb', '?country'],
    ['parentId=7', '?parentId'],
    ['former=maybe', '?former'],
    ['q=', '?q'],
    ['sort=name', '?sort'],
  ])('refuses ?%s', async (query, pointer) => {
    const { body } = await as('liaison').get(`organisations?${query}`).expect(400);
    expect(pointers(body)).toEqual([pointer]);
  });

  it.each<[Role | null, number]>([
    ['admin', 200],
    ['liaison', 200],
    ['partner', 200],
    ['approver', 200],
    ['auditor', 200],
    ['academic', 200],
    ['host', 403],
    [null, 401],
  ])('answers %s with %i', async (role, status) => {
    const caller = role === null ? t.as(null) : as(role);
    await caller.get('organisations').expect(status);
    await caller.get(`organisations/${agency.id}`).expect(status);
  });
});

describe('GET /organisations/:id', () => {
  it('shows what it is part of, what is part of it, and what came before and after', async () => {
    const rorId = newRorId();
    const parent = await t.make.organisation({ name: 'Shown parent' });
    const successor = await t.make.organisation({ name: 'Shown successor' });
    const predecessor = await t.make.organisation({ name: 'Shown predecessor' });
    const { id } = await t.make.organisation({
      name: 'Shown',
      short_name: 'SH',
      aliases: ['Seen'],
      parent_id: parent.id,
      successor_id: successor.id,
      predecessor_id: predecessor.id,
      ror_id: rorId,
      ror_status: 'active',
      email_domains: ['shown.example'],
    });
    await t.make.organisation({ name: 'Shown part', kind: 'research_institute', parent_id: id });
    await t.make.organisation({ name: 'Shown former part', parent_id: id, valid_to: '2020-01-01' });
    await t.make.organisation({ name: 'Shown absorbed', successor_id: id });
    const { body, headers } = await as('academic').get(`organisations/${id}`).expect(200);
    expect(headers.etag).toBe('"1"');
    expect(body).toMatchObject({
      id,
      version: 1,
      name: 'Shown',
      shortName: 'SH',
      aliases: ['Seen'],
      parent: { id: parent.id, name: 'Shown parent' },
      children: [{ name: 'Shown part', kind: 'research_institute' }],
      predecessor: { id: predecessor.id },
      successor: { id: successor.id },
      absorbed: [{ name: 'Shown absorbed' }],
      signsThrough: null,
      rorId,
      rorUrl: `https://ror.org/${rorId}`,
      emailDomains: ['shown.example'],
    });
  });

  it.each(['01900000-0000-7000-8000-000000000000', 'nobody', 'AGR-2026-0001', '%00'])(
    'has none called %s',
    async (id) => {
      await as('liaison').get(`organisations/${id}`).expect(404);
    },
  );
});
