import { newId } from '../../src/kernel/identifier.js';
import { ReadLog } from '../../src/platform/audit/read-log.js';
import { startTestApp, type TestApp } from '../support/app.js';
import type { Person } from '../support/factory.js';
import { statementsOf } from '../support/plans.js';

let t: TestApp;
let agency: { id: string; name: string };
let other: { id: string; name: string };
let liaison: Person;
let partner: Person;

beforeAll(async () => {
  t = await startTestApp();
  agency = await t.make.agency();
  other = await t.make.agency();
  liaison = await t.make.user('liaison', agency.id);
  partner = await t.make.user('partner', other.id);
});
afterAll(() => t.close());

const executed = { stage: 'executed', executed_on: '2025-12-15' };

/** Somebody with a post at a university and everything in order with the agency, but for what is left out. */
async function person(given: object = {}): Promise<{ id: string; organisationId: string }> {
  const { id } = await t.make.expert({ agency_id: agency.id, ...given });
  const { organisationId } = await t.make.affiliation({ expert_id: id });
  return { id, organisationId };
}

async function covering(
  one: { id: string; organisationId: string },
  given: object = {},
): Promise<{ id: string; reference: string }> {
  const made = await t.make.agreement({ agency_id: agency.id, type: 'nda', ...executed, ...given });
  await t.make.row('agreement_parties', { id: newId(), agreement_id: made.id, organisation_id: one.organisationId });
  await t.make.row('agreement_covered_persons', { agreement_id: made.id, expert_id: one.id });
  return made;
}

async function declared(expert_id: string, declared_on: string): Promise<void> {
  const declared_by_user_id = liaison.id;
  await t.make.row('declarations', {
    id: newId(),
    expert_id,
    declared_on,
    declared_by_user_id,
    created_at: t.clock.now(),
  });
}

const ask = (who: Person, expertId: string, query = 'purpose=unpublished_findings') =>
  t.as(who.token).get(`cover?expertId=${expertId}&${query}`);
interface Need {
  need: string;
  met: boolean;
  reasons: { code: string; text: string; agreement: { reference: string } | null }[];
}
/** What stands in the way. */
const against = async (who: Person, expertId: string, query?: string): Promise<string[]> =>
  ((await ask(who, expertId, query).expect(200)).body.needs as Need[])
    .filter(({ met }) => !met)
    .flatMap(({ reasons }) => reasons.map(({ code }) => code));

