import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

type Hit = { id: string; name: string; reference: string | null; like: boolean } & Record<string, unknown>;
type Found = { exact: unknown; groups: { kind: string; items: Hit[]; more: boolean }[] };

let t: TestApp;
let agency: { id: string };
let liaison: Person;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
});
afterAll(() => t.close());

async function search(q: string, person = liaison): Promise<Found> {
  const { body } = await t
    .as(person.token)
    .get(`search?q=${encodeURIComponent(q)}`)
    .expect(200);
  return body as Found;
}

async function found(kind: string, q: string, person = liaison): Promise<Hit[]> {
  return (await search(q, person)).groups.find((group) => group.kind === kind)?.items ?? [];
}

const names = (hits: Hit[]): string[] => hits.map(({ name }) => name);

describe('people by their names', () => {
  beforeAll(async () => {
    const people: [string, string, string | null][] = [
      ['Zoë', 'Thistlewaite', null],
      ['Siobhán', "O'Shaughnessy", null],
      ['Adebayo', 'Ogunlesi', 'Bayo'],
      ['Jørgen', 'Lund-Østergaard', null],
      ['Li', 'Ng', null],
      ['Katharine', 'Mbeki', null],
      ['Katharine', 'Mbekiwe', null],
      ['Noor', 'Thystlewaiter', null],
      ['Ines', 'Wychcombe', null],
      ['Owen', 'Larne', null],
    ];
    for (const [given_name, family_name, known_as] of people)
      await t.make.expert({ agency_id: agency.id, given_name, family_name, known_as });
  });

  it.each([
    ['the family name', 'thistlewaite', 'Zoë Thistlewaite'],
    ['the beginning', 'thistl', 'Zoë Thistlewaite'],
    ['both, swapped', 'Thistlewaite Zoe', 'Zoë Thistlewaite'],
    ['both, with a comma', 'Thistlewaite, Zoë', 'Zoë Thistlewaite'],
    ['an initial', 'Z. Thistlewaite', 'Zoë Thistlewaite'],
    ['a title', 'Professor Thistlewaite', 'Zoë Thistlewaite'],
    ['a letter left out', 'thistlewaitt', 'Zoë Thistlewaite'],
    ['a letter too many', 'thisstlewaite', 'Zoë Thistlewaite'],
    ['two letters swapped', 'thistelwaite', 'Zoë Thistlewaite'],
    ['a wrong letter', 'thistlewaate', 'Zoë Thistlewaite'],
    ['a slip and the beginning of the other name', 'Kath Mbkei', 'Katharine Mbeki'],
    ['two wrong letters in a long name', 'thostlewaate', 'Zoë Thistlewaite'],
    ['two letters left out of a long name', 'thisewaite', 'Zoë Thistlewaite'],
    ['two letters swapped and one wrong', 'thistelwaate', 'Zoë Thistlewaite'],
    ['two pairs of letters swapped', 'wcyhcobme', 'Ines Wychcombe'],
    ['two slips in a long name and one in the other', 'Inas Wichcumbe', 'Ines Wychcombe'],
    ['no diacritics', 'siobhan', "Siobhán O'Shaughnessy"],
    ['an apostrophe', "o'shaughnessy", "Siobhán O'Shaughnessy"],
    ['no apostrophe', 'oshaughnessy', "Siobhán O'Shaughnessy"],
    ['half of a double name', 'Ostergaard', 'Jørgen Lund-Østergaard'],
    ['what somebody is known as', 'bayo', 'Adebayo Ogunlesi'],
    ['two letters', 'ng', 'Li Ng'],
  ])('by %s', async (_what, q, name) => {
    expect(names(await found('expert', q))).toContain(name);
  });

  it('puts whole names before longer ones, and says which are only like what was typed', async () => {
    expect(names(await found('expert', 'mbeki'))).toEqual(['Katharine Mbeki', 'Katharine Mbekiwe']);
    expect((await found('expert', 'mbeki')).map(({ like }) => like)).toEqual([false, false]);
    expect((await found('expert', 'mbekki'))[0]).toMatchObject({ name: 'Katharine Mbeki', like: true });
  });

  it.each([
    ['two slips in a short name', 'lorme'],
    ['three slips in a long name', 'wichcumpe'],
    ['one slip in a name of three letters', 'Ngo'],
  ])('finds nobody by %s', async (_what, q) => {
    expect(await found('expert', q)).toEqual([]);
  });

  it('puts what is spelt so before names with one slip, and shows those with two only where there is nothing nearer', async () => {
    const likes = async (q: string): Promise<unknown> =>
      (await found('expert', q)).map(({ name, like }) => [name, like]);
    expect(await likes('thystlewaite')).toEqual([
      ['Noor Thystlewaiter', false],
      ['Zoë Thistlewaite', true],
    ]);
    expect(await likes('thistlewaite')).toEqual([['Zoë Thistlewaite', false]]);
    expect(await likes('thastlewaate')).toEqual([['Zoë Thistlewaite', true]]);
  });

  it.each(['exp', 'professor', 'z x', 'zqxjv', "'; drop table experts; --", '%%', '\\\\', '🙂🙂'])(
    'finds nobody by %s',
    async (q) => {
      expect(await found('expert', q)).toEqual([]);
    },
  );

  it('shows what tells people apart', async () => {
    const university = await t.make.organisation({ name: 'University of Somewhere Invented' });
    const { id, reference } = await t.make.expert({ agency_id: agency.id, title: 'Dr', family_name: 'Vandermark' });
    await t.make.affiliation({ expert_id: id, organisation_id: university.id, role: 'Reader in Law' });
    expect(await found('expert', 'vandermark')).toEqual([
      {
        id,
        reference,
        name: 'Dr Ada Vandermark',
        also: null,
        role: 'Reader in Law',
        organisation: 'University of Somewhere Invented',
        datedOn: null,
        state: null,
        marking: 'OFFICIAL',
        like: false,
      },
    ]);
  });

  it('shows six of a kind and says when there are more', async () => {
    for (let n = 0; n < 7; n += 1) await t.make.expert({ agency_id: agency.id, family_name: `Manifold${n}` });
    const { groups } = await search('manifold');
    expect(groups).toHaveLength(1);
    expect([groups[0].items.length, groups[0].more]).toEqual([6, true]);
    expect((await search('manifold1')).groups).toEqual([]);
  });
});

