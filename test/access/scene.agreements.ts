import { newId } from '../../src/kernel/identifier.js';
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
const around = ['person_name', 'person_office', 'signatory_name', 'approval_reason'];

export async function makeAgreements(making: Making): Promise<void> {
  const { t, agencies, user, records } = making;
  const a = { agency_id: agencies.a, owner_user_id: user.liaison.id, created_by_user_id: user.liaison.id };
  const b = { agency_id: agencies.b, owner_user_id: user.partner.id, created_by_user_id: user.partner.id };
  const named = {
    marking: 'OFFICIAL-SENSITIVE',
    sharing: 'named',
    owner_user_id: user.colleague.id,
    created_by_user_id: user.colleague.id,
  };
  const add = (className: string, given: Row & { agency_id: string }): Promise<string> =>
    makeAgreement(making, className, given);

  await add('own', { ...a, ...inForce });
  await add('shared', { ...b, ...inForce, sharing: 'uk_law_enforcement' });
  await add('other', { ...b, ...inForce });
  const hidden = await add('hidden', { ...a, ...inForce, ...named });
  const put = await add('put', { ...a, stage: 'in_approval' });
  const covering = await add('covering', { ...a, ...inForce, superseded_by_id: hidden, superseded_on: '2026-12-31' });
  const party = await add('party', { ...b, ...inForce });
  const granted = await add('granted', { ...b, ...inForce });

  await bind(making, hidden, agencies.b);
  await bind(making, party, agencies.a);
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

/** With everybody and everything around it that carries words, decided by somebody who never calls. */
async function makeAgreement(
  { t, agencies, clerks, records }: Making,
  className: string,
  given: Row & { agency_id: string },
): Promise<string> {
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
    reason: text('approval_reason'),
    decided_at: '2025-12-02T10:00:00Z',
  });
  keep(records, 'agreement', className, agreement);
  return agreement.id;
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
