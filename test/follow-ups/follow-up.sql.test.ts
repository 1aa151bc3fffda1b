import fc from 'fast-check';
import sql, { type Sql } from 'sql-template-tag';
import { systemActor, type UserActor } from '../../src/kernel/actor.js';
import { addDays, calendarDate, type CalendarDate } from '../../src/kernel/calendar-date.js';
import { newId } from '../../src/kernel/identifier.js';
import { effectiveAssigneeSql } from '../../src/features/follow-ups/follow-up.assignee.sql.js';
import { followUpState, followUpStatuses, type FollowUpFacts } from '../../src/features/follow-ups/follow-up.rules.js';
import { followUpStateSql } from '../../src/features/follow-ups/follow-up.state.sql.js';
import { followUpDueSubject } from '../../src/features/follow-ups/follow-up.subjects.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
const today = calendarDate('2026-06-10');

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

const read = <Row>(statement: Sql): Promise<Row[]> => t.source.query(statement.text, statement.values as unknown[]);

describe('the state in PostgreSQL', () => {
  it('is the state of the rule in 10,000 generated cases', async () => {
    const someDay: fc.Arbitrary<CalendarDate> = fc.integer({ min: -4, max: 4 }).map((days) => addDays(today, days));
    const someFacts: fc.Arbitrary<FollowUpFacts> = fc.record({
      status: fc.constantFrom(...followUpStatuses),
      dueOn: someDay,
      snoozedUntil: fc.option(someDay),
    });
    const cases = fc.sample(someFacts, { numRuns: 10_000, seed: 20260610 });
    const column = (name: keyof FollowUpFacts): unknown[] => cases.map((one) => one[name]);
    const rows = await read<{ state: string }>(sql`
      select ${followUpStateSql('f', today)} as state
      from unnest(${column('status')}::text[], ${column('dueOn')}::date[], ${column('snoozedUntil')}::date[])
        with ordinality as f (status, due_on, snoozed_until, place) order by f.place`);
    expect(rows.map(({ state }) => state)).toEqual(cases.map((facts) => followUpState(facts, today)));
  });
});

describe('whose turn it is', () => {
  let agency: { id: string };
  let people: Record<'owner' | 'deputy' | 'lead' | 'second' | 'author', Person>;

  beforeAll(async () => {
    agency = await t.make.agency();
    const person = () => t.make.user('liaison', agency.id);
    people = {
      owner: await person(),
      deputy: await person(),
      lead: await person(),
      second: await person(),
      author: await person(),
    };
    await t.source.query('update organisations set lead_user_id = $1 where id = $2', [people.lead.id, agency.id]);
  });

  const turnOf = async (given: object): Promise<string | undefined> => {
    const { id } = await t.make.followUp({ agency_id: agency.id, ...given });
    const [row] = await read<{ id: string | null }>(
      sql`select ${effectiveAssigneeSql('f')} as id from follow_ups f where f.id = ${id}`,
    );
    const names = Object.entries(people).find(([, person]) => person.id === row.id);
    return names?.[0] ?? (row.id === null ? undefined : 'somebody else');
  };
  const expertOf = async (agencyId: string, owner: string | null, second: string | null): Promise<string> => {
    const expert = await t.make.expert({ agency_id: agencyId });
    await t.make.row('relationships', {
      id: newId(),
      expert_id: expert.id,
      agency_id: agencyId,
      stage: 'contact',
      since_on: '2026-01-01',
      owner_user_id: owner,
      deputy_user_id: second,
      ...t.make.stamps(),
    });
    return expert.id;
  };

  it("is the assignee's, whatever else there is", async () => {
    const about_expert_id = await expertOf(agency.id, people.owner.id, null);
    expect(await turnOf({ about_expert_id, assignee_user_id: people.author.id })).toBe('author');
  });

  it("falls to the relationship's owner, then to the deputy, then to the relationship's, then to the lead", async () => {
    const { owner, deputy, second } = people;
    const owned = await expertOf(agency.id, owner.id, second.id);
    expect(await turnOf({ about_expert_id: owned, deputy_user_id: deputy.id })).toBe('owner');
    const ownerless = await expertOf(agency.id, null, second.id);
    expect(await turnOf({ about_expert_id: ownerless, deputy_user_id: deputy.id })).toBe('deputy');
    expect(await turnOf({ about_expert_id: ownerless })).toBe('second');
    expect(await turnOf({ about_expert_id: await expertOf(agency.id, null, null) })).toBe('lead');
  });

  it('falls to the owner of the agreement, then to its deputy', async () => {
    const { owner, second } = people;
    const owned = await t.make.agreement({
      agency_id: agency.id,
      owner_user_id: owner.id,
      deputy_user_id: second.id,
    });
    expect(await turnOf({ about_agreement_id: owned.id })).toBe('owner');
    const ownerless = await t.make.agreement({ agency_id: agency.id, deputy_user_id: second.id });
    expect(await turnOf({ about_agreement_id: ownerless.id })).toBe('second');
  });

  it('falls to whoever wrote up the interaction', async () => {
    const talk = await t.make.interaction({ agency_id: agency.id, created_by_user_id: people.author.id });
    expect(await turnOf({ about_interaction_id: talk.id })).toBe('author');
  });

  it('never falls to people of another agency', async () => {
    const other = await t.make.agency();
    const stranger = await t.make.user('liaison', other.id);
    const about_expert_id = await expertOf(other.id, stranger.id, null);
    const agreement = await t.make.agreement({ agency_id: other.id, owner_user_id: stranger.id });
    expect(await turnOf({ about_expert_id })).toBe('lead');
    expect(await turnOf({ about_agreement_id: agreement.id })).toBe('lead');
  });

  it('passes over whoever has left, moved or cannot read it', async () => {
    const gone = await t.make.user('liaison', agency.id, { disabled_at: '2026-06-01T00:00:00Z' });
    const moved = await t.make.user('liaison', (await t.make.agency()).id);
    const approver = await t.make.user('approver', agency.id);
    for (const { id } of [gone, moved, approver])
      expect(await turnOf({ assignee_user_id: id, deputy_user_id: people.deputy.id })).toBe('deputy');
  });

  it('stays with people of a unit', async () => {
    const unit = await t.make.organisation({ kind: 'unit', parent_id: agency.id });
    const inUnit = await t.make.user('liaison', unit.id);
    expect(await turnOf({ assignee_user_id: inUnit.id })).toBe('somebody else');
  });

  it('is nobody’s when there is nobody', async () => {
    const empty = await t.make.agency();
    expect(await turnOf({ agency_id: empty.id })).toBeUndefined();
  });
});

