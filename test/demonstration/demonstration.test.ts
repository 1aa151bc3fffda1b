import { inventedInstitutions, inventedPolice, inventedRegionalUnit } from '../../src/demonstration/bodies.js';
import { demonstrationPassword, demonstrationSignIns } from '../../src/demonstration/load-demonstration.js';
import {
  registeredAgencies,
  registeredInstitutions,
} from '../../src/features/organisations/register/load-organisations.js';
import { carriesHigherMarking } from '../../src/kernel/marking.js';
import { leadAgencyName, type Loaded, today, withDemonstration } from './loaded.js';

const tables = [
  'organisations',
  'users',
  'experts',
  'affiliations',
  'expertise',
  'profile_changes',
  'publications',
  'relationships',
  'relationship_stage_changes',
  'contacts',
  'agreements',
  'agreement_parties',
  'agreement_people',
  'agreement_covered_persons',
  'agreement_approvals',
  'agreement_texts',
  'agreement_clauses',
  'agreement_documents',
  'agreement_document_versions',
  'agreement_signatures',
  'agreement_terms',
  'agreement_renewal_decisions',
  'agreement_employer_moves',
  'agreement_amendments',
  'agreement_amendment_signatures',
  'obligations',
  'obligation_occurrences',
  'agreement_beneficiaries',
  'interactions',
  'interaction_participants',
  'follow_ups',
];

