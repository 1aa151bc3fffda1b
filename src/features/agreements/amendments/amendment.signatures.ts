import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { DomainError } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { Agreement } from '../agreement.entity.js';
import { SigningBodies } from '../signing-bodies/signing-bodies.js';
import type { AgreementAmendment } from './amendment.entity.js';
import type { AmendmentStepDto } from './amendments.dto.js';

/** Signatures of amendments: one a party, each of the amendment as it read, never changed. Always inside the caller's transaction. */
@Injectable()
export class AmendmentSignatures {
  constructor(private readonly signingBodies: SigningBodies) {}

  /** With the agreement's and the amendment's row locked and the rules asked. Answers with the hash of what was signed. */
  async keep(
    tx: Transaction,
    agreement: Agreement,
    amendment: AgreementAmendment,
    said: AmendmentStepDto,
  ): Promise<string> {
    const { organisationId, signatoryName, office = null, onBehalfOf = null, on, method = null } = said;
    await this.signingBodies.requireSigning(tx, organisationId!, on!);
    const sha256 = hashOfAmendment(agreement, amendment);
    const recordedBy = tx.actor.kind === 'user' ? tx.actor.userId : null;
    const kept =
      await tx.query(sql`insert into agreement_amendment_signatures (id, amendment_id, organisation_id, signatory_name,
        office, on_behalf_of, signed_on, method, sha256, recorded_by_user_id, recorded_at)
      values (${newId()}, ${amendment.id}, ${organisationId}, ${signatoryName}, ${office}, ${onBehalfOf}, ${on}, ${method}, ${sha256},
        ${recordedBy}, ${tx.now})
      on conflict (amendment_id, organisation_id) do nothing returning id`);
    if (kept.length !== 1) throw new DomainError('refused', 'That party has signed already.');
    return sha256;
  }
}

/** Everything that binds those who sign. What is in approval or beyond it no longer changes, so all sign the same. */
export function hashOfAmendment(
  { reference }: Pick<Agreement, 'reference'>,
  amendment: Pick<AgreementAmendment, 'number' | 'title' | 'reason' | 'changes' | 'effectiveOn'>,
): string {
  const { number, title, reason, changes, effectiveOn } = amendment;
  const inOrder = Object.entries(changes).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([reference, number, title, reason, inOrder, effectiveOn]))
    .digest('hex');
}
