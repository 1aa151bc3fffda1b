import type { PartnershipReportView } from '../../src/features/reports/reports.dto.js';
import { newId } from '../../src/kernel/identifier.js';
import { ReadLog } from '../../src/platform/audit/read-log.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

interface Body {
  id: string;
  name: string;
}

let t: TestApp;
let lead: Body;
let force: Body;
let third: Body;
let university: Body;
let liaison: Person;
let partner: Person;
let admin: Person;
let upstream: { code: string; label: string };
let online: { code: string; label: string };
let expiring: { id: string; reference: string };

const executed = (on: string, given: { agency_id?: string; [column: string]: unknown }) => ({
  stage: 'executed',
  executed_on: on,
  ...given,
});
const sensitive = { marking: 'OFFICIAL-SENSITIVE', sharing: 'named' };
const shared = { sharing: 'uk_law_enforcement' };

/**
 * Three agencies on 10 June 2026. What is `shared` is read by all of them, what is `named` by nobody of this test, and
 * everything else by its own agency. Hidden texts are canaries.
 */
beforeAll(async () => {
  t = await startTestApp();
  lead = await t.make.agency({ name: 'Lead Agency' });
  force = await t.make.agency({ name: 'Some Police' });
  third = await t.make.agency({ name: 'Third Police' });
  university = await t.make.organisation({ name: 'University of Somewhere' });
  liaison = await t.make.user('liaison', lead.id);
  partner = await t.make.user('partner', force.id);
  admin = await t.make.user('admin', lead.id);
  upstream = await t.make.term({ scheme: 'strand', label: 'Upstream', position: 1 });
  online = await t.make.term({ scheme: 'strand', label: 'Online', position: 2 });
  await agreements();
  await interactions();
  await followUps();
});
afterAll(() => t.close());

async function agreements(): Promise<void> {
  const { make } = t;
  await agreement(executed('2025-12-15', { agency_id: lead.id, value_pence: 100_000, currency: 'GBP' }));
  expiring = await agreement(
    executed('2024-01-10', {
      agency_id: lead.id,
      title: 'Shared and ending',
      end_on: '2026-07-01',
      strands: [upstream.code],
      value_pence: 2_550,
      currency: 'GBP',
      ...shared,
    }),
  );
  await agreement(
    executed('2026-02-01', {
      agency_id: lead.id,
      title: 'Canary of the named',
      end_on: '2026-06-30',
      value_pence: 7,
      currency: 'EUR',
      ...sensitive,
    }),
  );
  await agreement({ agency_id: force.id, title: 'Canary of the force' });
  const ended = await agreement(
    executed('2024-05-01', {
      agency_id: third.id,
      terminated_on: '2026-03-01',
      value_pence: 9,
      currency: 'GBP',
      ...shared,
    }),
  );
  await make.row('agreement_parties', { id: newId(), agreement_id: ended.id, organisation_id: university.id });
}

function agreement(given: {
  agency_id?: string;
  [column: string]: unknown;
}): Promise<{ id: string; reference: string }> {
  return t.make.agreement({ agency_id: lead.id, effective_on: '2024-01-01', ...given });
}

async function interactions(): Promise<void> {
  const { make } = t;
  const ada = await make.expert({ agency_id: lead.id, privacy_notice_sent_on: null });
  const ben = await make.expert({ agency_id: force.id });
  await make.interaction({ agency_id: lead.id, strand: online.code }, [{ expert_id: ada.id }, { expert_id: ben.id }]);
  await make.interaction({ agency_id: lead.id, kind: 'call', happened_at: '2025-06-11T00:00:00+01:00' }, [
    { expert_id: ada.id },
  ]);
  await make.interaction({ agency_id: lead.id, kind: 'call', happened_at: '2025-06-10T23:59:59.999+01:00' });
  await make.interaction({ agency_id: lead.id, kind: 'visit', ...sensitive }, [{ expert_id: ben.id }]);
  await make.interaction({ agency_id: force.id, kind: 'email', strand: upstream.code }, [{ expert_id: ben.id }]);
  await make.interaction(
    { agency_id: third.id, kind: 'briefing', strand: upstream.code, ...shared, about_organisation_id: university.id },
    [{ expert_id: ada.id }],
  );
}