describe('GET /cover', () => {
  it('answers with each need and what meets it', async () => {
    const one = await person();
    const nda = await covering(one);
    const dsa = await covering(one, { type: 'data_sharing' });
    await t.make.vetting({ agency_id: agency.id, expert_id: one.id });
    await declared(one.id, '2026-01-05');
    const query = 'purpose=personal_data&marking=OFFICIAL-SENSITIVE';
    const { body } = await ask(liaison, one.id, query).expect(200);
    expect(body).toMatchObject({
      covered: true,
      agency: { id: agency.id, name: agency.name },
      sharedOn: '2026-06-10',
      purpose: 'personal_data',
      sharedMarking: 'OFFICIAL-SENSITIVE',
      marking: 'OFFICIAL',
      restsOn: expect.stringMatching(/rests on what you may see/),
    });
    expect(
      (body.needs as Need[]).map(({ need, reasons }) => [need, reasons[0].code, reasons[0].agreement?.reference]),
    ).toEqual([
      ['handling', 'handling_clear', undefined],
      ['agency', 'agency_there', undefined],
      ['employer', 'works_for', undefined],
      ['confidentiality', 'in_force', nda.reference],
      ['data_sharing', 'in_force', dsa.reference],
      ['vetting', 'vetted', undefined],
      ['declaration', 'declared', undefined],
    ]);
  });

  it('and otherwise with each thing that stands in the way', async () => {
    const one = await person({ do_not_contact: true });
    await covering(one, { end_on: '2026-06-09' });
    await declared(one.id, '2025-06-09');
    expect(await against(liaison, one.id, 'purpose=personal_data&marking=OFFICIAL-SENSITIVE')).toEqual([
      'do_not_contact',
      'over',
      'no_data_sharing',
      'over',
      'not_vetted',
      'declaration_lapsed',
    ]);
  });

  it('a declaration counts for a year to the day', async () => {
    const one = await person();
    await covering(one);
    await declared(one.id, '2025-06-10');
    const data = 'purpose=research_data';
    expect(await against(liaison, one.id, data)).toEqual([]);
    expect(await against(liaison, one.id, `${data}&on=2026-06-11`)).toEqual(['declaration_lapsed']);
  });

  it('follows a move: what was agreed with the old employer stays there', async () => {
    const one = await person();
    await covering(one);
    expect(await against(liaison, one.id)).toEqual([]);
    await t.source.query(`update affiliations set ended_on = '2026-06-10' where expert_id = $1`, [one.id]);
    expect(await against(liaison, one.id)).toEqual([]);
    expect(await against(liaison, one.id, 'purpose=unpublished_findings&on=2026-06-11')).toContain('no_employer');
    await t.make.affiliation({ expert_id: one.id, started_on: '2026-06-11', is_primary: false });
    expect(await against(liaison, one.id, 'purpose=unpublished_findings&on=2026-06-11')).toEqual([
      'employer_not_party',
    ]);
  });

  it('an agency that has adhered is covered from that day; one that may adhere is not', async () => {
    const one = await person();
    const { id } = await covering(one);
    await t.make.relationship({ agency_id: other.id, expert_id: one.id });
    await t.source.query(`update agreements set sharing = 'uk_law_enforcement' where id = $1`, [id]);
    expect(await against(partner, one.id)).toEqual(['agency_not_bound']);
    await t.make.row('agreement_beneficiaries', { agreement_id: id, organisation_id: other.id });
    expect(await against(partner, one.id)).toEqual(['agency_not_adhered']);
    await t.source.query(
      `update agreement_beneficiaries set adhered_on = '2026-06-11', adhered_by = 'Deed' where agreement_id = $1`,
      [id],
    );
    expect(await against(partner, one.id)).toEqual(['agency_adheres_later']);
    expect(await against(partner, one.id, 'purpose=unpublished_findings&on=2026-06-11')).toEqual([]);
    // One may ask for another agency, as far as one may see.
    expect(await against(liaison, one.id, `purpose=unpublished_findings&agencyId=${other.id}`)).toEqual([
      'agency_adheres_later',
    ]);
  });

  it('a unit of the agency that is a party binds the agency', async () => {
    const one = await person();
    const { id } = await covering(one);
    const unit = await t.make.organisation({ kind: 'unit', parent_id: other.id });
    await t.make.row('agreement_parties', { id: newId(), agreement_id: id, organisation_id: unit.id });
    expect(await against(liaison, one.id, `purpose=unpublished_findings&agencyId=${other.id}`)).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['no person', 'purpose=personal_data', '?expertId'],
    ['no purpose', 'expertId=:id', '?purpose'],
    ['a purpose that is none', 'expertId=:id&purpose=everything', '?purpose'],
    ['a marking that is too high', 'expertId=:id&purpose=personal_data&marking=SECRET', '?marking'],
    ['yesterday', 'expertId=:id&purpose=personal_data&on=2026-06-09', '?on'],
    ['more than a year ahead', 'expertId=:id&purpose=personal_data&on=2027-06-11', '?on'],
    ['a day that is none', 'expertId=:id&purpose=personal_data&on=2026-02-30', '?on'],
    ['an agency that is none', 'expertId=:id&purpose=personal_data&agencyId=:university', '?agencyId'],
    ['another field', 'expertId=:id&purpose=personal_data&name=Ada', '?name'],
  ])('refuses %s', async (_what, query, pointer) => {
    const one = await person();
    const path = query.replace(':id', one.id).replace(':university', one.organisationId);
    const { body } = await t.as(liaison.token).get(`cover?${path}`).expect(400);
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it('is one statement, however many agreements there are', async () => {
    const one = await person();
    for (let count = 0; count < 5; count += 1) await covering(one);
    expect(await statementsOf(async () => ask(liaison, one.id).expect(200))).toHaveLength(1);
  });

  it('is kept in the log of readings: the person, and the agreements that it names', async () => {
    const one = await person();
    const { id } = await covering(one);
    await ask(liaison, one.id).expect(200);
    await t.app.get(ReadLog).flush();
    const readings = await t.source.query(
      `select route, record_kind as kind, record_ids as ids from audit_readings where record_ids && $1::uuid[] order by kind desc`,
      [[one.id, id]],
    );
    expect(readings).toEqual([
      { route: 'GET /api/v1/cover', kind: 'expert', ids: [one.id] },
      { route: 'GET /api/v1/cover', kind: 'agreement', ids: [id] },
    ]);
  });
});

describe('nothing leaks through a reason', () => {
  const canary = 'Canary-3310';
  it('an agreement that one may not read counts as absent, whatever it says', async () => {
    const one = await person();
    await t.make.relationship({ agency_id: other.id, expert_id: one.id });
    const before = (await ask(partner, one.id).expect(200)).body;
    const hidden = await covering(one, { title: canary, sharing: 'named' });
    await t.make.row('agreement_beneficiaries', {
      agreement_id: hidden.id,
      organisation_id: other.id,
      adhered_on: '2026-01-01',
      adhered_by: canary,
    });
    const after = (await ask(partner, one.id).expect(200)).body;
    expect(after).toEqual(before);
    expect(JSON.stringify(after)).not.toContain(hidden.reference);
  });

  it('of another agency’s vetting only that there is one: its level, its end and its status stay with the sponsor', async () => {
    const vetted = async (given: object | null): Promise<unknown> => {
      const one = await person();
      await t.make.relationship({ agency_id: other.id, expert_id: one.id });
      if (given !== null) await t.make.vetting({ agency_id: agency.id, expert_id: one.id, ...given });
      const answers = [];
      for (const on of ['2026-06-10', '2026-06-11', '2026-12-31', '2027-06-10']) {
        const query = `purpose=operational_detail&on=${on}`;
        const { body } = await ask(partner, one.id, query).expect(200);
        answers.push((body.needs as Need[]).find(({ need }) => need === 'clearance'));
      }
      return answers;
    };
    const sc = await vetted({});
    expect(JSON.stringify(sc)).not.toMatch(/SC|2034/);
    expect(sc).toMatchObject([{ met: false, reasons: [{ code: 'vetting_elsewhere' }] }, {}, {}, {}]);
    // The same whatever the level and the last day, even where that comes before the day asked about.
    for (const given of [{ level: 'bpss' }, { level: 'dv', expires_on: '2026-06-10' }, { expires_on: null }])
      expect(await vetted(given)).toEqual(sc);
    const none = await vetted(null);
    for (const given of [
      { status: 'in_progress', granted_on: null, expires_on: null },
      { status: 'ended' },
      { expires_on: '2026-06-09' },
    ])
      expect(await vetted(given)).toEqual(none);
  });

  it('declarations are for the agency that keeps the record, whatever they are', async () => {
    const asked = async (on: string | null): Promise<string[]> => {
      const one = await person();
      await t.make.relationship({ agency_id: other.id, expert_id: one.id });
      if (on !== null) await declared(one.id, on);
      return (await against(partner, one.id, 'purpose=research_data')).filter((code) => code.includes('decl'));
    };
    for (const on of [null, '2026-06-01', '2020-01-01']) expect(await asked(on)).toEqual(['declaration_untold']);
  });

  it('how somebody may be handled is told to agencies that deal with them', async () => {
    for (const do_not_contact of [true, false]) {
      const one = await person({ do_not_contact });
      expect(await against(partner, one.id, 'purpose=general_discussion')).toEqual(['handling_untold']);
    }
  });

  it('past and coming posts are told to agencies that deal with the person', async () => {
    const one = await person();
    await t.make.affiliation({ expert_id: one.id, started_on: '2026-07-01', is_primary: false });
    const { body } = await ask(partner, one.id, 'purpose=unpublished_findings&on=2026-07-01').expect(200);
    const employer = (body.needs as Need[]).find(({ need }) => need === 'employer')!;
    expect(employer.reasons).toHaveLength(1);
  });

  it('who may not see the person learns what they would of nobody', async () => {
    const hidden = await person({ objected_on: '2026-05-01' });
    const [one, none] = [await ask(partner, hidden.id), await ask(partner, newId())];
    expect([one.status, one.body.detail]).toEqual([404, none.body.detail]);
    for (const role of ['admin', 'auditor', 'approver', 'host'] as const)
      await ask(await t.make.user(role, agency.id), hidden.id).expect(403);
  });
});

describe('what covers somebody already', () => {
  const existing = async (who: Person, query: string) =>
    (await t.as(who.token).get(`cover/agreements?${query}`).expect(200)).body.items as {
      reference: string;
      because: string;
    }[];

  it('in force: those that name the person first, then those that bind where they work', async () => {
    const one = await person();
    const named = await covering(one);
    const binding = await t.make.agreement({ agency_id: agency.id, ...executed });
    await t.make.row('agreement_parties', {
      id: newId(),
      agreement_id: binding.id,
      organisation_id: one.organisationId,
    });
    for (const given of [
      { end_on: '2026-06-09' },
      { stage: 'draft', executed_on: null },
      { effective_on: '2026-07-01' },
    ])
      await covering(one, given);
    expect(
      (await existing(liaison, `expertId=${one.id}`)).map(({ reference, because }) => [reference, because]),
    ).toEqual([
      [named.reference, 'covers_person'],
      [binding.reference, 'binds_employer'],
    ]);
    expect((await existing(liaison, `organisationId=${one.organisationId}`)).map(({ because }) => because)).toEqual([
      'binds_body',
      'binds_body',
    ]);
  });

  it('is nothing to who may not read them, or may not see the person', async () => {
    const one = await person();
    await covering(one, { sharing: 'named' });
    expect(await existing(partner, `expertId=${one.id}`)).toEqual([]);
    const hidden = await person({ objected_on: '2026-05-01' });
    await covering(hidden, { sharing: 'uk_law_enforcement' });
    expect(await existing(partner, `expertId=${hidden.id}`)).toEqual([]);
  });

  it.each(['', `expertId=${newId()}&organisationId=${newId()}`, 'expertId=somebody'])('refuses “%s”', async (query) => {
    await t.as(liaison.token).get(`cover/agreements?${query}`).expect(400);
  });
});
