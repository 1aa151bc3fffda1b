import type { PartnershipReportView } from '../../src/features/reports/reports.dto.js';
import { ReadLog } from '../../src/platform/audit/read-log.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { buildScene, type Body, type Scene } from './scene.js';

let t: TestApp;
let scene: Scene;
beforeAll(async () => {
  t = await startTestApp();
  scene = await buildScene(t);
});
afterAll(() => t.close());

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
    report = await reportFor(scene.liaison);
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
    expect(figures.byAgency[0]).toEqual({ agency: scene.lead, total: 2, inForce: 2 });
    expect(figures.byInstitution).toHaveLength(4);
    expect(figures.byInstitution).toContainEqual({ organisation: scene.university, total: 1, inForce: 0 });
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
      id: scene.expiring.id,
      reference: scene.expiring.reference,
      title: 'Shared and ending',
      marking: 'OFFICIAL',
      type: 'mou',
      agency: scene.lead,
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
      { strand: scene.upstream.code, label: 'Upstream', total: 1 },
      { strand: scene.online.code, label: 'Online', total: 1 },
      { strand: null, label: null, total: 1 },
    ]);
  });

  it('counts agreements by type and status, and interactions by month and institution', () => {
    expect(report.agreements.byType).toEqual([
      {
        type: 'mou',
        total: 3,
        byStatus: [
          { status: 'terminated', total: 1 },
          { status: 'expiring', total: 1 },
          { status: 'active', total: 1 },
        ],
      },
    ]);
    const { byMonth, byInstitution, institutions } = report.engagements;
    expect([byMonth.length, byMonth[0], byMonth.at(-1)]).toEqual([
      13,
      { month: '2025-06', total: 1 },
      { month: '2026-06', total: 2 },
    ]);
    expect([institutions, byInstitution]).toEqual([1, [{ organisation: scene.university, total: 1 }]]);
  });

  it('counts what became of the follow-ups that were due', () => {
    expect(report.followUps).toEqual({ total: 5, kept: 1, late: 1, overdue: 2, open: 1, cancelled: 0 });
  });
});

describe('what a partner counts', () => {
  it('is never what is hidden from their agency', async () => {
    const report = await reportFor(scene.partner);
    expect(report).toMatchObject({ marking: 'OFFICIAL', counts: { scope: 'visible_to_you' } });
    expect(report.agreements).toMatchObject({ total: 3, inForce: 1, newInPeriod: 0, endedInPeriod: 1 });
    expect(occurring(report.agreements.byStatus, 'status')).toEqual({ draft: 1, expiring: 1, terminated: 1 });
    expect(report.agreements.endsNext.map(({ id }) => id)).toEqual([scene.expiring.id]);
    // Ada has not been told that she is held, so other agencies do not know of her.
    expect(report.engagements).toMatchObject({ total: 2, expertsMet: 1 });
    expect(report.followUps).toEqual({ total: 2, kept: 0, late: 0, overdue: 1, open: 0, cancelled: 1 });
    expect(JSON.stringify(report)).not.toContain('Canary of the named');
  });
});

describe('what an administrator counts', () => {
  let report: PartnershipReportView;
  beforeAll(async () => {
    report = await reportFor(scene.admin);
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
    const { agreements } = await reportFor(scene.admin, { agencyId: scene.lead.id });
    const closed = {
      id: null,
      reference: null,
      title: null,
      marking: null,
      endOn: null,
      type: 'mou',
      agency: scene.lead,
    };
    expect(agreements.endsNext).toEqual([
      { ...closed, month: '2026-06' },
      { ...closed, month: '2026-07' },
      { ...closed, month: '2027-12' },
    ]);
    const text = JSON.stringify(report);
    for (const hidden of ['Canary', 'Shared and ending', 'AGR-', scene.expiring.id]) expect(text).not.toContain(hidden);
  });
});

describe('filters', () => {
  it('counts the records of one agency', async () => {
    const report = await reportFor(scene.liaison, { agencyId: scene.third.id });
    expect(report.filters.agency).toEqual(scene.third);
    expect(report).toMatchObject({ agreements: { total: 1 }, engagements: { total: 1 }, followUps: { total: 1 } });
  });

  it('counts nothing of another agency that is hidden', async () => {
    const report = await reportFor(scene.liaison, { agencyId: scene.force.id });
    expect(report).toMatchObject({ agreements: { total: 0 }, engagements: { total: 0 }, followUps: { total: 0 } });
  });

  it('counts the agreements to which an institution is a party, and what is about it', async () => {
    const report = await reportFor(scene.liaison, { organisationId: scene.university.id });
    expect(report.filters.organisation).toEqual(scene.university);
    expect(report).toMatchObject({ agreements: { total: 1 }, engagements: { total: 1 }, followUps: { total: 0 } });
  });

  it('counts a strand, and the follow-ups about what has it', async () => {
    const report = await reportFor(scene.liaison, { strand: scene.upstream.code });
    expect(report.filters.strand).toEqual({ code: scene.upstream.code, label: 'Upstream' });
    expect(report).toMatchObject({
      agreements: { total: 1 },
      engagements: { total: 1, byStrand: [{ strand: scene.upstream.code }] },
      followUps: { total: 1, overdue: 1 },
    });
  });

  it('counts the days that are asked for', async () => {
    const report = await reportFor(scene.liaison, { from: '2025-06-10', to: '2025-06-11' });
    expect(report).toMatchObject({
      from: '2025-06-10',
      to: '2025-06-11',
      engagements: { total: 2 },
      followUps: { total: 0 },
    });
  });

  it('joins filters', async () => {
    const report = await reportFor(scene.liaison, { agencyId: scene.lead.id, strand: scene.upstream.code });
    expect(report).toMatchObject({ agreements: { total: 1 }, engagements: { total: 0 }, followUps: { total: 0 } });
  });
});

it('keeps in the read log which agreements were named', async () => {
  const reader = await t.make.user('liaison', scene.lead.id);
  await reportFor(reader, { agencyId: scene.lead.id, strand: scene.upstream.code });
  await t.app.get(ReadLog).flush();
  const rows = await t.source.query(
    'select record_kind, record_ids, route from audit_readings where actor_user_id = $1',
    [reader.id],
  );
  expect(rows).toEqual([
    { record_kind: 'agreement', record_ids: [scene.expiring.id], route: 'GET /api/v1/reports/partnerships' },
  ]);
});

/** Last, because it adds to the scene. */
it('counts for each institution as many interactions as the report about it', async () => {
  const somewhere = await t.make.organisation({ name: 'University of Elsewhere' });
  const expert = await t.make.expert({ agency_id: scene.third.id });
  await t.make.affiliation({ expert_id: expert.id, organisation_id: somewhere.id });
  await t.make.interaction({ agency_id: scene.lead.id }, [{ expert_id: expert.id }]);
  const told = { agency_id: scene.third.id, chatham_house: true, sharing: 'uk_law_enforcement' };
  await t.make.interaction(told, [{ expert_id: expert.id }, { organisation_id: somewhere.id }]);
  const about = { kind: 'call', about_organisation_id: somewhere.id };
  await t.make.interaction({ ...told, ...about }, [{ organisation_id: somewhere.id }]);
  for (const person of [scene.liaison, scene.partner, scene.admin]) {
    const whole = (await reportFor(person)).engagements.byInstitution;
    const found = whole.find(({ organisation }) => organisation.id === somewhere.id)?.total ?? 0;
    const asked = (await reportFor(person, { organisationId: somewhere.id })).engagements.total;
    expect([person.role, found]).toEqual([person.role, asked]);
  }
});
