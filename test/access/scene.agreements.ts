import { newId } from '../../src/kernel/identifier.js';
import { FileStore } from '../../src/platform/files/file-store.js';
import type { Person as User } from '../support/factory.js';
import { canary, columnsOf } from './canaries.js';
import { keep, texts, type Making, type Row } from './making.js';

/** They end a week from now, so that a reminder of each goes out today. */
const inForce = {
  stage: 'executed',
  executed_on: '2025-12-15',
  effective_on: '2026-01-01',
  end_on: '2026-06-17',
};
const around = [
  'person_name',
  'person_office',
  'signatory_name',
  'approval_reason',
  'adhered_by',
  'settlement_reason',
  'renewal_reason',
  'renewal_achieved',
  'clause_heading',
  'clause_wording',
  'signature_name',
  'signature_office',
  'signature_behalf',
];

export async function makeAgreements(making: Making): Promise<void> {
  const { t, agencies, user, records } = making;
  const adhering = await t.make.agency();
  const moved = await someoneWhoMoved(making);
  const a = { agency_id: agencies.a, owner_user_id: user.liaison.id, created_by_user_id: user.liaison.id };
  const b = { agency_id: agencies.b, owner_user_id: user.partner.id, created_by_user_id: user.partner.id };
  const named = {
    marking: 'OFFICIAL-SENSITIVE',
    sharing: 'named',
    owner_user_id: user.colleague.id,
    created_by_user_id: user.colleague.id,
  };
  const add = (className: string, given: Row & { agency_id: string }): Promise<string> =>
    makeAgreement(making, className, given, { adhering: adhering.id, moved });

  const own = await add('own', { ...a, ...inForce });
  // One that nobody has looked at yet, so that its form has something to ask.
  await t.make.row('agreement_employer_moves', {
    id: newId(),
    agreement_id: own,
    ...(await someoneWhoMoved(making)),
    left_on: '2026-06-09',
    flagged_at: t.clock.now(),
  });
  await add('shared', { ...b, ...inForce, sharing: 'uk_law_enforcement' });
  await add('other', { ...b, ...inForce });
  const hidden = await add('hidden', { ...a, ...inForce, ...named });
  const put = await add('put', { ...a, stage: 'in_approval' });
  const covering = await add('covering', { ...a, ...inForce, superseded_by_id: hidden, superseded_on: '2026-12-31' });
  const party = await add('party', { ...b, ...inForce });
  const adhered = await add('adhered', { ...b, ...inForce });
  const granted = await add('granted', { ...b, ...inForce });

  for (const [className, { id }] of Object.entries(records.agreement))
    await makeObligation(making, className, id, { shared_with_academic: className === 'covering' });
  await makeObligation(making, 'untold', covering);
  for (const [className, { id }] of Object.entries(records.agreement))
    await makeAmendment(making, className, id, className === 'put' ? { stage: 'in_approval', executed_on: null } : {});
  const drafted = { number: 2, stage: 'draft', executed_on: null };
  await makeAmendment(making, 'drafted', records.agreement.shared.id, drafted);
  await bind(making, hidden, agencies.b);
  await bind(making, party, agencies.a);
  for (const [agreement_id, organisation_id] of [
    [adhered, agencies.a],
    [hidden, agencies.b],
  ])
    await t.make.row('agreement_beneficiaries', {
      agreement_id,
      organisation_id,
      adhered_on: '2026-01-05',
      adhered_by: 'A deed of its own',
    });
  for (const agreement_id of [hidden, put, covering])
    await t.make.row('agreement_covered_persons', { agreement_id, expert_id: records.expert.self.id });
  // Covered as well, by an agreement that people read who may not see the person.
  for (const className of ['other', 'hidden'])
    await t.make.row('agreement_covered_persons', {
      agreement_id: records.agreement.own.id,
      expert_id: records.expert[className].id,
    });
  await t.make.row('agreement_approvals', {
    id: newId(),
    agreement_id: put,
    assignee_user_id: user.approver.id,
    asked_by_user_id: user.liaison.id,
    asked_at: t.clock.now(),
  });
  await t.make.row('agreement_approvals', {
    id: newId(),
    agreement_id: put,
    amendment_id: records.amendment.put.id,
    assignee_user_id: user.approver.id,
    asked_by_user_id: user.liaison.id,
    asked_at: t.clock.now(),
  });
  await t.make.row('access_grants', {
    id: newId(),
    record_kind: 'agreement',
    record_id: granted,
    user_id: user.liaison.id,
    until_on: '2026-12-31',
    reason: 'They advise on it.',
    granted_by_user_id: user.partner.id,
    created_at: t.clock.now(),
  });
}