describe('references', () => {
  it('finds the record and says that it is the one', async () => {
    const expert = await t.make.expert({ agency_id: agency.id, reference: 'EXP-000042' });
    const agreement = await t.make.agreement({ agency_id: agency.id, reference: 'AGR-2024-0042' });
    for (const q of ['EXP-000042', 'exp-42', 'exp 000042'])
      expect((await search(q)).exact).toEqual({ kind: 'expert', id: expert.id, reference: 'EXP-000042' });
    for (const q of ['AGR-2024-0042', 'agr 2024-42', 'agr-2024/0042'])
      expect((await search(q)).exact).toEqual({ kind: 'agreement', id: agreement.id, reference: 'AGR-2024-0042' });
    expect((await search('42')).exact).toBeNull();
    expect((await found('expert', '42'))[0].id).toBe(expert.id);
  });

  it('finds those that begin so', async () => {
    for (const reference of ['AGR-1999-0001', 'AGR-1999-0002', 'AGR-1998-0001'])
      await t.make.agreement({ agency_id: agency.id, reference });
    const { exact, groups } = await search('agr-1999');
    expect(exact).toBeNull();
    expect(groups.map(({ kind, items }) => [kind, items.map(({ reference }) => reference).sort()])).toEqual([
      ['agreement', ['AGR-1999-0001', 'AGR-1999-0002']],
    ]);
  });
});

describe('e-mail addresses', () => {
  it('finds people and contacts by an address or its beginning', async () => {
    await t.make.expert({ agency_id: agency.id, family_name: 'Post', email: 'Ada.Post@uni-one.example' });
    await t.make.contact({ agency_id: agency.id, name: 'Contracts desk', email: 'ada.post@uni-two.example' });
    for (const q of ['ada.post@', 'ADA.POST@UNI'])
      expect((await search(q)).groups.map(({ kind, items }) => [kind, names(items)])).toEqual([
        ['expert', ['Ada Post']],
        ['contact', ['Contracts desk']],
      ]);
    expect(names(await found('expert', 'ada.post@uni-one.example'))).toEqual(['Ada Post']);
    expect((await search('@uni-one.example')).groups).toEqual([]);
  });

  it('finds nobody by an address that the reader may not read', async () => {
    const other = await t.make.agency();
    const row = { agency_id: other.id, family_name: 'Withheld', email: 'secret.post@uni.example' };
    const { id } = await t.make.expert(row);
    expect(names(await found('expert', 'withheld'))).toEqual(['Ada Withheld']);
    expect((await search('secret.post@uni.example')).groups).toEqual([]);
    await t.source.query(`update experts set field_audience = '{"email": "all_partners"}' where id = $1`, [id]);
    expect(names(await found('expert', 'secret.post@'))).toEqual(['Ada Withheld']);
  });
});

