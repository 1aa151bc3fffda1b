import membership from '../../src/features/organisations/register/rocu-membership.json' with { type: 'json' };
import {
  loadOrganisations,
  registeredAgencies,
  registeredInstitutions,
} from '../../src/features/organisations/register/load-organisations.js';
import { normaliseRor } from '../../src/features/organisations/ror.rules.js';
import bankHolidayRegister from '../../src/features/bank-holidays/register/bank-holidays.json' with { type: 'json' };
import { loadVocabularies, vocabularyRegisters } from '../../src/features/vocabularies/register/load-vocabularies.js';
import { isCalendarDate, weekdayOf, calendarDate } from '../../src/kernel/calendar-date.js';
import { type Loaded, now, withRegisters } from './loaded.js';

describe('the registers', () => {
  let loaded: Loaded;
  beforeAll(async () => {
    loaded = await withRegisters();
  });
  afterAll(() => loaded.close());

  const countOf = async (table: string): Promise<number> =>
    (await loaded.rows<{ count: number }>(`select count(*)::int as count from ${table}`))[0].count;

  it('holds every agency, institution and term', async () => {
    expect([registeredAgencies.length, registeredInstitutions.length]).toEqual([145, 155]);
    expect(await countOf('organisations')).toBe(300);
    expect(await countOf('vocabulary_terms')).toBe(vocabularyRegisters.flatMap(({ terms }) => terms).length);
    expect(await countOf('organisations where invented')).toBe(0);
  });

  it('adds nothing and overwrites nothing when it is loaded again', async () => {
    await loaded.run(`update organisations set short_name = 'Kept' where name = 'Bedfordshire Police'`);
    const before = [await countOf('organisations'), await countOf('vocabulary_terms')];
    await loadVocabularies(loaded.run, now);
    await loadOrganisations(loaded.run, now);
    expect([await countOf('organisations'), await countOf('vocabulary_terms')]).toEqual(before);
    expect(await countOf(`organisations where short_name = 'Kept'`)).toBe(1);
  });

  it('carries only ROR ids whose check digits are right', () => {
    const ids = registeredInstitutions.flatMap(({ rorId }) => rorId ?? []);
    expect(ids.length).toBe(120);
    expect(ids.filter((id) => normaliseRor(id) !== id)).toEqual([]);
  });

  it('gives every agency an audience, and only agencies', async () => {
    expect(registeredAgencies.filter(({ audience }) => !audience)).toEqual([]);
    expect(registeredInstitutions.filter(({ audience }) => audience)).toEqual([]);
    const audiences = await loaded.rows<{ name: string; audience: string }>(
      `select name, audience from organisations where name in ('Home Office', 'Kent Police', 'Europol', 'Crown Prosecution Service') order by name`,
    );
    expect(audiences.map(({ audience }) => audience)).toEqual([
      'uk_law_enforcement',
      'overseas',
      'uk_government',
      'uk_law_enforcement',
    ]);
  });

  it('knows parents, successors and who signs', async () => {
    const [row] = await loaded.rows<Record<string, string>>(`
      select (select name from organisations where id = agency_of((select id from organisations where short_name = 'NECC'))) as agency,
        (select o.name from organisations o join organisations g on g.successor_id = o.id where g.short_name = 'GLAA') as successor,
        (select string_agg(s.short_name || ' for ' || o.short_name, ', ') from organisations o join organisations s on s.id = o.signs_through_id) as signs`);
    expect(row).toEqual({
      agency: 'National Crime Agency',
      successor: 'Fair Work Agency',
      signs: 'MPS for London ROCU',
    });
  });

  it('finds a threat by any of its names', async () => {
    const found = await loaded.rows<{ code: string }>(
      `select distinct code from vocabulary_terms where scheme = 'threat' and exists (
         select 1 from unnest(synonyms || label) as name where lower(name) = any ($1))`,
      [['msht', 'human trafficking', 'modern slavery']],
    );
    expect(found).toEqual([{ code: 'msht' }]);
    expect(vocabularyRegisters[0].terms.filter(({ synonyms }) => synonyms.length < 5)).toEqual([]);
  });

  it('places every force of England and Wales in one regional unit', () => {
    const names = new Set(registeredAgencies.map(({ name }) => name));
    const forces = registeredAgencies.filter(
      ({ kind, jurisdiction }) => kind === 'territorial_force' && jurisdiction === 'england_wales',
    );
    expect(membership.membership.map(({ force }) => force).sort()).toEqual(forces.map(({ name }) => name).sort());
    expect(membership.membership.filter(({ unit }) => !names.has(unit))).toEqual([]);
  });

  it('has the bank holidays of three divisions for ten years, on working days', () => {
    const { bankHolidays } = bankHolidayRegister;
    const divisions = [...new Set(bankHolidays.map(({ division }) => division))];
    expect(divisions).toEqual(['england-and-wales', 'scotland', 'northern-ireland']);
    expect(bankHolidays.filter(({ date }) => !isCalendarDate(date) || weekdayOf(calendarDate(date)) > 5)).toEqual([]);
    const years = new Set(bankHolidays.map(({ date }) => date.slice(0, 4)));
    expect([...years].sort()).toEqual(Array.from({ length: 10 }, (_, index) => String(2019 + index)));
  });
});
