import sql, { type Sql } from 'sql-template-tag';
import { DomainError } from '../../../kernel/domain-error.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { refusalOfParties, type BoundBody, type NamedBody } from './beneficiary.rules.js';

/** Bodies as parties: which agency each is or is part of. `ids` is a list of ids or a statement of them in brackets. */
export function boundBodies(tx: Transaction, ids: Sql): Promise<BoundBody[]> {
  return tx.query<BoundBody>(sql`select o.id as "organisationId", o.name,
      case when o.kind = 'unit' then agency_of(o.id) else o.id end as "agencyId"
    from organisations o where o.id in ${ids} order by o.name, o.id`);
}

/** Refuses parties that are named as agencies that may adhere. */
export async function refusePartiesThatBenefit(
  tx: Transaction,
  agreementId: string,
  organisationIds: readonly string[],
): Promise<void> {
  const beneficiaries = await tx.query<NamedBody>(sql`select o.id as "organisationId", o.name, true as "isAgency",
      o.valid_to as "endedOn"
    from agreement_beneficiaries b join organisations o on o.id = b.organisation_id where b.agreement_id = ${agreementId}`);
  if (beneficiaries.length === 0) return;
  const parties = await boundBodies(tx, sql`(select unnest(${organisationIds}::uuid[]))`);
  const refusal = refusalOfParties(parties, beneficiaries);
  if (refusal !== null) throw new DomainError('refused', refusal);
}