/** Somebody whom everybody with an agency's records sees, and the post that they left. */
async function someoneWhoMoved({ t, agencies }: Making): Promise<Moved> {
  const expert = await t.make.expert({ agency_id: agencies.a });
  const post = await t.make.affiliation({ expert_id: expert.id, ended_on: '2026-05-31' });
  return { expert_id: expert.id, affiliation_id: post.id, organisation_id: post.organisationId };
}

type Moved = Readonly<Record<'expert_id' | 'affiliation_id' | 'organisation_id', string>>;

/** With everybody and everything around it that carries words, decided by somebody who never calls. */
async function makeAgreement(
  making: Making,
  className: string,
  given: Row & { agency_id: string },
  { adhering, moved }: { readonly adhering: string; readonly moved: Moved },
): Promise<string> {
  const { t, agencies, clerks, records } = making;
  const own = columnsOf.agreement.filter((column) => !around.includes(column));
  const agreement = await t.make.agreement({ ...texts('agreement', className, own), ...given });
  const text = (column: string): string => canary('agreement', className, column);
  const clerk: User = given.agency_id === agencies.a ? clerks.a : clerks.b;
  await t.make.row('agreement_people', {
    id: newId(),
    agreement_id: agreement.id,
    organisation_id: given.agency_id,
    capacity: 'lead',
    name: text('person_name'),
    office: text('person_office'),
  });
  await t.source.query(
    'update agreement_parties set signatory_name = $3 where agreement_id = $1 and organisation_id = $2',
    [agreement.id, given.agency_id, text('signatory_name')],
  );
  await t.make.row('agreement_approvals', {
    id: newId(),
    agreement_id: agreement.id,
    assignee_user_id: clerk.id,
    asked_by_user_id: clerk.id,
    asked_at: '2025-12-01T10:00:00Z',
    decision: 'returned',
    decided_by_user_id: clerk.id,
    reason: text('approval_reason'),
    decided_at: '2025-12-02T10:00:00Z',
  });
  await t.make.row('agreement_beneficiaries', {
    agreement_id: agreement.id,
    organisation_id: adhering,
    adhered_on: '2026-01-05',
    adhered_by: text('adhered_by'),
  });
  await t.make.row('agreement_employer_moves', {
    id: newId(),
    agreement_id: agreement.id,
    ...moved,
    left_on: '2026-05-31',
    flagged_at: '2026-05-31T10:00:00Z',
    outcome: 'nothing_needed',
    settlement_reason: text('settlement_reason'),
    settled_at: '2026-06-01T10:00:00Z',
    settled_by_user_id: clerk.id,
  });
  await t.make.row('agreement_renewal_decisions', {
    id: newId(),
    agreement_id: agreement.id,
    decision: 'let_lapse',
    reason: text('renewal_reason'),
    achieved: text('renewal_achieved'),
    decided_by_user_id: clerk.id,
    decided_at: '2026-06-01T10:00:00Z',
  });
  keep(records, 'agreement', className, agreement);
  await t.make.row('agreement_texts', { agreement_id: agreement.id, template_version: 1 });
  await t.make.row('agreement_clauses', {
    agreement_id: agreement.id,
    number: 1,
    heading: text('clause_heading'),
    wording: text('clause_wording'),
  });
  await signWith(making, agreement.id, className, given.agency_id);
  return agreement.id;
}

