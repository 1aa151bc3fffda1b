import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { DomainError } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { AgreementStepDto } from '../agreement.step.dto.js';
import { whyNotThatVersion } from './signature.rules.js';
import { TextForSignature, type SignableText } from './text-for-signature.js';

/** Signatures of agreements: each of one version of the wording, added once and never changed. */
@Injectable()
export class SignaturesService {
  constructor(private readonly texts: TextForSignature) {}

  /** Part of the last approval: what signatories read from now on is a version under a hash. */
  async settleText(tx: Transaction, agreementId: string): Promise<void> {
    await this.texts.textForSignature(tx, agreementId);
  }

  /** Part of the step that signs, with the agreement's row locked and the rules asked. */
  async keep(tx: Transaction, agreementId: string, said: AgreementStepDto): Promise<SignableText> {
    const text = await this.texts.textForSignature(tx, agreementId);
    const { organisationId, signatoryName, office = null, onBehalfOf = null, on, method = null } = said;
    const refused = whyNotThatVersion(said.documentVersion ?? null, text.number);
    if (refused !== null) throw new DomainError('refused', refused);
    const recordedBy = tx.actor.kind === 'user' ? tx.actor.userId : null;
    await tx.query(sql`insert into agreement_signatures (id, agreement_id, organisation_id, signatory_name, office, on_behalf_of,
        signed_on, method, document_id, document_number, sha256, recorded_by_user_id, recorded_at)
      values (${newId()}, ${agreementId}, ${organisationId}, ${signatoryName}, ${office}, ${onBehalfOf},
        ${on}, ${method}, ${text.documentId}, ${text.number}, ${text.sha256}, ${recordedBy}, ${tx.now})`);
    return text;
  }
}
