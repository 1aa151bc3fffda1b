import type { PartnershipReportView } from '../../src/features/reports/reports.dto.js';
import { newId } from '../../src/kernel/identifier.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';

const sensitive = { marking: 'OFFICIAL-SENSITIVE', sharing: 'named' };
const shared = { sharing: 'uk_law_enforcement' };

let t: TestApp;
beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

async function reportFor(person: Person, query: Readonly<Record<string, string>>): Promise<PartnershipReportView> {
  const { body } = await t
    .as(person.token)
    .get(`reports/partnerships?${new URLSearchParams(query).toString()}`)
    .expect(200);
  return body as PartnershipReportView;
}

describe('a named record', () => {
  it('is counted for whoever is named, and for nobody else', async () => {
    const agency = await t.make.agency();
    const owner = await t.make.user('partner', agency.id);
    await t.make.agreement({ agency_id: agency.id, owner_user_id: owner.id, ...sensitive });
    const filters = { agencyId: agency.id };
    expect(await reportFor(owner, filters)).toMatchObject({ marking: 'OFFICIAL-SENSITIVE', agreements: { total: 1 } });
    const colleague = await t.make.user('partner', agency.id);
    expect(await reportFor(colleague, filters)).toMatchObject({ marking: 'OFFICIAL', agreements: { total: 0 } });
  });

  it('is counted for whoever has been granted it, until the day the grant ends', async () => {
    const agency = await t.make.agency();
    const reader = await t.make.user('liaison', (await t.make.agency()).id);
    const { id } = await t.make.interaction({ agency_id: agency.id, ...sensitive });
    await t.make.row('access_grants', {
      id: newId(),
      record_kind: 'interaction',
      record_id: id,
      user_id: reader.id,
      until_on: '2026-06-10',
      reason: 'Asked for',
      granted_by_user_id: reader.id,
      created_at: t.clock.now(),
    });
    const filters = { agencyId: agency.id, from: '2026-06-01', to: '2026-06-30' };
    expect(await reportFor(reader, filters)).toMatchObject({
      marking: 'OFFICIAL-SENSITIVE',
      engagements: { total: 1 },
    });
    t.time.set('2026-06-11T09:00:00Z');
    try {
      expect(await reportFor(reader, filters)).toMatchObject({ marking: 'OFFICIAL', engagements: { total: 0 } });
    } finally {
      t.time.set('2026-06-10T09:00:00Z');
    }
  });
});

describe('a hidden record beside one that may be read', () => {
  it('does not show in the figures of the one that may be read', async () => {
    const agency = await t.make.agency();
    const [owner, colleague] = [await t.make.user('liaison', agency.id), await t.make.user('liaison', agency.id)];
    const strand = await t.make.term({ scheme: 'strand' });
    const executed = { agency_id: agency.id, stage: 'executed' };
    const successor = await t.make.agreement({ ...executed, executed_on: '2026-04-01', effective_on: '2026-04-01' });
    const hidden = await t.make.agreement({
      ...executed,
      executed_on: '2024-04-01',
      effective_on: '2024-04-01',
      superseded_by_id: successor.id,
      superseded_on: '2026-04-01',
      owner_user_id: owner.id,
      strands: [strand.code],
      ...sensitive,
    });
    await t.make.followUp({ agency_id: agency.id, due_on: '2026-06-01', about_agreement_id: hidden.id });
    const all = { agencyId: agency.id };
    expect((await reportFor(owner, all)).agreements).toMatchObject({ newInPeriod: 0, successorsInPeriod: 1 });
    expect((await reportFor(colleague, all)).agreements).toMatchObject({ newInPeriod: 1, successorsInPeriod: 0 });
    // The follow-up may be read, but not of which strand the agreement is, or whose.
    const filters: Record<string, string>[] = [{ strand: strand.code }, { organisationId: hidden.parties[1] }];
    for (const filter of filters) {
      expect((await reportFor(owner, { ...all, ...filter })).followUps.total).toBe(1);
      expect((await reportFor(colleague, { ...all, ...filter })).followUps.total).toBe(0);
    }
    expect((await reportFor(colleague, all)).followUps.total).toBe(1);
  });
});

