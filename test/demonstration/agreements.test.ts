import { plannedAgreements } from '../../src/demonstration/agreement-plan.js';
import { demonstrationId } from '../../src/demonstration/insert.js';
import {
  agreementStatuses,
  agreementTypes,
  noticeDeadlineOf,
  presentEndOf,
  renewalTypes,
  statusOf,
  type AgreementDates,
} from '../../src/features/agreements/agreement.status.rules.js';
import { addDays, daysBetween } from '../../src/kernel/calendar-date.js';
import { carriesHigherMarking } from '../../src/kernel/marking.js';
import { inspectFile } from '../../src/platform/files/inspection/inspect-file.js';
import { type Loaded, now, today, withDemonstration } from './loaded.js';

describe('the agreements of the demonstration', () => {
  let loaded: Loaded;
  beforeAll(async () => {
    loaded = await withDemonstration();
  });
  afterAll(() => loaded.close());

  const count = async (from: string, values: unknown[] = []): Promise<number> =>
    (await loaded.rows<{ count: number }>(`select count(*)::int as count from ${from}`, values))[0].count;

  const agreementDates = (): Promise<(AgreementDates & { id: string; type: string; renewalType: string })[]> =>
    loaded.rows(`
      select id, type, renewal_type as "renewalType", stage, effective_on::text as "effectiveOn", end_on::text as "endOn", notice_count as "noticeCount",
        notice_unit as "noticeUnit", expiring_days as "expiringDays", notice_window_days as "noticeWindowDays",
        terminated_on::text as "terminatedOn", superseded_on::text as "supersededOn", renewal_months as "renewalMonths",
        most_renewals as "mostRenewals", renewals_before as "renewalsBefore", renewal_stopped_on::text as "renewalStoppedOn"
      from agreements order by reference`);

  it('shows every status, type and way of renewal', async () => {
    const agreements = await agreementDates();
    const statuses = new Map<string, number>();
    for (const one of agreements) {
      const status = statusOf(one, today);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses.keys()].sort()).toEqual([...agreementStatuses].sort());
    expect(Object.fromEntries(statuses)).toEqual({
      draft: 10,
      in_approval: 9,
      awaiting_signature: 8,
      withdrawn: 5,
      signed: 6,
      active: 43,
      expiring: 13,
      notice_window: 7,
      expired: 9,
      terminated: 4,
      superseded: 6,
    });
    const seldom = [...agreementTypes, ...renewalTypes].filter(
      (one) => agreements.filter(({ type, renewalType }) => one === type || one === renewalType).length < 5,
    );
    expect(seldom).toEqual([]);
  });

  it('computes for each the status that was planned', async () => {
    const computed = new Map((await agreementDates()).map(({ id, ...dates }) => [id, statusOf(dates, today)]));
    const wrong = plannedAgreements.flatMap(({ status }, number) => {
      const is = computed.get(demonstrationId('agreement', number));
      return is === status ? [] : [{ number, status, is }];
    });
    expect(wrong).toEqual([]);
  });

  it('brings renewal mail within a week of every usual offset', async () => {
    const inForce = (await agreementDates()).filter((one) =>
      ['active', 'expiring', 'notice_window'].includes(statusOf(one, today)),
    );
    for (const [name, anchorOf] of [
      ['end', (one: AgreementDates) => presentEndOf(one, today)],
      ['notice', (one: AgreementDates) => noticeDeadlineOf({ ...one, endOn: presentEndOf(one, today) })],
    ] as const) {
      const arriving = [180, 90, 30, 7].filter((offset) =>
        inForce.some((one) => {
          const anchor = anchorOf(one);
          const wait = anchor && daysBetween(today, addDays(anchor, -offset));
          return wait !== null && wait >= 1 && wait <= 7;
        }),
      );
      expect([name, arriving]).toEqual([name, name === 'end' ? [180, 90, 30, 7] : [90, 30, 7]]);
    }
  });

  it('has agencies that adhered to agreements in force, after each came into force, and others that may', async () => {
    const named = await loaded.rows<{ stage: string; adhered: boolean; early: boolean; party: boolean }>(`
      select a.stage, b.adhered_on is not null as adhered, coalesce(b.adhered_on < greatest(a.effective_on, a.executed_on), false) as early,
        exists (select 1 from agreement_parties p where p.agreement_id = a.id and p.organisation_id = b.organisation_id) as party
      from agreement_beneficiaries b join agreements a on a.id = b.agreement_id`);
    expect(named.filter(({ adhered }) => adhered)).toHaveLength(3);
    expect(named.filter(({ adhered, stage }) => !adhered && stage === 'draft').length).toBeGreaterThan(0);
    expect(named.some(({ early, party, adhered, stage }) => early || party || (adhered && stage !== 'executed'))).toBe(
      false,
    );
  });

  it('puts agreements before the approver that somebody else wrote', async () => {
    const open = await loaded.rows<{ reference: string; approver: string; author: string; stage: string }>(`
      select g.reference, u.email as approver, c.email as author, g.stage from agreement_approvals a join agreements g on g.id = a.agreement_id
        join users u on u.id = a.assignee_user_id join users c on c.id = g.created_by_user_id
      where a.decision is null and a.amendment_id is null`);
    expect(new Set(open.map(({ reference }) => reference)).size).toBe(
      await count(`agreements where stage = 'in_approval'`),
    );
    expect(open.every(({ stage, approver, author }) => stage === 'in_approval' && approver !== author)).toBe(true);
    expect(open.some((one) => one.approver.startsWith('gareth') && one.author.startsWith('helena'))).toBe(true);
  });

  it('gives each agreement two parties, a signatory for each, and no professor who signs', async () => {
    expect(
      await count(`agreements g where (select count(*) from agreement_parties p where p.agreement_id = g.id) < 2`),
    ).toBe(0);
    expect(
      await count(`agreement_parties p where not exists (select 1 from agreement_people a
        where a.agreement_id = p.agreement_id and a.organisation_id = p.organisation_id and capacity = 'signatory')`),
    ).toBe(0);
    expect(await count(`agreement_people where capacity = 'signatory' and expert_id is not null`)).toBe(0);
    expect(
      await count(`agreement_covered_persons c join users u on u.expert_id = c.expert_id and u.role = 'academic'`),
    ).toBeGreaterThanOrEqual(2);
    expect(
      await count(
        `agreement_parties p join agreements g on g.id = p.agreement_id where g.stage = 'executed' and p.signed_on is null`,
      ),
    ).toBe(0);
  });

  it('has a text with nothing left to write wherever people sign, and several that depart from the template', async () => {
    expect(
      await count(`agreements a where stage <> 'draft'
        and not exists (select 1 from agreement_clauses c where c.agreement_id = a.id)`),
    ).toBe(0);
    expect(
      await count(`agreement_clauses c join agreements a on a.id = c.agreement_id
        where a.stage in ('awaiting_signature', 'executed') and c.wording ~ '\\['`),
    ).toBe(0);
    expect(await count('agreement_clauses where code is null')).toBeGreaterThan(5);
    // A memorandum asks for one approval, and for another where its wording is not the template's.
    expect(
      await count(`agreements a join agreement_approvals w on w.agreement_id = a.id
        where a.type = 'mou' and w.kind = 'legal' and w.decision = 'approved'`),
    ).toBeGreaterThan(3);
  });

  it('has every executed one approved, and signed by each party as the file under its hash says', async () => {
    const executed = `agreements a where a.stage = 'executed' and`;
    const signatures = `agreement_signatures s join agreement_document_versions v
        on v.document_id = s.document_id and v.number = s.document_number and v.sha256 = s.sha256
      join agreement_documents d on d.id = v.document_id and d.kind = 'text' and d.agreement_id = s.agreement_id`;
    expect(
      await count(`${executed} exists (select 1 from agreement_parties p where p.agreement_id = a.id and not exists
        (select 1 from ${signatures} where s.agreement_id = a.id and s.organisation_id = p.organisation_id
          and s.signed_on = p.signed_on and s.signatory_name = p.signatory_name))`),
    ).toBe(0);
    const approvals = `select 1 from agreement_approvals w where w.agreement_id = a.id and w.amendment_id is null and w.decision`;
    expect(await count(`${executed} (not exists (${approvals} = 'approved') or exists (${approvals} is null))`)).toBe(
      0,
    );
    // Nobody signs before the last approval, nor before what they sign was there, nor tomorrow.
    expect(
      await count(
        `${signatures} where s.signed_on > $1 or v.uploaded_at::date > s.signed_on or exists
        (select 1 from agreement_approvals w where w.agreement_id = s.agreement_id and w.amendment_id is null
          and w.decided_at::date > s.signed_on)`,
        [today],
      ),
    ).toBe(0);
  });

  it('has amendments at every stage, approved before they are signed, and agreements under a memorandum', async () => {
    const stages = await loaded.rows<{ stage: string }>('select stage from agreement_amendments order by created_at');
    expect(stages.map(({ stage }) => stage)).toEqual(['executed', 'awaiting_signature', 'in_approval', 'draft']);
    const amended = `agreement_amendments m join agreements a on a.id = m.agreement_id`;
    expect(await count(`${amended} where m.stage = 'executed' and m.changes ->> 'title' <> a.title`)).toBe(0);
    expect(
      await count(`${amended} where m.stage = 'executed' and exists (select 1 from agreement_parties p where p.agreement_id = a.id
        and not exists (select 1 from agreement_amendment_signatures s where s.amendment_id = m.id and s.organisation_id = p.organisation_id))`),
    ).toBe(0);
    expect(
      await count(`agreement_amendment_signatures s join agreement_approvals w on w.amendment_id = s.amendment_id
        where w.decision is null or w.decided_at::date > s.signed_on`),
    ).toBe(0);
    expect(await count('agreements where parent_id is not null')).toBeGreaterThan(3);
    expect(
      await count(
        `agreements a join agreements p on p.id = a.parent_id where p.type <> 'mou' or p.agency_id <> a.agency_id`,
      ),
    ).toBe(0);
  });

  it('asks nobody to decide before they were asked, and nothing of the future', async () => {
    expect(
      await count(`agreement_approvals w where w.decided_at < w.asked_at or w.decided_at > $1 or w.asked_at > $1`, [
        now,
      ]),
    ).toBe(0);
    const decisions = await loaded.rows<{ decision: string | null }>(
      'select distinct decision from agreement_approvals',
    );
    expect(new Set(decisions.map(({ decision }) => decision))).toEqual(
      new Set(['approved', 'returned', 'delegated', 'cancelled', null]),
    );
    expect(await count('agreement_approvals where asked_at is null')).toBeGreaterThan(0);
    expect(await count('agreement_renewal_decisions where decided_at > $1', [now])).toBe(0);
    expect(await count('agreement_document_versions where uploaded_at > $1', [now])).toBe(0);
  });

  it('has terms one after the other, of which each but the first was decided', async () => {
    const terms = await loaded.rows<{ terms: number; renewals: number; gaps: number; whole: boolean }>(`
      select count(*)::int as terms, min(t.effective_on) = a.effective_on
          and max(coalesce(t.end_on, 'infinity')) = coalesce(a.end_on, 'infinity') as whole,
        (select count(*)::int from agreement_renewal_decisions d where d.agreement_id = a.id and d.decision = 'renew') as renewals,
        count(*) filter (where t.number > 1 and not exists (select 1 from agreement_terms p
          where p.agreement_id = a.id and p.number = t.number - 1 and p.end_on + 1 = t.effective_on))::int as gaps
      from agreement_terms t join agreements a on a.id = t.agreement_id and a.stage = 'executed' group by a.id`);
    expect(terms).toHaveLength(await count(`agreements where stage = 'executed'`));
    expect(await count('(select distinct agreement_id from agreement_terms) found')).toBe(terms.length);
    expect(terms.filter((one) => one.renewals !== one.terms - 1 || one.gaps > 0 || !one.whole)).toEqual([]);
    expect(terms.filter((one) => one.terms === 2).length).toBeGreaterThan(8);
    expect(terms.filter((one) => one.terms === 3).length).toBeGreaterThan(2);
  });

  it('has what was renegotiated, with successors in force and on the way, and what is left to lapse', async () => {
    const successors = await loaded.rows<{ stage: string; superseded: boolean; decided: boolean }>(`
      select s.stage, coalesce(a.superseded_by_id = s.id, false) as superseded, exists (select 1 from agreement_renewal_decisions d
        where d.agreement_id = a.id and d.decision = 'renegotiate' and d.successor_id = s.id) as decided
      from agreements s join agreements a on a.id = s.succeeds_id`);
    expect(successors.filter((one) => !one.decided || one.superseded !== (one.stage === 'executed'))).toEqual([]);
    expect(successors.map(({ stage }) => stage).sort()).toEqual([
      'draft',
      ...Array<string>(6).fill('executed'),
      'in_approval',
    ]);
    expect(
      await count(
        `agreement_renewal_decisions d join agreements a on a.id = d.agreement_id
        where d.decision = 'let_lapse' and d.end_on = a.end_on and a.end_on > $1`,
        [today],
      ),
    ).toBe(2);
  });

  it('has somebody who left an employer, with what rests on it flagged: to be settled, and settled', async () => {
    const moves = await loaded.rows<{ settled: boolean; sound: boolean }>(`
      select m.settled_at is not null as settled, f.ended_on = m.left_on and f.is_primary
        and exists (select 1 from agreement_parties p where p.agreement_id = m.agreement_id and p.organisation_id = m.organisation_id)
        and exists (select 1 from agreement_covered_persons c where c.agreement_id = m.agreement_id and c.expert_id = m.expert_id)
        and exists (select 1 from affiliations n where n.expert_id = m.expert_id and n.is_primary and n.ended_on is null
          and n.organisation_id <> m.organisation_id) as sound
      from agreement_employer_moves m join affiliations f on f.id = m.affiliation_id and f.expert_id = m.expert_id`);
    expect(moves.every(({ sound }) => sound)).toBe(true);
    expect(new Set(moves.map(({ settled }) => settled))).toEqual(new Set([true, false]));
    // The product opens a follow-up for each, which falls to whoever looks after the agreement.
    expect(await count('follow_ups where created_by_user_id is null')).toBe(moves.length);
  });

  it('keeps files that anybody could have uploaded, each under the hash that its row names', async () => {
    const versions = await loaded.rows<{ name: string; type: string; size: number; sha256: string; kind: string }>(`
      select v.file_name as name, v.media_type as type, v.size, v.sha256, d.kind
      from agreement_document_versions v join agreement_documents d on d.id = v.document_id`);
    expect(new Set(versions.map(({ kind }) => kind))).toEqual(new Set(['text', 'adherence', 'evidence', 'other']));
    for (const { name, type, size, sha256 } of versions) {
      const bytes = loaded.files.kept.get(sha256)!;
      expect([name, (await inspectFile(name, bytes)).mediaType, bytes.length]).toEqual([name, type, size]);
    }
    expect(new Set(versions.map(({ sha256 }) => sha256)).size).toBe(loaded.files.kept.size);
    const texts = await loaded.rows<{ text: string }>(`select wording as text from agreement_clauses
      union all select reason from agreement_renewal_decisions union all select key_terms::text from agreements`);
    expect(texts.filter(({ text }) => carriesHigherMarking(text))).toEqual([]);
  });
});