describe('the demonstration', () => {
  let loaded: Loaded;
  beforeAll(async () => {
    loaded = await withDemonstration();
  });
  afterAll(() => loaded.close());

  const count = async (from: string, values: unknown[] = []): Promise<number> =>
    (await loaded.rows<{ count: number }>(`select count(*)::int as count from ${from}`, values))[0].count;

  it('has the promised numbers', async () => {
    expect(await count('experts')).toBe(300);
    expect(await count('agreements')).toBe(120);
    expect(await count('interactions where happened_at <= created_at')).toBe(1500);
    // Beside what people promised, the product opens one where somebody leaves an employer.
    expect(await count('follow_ups where created_by_user_id is not null')).toBe(400);
    expect(await count('contacts')).toBe(40);
  });

  it('has one sign-in for each role and two liaisons, all with the one long password', async () => {
    const roles = demonstrationSignIns.map(({ role }) => role).sort();
    expect(roles).toEqual([
      'academic',
      'admin',
      'approver',
      'auditor',
      'delegate',
      'host',
      'liaison',
      'liaison',
      'partner',
    ]);
    expect(demonstrationPassword.length).toBeGreaterThanOrEqual(16);
    expect(demonstrationSignIns.every(({ password }) => password === demonstrationPassword)).toBe(true);
    const able = await loaded.rows<{ email: string }>('select email from users where password_hash is not null');
    expect(able.map(({ email }) => email).sort()).toEqual(demonstrationSignIns.map(({ email }) => email).sort());
  });

  it('marks everything invented as such', async () => {
    const bodies = [...inventedInstitutions, inventedPolice, inventedRegionalUnit];
    expect(await count('organisations where invented')).toBe(bodies.length + 1);
    expect(await count(`organisations where invented and name not like '%(invented)'`)).toBe(0);
    expect(await count(`experts where email not like '%.example' or biography not like '%(Invented person.)'`)).toBe(0);
    expect(await count(`users where email not like '%.example'`)).toBe(0);
    expect(await count(`contacts where email not like '%.example'`)).toBe(0);
    expect(await count('experts where orcid is not null')).toBe(0);
  });

  it('uses no name of a real body for an invented one', () => {
    const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '');
    const real = new Set(
      [...registeredAgencies, ...registeredInstitutions]
        .flatMap(({ name, aliases }) => [name, ...(aliases ?? [])])
        .map(plain),
    );
    const invented = [...inventedInstitutions, inventedPolice, inventedRegionalUnit];
    expect(invented.filter(({ plainName }) => real.has(plain(plainName)))).toEqual([]);
  });

  it('says nothing invented about a real body other than the lead agency', async () => {
    const { rows } = await loaded.run(`
      select c.conrelid::regclass::text as table, a.attname as column from pg_constraint c
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
      where c.contype = 'f' and c.confrelid = 'organisations'::regclass and array_length(c.conkey, 1) = 1
        and c.conrelid <> 'organisations'::regclass`);
    expect(rows.length).toBeGreaterThan(8);
    for (const { table, column } of rows) {
      const found = await count(
        `${table} t join organisations o on o.id = t.${column} where not o.invented and o.name <> $1`,
        [leadAgencyName],
      );
      expect([table, column, found]).toEqual([table, column, 0]);
    }
  });

  it('keeps the product’s own rules', async () => {
    // Nobody unannounced, objecting or restricted is known to a second agency or covered by an agreement.
    expect(
      await count(`experts e where (privacy_notice_sent_on is null or objected_on is not null or restricted_on is not null)
        and (exists (select 1 from relationships r where r.expert_id = e.id and r.agency_id <> e.agency_id)
          or exists (select 1 from agreement_covered_persons c where c.expert_id = e.id))`),
    ).toBe(0);
    expect(await count('experts where privacy_notice_sent_on is null')).toBeGreaterThan(10);
    expect(await count('experts where objected_on is not null')).toBeGreaterThan(2);
    expect(await count('experts where restricted_on is not null')).toBeGreaterThan(1);
    expect(await count('experts where do_not_contact')).toBeGreaterThan(3);
    expect(await count(`affiliations where ended_on is not null`)).toBeGreaterThan(40);
    // Beside what has happened there are a few meetings that are planned, and nothing is written of those yet.
    expect(
      await count(
        `interactions where (happened_at > $1 or created_at < happened_at)
          and (notes is not null or outcome is not null or kind not in ('meeting', 'call') or happened_at < $1)`,
        [`${today}T00:00:00Z`],
      ),
    ).toBe(0);
    expect(await count('interactions where happened_at > $1', [`${today}T00:00:00Z`])).toBeGreaterThan(3);
    expect(await count('follow_ups where created_at::date > $1 or completed_on > $1', [today])).toBe(0);
    expect(
      await count(`relationships r where last_contact_at is distinct from (
        select max(i.happened_at) from interactions i join interaction_participants p on p.interaction_id = i.id
        where p.expert_id = r.expert_id and i.agency_id = r.agency_id and i.happened_at <= i.created_at)`),
    ).toBe(0);
    const texts = await loaded.rows<{ text: string }>(
      `select subject || chr(10) || coalesce(notes, '') as text from interactions`,
    );
    expect(texts.filter(({ text }) => carriesHigherMarking(text))).toEqual([]);
  });

  it('has follow-ups of every fate, for both agencies', async () => {
    const rows = await loaded.rows<Record<string, number>>(
      `select count(*) filter (where status = 'done' and completed_on <= due_on)::int as kept,
        count(*) filter (where status = 'done' and completed_on > due_on)::int as late,
        count(*) filter (where status = 'cancelled')::int as cancelled,
        count(*) filter (where status = 'open' and snoozed_until > $1)::int as snoozed,
        count(*) filter (where status = 'open' and snoozed_until is null and due_on < $1)::int as overdue,
        count(*) filter (where status = 'open' and due_on = $1)::int as "dueToday",
        count(*) filter (where status = 'open' and due_on > $1)::int as ahead,
        count(*) filter (where assignee_user_id is null)::int as unassigned,
        count(continues_id)::int as continued
       from follow_ups group by agency_id order by count(*) desc limit 2`,
      [today],
    );
    expect(rows.length).toBe(2);
    for (const row of rows) expect(Object.entries(row).filter(([, number]) => number === 0)).toEqual([]);
  });

  it('is the same every time', async () => {
    const again = await withDemonstration();
    try {
      for (const table of tables) {
        const hash = `select md5(string_agg(t::text, chr(10) order by t::text)) as hash from ${table} t`;
        expect([table, await again.rows(hash)]).toEqual([table, await loaded.rows(hash)]);
      }
    } finally {
      await again.close();
    }
  });
});
