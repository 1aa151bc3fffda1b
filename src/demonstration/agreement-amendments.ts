import { approvalsOfAmendment, type AmendmentChanges } from '../features/agreements/amendments/amendment.rules.js';
import { hashOfAmendment } from '../features/agreements/amendments/amendment.signatures.js';
import { type RunSql, rowsOf } from '../platform/database/run-sql.js';
import { demonstrationId, insertRows, type Row } from './insert.js';
import type { InventedAgreement } from './invented-agreement.js';
import { staffId } from './staff.js';
import type { Timeline } from './timeline.js';

type Stage = 'executed' | 'awaiting_signature' | 'in_approval' | 'draft';

interface PlannedAmendment {
  readonly stage: Stage;
  readonly title: string;
  readonly reason: string;
  /** Days from its draft to today. */
  readonly draftedAgo: number;
  /** What it changes, of an agreement with this title; and what was there before it, once everybody has signed. */
  readonly changes: (title: string) => AmendmentChanges;
  readonly before: ((title: string) => AmendmentChanges) | null;
}

/** One for each of the first agreements in force. What is executed changed what their rows say already. */
const plans: readonly PlannedAmendment[] = [
  {
    stage: 'executed',
    title: 'From a pilot to regular work',
    reason: 'The pilot has shown what it was to show, and the work goes on under its own name.',
    draftedAgo: 40,
    changes: (title) => ({ title }),
    before: (title) => ({ title: `${title} (pilot)` }),
  },
  {
    stage: 'awaiting_signature',
    title: 'Confidentiality for longer',
    reason: 'The last interviews may be traced for longer than was thought.',
    draftedAgo: 20,
    changes: () => ({ survivalMonths: 84 }),
    before: null,
  },
  {
    stage: 'in_approval',
    title: 'Two funders instead of one',
    reason: 'A second programme takes over half of the cost.',
    draftedAgo: 6,
    changes: () => ({ fundingSource: 'Two programmes, half each' }),
    before: null,
  },
  {
    stage: 'draft',
    title: 'Results sooner in public',
    reason: 'Both sides want to publish before the conference.',
    draftedAgo: 2,
    changes: () => ({ publicationTerms: 'Results are published 14 days after the other side has had them to read.' }),
    before: null,
  },
];

/** Amendments at every stage, and contracts under the memorandum that their parties signed before. */
export async function insertAgreementAmendments(
  run: RunSql,
  time: Timeline,
  agreements: readonly InventedAgreement[],
): Promise<void> {
  await putUnderMemoranda(run);
  const amended = agreements
    .filter(({ plan, agency }) => plan.status === 'active' && agency === 'lead' && !plan.sensitive && !plan.leaver)
    .slice(0, plans.length);
  const references = rowsOf<{ id: string; reference: string }>(
    await run('select id, reference from agreements where id = any($1::uuid[])', [amended.map(({ id }) => id)]),
  );
  const made = plans.map((plan, index) => {
    const one = amended[index];
    const { reference } = references.find(({ id }) => id === one.id)!;
    return { plan, one, reference, id: demonstrationId('amendment', one.number), changes: plan.changes(one.title) };
  });
  await insertRows(
    run,
    'agreement_amendments',
    made.map((amendment) => factsOf(time, amendment)),
  );
  await insertRows(
    run,
    'agreement_approvals',
    made.flatMap((amendment) => approvalsOf(time, amendment)),
  );
  const parties = rowsOf<Party>(
    await run(
      `select agreement_id as "agreementId", organisation_id as "organisationId", signatory_name as "signatoryName"
        from agreement_parties where agreement_id = any($1::uuid[]) order by organisation_id`,
      [amended.map(({ id }) => id)],
    ),
  );
  await insertRows(
    run,
    'agreement_amendment_signatures',
    made.flatMap((amendment) => signaturesOf(time, amendment, parties)),
  );
}

interface Party {
  readonly agreementId: string;
  readonly organisationId: string;
  readonly signatoryName: string;
}

interface Made {
  readonly plan: PlannedAmendment;
  readonly one: InventedAgreement;
  readonly reference: string;
  readonly id: string;
  readonly changes: AmendmentChanges;
}

function factsOf(time: Timeline, { plan, one, id, changes }: Made): Row {
  const executedOn = plan.stage === 'executed' ? time.day(-plan.draftedAgo + 12) : null;
  const at = time.moment(-plan.draftedAgo, 60);
  return {
    ...{ id, version: 1, agreement_id: one.id, number: 1, title: plan.title, reason: plan.reason, changes },
    ...{
      before: plan.before?.(one.title) ?? null,
      effective_on: executedOn,
      stage: plan.stage,
      executed_on: executedOn,
    },
    ...{ created_by_user_id: staffId(one.owner), created_at: at, updated_at: at },
  };
}

function approvalsOf(time: Timeline, { plan, one, id, changes }: Made): Row[] {
  if (plan.stage === 'draft') return [];
  const asked = -plan.draftedAgo + 1;
  const given = plan.stage !== 'in_approval';
  return approvalsOfAmendment(one.plan.type, changes).map((kind) => ({
    id: demonstrationId('approval of amendment', `${one.number}/${kind}`),
    ...{ agreement_id: one.id, amendment_id: id, kind, position: 1, assignee_user_id: staffId('approver') },
    ...{ asked_by_user_id: staffId(one.owner), asked_at: time.moment(asked, 90), due_on: time.day(asked + 10) },
    decision: given ? 'approved' : null,
    decided_by_user_id: given ? staffId('approver') : null,
    decided_at: given ? time.moment(asked + 4, 120) : null,
  }));
}

/** Every party of what is executed, one of what waits for signatures: by whoever signed the agreement itself. */
function signaturesOf(time: Timeline, { plan, one, id, reference, changes }: Made, parties: readonly Party[]): Row[] {
  const signing = { executed: parties.length, awaiting_signature: 1, in_approval: 0, draft: 0 }[plan.stage];
  const { title, reason } = plan;
  // An executed one is in force from its last signature: when it was signed, no day was agreed.
  const sha256 = hashOfAmendment({ reference }, { number: 1, title, reason, changes, effectiveOn: null });
  const signed = -plan.draftedAgo + 12;
  return parties
    .filter(({ agreementId }) => agreementId === one.id)
    .slice(0, signing)
    .map(({ organisationId, signatoryName }) => ({
      id: demonstrationId('signature of amendment', `${one.number}/${organisationId}`),
      ...{
        amendment_id: id,
        organisation_id: organisationId,
        signatory_name: signatoryName,
        signed_on: time.day(signed),
      },
      ...{
        method: 'electronic',
        sha256,
        recorded_by_user_id: staffId(one.owner),
        recorded_at: time.moment(signed, 180),
      },
    }));
}

/** Contracts and data sharing stand under a memorandum that the same agency has with the same institution. */
async function putUnderMemoranda(run: RunSql): Promise<void> {
  await run(`update agreements child set parent_id = above.id
    from (select distinct on (a.id) a.id as child_id, p.id
      from agreements a
      join agreement_parties own on own.agreement_id = a.id and own.organisation_id <> a.agency_id
      join agreement_parties shared on shared.organisation_id = own.organisation_id and shared.agreement_id <> a.id
      join agreements p on p.id = shared.agreement_id and p.type = 'mou' and p.stage = 'executed' and p.agency_id = a.agency_id
        and p.sharing <> 'named' and p.effective_on <= a.effective_on
      where a.type in ('research_contract', 'data_sharing') and a.sharing <> 'named'
      order by a.id, p.reference desc) above
    where child.id = above.child_id`);
}
