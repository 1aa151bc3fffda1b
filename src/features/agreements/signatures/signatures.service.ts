import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { instant, listOf } from '../../../platform/database/fragments.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { visibleAgreements } from '../agreement.visibility.js';
import type { AgreementStepDto } from '../agreement.step.dto.js';
import { whyNotThatVersion } from './signature.rules.js';
import type { SignatureList } from './signatures.dto.js';
import { TextForSignature, type SignableText } from './text-for-signature.js';

/** Signatures of agreements: each of one version of the wording, added once and never changed. */
@Injectable()
export class SignaturesService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly texts: TextForSignature,
  ) {}

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

  async list(actor: UserActor, agreementId: string): Promise<SignatureList & { readonly id: string }> {
    const ofAgency = sql`(a.agency_id = ${actor.agencyId})`;
    const found = await this.work.readOne<SignatureList & { id: string }>(
      actor,
      sql`select a.id, (select max(v.number) from agreement_documents d join agreement_document_versions v on v.document_id = d.id
          where d.agreement_id = a.id and d.kind = 'text') as "textVersion",
        ${listOf(sql`select json_agg(json_build_object('id', s.id, 'marking', a.marking, 'party', json_build_object('id', o.id, 'name', o.name),
            'signatoryName', s.signatory_name, 'office', s.office, 'onBehalfOf', s.on_behalf_of, 'signedOn', s.signed_on,
            'method', s.method, 'text', json_build_object('documentId', s.document_id, 'number', s.document_number, 'sha256', s.sha256),
            'recordedBy', case when ${ofAgency} and u.id is not null then json_build_object('id', u.id, 'name', u.name) end,
            'recordedAt', ${instant(sql`s.recorded_at`)}) order by s.signed_on, s.recorded_at, s.id)
          from agreement_signatures s join organisations o on o.id = s.organisation_id
          left join users u on u.id = s.recorded_by_user_id where s.agreement_id = a.id`)} as items
      from agreements a
      where ${identifiedBy('a', agreementId)} and ${visibleAgreements(actor, 'a', this.clock.today())}`,
    );
    if (found === null) throw notFound('agreement');
    return found;
  }
}
