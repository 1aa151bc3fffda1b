import fc from 'fast-check';
import sql from 'sql-template-tag';
import { noticeDeadlineOf, renewalTypes, statusOf } from '../../src/features/agreements/agreement.status.rules.js';
import { ownerStates, riskOf } from '../../src/features/agreements/pipeline/renewal.risk.rules.js';
import { riskSql } from '../../src/features/agreements/pipeline/renewal.risk.sql.js';
import { addDays, calendarDate } from '../../src/kernel/calendar-date.js';
import { agreementDates, dateColumns, rowOfDates } from '../support/agreement.dates.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

const executed = { stage: 'executed', executed_on: '2025-12-15' };
/** An agency that nothing of the other tests is shared with. */
const apart = { kind: 'international', audience: 'overseas' };
const someone = async (): Promise<Person> => t.make.user('liaison', (await t.make.agency()).id);
const add = (person: Person, given: object): Promise<{ id: string; reference: string }> =>
  t.make.agreement({ agency_id: person.organisationId, owner_user_id: person.id, ...executed, ...given });
const references = async (person: Person, query = ''): Promise<string[]> => {
  const { body } = await t.as(person.token).get(`agreements/renewals?${query}`).expect(200);
  return body.items.map(({ reference }: { reference: string }) => reference);
};

it('the level of risk is the same in TypeScript and in PostgreSQL for 3,000 agreements', async () => {
  const today = calendarDate('2026-06-10');
  const day = fc.oneof(
    fc.constantFrom(0, 29, 30, 31, 89, 90, 91).map((days) => addDays(today, days)),
    fc.integer({ min: 0, max: 364 }).map((days) => addDays(today, days)),
  );
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
  const some = fc.record({
    endOn: maybe(day),
    reviewOn: maybe(day),
    nextOn: day,
    noticeCount: maybe(fc.constantFrom(1, 30, 60, 90)),
    renewalType: fc.constantFrom(...renewalTypes),
    decided: fc.boolean(),
    owner: fc.constantFrom(...ownerStates, 'present' as const, 'present' as const),
  });
  const cases = fc.sample(some, { numRuns: 3000, seed: 20261123 });
  const datesOf = ({ endOn, noticeCount, renewalType }: (typeof cases)[number]) =>
    agreementDates({ effectiveOn: null, endOn, noticeCount, noticeUnit: noticeCount ? 'days' : null, renewalType });
  const rows = cases.map((one, position) => ({
    ...{ position, ...rowOfDates(datesOf(one)), review_on: one.reviewOn, next_on: one.nextOn },
    ...{ decided: one.decided, owner: one.owner },
  }));
  const level = riskSql('a', { nextOn: sql`a.next_on`, owner: sql`a.owner`, decided: sql`a.decided` }, today);
  const { text, values } = sql`select ${level} as level from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a
    (position integer, review_on date, next_on date, decided boolean, owner text, ${dateColumns}) order by a.position`;
  const twins = await t.source.query<{ level: string }[]>(text, values as unknown[]);
  const mine = cases.map((one) => {
    const dates = datesOf(one);
    return riskOf({ ...one, status: statusOf(dates, today), noticeDeadlineOn: noticeDeadlineOf(dates) }, today).level;
  });
  expect(twins.map((one) => one.level)).toEqual(mine);
  for (const one of ['high', 'medium', 'low'])
    expect(mine.filter((found) => found === one).length).toBeGreaterThan(100);
});

it('lists what comes first with its risk and every reason', async () => {
  const me = await someone();
  const away = await t.make.user('liaison', me.organisationId, { away_from: '2026-06-01', away_to: '2026-06-30' });
  const gone = await t.make.user('liaison', me.organisationId, { disabled_at: '2026-06-01T00:00:00Z' });
  const moved = await someone();
  await add(me, { end_on: '2026-07-09' });
  await add(me, { end_on: '2026-12-31', notice_count: 6, notice_unit: 'months' });
  await add(me, { end_on: '2026-09-08' });
  await add(me, { end_on: '2026-09-09' });
  for (const { id } of [away, gone, moved]) await add(me, { end_on: '2027-01-01', owner_user_id: id });
  await add(me, { end_on: '2027-02-01', owner_user_id: null, renewal_type: 'automatic' });
  const { body } = await t.as(me.token).get('agreements/renewals').expect(200);
  expect(
    body.items.map(({ nextOn, risk, riskReasons }: Record<string, unknown>) => [nextOn, risk, riskReasons]),
  ).toEqual([
    ['2026-06-30', 'high', ['notice_open', 'within_30_days']],
    ['2026-07-09', 'high', ['within_30_days']],
    ['2026-09-08', 'medium', ['within_90_days']],
    ['2026-09-09', 'low', []],
    ['2027-01-01', 'medium', ['owner_away']],
    ['2027-01-01', 'medium', ['owner_gone']],
    ['2027-01-01', 'medium', ['owner_gone']],
    ['2027-02-01', 'medium', ['no_owner', 'no_notice']],
  ]);
});

