import fc from 'fast-check';
import sql from 'sql-template-tag';
import { DataSource } from 'typeorm';
import { addDays, daysBetween, type CalendarDate } from '../../src/kernel/calendar-date.js';
import {
  noticeDeadlineOf,
  presentEndOf,
  statusOf,
  type AgreementDates,
  type AgreementStatus,
} from '../../src/features/agreements/agreement.status.rules.js';
import {
  endsBetween,
  noticeBetween,
  noticeDeadlineSql,
  presentEndSql,
  statusSql,
} from '../../src/features/agreements/agreement.status.sql.js';
import { createDataSource } from '../../src/platform/database/data-source.js';
import { awkwardDays, dateColumns, datesAround, daysNear, rowOfDates } from '../support/agreement.dates.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

const cases = 10_000;
let database: TestDatabase;
let source: DataSource;
beforeAll(async () => {
  database = await freshDatabase();
  source = await createDataSource(database.applicationUrl, [], 1).initialize();
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

/** Also ends whose own windows begin or end on the day itself. */
function factsAround(today: CalendarDate): fc.Arbitrary<AgreementDates> {
  const edges = fc.tuple(datesAround(daysNear(today)), fc.integer({ min: -1, max: 1 }), fc.nat(4));
  return edges.map(([facts, shift, edge]) => {
    if (edge === 0) return { ...facts, endOn: addDays(today, facts.expiringDays + shift) };
    const deadline = noticeDeadlineOf({ ...facts, endOn: today });
    if (edge > 2 || deadline === null) return facts;
    const toDeadline = daysBetween(deadline, today) + shift;
    return { ...facts, endOn: addDays(today, edge === 1 ? toDeadline : toDeadline + facts.noticeWindowDays) };
  });
}

interface Twin {
  status: AgreementStatus;
  deadline: CalendarDate | null;
  endOn: CalendarDate | null;
  endsSoon: boolean;
  noticeSoon: boolean;
}

async function inPostgres(facts: readonly AgreementDates[], today: CalendarDate): Promise<Twin[]> {
  const rows = facts.map((a, position) => ({ position, ...rowOfDates(a) }));
  const statement = sql`
    select ${statusSql('a', today)} as status, ${noticeDeadlineSql('a', today)} as deadline, ${presentEndSql('a', today)} as "endOn",
      ${endsBetween('a', today, addDays(today, 90), today)} as "endsSoon",
      ${noticeBetween('a', today, addDays(today, 90), today)} as "noticeSoon"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a (position integer, ${dateColumns})
    order by a.position`;
  return source.query(statement.text, statement.values as unknown[]);
}

function inTypeScript(a: AgreementDates, today: CalendarDate): Twin {
  const endOn = presentEndOf(a, today);
  const deadline = noticeDeadlineOf({ ...a, endOn });
  const soon = (on: CalendarDate | null) =>
    a.stage === 'executed' && on !== null && on >= today && on <= addDays(today, 90);
  return { status: statusOf(a, today), deadline, endOn, endsSoon: soon(endOn), noticeSoon: soon(deadline) };
}

describe('the status, the present end and the notice deadline', () => {
  it(`are the same in TypeScript and in PostgreSQL for ${cases.toLocaleString('en-GB')} agreements`, async () => {
    const each = Math.ceil(cases / awkwardDays.length);
    const seen = new Map<AgreementStatus, number>();
    let renewed = 0;
    for (const [index, today] of awkwardDays.entries()) {
      const facts = fc.sample(factsAround(today), { numRuns: each, seed: 20261122 + index });
      const twins = await inPostgres(facts, today);
      expect(twins).toHaveLength(each);
      for (const [at, twin] of twins.entries()) {
        const mine = inTypeScript(facts[at], today);
        // What has no such day lies between no days.
        const theirs = { ...twin, endsSoon: twin.endsSoon ?? false, noticeSoon: twin.noticeSoon ?? false };
        // The facts belong in the failure: without them the case cannot be seen again.
        expect({ today, facts: facts[at], ...theirs }).toEqual({ today, facts: facts[at], ...mine });
        seen.set(mine.status, (seen.get(mine.status) ?? 0) + 1);
        if (mine.endOn !== facts[at].endOn) renewed += 1;
      }
    }
    expect(renewed).toBeGreaterThan(500);
    // A generator that never makes a status proves nothing about it.
    for (const status of ['terminated', 'superseded', 'expired', 'signed', 'notice_window', 'expiring', 'active'])
      expect(seen.get(status as AgreementStatus) ?? 0).toBeGreaterThan(200);
  });
});
