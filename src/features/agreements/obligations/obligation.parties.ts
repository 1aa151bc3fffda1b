import sql from 'sql-template-tag';
import { DomainError } from '../../../kernel/domain-error.js';
import type { Transaction } from '../../../platform/database/transaction.js';

/** A party that owes something is not taken out of an agreement: what it owes is removed, or given to another one, first. */
export async function refuseRemovingWhoOwes(
  tx: Transaction,
  agreementId: string,
  parties: readonly { readonly organisationId: string }[],
): Promise<void> {
  const kept = parties.map(({ organisationId }) => organisationId);
  const owing = await tx.query(sql`select 1 from obligations o
    where o.agreement_id = ${agreementId} and o.organisation_id <> all(${kept}::uuid[]) limit 1`);
  if (owing.length > 0)
    throw new DomainError(
      'refused',
      'A party that this would remove owes something under this agreement. Change or remove its obligations first.',
    );
}