it('is narrowed by type, agency, strand, owner and risk, in pages', async () => {
  const me = await someone();
  const colleague = await t.make.user('liaison', me.organisationId);
  const other = await someone();
  const strand = await t.make.term({ scheme: 'strand' });
  const soon = await add(me, { end_on: '2026-06-20', type: 'nda' });
  const late = await add(me, { end_on: '2027-01-01', strands: [strand.code] });
  const theirs = await add(colleague, { end_on: '2027-01-02' });
  const shared = await add(other, { end_on: '2027-01-03', sharing: 'uk_law_enforcement' });
  expect(await references(me)).toEqual([soon, late, theirs, shared].map(({ reference }) => reference));
  expect(await references(me, 'type=nda')).toEqual([soon.reference]);
  expect(await references(me, `strand=${strand.code}`)).toEqual([late.reference]);
  expect(await references(me, 'ownerUserId=me')).toEqual([soon.reference, late.reference]);
  expect(await references(me, `ownerUserId=${colleague.id}`)).toEqual([theirs.reference]);
  expect(await references(me, `agencyId=${other.organisationId}`)).toEqual([shared.reference]);
  expect(await references(me, 'risk=high')).toEqual([soon.reference]);
  expect(await references(me, 'risk=low&limit=1')).toEqual([late.reference]);
  const { body } = await t.as(me.token).get('agreements/renewals?risk=low&limit=2').expect(200);
  expect(await references(me, `risk=low&limit=2&cursor=${body.nextCursor}`)).toEqual([shared.reference]);
  for (const wrong of ['risk=some', 'type=x', 'agencyId=1', 'cursor=x', 'limit=101', 'unknown=1'])
    await t.as(me.token).get(`agreements/renewals?${wrong}`).expect(400);
});

describe('as a file', () => {
  it('carries the highest marking of its rows, and no text that a spreadsheet would run', async () => {
    const me = await t.make.user('liaison', (await t.make.agency({ name: '@Agency', ...apart })).id, {
      name: '+Owner',
    });
    const one = await add(me, { end_on: '2026-06-20', title: '=HYPERLINK("https://evil.example")', strands: ['-1+1'] });
    const answer = await t.as(me.token).get('agreements/renewals.csv').expect(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="renewals.csv"',
    });
    expect(answer.text).toBe(
      [
        '\ufeffOFFICIAL,,,,,,,,,,,,,',
        'agreements with something to decide,2026-06-10,2027-06-09,,,,,,,,,,,',
        'next,reference,title,type,status,risk,reasons,owner,agency,strands,last day of notice,review,last day in force,marking',
        `2026-06-20,${one.reference},"'=HYPERLINK(""https://evil.example"")",Memorandum of understanding,expiring,high,less than 30 days left and nothing is decided,'+Owner,'@Agency,'-1+1,,,2026-06-20,OFFICIAL`,
        'OFFICIAL,,,,,,,,,,,,,',
        '',
      ].join('\r\n'),
    );
    await add(me, { end_on: '2026-07-20', marking: 'OFFICIAL-SENSITIVE', sharing: 'named', type: 'nda' });
    const marked = await t.as(me.token).get('agreements/renewals.csv').expect(200);
    expect([marked.text.startsWith('\ufeffOFFICIAL-SENSITIVE,'), marked.text.trimEnd().split('\r\n').at(-1)]).toEqual([
      true,
      'OFFICIAL-SENSITIVE,,,,,,,,,,,,,',
    ]);
    const narrowed = await t.as(me.token).get('agreements/renewals.csv?type=mou').expect(200);
    expect(narrowed.text.startsWith('\ufeffOFFICIAL,')).toBe(true);
  });

  it('holds only what its reader may see, and is audited with which records left', async () => {
    const [me, other] = [await someone(), await someone()];
    const mine = await add(me, { end_on: '2026-06-20' });
    await add(other, { end_on: '2026-06-20', title: 'Zephyr' });
    const page = await (await t.asBrowser(me)).get('/agreements/renewals.csv?risk=high');
    expect([page.status, page.html.includes(mine.reference), page.html.includes('Zephyr')]).toEqual([200, true, false]);
    const [entry] = await t.source.query<{ verb: string; after: object }[]>(
      `select verb, after from audit_entries where actor_user_id = $1`,
      [me.id],
    );
    expect(entry).toMatchObject({
      verb: 'agreement.export-renewals',
      after: { report: 'renewals', filters: { risk: 'high' }, marking: 'OFFICIAL', agreementIds: [mine.id] },
    });
  });
});

it('the page narrows the picture and the table alike, says the risk with its reasons, and leads to the file', async () => {
  const me = await someone();
  const soon = await add(me, { end_on: '2026-06-20' });
  const late = await add(me, { end_on: '2027-01-01' });
  const browser = await t.asBrowser(me);
  const all = await browser.get('/agreements/renewals');
  expect(all.text).toContain('High Less than 30 days left and nothing is decided');
  const high = await browser.get('/agreements/renewals?risk=high&type=&agencyId=&strand=&ownerUserId=me');
  expect([high.html.includes(soon.reference), high.html.includes(late.reference)]).toEqual([true, false]);
  expect(high.text).toContain('1 agreement needs a decision');
  expect(high.html).toContain('href="/agreements/renewals.csv?ownerUserId=me&amp;risk=high"');
  expect((await browser.get('/agreements/renewals?risk=low&type=nda')).text).toContain('No agreement matches.');
  const wrong = await browser.get('/agreements/renewals?risk=some');
  expect([wrong.status, wrong.problems]).toEqual([400, [['Select one of the choices.', '#risk']]]);
});