/** Let lapse as a whole, and once before by itself: so that it has a reason of each kind. Whoever looks after it has a name only. */
async function makeObligation(
  { t, records }: Making,
  className: string,
  agreement_id: string,
  given: Row = {},
): Promise<void> {
  const [{ agency_id }] = await t.source.query<{ agency_id: string }[]>(
    'select agency_id from agreements where id = $1',
    [agreement_id],
  );
  const text = (column: string): string => canary('obligation', className, column);
  const obligation = await t.make.obligation(
    { id: agreement_id, parties: [agency_id] },
    { ...texts('obligation', className, ['what', 'owner_name', 'lapse_reason']), lapsed_on: '2026-06-01', ...given },
  );
  await t.make.row('obligation_occurrences', {
    id: newId(),
    obligation_id: obligation.id,
    due_on: '2026-06-17',
    progress: 'lapsed',
    evidence: text('evidence'),
    evidence_url: `https://${text('evidence_url')}.example`,
    lapse_reason: text('occurrence_reason'),
    recorded_at: t.clock.now(),
  });
  keep(records, 'obligation', className, obligation);
}

/** Of one term, with what it was before, signed by the agency that keeps the agreement. */
async function makeAmendment(
  { t, records }: Making,
  className: string,
  agreement_id: string,
  given: Row = {},
): Promise<void> {
  const [{ agency_id }] = await t.source.query<{ agency_id: string }[]>(
    'select agency_id from agreements where id = $1',
    [agreement_id],
  );
  const text = (column: string): string => canary('amendment', className, column);
  const amendment = {
    id: newId(),
    agreement_id,
    number: 1,
    ...texts('amendment', className, ['title', 'reason', 'closing_reason']),
    changes: { purpose: text('changed_purpose') },
    before: { purpose: text('former_purpose') },
    effective_on: '2026-06-01',
    stage: 'executed',
    executed_on: '2026-06-01',
    ...t.make.stamps(),
    ...given,
  };
  await t.make.row('agreement_amendments', amendment);
  await t.make.row('agreement_amendment_signatures', {
    id: newId(),
    amendment_id: amendment.id,
    organisation_id: agency_id,
    signatory_name: text('signature_name'),
    office: text('signature_office'),
    on_behalf_of: text('signature_behalf'),
    signed_on: '2026-06-01',
    method: 'on_paper',
    sha256: 'a'.repeat(64),
    recorded_at: t.clock.now(),
  });
  const path = { id: agreement_id, number: String(amendment.number) };
  keep(records, 'amendment', className, { id: amendment.id }, path, { ...path, id: newId() });
}

/** A document with its file, and a signature of it. */
async function signWith(
  { t, records }: Making,
  agreement_id: string,
  className: string,
  organisation_id: string,
): Promise<void> {
  const of = (column: string): string => canary('document', className, column);
  const file = await t.app.get(FileStore).put(Buffer.from(of('content')));
  const document = { id: newId(), agreement_id, kind: 'text', title: of('title'), ...t.make.stamps() };
  await t.make.row('agreement_documents', document);
  await t.make.row('agreement_document_versions', {
    document_id: document.id,
    number: 1,
    note: of('note'),
    file_name: `${of('file_name')}.txt`,
    media_type: 'text/plain',
    ...file,
    uploaded_at: t.clock.now(),
  });
  const text = (column: string): string => canary('agreement', className, column);
  await t.make.row('agreement_signatures', {
    id: newId(),
    agreement_id,
    organisation_id,
    signatory_name: text('signature_name'),
    office: text('signature_office'),
    on_behalf_of: text('signature_behalf'),
    signed_on: '2025-12-15',
    method: 'on_paper',
    document_id: document.id,
    document_number: 1,
    sha256: file.sha256,
    recorded_at: t.clock.now(),
  });
  const path = { id: document.id, number: '1' };
  keep(records, 'document', className, document, path, { ...path, id: newId() });
}

async function bind({ t }: Making, agreement_id: string, organisation_id: string): Promise<void> {
  await t.make.row('agreement_parties', {
    id: newId(),
    agreement_id,
    organisation_id,
    signed_on: '2025-12-15',
    signatory_name: 'Somebody',
  });
}
