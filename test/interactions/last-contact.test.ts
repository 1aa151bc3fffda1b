import fc from 'fast-check';
import { LastContacts } from '../../src/features/experts/relationships/last-contacts.js';
import { systemActor } from '../../src/kernel/actor.js';
import { UnitOfWork } from '../../src/platform/database/unit-of-work.js';
import { startTestApp, type Caller, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string };
let liaison: Person;
let as: Caller;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  as = t.as(liaison.token);
});
afterAll(() => t.close());
beforeEach(() => t.time.set('2026-06-10T09:00:00Z'));

const known = async (): Promise<string> => {
  const { id } = await t.make.expert({ agency_id: agency.id });
  await t.make.relationship({ agency_id: agency.id, expert_id: id, owner_user_id: liaison.id, cadence_days: 30 });
  return id;
};
const lastContact = async (expertId: string): Promise<string | null> => {
  const [row] = await t.source.query<{ at: Date | null }[]>(
    'select last_contact_at as at from relationships where expert_id = $1 and agency_id = $2',
    [expertId, agency.id],
  );
  return row.at?.toISOString() ?? null;
};
const log = async (happenedAt: string, experts: string[]): Promise<{ id: string; version: number }> => {
  const participants = experts.map((expertId) => ({ expertId }));
  return (await as.post('interactions', { kind: 'meeting', subject: 'Invented', happenedAt, participants }).expect(201))
    .body;
};
const correct = (one: { id: string; version?: number }, change: object) =>
  as.patch(`interactions/${one.id}`, { correctionReason: 'It was wrong.', ...change }, one.version ?? 1);

describe('the last contact', () => {
  it('goes back when the day of an interaction is corrected', async () => {
    const person = await known();
    await log('2026-05-01T10:00:00Z', [person]);
    const wrong = await log('2026-06-09T10:00:00Z', [person]);
    expect(await lastContact(person)).toBe('2026-06-09T10:00:00.000Z');
    await correct(wrong, { happenedAt: '2026-04-09T10:00:00Z' }).expect(200);
    expect(await lastContact(person)).toBe('2026-05-01T10:00:00.000Z');
  });

  it('of somebody who did not take part after all is what it was before', async () => {
    const [there, not] = [await known(), await known()];
    const one = await log('2026-06-09T10:00:00Z', [there, not]);
    await correct(one, { participants: [{ expertId: there }] }).expect(200);
    expect([await lastContact(there), await lastContact(not)]).toEqual(['2026-06-09T10:00:00.000Z', null]);
  });

  it('of a relationship that begins later counts what came before it', async () => {
    const { id } = await t.make.expert({ agency_id: agency.id });
    await log('2026-06-09T10:00:00Z', [id]);
    const { body } = await as.post(`experts/${id}/relationships`, { cadenceDays: 30 }).expect(201);
    expect(body).toMatchObject({ lastContactAt: '2026-06-09T10:00:00.000Z', nextContactDueOn: '2026-07-09' });
  });

  it('is not another agency’s, and leaves the version of the relationship alone', async () => {
    const person = await known();
    const elsewhere = await t.make.agency();
    await t.source.query(`update experts set privacy_notice_sent_on = '2026-01-01' where id = $1`, [person]);
    const partner = await t.make.user('partner', elsewhere.id);
    const meeting = { kind: 'meeting', subject: 'Theirs', happenedAt: '2026-06-09T10:00:00Z' };
    await t
      .as(partner.token)
      .post('interactions', { ...meeting, participants: [{ expertId: person }] })
      .expect(201);
    expect(await lastContact(person)).toBeNull();
    await log('2026-06-01T10:00:00Z', [person]);
    const [{ version }] = await t.source.query('select version from relationships where expert_id = $1', [person]);
    expect(version).toBe(1);
  });

  it('is right when an interaction is taken away', async () => {
    const person = await known();
    await log('2026-05-01T10:00:00Z', [person]);
    const { id } = await log('2026-06-09T10:00:00Z', [person]);
    await t.app.get(UnitOfWork).transaction(systemActor('test'), async (tx) => {
      await tx.manager.query('delete from interactions where id = $1', [id]);
      await t.app.get(LastContacts).keep(tx, agency.id, [person]);
    });
    expect(await lastContact(person)).toBe('2026-05-01T10:00:00.000Z');
  });

  it('is right after many have logged and corrected at once', async () => {
    const person = await known();
    const days = Array.from({ length: 8 }, (_none, index) => `2026-05-0${index + 1}T10:00:00Z`);
    const logged = await Promise.all(days.map((day) => log(day, [person])));
    expect(await lastContact(person)).toBe('2026-05-08T10:00:00.000Z');
    const later = logged.slice(4);
    const answers = await Promise.all(
      later.map((one, index) => correct(one, { happenedAt: `2026-04-0${index + 1}T10:00:00Z` })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await lastContact(person)).toBe('2026-05-04T10:00:00.000Z');
  });

  it('is right for one who logs while another begins the relationship', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const { id } = await t.make.expert({ agency_id: agency.id });
      const both = [log('2026-06-09T10:00:00Z', [id]), as.post(`experts/${id}/relationships`, {}).expect(201)];
      await Promise.all(both);
      expect(await lastContact(id)).toBe('2026-06-09T10:00:00.000Z');
    }
  });
});