describe('the dated subject follow-ups.due', () => {
  const from = calendarDate('2026-06-01');
  const to = calendarDate('2026-06-30');

  it('lists open ones by the day they are due, or come back when that is later', async () => {
    const agency = await t.make.agency();
    const [owner, deputy] = [await t.make.user('liaison', agency.id), await t.make.user('liaison', agency.id)];
    const make = async (given: object): Promise<string> =>
      (await t.make.followUp({ agency_id: agency.id, ...given })).id;
    const people = { assignee_user_id: owner.id, deputy_user_id: deputy.id };
    const due = await make({ ...people, due_on: '2026-06-30' });
    const overdue = await make({ due_on: '2026-06-01' });
    const later = await make({ due_on: '2026-05-01', snoozed_until: '2026-06-20' });
    const sooner = await make({ due_on: '2026-06-25', snoozed_until: '2026-06-20' });
    await make({ due_on: '2026-05-31' });
    await make({ due_on: '2026-07-01' });
    await make({ due_on: '2026-06-20', snoozed_until: '2026-07-01' });
    await make({ due_on: '2026-06-20', status: 'done', completed_on: '2026-06-01' });
    await make({ due_on: '2026-06-20', status: 'cancelled', completed_on: '2026-06-01' });
    const rows = await read<{ recordId: string; agencyId: string }>(sql`
      select s.* from (${followUpDueSubject.select(from, to, today)}) s where s."agencyId" = ${agency.id} order by s."anchorOn" desc`);
    const row = {
      reference: 'Follow-up',
      ownerUserId: null,
      deputyUserId: null,
      agencyId: agency.id,
      forNamedOnly: false,
    };
    expect(rows).toEqual([
      { ...row, recordId: due, anchorOn: '2026-06-30', ownerUserId: owner.id, deputyUserId: deputy.id },
      { ...row, recordId: sooner, anchorOn: '2026-06-25' },
      { ...row, recordId: later, anchorOn: '2026-06-20' },
      { ...row, recordId: overdue, anchorOn: '2026-06-01' },
    ]);
  });

  it('asks of a user whether they may still read it', async () => {
    const agency = await t.make.agency();
    const [owner, other] = [await t.make.user('liaison', agency.id), await t.make.user('liaison', agency.id)];
    const { id } = await t.make.followUp({ agency_id: agency.id, sharing: 'named', assignee_user_id: owner.id });
    const reads = async (person: Person): Promise<boolean> => {
      const actor: UserActor = {
        kind: 'user',
        userId: person.id,
        name: person.name,
        role: person.role,
        organisationId: agency.id,
        agencyId: agency.id,
        agencyAudience: 'uk_law_enforcement',
        readsSharedPeople: true,
        expertId: null,
        sessionId: null,
      };
      const visible = followUpDueSubject.visibleTo(actor, 'f', today);
      return (await read(sql`select 1 from follow_ups f where f.id = ${id} and ${visible}`)).length === 1;
    };
    expect(await reads(owner)).toBe(true);
    expect(await reads(other)).toBe(false);
    const system = followUpDueSubject.visibleTo(systemActor('reminders.sweep'), 'f', today);
    expect(await read(sql`select 1 from follow_ups f where f.id = ${id} and ${system}`)).toHaveLength(1);
  });
});