async function followUps(): Promise<void> {
  const { make } = t;
  const done = (on: string): object => ({ status: 'done', completed_on: on });
  await make.followUp({ agency_id: lead.id, due_on: '2026-05-01', ...done('2026-05-01') });
  await make.followUp({ agency_id: lead.id, due_on: '2026-05-01', ...done('2026-05-02') });
  await make.followUp({ agency_id: lead.id, due_on: '2026-06-09', snoozed_until: '2026-07-01' });
  await make.followUp({ agency_id: lead.id, due_on: '2026-06-10' });
  await make.followUp({ agency_id: lead.id, due_on: '2026-06-11' });
  await make.followUp({ agency_id: lead.id, due_on: '2026-06-01', title: 'Canary promise', ...sensitive });
  await make.followUp({
    agency_id: force.id,
    due_on: '2025-06-11',
    status: 'cancelled',
    completed_on: '2025-06-12',
  });
  await make.followUp({ agency_id: third.id, due_on: '2026-01-31', about_agreement_id: expiring.id, ...shared });
}

async function reportFor(person: Person, query: Record<string, string> = {}): Promise<PartnershipReportView> {
  const { body } = await t
    .as(person.token)
    .get(`reports/partnerships?${new URLSearchParams(query).toString()}`)
    .expect(200);
  return body as PartnershipReportView;
}

/** Only what occurs. */
function occurring(list: readonly { total: number }[], name: string): Record<string, number> {
  const found = list.filter(({ total }) => total > 0) as unknown as Record<string, unknown>[];
  return Object.fromEntries(found.map((one) => [nameOf(one[name]), one.total as number]));
}

function nameOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? (value as Body).name : String(value);
}

describe('what a liaison counts', () => {
  let report: PartnershipReportView;
  beforeAll(async () => {
    report = await reportFor(liaison);
  });

  it('says what it counted, of which days, and how it is marked', () => {
    expect(report).toMatchObject({
      marking: 'OFFICIAL',
      generatedAt: '2026-06-10T09:00:00.000Z',
      from: '2025-06-11',
      to: '2026-06-10',
      filters: { agency: null, organisation: null, strand: null },
      counts: { scope: 'visible_to_you' },
    });
    expect(report.counts.sentence).toContain('that you may read');
  });

  it('counts the agreements of the own agency and those shared with it', () => {
    const { agreements: figures } = report;
    expect(figures).toMatchObject({ statusOn: '2026-06-10', total: 3, inForce: 2, institutions: 4 });
    expect(occurring(figures.byStatus, 'status')).toEqual({ active: 1, expiring: 1, terminated: 1 });
    expect(occurring(figures.byAgency, 'agency')).toEqual({ 'Lead Agency': 2, 'Third Police': 1 });
    expect(figures.byAgency[0]).toEqual({ agency: lead, total: 2, inForce: 2 });
    expect(figures.byInstitution).toHaveLength(4);
    expect(figures.byInstitution).toContainEqual({ organisation: university, total: 1, inForce: 0 });
    expect(figures.valueInForce).toEqual([{ currency: 'GBP', pence: 102_550, agreements: 2 }]);
    expect(figures).toMatchObject({ newInPeriod: 1, successorsInPeriod: 0, endedInPeriod: 1 });
  });

  it('lists every status of a day, also those that do not occur', () => {
    expect(report.agreements.byStatus.map(({ status }) => status)).toEqual([
      'draft',
      'in_approval',
      'awaiting_signature',
      'withdrawn',
      'terminated',
      'superseded',
      'expired',
      'signed',
      'notice_window',
      'expiring',
      'active',
    ]);
  });

  it('names the agreements that end next', () => {
    expect(report.agreements.endsNext).toHaveLength(2);
    expect(report.agreements.endsNext[0]).toEqual({
      id: expiring.id,
      reference: expiring.reference,
      title: 'Shared and ending',
      marking: 'OFFICIAL',
      type: 'mou',
      agency: lead,
      endOn: '2026-07-01',
      month: '2026-07',
    });
  });

  it('counts the interactions of the period', () => {
    const { engagements } = report;
    // Ben is met in an interaction of the own agency too, so he counts once.
    expect(engagements).toMatchObject({ total: 3, chathamHouse: 0, expertsMet: 2 });
    expect(occurring(engagements.byKind, 'kind')).toEqual({ meeting: 1, call: 1, briefing: 1 });
    expect(engagements.byKind).toHaveLength(9);
    expect(occurring(engagements.byAgency, 'agency')).toEqual({ 'Lead Agency': 2, 'Third Police': 1 });
    expect(engagements.byStrand).toEqual([
      { strand: upstream.code, label: 'Upstream', total: 1 },
      { strand: online.code, label: 'Online', total: 1 },
      { strand: null, label: null, total: 1 },
    ]);
  });

  it('counts what became of the follow-ups that were due', () => {
    expect(report.followUps).toEqual({ total: 5, kept: 1, late: 1, overdue: 2, open: 1, cancelled: 0 });
  });
});