describe('an institution’s people', () => {
  it('count for it on the days on which they worked for it', async () => {
    const agency = await t.make.agency();
    const reader = await t.make.user('liaison', agency.id);
    const former = await t.make.organisation();
    const present = await t.make.organisation();
    const expert = await t.make.expert({ agency_id: agency.id });
    const post = (given: object): Promise<object> =>
      t.make.row('affiliations', { id: newId(), expert_id: expert.id, ...t.make.stamps(), ...given });
    await post({ organisation_id: former.id, ended_on: '2026-03-31' });
    await post({ organisation_id: present.id, started_on: '2026-04-01' });
    const met = [{ expert_id: expert.id }];
    // The last half hour of 31 March in London is still March in UTC too; the first of 1 April is not.
    await t.make.interaction({ agency_id: agency.id, happened_at: '2026-03-31T22:30:00Z' }, met);
    await t.make.interaction({ agency_id: agency.id, happened_at: '2026-03-31T23:30:00Z' }, met);
    await t.make.interaction({ agency_id: agency.id, happened_at: '2026-05-01T09:00:00Z' }, met);
    await t.make.followUp({ agency_id: agency.id, due_on: '2026-03-31', about_expert_id: expert.id });
    const talk = await t.make.interaction({ agency_id: agency.id, about_organisation_id: present.id });
    await t.make.followUp({ agency_id: agency.id, due_on: '2026-06-01', about_interaction_id: talk.id });

    expect(await reportFor(reader, { organisationId: former.id })).toMatchObject({
      engagements: { total: 1, expertsMet: 1 },
      followUps: { total: 1 },
    });
    expect(await reportFor(reader, { organisationId: present.id })).toMatchObject({
      engagements: { total: 3, expertsMet: 1 },
      followUps: { total: 1 },
    });
  });

  it('do not tell another agency of people it may not know of', async () => {
    const [ours, theirs] = [await t.make.agency(), await t.make.agency()];
    const employer = await t.make.organisation();
    const expert = await t.make.expert({ agency_id: theirs.id, privacy_notice_sent_on: null });
    await t.make.row('affiliations', {
      id: newId(),
      expert_id: expert.id,
      organisation_id: employer.id,
      ...t.make.stamps(),
    });
    await t.make.interaction({ agency_id: theirs.id, ...shared }, [{ expert_id: expert.id }]);
    await t.make.followUp({ agency_id: theirs.id, due_on: '2026-06-01', about_expert_id: expert.id, ...shared });
    const reader = await t.make.user('liaison', ours.id);
    const own = await t.make.user('liaison', theirs.id);
    const filters = { organisationId: employer.id };
    expect(await reportFor(reader, filters)).toMatchObject({ engagements: { total: 0 }, followUps: { total: 0 } });
    expect(await reportFor(own, filters)).toMatchObject({ engagements: { total: 1 }, followUps: { total: 1 } });
  });
});

describe('the Chatham House Rule', () => {
  it('lets an interaction be counted without telling who took part', async () => {
    const [ours, theirs] = [await t.make.agency(), await t.make.agency()];
    const [organiser, reader] = [await t.make.user('liaison', theirs.id), await t.make.user('partner', ours.id)];
    const admin = await t.make.user('admin', theirs.id);
    const present = await t.make.organisation();
    const employer = await t.make.organisation();
    const expert = await t.make.expert({ agency_id: ours.id });
    await t.make.row('affiliations', {
      id: newId(),
      expert_id: expert.id,
      organisation_id: employer.id,
      ...t.make.stamps(),
    });
    await t.make.interaction({ agency_id: theirs.id, chatham_house: true, ...shared }, [
      { expert_id: expert.id },
      { organisation_id: present.id },
    ]);
    const all = { agencyId: theirs.id };
    expect((await reportFor(organiser, all)).engagements).toMatchObject({ total: 1, chathamHouse: 1, expertsMet: 1 });
    expect((await reportFor(reader, all)).engagements).toMatchObject({ total: 1, chathamHouse: 1, expertsMet: 0 });
    expect((await reportFor(admin, all)).engagements).toMatchObject({ total: 1, chathamHouse: 1, expertsMet: 1 });
    for (const { id } of [present, employer]) {
      const narrowed = { agencyId: theirs.id, organisationId: id };
      expect((await reportFor(organiser, narrowed)).engagements.total).toBe(1);
      expect((await reportFor(reader, narrowed)).engagements.total).toBe(0);
      expect((await reportFor(admin, narrowed)).engagements.total).toBe(0);
    }
  });
});
