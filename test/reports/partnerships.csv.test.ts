import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

let t: TestApp;
let agency: { id: string; name: string };
let liaison: Person;
let admin: Person;
let agreement: { id: string; parties: string[] };
const formula = '=HYPERLINK("https://evil.example","Open")';

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency({ name: '@Agency, of "Quotes"' });
  liaison = await t.make.user('liaison', agency.id);
  admin = await t.make.user('admin', agency.id);
  const strand = await t.make.term({ scheme: 'strand', code: 'plus_online', label: '+Online' });
  const institution = await t.make.organisation({ name: formula });
  agreement = await t.make.agreement({
    agency_id: agency.id,
    reference: 'AGR-2025-0042',
    title: 'Línea ünd\nLinie',
    stage: 'executed',
    executed_on: '2025-12-15',
    effective_on: '2026-01-01',
    end_on: '2027-12-31',
    value_pence: 1_250_000,
    currency: 'GBP',
  });
  await t.source.query('update organisations set name = $1 where id = $2', ['Zeta University', agreement.parties[1]]);
  await t.make.row('agreement_parties', { id: newId(), agreement_id: agreement.id, organisation_id: institution.id });
  const expert = await t.make.expert({ agency_id: agency.id });
  await t.make.interaction({ agency_id: agency.id, strand: strand.code }, [{ expert_id: expert.id }]);
  await t.make.followUp({ agency_id: agency.id, due_on: '2026-05-01', status: 'done', completed_on: '2026-05-01' });
});
afterAll(() => t.close());

/** Lines end as RFC 4180 has it; the break inside a title stays as it was entered. */
const file = (text: string): string => `\uFEFF${text.trimStart().replaceAll(/(?<!Línea ünd)\n/g, '\r\n')}`;

it('is exactly this file for a liaison', async () => {
  const answer = await t.as(liaison.token).get('reports/partnerships.csv').expect(200);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="partnership-report.csv"',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  expect(answer.text).toBe(
    file(`
OFFICIAL,,,
section,group,label,value
report,period,from,2025-06-11
report,period,to,2026-06-10
report,period,generated at,2026-06-10T09:00:00.000Z
report,counted,visible_to_you,"Counts the agreements, interactions and follow-ups that you may read. There may be others."
report,filter,agency,
report,filter,organisation,
report,filter,strand,
agreements,all,statuses on,2026-06-10
agreements,all,total,1
agreements,all,in force,1
agreements,all,new in period,1
agreements,all,successors in period,0
agreements,all,ended in period,0
agreements,all,institutions,2
agreements,by status,draft,0
agreements,by status,in_approval,0
agreements,by status,awaiting_signature,0
agreements,by status,withdrawn,0
agreements,by status,terminated,0
agreements,by status,superseded,0
agreements,by status,expired,0
agreements,by status,signed,0
agreements,by status,notice_window,0
agreements,by status,expiring,0
agreements,by status,active,1
agreements,by type,mou,1
agreements,by agency,"'@Agency, of ""Quotes""",1
agreements,in force by agency,"'@Agency, of ""Quotes""",1
agreements,by institution,"'=HYPERLINK(""https://evil.example"",""Open"")",1
agreements,by institution,Zeta University,1
agreements,in force by institution,"'=HYPERLINK(""https://evil.example"",""Open"")",1
agreements,in force by institution,Zeta University,1
agreements,value in force in pence,GBP,1250000
agreements that end next,"'@Agency, of ""Quotes""","AGR-2025-0042 Línea ünd
Linie",2027-12-31
engagements,all,total,1
engagements,all,under the Chatham House Rule,0
engagements,all,experts met,1
engagements,all,institutions,0
engagements,by kind,meeting,1
engagements,by kind,call,0
engagements,by kind,email,0
engagements,by kind,briefing,0
engagements,by kind,visit,0
engagements,by kind,event,0
engagements,by kind,peer_review,0
engagements,by kind,data_access,0
engagements,by kind,other,0
engagements,by agency,"'@Agency, of ""Quotes""",1
engagements,by month,2025-06,0
engagements,by month,2025-07,0
engagements,by month,2025-08,0
engagements,by month,2025-09,0
engagements,by month,2025-10,0
engagements,by month,2025-11,0
engagements,by month,2025-12,0
engagements,by month,2026-01,0
engagements,by month,2026-02,0
engagements,by month,2026-03,0
engagements,by month,2026-04,0
engagements,by month,2026-05,0
engagements,by month,2026-06,1
engagements,by strand,'+Online,1
follow-ups,due in period,total,1
follow-ups,due in period,kept,1
follow-ups,due in period,late,0
follow-ups,due in period,overdue,0
follow-ups,due in period,open,0
follow-ups,due in period,cancelled,0
OFFICIAL,,,
`),
  );
});

