import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Clock } from '../../../kernel/clock.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Agreement } from '../agreement.entity.js';
import { AgreementTerms } from '../renewals/agreement-terms.js';
import type { AgreementAmendment } from './amendment.entity.js';
import { lastSignedOn, type AmendmentFacts } from './amendment.lifecycle.js';
import { amendableFields, mergedWith, valuesBefore } from './amendment.rules.js';

/** What the last signature of an amendment does: the agreement has the new terms. Always inside the caller's transaction. */
@Injectable()
export class AmendmentApplication {
  constructor(
    private readonly terms: AgreementTerms,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** With the agreement's row locked and the rules asked. Changes the amendment in place, which the caller writes. */
  async apply(
    tx: Transaction,
    agreement: Agreement,
    amendment: AgreementAmendment,
    { agreement: standing, changes, parties }: AmendmentFacts,
  ): Promise<void> {
    const before = { ...agreement, coveredExpertIds: standing.coveredExpertIds };
    const merged = mergedWith(standing, changes);
    const endOn = changes.endOn;
    if (endOn !== undefined && endOn !== standing.endOn)
      await this.terms.moveEnd(tx, agreement, endOn, this.clock.today());
    // The end is agreed anew by its term.
    for (const field of amendableFields)
      if (field in changes && field !== 'endOn') Object.assign(agreement, { [field]: merged[field] });
    Object.assign(agreement, { keyTerms: merged.keyTerms, updatedAt: tx.now });
    await changeCovered(tx, agreement.id, changes);
    await tx.update(Agreement, agreement);
    const executedOn = lastSignedOn({ parties })!;
    Object.assign(amendment, {
      before: valuesBefore(changes, standing),
      executedOn,
      effectiveOn: amendment.effectiveOn ?? executedOn,
    });
    const after = { ...agreement, coveredExpertIds: merged.coveredExpertIds, amendmentNumber: amendment.number };
    await this.audit.record(tx, 'agreement.amend', { kind: 'agreement', id: agreement.id }, before, after);
  }
}

async function changeCovered(
  tx: Transaction,
  agreementId: string,
  { addCoveredExpertIds = [], removeCoveredExpertIds = [] }: AmendmentFacts['changes'],
): Promise<void> {
  if (removeCoveredExpertIds.length > 0)
    await tx.query(sql`delete from agreement_covered_persons
      where agreement_id = ${agreementId} and expert_id = any(${removeCoveredExpertIds}::uuid[])`);
  if (addCoveredExpertIds.length > 0)
    await tx.query(sql`insert into agreement_covered_persons (agreement_id, expert_id)
      select ${agreementId}, wanted.id from unnest(${addCoveredExpertIds}::uuid[]) as wanted (id) on conflict do nothing`);
}