describe('for any order of edits', () => {
  /** What happened to one interaction, as the test knows it. */
  interface Known {
    id: string;
    version: number;
    happenedAt: string;
    experts: string[];
    writtenAt: string;
  }
  type Act =
    | { readonly act: 'log'; readonly day: number; readonly who: number[] }
    | { readonly act: 'move'; readonly which: number; readonly day: number }
    | { readonly act: 'people'; readonly which: number; readonly who: number[] }
    | { readonly act: 'words'; readonly which: number }
    | { readonly act: 'wait'; readonly days: number }
    | { readonly act: 'begin'; readonly whom: number };

  const people = 3;
  const who = fc.uniqueArray(fc.integer({ min: 0, max: people - 1 }), { minLength: 1, maxLength: people });
  // Days from the present one: what is to come is planned.
  const day = fc.integer({ min: -20, max: 6 });
  const which = fc.nat({ max: 20 });
  const someActs: fc.Arbitrary<Act[]> = fc.array(
    fc.oneof(
      fc.record({ act: fc.constant('log' as const), day, who }),
      fc.record({ act: fc.constant('move' as const), which, day }),
      fc.record({ act: fc.constant('people' as const), which, who }),
      fc.record({ act: fc.constant('words' as const), which }),
      fc.record({ act: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 4 }) }),
      fc.record({ act: fc.constant('begin' as const), whom: fc.integer({ min: 0, max: people - 1 }) }),
    ),
    { minLength: 4, maxLength: 14 },
  );
  const at = (offset: number): string => new Date(t.clock.now().getTime() + offset * 86_400_000).toISOString();

  it('the last contact is the latest that was written up after it happened', async () => {
    await fc.assert(
      fc.asyncProperty(someActs, async (acts) => {
        t.time.set('2026-06-10T09:00:00Z');
        const experts = await Promise.all(
          Array.from({ length: people }, async () => (await t.make.expert({ agency_id: agency.id })).id),
        );
        const begun = new Set<string>();
        const all: Known[] = [];
        for (const one of acts) {
          const target = 'which' in one && all.length > 0 ? all[one.which % all.length] : null;
          switch (one.act) {
            case 'log': {
              const happenedAt = at(one.day);
              const took = one.who.map((index) => experts[index]);
              const { id, version } = await log(happenedAt, took);
              all.push({ id, version, happenedAt, experts: took, writtenAt: at(0) });
              break;
            }
            case 'wait':
              t.time.set(at(one.days));
              break;
            case 'begin':
              if (!begun.has(experts[one.whom])) {
                await as.post(`experts/${experts[one.whom]}/relationships`, {}).expect(201);
                begun.add(experts[one.whom]);
              }
              break;
            default: {
              if (target === null) break;
              const change = changeOf(one, experts);
              const { status, body } = await correct(target, change);
              // Some are refused: nothing differs, or what has happened would move into the future.
              if (status !== 200) {
                expect([400, 409]).toContain(status);
                break;
              }
              Object.assign(target, { version: body.version, happenedAt: body.happenedAt, writtenAt: at(0) });
              if (one.act === 'people') target.experts = one.who.map((index) => experts[index]);
            }
          }
        }
        for (const expert of begun) {
          const counted = all.filter((one) => one.experts.includes(expert) && one.happenedAt <= one.writtenAt);
          const latest =
            counted
              .map(({ happenedAt }) => happenedAt)
              .sort()
              .at(-1) ?? null;
          expect(await lastContact(expert)).toBe(latest);
        }
      }),
      { numRuns: 60, seed: 20261126 },
    );
  }, 180_000);

  function changeOf(one: Act, experts: readonly string[]): object {
    switch (one.act) {
      case 'move':
        return { happenedAt: at(one.day) };
      case 'people':
        return { participants: one.who.map((index) => ({ expertId: experts[index] })) };
      default:
        return { notes: `Said at ${at(0)}` };
    }
  }
});