it('names the filters', async () => {
  const { text } = await t
    .as(liaison.token)
    .get(`reports/partnerships.csv?strand=plus_online&agencyId=${agency.id}`)
    .expect(200);
  expect(text).toContain(`report,filter,agency,"'@Agency, of ""Quotes"""\r\n`);
  expect(text).toContain(`report,filter,strand,'+Online\r\n`);
});

it('begins and ends with the highest marking of what it counts', async () => {
  const other = await t.make.agency();
  await t.make.followUp({
    agency_id: other.id,
    due_on: '2026-06-01',
    marking: 'OFFICIAL-SENSITIVE',
    sharing: 'named',
  });
  const { text } = await t.as(admin.token).get(`reports/partnerships.csv?agencyId=${other.id}`).expect(200);
  expect(text.startsWith('\uFEFFOFFICIAL-SENSITIVE,,,\r\n')).toBe(true);
  expect(text.endsWith('\r\nOFFICIAL-SENSITIVE,,,\r\n')).toBe(true);
});

it('names no agreement to an administrator', async () => {
  const { text } = await t.as(admin.token).get(`reports/partnerships.csv?agencyId=${agency.id}`).expect(200);
  expect(text).toContain(`agreements that end next,"'@Agency, of ""Quotes""",mou,2027-12\r\n`);
  expect(text).toContain('report,counted,every_record,Counts every record of every agency. It opens none of them.\r\n');
  expect(text).not.toMatch(/AGR-|Línea/);
});

describe('the audit', () => {
  const entriesOf = (person: Person): Promise<Record<string, unknown>[]> =>
    t.source.query(
      'select verb, record_kind, record_id, before, after from audit_entries where actor_user_id = $1 order by id',
      [person.id],
    );

  it('keeps each export: of what, how much, and which agreements were named', async () => {
    const exporter = await t.make.user('liaison', agency.id);
    await t.as(exporter.token).get('reports/partnerships.csv?from=2026-01-01&strand=plus_online').expect(200);
    await t.as(exporter.token).get(`reports/partnerships.csv?agencyId=${agency.id}`).expect(200);
    const [first, second, ...others] = await entriesOf(exporter);
    expect(first).toMatchObject({
      verb: 'report.export',
      record_kind: 'report',
      before: null,
      after: {
        report: 'partnerships',
        format: 'csv',
        from: '2026-01-01',
        to: '2026-06-10',
        agencyId: null,
        organisationId: null,
        strand: 'plus_online',
        scope: 'visible_to_you',
        marking: 'OFFICIAL',
        counted: { agreements: 0, interactions: 1, followUps: 0 },
        namedAgreementIds: [],
      },
    });
    expect(second.after).toMatchObject({
      agencyId: agency.id,
      counted: { agreements: 1, interactions: 1, followUps: 1 },
      namedAgreementIds: [agreement.id],
    });
    expect(second.record_id).not.toBe(first.record_id);
    expect(others).toEqual([]);
  });

  it('keeps nothing of a report that is only looked at, or that is refused', async () => {
    const reader = await t.make.user('liaison', agency.id);
    await t.as(reader.token).get('reports/partnerships').expect(200);
    await t.as(reader.token).get('reports/partnerships.csv?to=never').expect(400);
    expect(await entriesOf(reader)).toEqual([]);
  });
});