describe('other records', () => {
  it('finds expertise by what else it is called, and leads to the people', async () => {
    const [hit] = await found('term', 'MSHT');
    expect(hit).toMatchObject({ name: 'Modern slavery and human trafficking', reference: 'threat:msht', also: 'MSHT' });
    expect((await found('term', 'human trafficking'))[0].reference).toBe('threat:msht');
  });

  it('finds bodies by name, short name and alias, whole words first', async () => {
    const shared = { kind: 'ngo' };
    await t.make.organisation({ ...shared, name: 'Qontraband Watch' });
    await t.make.organisation({ ...shared, name: 'Institute of Things', short_name: 'QON' });
    await t.make.organisation({ ...shared, name: 'Place of Things', aliases: ['The Qon House'] });
    await t.make.organisation({ ...shared, name: 'Ended Qon', valid_to: '2020-01-01' });
    expect(names(await found('organisation', 'qon'))).toEqual([
      'Place of Things',
      'Institute of Things',
      'Qontraband Watch',
    ]);
  });

  describe('bodies that are misspelt', () => {
    const [trenby, trenbury] = ['Trenbury University of Applied Gardening', 'Trenbury Municipal College'];
    const institute = 'Institute for the Study of Invented Harm';
    const charity = 'Society Against Imaginary Cruelty';

    beforeAll(async () => {
      await t.make.organisation({ name: trenby });
      await t.make.organisation({ name: trenbury });
      await t.make.organisation({ name: institute, short_name: 'ISIHM', kind: 'think_tank' });
      await t.make.organisation({ name: charity, aliases: ['Fellowship of Whimbrel'], kind: 'ngo' });
      await t.make.organisation({ name: 'Ended Institute of Gardenning', valid_to: '2020-01-01' });
      await t.make.organisation({ name: 'Abe', kind: 'ngo' });
    });

    it.each([
      ['a wrong letter', 'univarsity applied gardening', trenby],
      ['a letter too many', 'Trenbury Univversity', trenby],
      ['two slips in a long word', 'trenbury univorcity', trenby],
      ['slips in several words', 'Trenbery Univeristy', trenby],
      ['a misspelt short name', 'ISHIM', institute],
      ['a misspelt alias', 'felowship of wimbrel', charity],
    ])('are found by %s', async (_what, q, name) => {
      const hits = await found('organisation', q);
      expect(hits.find((hit) => hit.name === name)).toMatchObject({ like: true });
    });

    it('come after those that are spelt so, and not once they have ended', async () => {
      const hits = await found('organisation', 'gardening');
      expect(hits.map(({ name, like }) => [name, like])).toEqual([[trenby, false]]);
      expect(names(await found('organisation', 'trenbury'))).toEqual([trenbury, trenby]);
      await t.make.organisation({ name: 'Trenburg Archive' });
      expect((await found('organisation', 'trenbury')).map(({ name, like }) => [name, like])).toEqual([
        [trenbury, false],
        [trenby, false],
        ['Trenburg Archive', true],
      ]);
    });

    it.each(['abd', 'ab', 'the', 'qqx', 'zq'])('are not found by a short word such as %s', async (q) => {
      expect((await found('organisation', q)).filter(({ like }) => like)).toEqual([]);
    });
  });

  it('finds agreements, follow-ups, interactions and contacts by words in any order', async () => {
    const agency_id = agency.id;
    await t.make.agreement({ agency_id, title: 'Zephyrine data for the north' });
    await t.make.followUp({ agency_id, title: 'Ask about Zephyrine data' });
    await t.make.interaction({ agency_id, subject: 'The data of Zephyrine' });
    await t.make.contact({ agency_id, name: 'Data Zephyrine' });
    const { groups } = await search('zephyrine DATA');
    expect(groups.map(({ kind, items }) => [kind, items.length])).toEqual([
      ['contact', 1],
      ['agreement', 1],
      ['follow_up', 1],
      ['interaction', 1],
    ]);
    expect(groups[2].items[0]).toMatchObject({ datedOn: '2026-06-17', state: 'open' });
    expect(groups[3].items[0]).toMatchObject({ datedOn: '2026-06-09', role: 'meeting' });
  });
});

it.each([
  ['nothing', ''],
  ['spaces', '%20%20'],
  ['one letter', 'a'],
  ['a text without end', 'a'.repeat(201)],
])('asks for more than %s', async (_what, q) => {
  const { body } = await t.as(liaison.token).get(`search?q=${q}`).expect(400);
  expect(body.errors[0].pointer).toBe('?q');
});

it('keeps in the read log what was shown', async () => {
  const { id } = await t.make.expert({ agency_id: agency.id, family_name: 'Logbookish' });
  const meeting = await t.make.interaction({ agency_id: agency.id, subject: 'Logbookish meeting' });
  await search('logbookish');
  const { ReadLog } = await import('../../src/platform/audit/read-log.js');
  await t.app.get(ReadLog).flush();
  const rows = await t.source.query(
    `select record_kind, record_ids from audit_readings where route = 'GET /api/v1/search' and record_ids && $1::uuid[] order by 1`,
    [[id, meeting.id]],
  );
  expect(rows).toEqual([
    { record_kind: 'expert', record_ids: [id] },
    { record_kind: 'interaction', record_ids: [meeting.id] },
  ]);
});
