import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import type { Marking } from '../../../kernel/marking.js';
import { everything } from '../../../platform/auth/visibility.js';
import { instant, listOf } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import type { AgreementStage } from '../agreement.status.rules.js';
import { visibleAgreements } from '../agreement.visibility.js';
import type { AgreementDocumentList, AgreementDocumentView } from './documents.dto.js';

/** What the page of an agreement's documents says of the agreement itself. */
export interface DocumentsOfAgreement extends AgreementDocumentList {
  readonly agreement: {
    readonly id: string;
    readonly reference: string;
    readonly title: string;
    readonly stage: AgreementStage;
    readonly agencyId: string;
    readonly marking: Marking;
    readonly handling: string | null;
  };
}

/** A version as it is sent. */
export interface VersionToSend {
  readonly id: string;
  readonly reference: string;
  readonly marking: Marking;
  readonly number: number;
  readonly fileName: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
}

/** Reads of documents. Who may read an agreement may read its documents, and nobody else learns of them. */
@Injectable()
export class DocumentQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** The documents of one agreement, in the order in which they were added. */
  async list(actor: UserActor, agreementId: string): Promise<DocumentsOfAgreement> {
    const today = this.clock.today();
    const found = await this.work.readOne<DocumentsOfAgreement>(
      actor,
      sql`select json_build_object('id', a.id, 'reference', a.reference, 'title', a.title, 'stage', a.stage,
          'agencyId', a.agency_id, 'marking', a.marking, 'handling', a.handling) as agreement,
          ${listOf(sql`select json_agg(json_build_object('id', d.id, 'version', d.version, 'agreementId', a.id,
              'agreementReference', a.reference, 'kind', d.kind, 'title', d.title, 'marking', a.marking, 'handling', a.handling,
              'versions', ${versionsSql(actor)}, 'createdAt', ${instant(sql`d.created_at`)}, 'updatedAt', ${instant(sql`d.updated_at`)})
            order by d.created_at, d.id) from agreement_documents d where d.agreement_id = a.id`)} as items
        from agreements a where ${identifiedBy('a', agreementId)} and ${visibleAgreements(actor, 'a', today)}`,
    );
    if (found === null) throw notFound('agreement');
    return found;
  }

  async show(actor: UserActor, id: string): Promise<AgreementDocumentView> {
    const found = await this.work.readOne<AgreementDocumentView>(actor, this.showSql(actor, id));
    if (found === null) throw notFound('document');
    return found;
  }

  /** For a read of its own and for a write that answers from its transaction. */
  showSql(actor: Actor, id: string): Sql {
    return sql`select d.id, d.version, d.agreement_id as "agreementId", a.reference as "agreementReference", d.kind, d.title,
        a.marking, a.handling, ${versionsSql(actor)} as versions, d.created_at as "createdAt", d.updated_at as "updatedAt"
      from agreement_documents d join agreements a on a.id = d.agreement_id
      where d.id = ${id} and ${visibleAgreements(actor, 'a', this.clock.today())}`;
  }

  async version(actor: UserActor, id: string, number: number): Promise<VersionToSend> {
    const found = await this.work.readOne<VersionToSend>(
      actor,
      sql`select d.id, a.reference, a.marking, v.number, v.file_name as "fileName", v.media_type as "mediaType", v.size, v.sha256
        from agreement_documents d join agreements a on a.id = d.agreement_id
        join agreement_document_versions v on v.document_id = d.id
        where d.id = ${id} and v.number = ${number} and ${visibleAgreements(actor, 'a', this.clock.today())}`,
    );
    if (found === null) throw notFound('document');
    return found;
  }

  /** Asked before a file is looked at: only the agency that keeps the agreement adds to it. */
  requireOwn(
    actor: UserActor,
    which: { readonly agreementId: string } | { readonly documentId: string },
  ): Promise<void> {
    const today = this.clock.today();
    return 'agreementId' in which
      ? this.requireAgency(actor, 'agreement', agreementOf(actor, which.agreementId, today))
      : this.requireAgency(actor, 'document', agreementOfDocument(actor, which.documentId, today));
  }

  private async requireAgency(actor: UserActor, what: string, statement: Sql): Promise<void> {
    const found = await this.work.readOne<{ agencyId: string }>(actor, statement);
    if (found === null) throw notFound(what);
    if (found.agencyId !== actor.agencyId) throw anotherAgencys();
  }
}

export function anotherAgencys(): DomainError {
  return new DomainError('forbidden', 'You can read this agreement, but another agency keeps it and changes it.');
}

function agreementOf(actor: UserActor, id: string, today: CalendarDate): Sql {
  return sql`select a.agency_id as "agencyId" from agreements a
    where ${identifiedBy('a', id)} and ${visibleAgreements(actor, 'a', today)}`;
}

function agreementOfDocument(actor: UserActor, id: string, today: CalendarDate): Sql {
  return sql`select a.agency_id as "agencyId" from agreement_documents d join agreements a on a.id = d.agreement_id
    where d.id = ${id} and ${visibleAgreements(actor, 'a', today)}`;
}

/** Of `d`, in `a`. Who in the agency uploaded it is the agency's own. */
function versionsSql(actor: Actor): Sql {
  const ofAgency = actor.kind === 'system' ? everything : sql`(a.agency_id = ${actor.agencyId})`;
  return sql`(select json_agg(json_build_object('number', v.number, 'note', v.note, 'fileName', v.file_name, 'mediaType', v.media_type,
      'size', v.size, 'sha256', v.sha256, 'madeFromClauses', v.clauses_sha256 is not null,
      'uploadedBy', case when ${ofAgency} and u.id is not null then json_build_object('id', u.id, 'name', u.name) end,
      'uploadedAt', ${instant(sql`v.uploaded_at`)}) order by v.number desc)
    from agreement_document_versions v left join users u on u.id = v.uploaded_by_user_id where v.document_id = d.id)`;
}
