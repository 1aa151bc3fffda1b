import { loadLargeSet } from '../../src/demonstration/large-set.js';
import { leadAgencyName, type Loaded, now, withDemonstration, withRegisters } from './loaded.js';

const count = async (loaded: Loaded, from: string): Promise<number> =>
  (await loaded.rows<{ count: number }>(`select count(*)::int as count from ${from}`))[0].count;

describe('the large set', () => {
  let loaded: Loaded;
  beforeAll(async () => {
    loaded = await withDemonstration();
    await loadLargeSet(loaded.run, { experts: 2000, now, leadAgencyName });
  });
  afterAll(() => loaded.close());

  it('adds experts with their posts, knowledge and relationships', async () => {
    const large = `email like '%@large-set.example'`;
    expect(await count(loaded, `experts where ${large}`)).toBe(2000);
    expect(
      await count(
        loaded,
        `experts e where ${large} and not exists (select 1 from affiliations a where a.expert_id = e.id and is_primary)`,
      ),
    ).toBe(0);
    expect(
      await count(
        loaded,
        `experts e where ${large} and (select count(*) from expertise x where x.expert_id = e.id) <> 3`,
      ),
    ).toBe(0);
    expect(
      await count(
        loaded,
        `experts e where ${large} and not exists (select 1 from relationships r where r.expert_id = e.id)`,
      ),
    ).toBe(0);
    expect(await count(loaded, `experts where reference !~ '^EXP-[0-9]{6}$'`)).toBe(0);
    expect(await count(loaded, `(select distinct family_name from experts) names`)).toBeGreaterThan(80);
  });

  it('adds agreements, conversations and promises in proportion', async () => {
    expect(await count(loaded, `agreements where title like 'Large set%'`)).toBe(20);
    expect(
      await count(
        loaded,
        `agreement_parties p join agreements g on g.id = p.agreement_id where g.title like 'Large set%'`,
      ),
    ).toBe(40);
    expect(await count(loaded, `interactions where subject like 'Large set%'`)).toBe(20_000);
    expect(await count(loaded, `follow_ups where title like 'Large set%'`)).toBe(400);
    expect(
      await count(
        loaded,
        `interactions i where not exists (select 1 from interaction_participants p where p.interaction_id = i.id and expert_id is not null)`,
      ),
    ).toBe(0);
    expect(await count(loaded, `relationships where last_contact_at is not null and source = 'Large set'`)).toBe(2000);
  });

  it('says nothing about a real body other than the lead agency', async () => {
    const other = `o.name <> '${leadAgencyName}' and not o.invented`;
    for (const [table, column] of [
      ['affiliations', 'organisation_id'],
      ['agreement_parties', 'organisation_id'],
      ['interactions', 'agency_id'],
      ['relationships', 'agency_id'],
    ])
      expect(await count(loaded, `${table} t join organisations o on o.id = t.${column} where ${other}`)).toBe(0);
  });

  it('adds to what is there when it is loaded again, and works without the demonstration', async () => {
    await loadLargeSet(loaded.run, {
      experts: 100,
      agreements: 0,
      interactions: 150,
      followUps: 0,
      now,
      leadAgencyName,
    });
    expect(await count(loaded, 'experts')).toBe(2400);
    const bare = await withRegisters();
    try {
      await loadLargeSet(bare.run, { experts: 50, now, leadAgencyName });
      expect(await count(bare, 'interactions')).toBe(500);
      expect(await count(bare, 'relationships where owner_user_id is not null')).toBe(0);
    } finally {
      await bare.close();
    }
  });
});