describe('what a partner counts', () => {
  it('is never what is hidden from their agency', async () => {
    const report = await reportFor(partner);
    expect(report).toMatchObject({ marking: 'OFFICIAL', counts: { scope: 'visible_to_you' } });
    expect(report.agreements).toMatchObject({ total: 3, inForce: 1, newInPeriod: 0, endedInPeriod: 1 });
    expect(occurring(report.agreements.byStatus, 'status')).toEqual({ draft: 1, expiring: 1, terminated: 1 });
    expect(report.agreements.endsNext.map(({ id }) => id)).toEqual([expiring.id]);
    // Ada has not been told that she is held, so other agencies do not know of her.
    expect(report.engagements).toMatchObject({ total: 2, expertsMet: 1 });
    expect(report.followUps).toEqual({ total: 2, kept: 0, late: 0, overdue: 1, open: 0, cancelled: 1 });
    expect(JSON.stringify(report)).not.toContain('Canary of the named');
  });
});

describe('what an administrator counts', () => {
  let report: PartnershipReportView;
  beforeAll(async () => {
    report = await reportFor(admin);
  });

  it('is every record, and says so', () => {
    expect(report).toMatchObject({ marking: 'OFFICIAL-SENSITIVE', counts: { scope: 'every_record' } });
    expect(report.counts.sentence).toContain('every record of every agency');
    expect(report.agreements).toMatchObject({
      total: 5,
      inForce: 3,
      newInPeriod: 2,
      endedInPeriod: 1,
      institutions: 6,
    });
    expect(report.engagements).toMatchObject({ total: 5, expertsMet: 2 });
    expect(report.followUps).toEqual({ total: 7, kept: 1, late: 1, overdue: 3, open: 1, cancelled: 1 });
    expect(report.agreements.valueInForce).toEqual([
      { currency: 'EUR', pence: 7, agreements: 1 },
      { currency: 'GBP', pence: 102_550, agreements: 2 },
    ]);
  });

  it('opens none: what ends next has neither title nor reference nor day', async () => {
    const { agreements } = await reportFor(admin, { agencyId: lead.id });
    const closed = { id: null, reference: null, title: null, marking: null, endOn: null, type: 'mou', agency: lead };
    expect(agreements.endsNext).toEqual([
      { ...closed, month: '2026-06' },
      { ...closed, month: '2026-07' },
      { ...closed, month: '2027-12' },
    ]);
    const text = JSON.stringify(report);
    for (const hidden of ['Canary', 'Shared and ending', 'AGR-', expiring.id]) expect(text).not.toContain(hidden);
  });
});

describe('filters', () => {
  it('counts the records of one agency', async () => {
    const report = await reportFor(liaison, { agencyId: third.id });
    expect(report.filters.agency).toEqual(third);
    expect(report).toMatchObject({ agreements: { total: 1 }, engagements: { total: 1 }, followUps: { total: 1 } });
  });

  it('counts nothing of another agency that is hidden', async () => {
    const report = await reportFor(liaison, { agencyId: force.id });
    expect(report).toMatchObject({ agreements: { total: 0 }, engagements: { total: 0 }, followUps: { total: 0 } });
  });

  it('counts the agreements to which an institution is a party, and what is about it', async () => {
    const report = await reportFor(liaison, { organisationId: university.id });
    expect(report.filters.organisation).toEqual(university);
    expect(report).toMatchObject({ agreements: { total: 1 }, engagements: { total: 1 }, followUps: { total: 0 } });
  });

  it('counts a strand, and the follow-ups about what has it', async () => {
    const report = await reportFor(liaison, { strand: upstream.code });
    expect(report.filters.strand).toEqual({ code: upstream.code, label: 'Upstream' });
    expect(report).toMatchObject({
      agreements: { total: 1 },
      engagements: { total: 1, byStrand: [{ strand: upstream.code }] },
      followUps: { total: 1, overdue: 1 },
    });
  });

  it('counts the days that are asked for', async () => {
    const report = await reportFor(liaison, { from: '2025-06-10', to: '2025-06-11' });
    expect(report).toMatchObject({
      from: '2025-06-10',
      to: '2025-06-11',
      engagements: { total: 2 },
      followUps: { total: 0 },
    });
  });

  it('joins filters', async () => {
    const report = await reportFor(liaison, { agencyId: lead.id, strand: upstream.code });
    expect(report).toMatchObject({ agreements: { total: 1 }, engagements: { total: 0 }, followUps: { total: 0 } });
  });
});

describe('what is refused', () => {
  it.each([
    ['an impossible day', 'from=2026-02-30', '?from', 'must be a real date'],
    ['a day that is none', 'to=tomorrow', '?to', 'must be a real date'],
    ['a last day before the first', 'from=2026-02-02&to=2026-02-01', '?to', 'on or after the first'],
    ['a first day in the future without a last', 'from=2026-06-11', '?to', 'on or after the first'],
    ['more than five years', 'from=2021-06-10&to=2026-06-10', '?to', '5 years at most'],
    ['the edges of the calendar', 'from=1900-01-01', '?from', '1 January 1950'],
    ['the other edge', 'to=2200-12-31', '?to', '31 December 2150'],
    ['a repeated day', 'from=2026-01-01&from=2026-02-01', '?from', 'must be a real date'],
    ['an agency that is no id', 'agencyId=nca', '?agencyId', 'must be the id of a record'],
    [
      'an agency that is not there',
      'agencyId=018f0000-0000-7000-8000-000000000000',
      '?agencyId',
      'an agency that is not there',
    ],
    [
      'an organisation that is not there',
      'organisationId=018f0000-0000-7000-8000-000000000000',
      '?organisationId',
      'an organisation that is not there',
    ],
    ['a strand that is not there', 'strand=upsteam', '?strand', 'not a code of the vocabulary'],
    ['a blank strand', 'strand=', '?strand', 'Enter'],
    ['a strand that is a marking', 'strand=TOP%20SECRET', '?strand', 'above OFFICIAL-SENSITIVE'],
    ['a field that is not there', 'region=north', '?region', 'no field called'],
  ])('%s', async (_what, query, pointer, words) => {
    for (const path of ['reports/partnerships', 'reports/partnerships.csv']) {
      const { body, headers } = await t.as(liaison.token).get(`${path}?${query}`).expect(400);
      expect(body.errors).toHaveLength(1);
      expect(body.errors[0].pointer).toBe(pointer);
      expect(body.errors[0].detail).toContain(words);
      expect(headers['content-type']).toContain('application/problem+json');
      expect(headers['content-disposition']).toBeUndefined();
    }
  });

  it('a university as the agency', async () => {
    const { body } = await t.as(admin.token).get(`reports/partnerships?agencyId=${university.id}`).expect(400);
    expect(body.errors).toMatchObject([{ pointer: '?agencyId' }]);
  });

  it.each(['approver', 'auditor', 'host', 'academic'] as const)('is every report to a %s', async (role) => {
    const person = await t.make.user(role, lead.id);
    await t.as(person.token).get('reports/partnerships').expect(403);
    await t.as(person.token).get('reports/partnerships.csv').expect(403);
  });

  it('is every report to somebody who is not signed in', async () => {
    await t.as(null).get('reports/partnerships').expect(401);
    await t.as(null).get('reports/partnerships.csv').expect(401);
  });
});

it('keeps in the read log which agreements were named', async () => {
  const reader = await t.make.user('liaison', lead.id);
  await reportFor(reader, { agencyId: lead.id, strand: upstream.code });
  await t.app.get(ReadLog).flush();
  const rows = await t.source.query(
    'select record_kind, record_ids, route from audit_readings where actor_user_id = $1',
    [reader.id],
  );
  expect(rows).toEqual([
    { record_kind: 'agreement', record_ids: [expiring.id], route: 'GET /api/v1/reports/partnerships' },
  ]);
});
