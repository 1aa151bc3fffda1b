import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, invalidField, notFound } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { carriesHigherMarking } from '../../../kernel/marking.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { FileStore, type KeptFile } from '../../../platform/files/file-store.js';
import { inspectFile } from '../../../platform/files/inspection/inspect-file.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { requireUpload, type Upload } from '../../../platform/web/upload.js';
import { Agreement } from '../agreement.entity.js';
import { changeableAgreements } from '../agreement.visibility.js';
import { AgreementDocument } from './agreement-document.entity.js';
import { whyNoNewVersion, whyNotAdded, type DocumentKind, type LatestVersion } from './document.rules.js';
import type { AddDocumentDto, AgreementDocumentView } from './documents.dto.js';
import { anotherAgencys, DocumentQueries } from './documents.queries.js';

/** A file that has been looked at and is safe in the store. */
export interface KeptVersion extends KeptFile {
  readonly fileName: string;
  readonly mediaType: string;
  /** What is new in it. */
  readonly note: string | null;
  /** Of the clauses that it was made from; null for what somebody uploaded. */
  readonly clausesSha256: string | null;
}

/**
 * Documents of agreements. The file is looked at, then kept, and only then is the row written that names it: a store that is
 * down leaves nothing half done. A file whose row was refused stays in the store, where nobody can reach it.
 */
@Injectable()
export class DocumentsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly files: FileStore,
    private readonly queries: DocumentQueries,
  ) {}

  async add(
    actor: UserActor,
    agreementId: string,
    dto: AddDocumentDto,
    upload: Upload | null,
  ): Promise<AgreementDocumentView> {
    await this.queries.requireOwn(actor, { agreementId });
    const kept = await this.keep(upload);
    return this.work.transaction(actor, async (tx) => {
      const agreement = await this.lockAgreement(tx, actor, agreementId);
      const document = await this.addWithin(tx, agreement, dto, kept);
      return this.viewOf(tx, actor, document.id);
    });
  }

  /** `version` is the caller's If-Match. */
  async addVersion(
    actor: UserActor,
    id: string,
    version: number,
    { note = null }: { readonly note?: string | null },
    upload: Upload | null,
  ): Promise<AgreementDocumentView> {
    await this.queries.requireOwn(actor, { documentId: id });
    const found = await this.queries.show(actor, id);
    if (found.version !== version)
      throw new DomainError('stale', 'Somebody added a version after you opened it. Open it again, then add yours.');
    const kept = { ...(await this.keep(upload)), note };
    return this.work.transaction(actor, async (tx) => {
      // The agreement first, always: it says whether its wording may still change.
      const agreement = await this.lockAgreement(tx, actor, found.agreementId);
      const document = await tx.lock(AgreementDocument, sql`record.id = ${id}`, version);
      if (document === null) throw notFound('document');
      const latest = await this.latestOf(tx, id);
      const refused = whyNoNewVersion(document.kind, agreement.stage, latest, kept.sha256);
      if (refused !== null) throw new DomainError('refused', refused);
      await this.addVersionWithin(tx, document, latest.number + 1, kept);
      return this.viewOf(tx, actor, id);
    });
  }

  /** Part of the caller's transaction, with the agreement's row locked. */
  async addWithin(
    tx: Transaction,
    agreement: Agreement,
    { kind, title }: { readonly kind: DocumentKind; readonly title: string },
    kept: KeptVersion,
  ): Promise<AgreementDocument> {
    const [soFar] = await tx.query<{ count: number; kinds: DocumentKind[] }>(sql`
      select count(*)::integer as count, coalesce(array_agg(d.kind), '{}') as kinds
      from agreement_documents d where d.agreement_id = ${agreement.id}`);
    // What the product makes of the clauses is the wording that the stage has settled already.
    const stage = kept.clausesSha256 === null ? agreement.stage : 'draft';
    const refused = whyNotAdded(kind, stage, soFar);
    if (refused !== null) throw new DomainError('refused', refused);
    const document = Object.assign(new AgreementDocument(), {
      id: newId(),
      version: 1,
      agreementId: agreement.id,
      kind,
      title,
      createdByUserId: userIdOf(tx),
      createdAt: tx.now,
      updatedAt: tx.now,
    });
    await tx.insert(AgreementDocument, document);
    await this.insertVersion(tx, document, 1, kept);
    await this.record(tx, 'agreement.add-document', document, 1, kept);
    return document;
  }

  /** Part of the caller's transaction, with the document's row locked. */
  async addVersionWithin(
    tx: Transaction,
    document: AgreementDocument,
    number: number,
    kept: KeptVersion,
  ): Promise<void> {
    await this.insertVersion(tx, document, number, kept);
    await tx.update(AgreementDocument, Object.assign(document, { updatedAt: tx.now }));
    await this.record(tx, 'agreement.add-document-version', document, number, kept);
  }

  private async keep(given: Upload | null): Promise<KeptVersion> {
    const upload = requireUpload(given);
    if (carriesHigherMarking(upload.name))
      throw invalidField('/file', 'The file’s name carries a marking above OFFICIAL-SENSITIVE. It was not kept.');
    const { mediaType } = await inspectFile(upload.name, upload.bytes);
    return {
      ...(await this.files.put(upload.bytes)),
      fileName: upload.name,
      mediaType,
      note: null,
      clausesSha256: null,
    };
  }

  private async lockAgreement(tx: Transaction, actor: UserActor, id: string): Promise<Agreement> {
    const own = changeableAgreements(actor, 'record', this.clock.today());
    const agreement = await tx.lock(Agreement, sql`${identifiedBy('record', id)} and ${own}`);
    // Readable a moment ago: it was hidden or moved meanwhile.
    if (agreement === null) throw anotherAgencys();
    return agreement;
  }

  private async latestOf(tx: Transaction, documentId: string): Promise<LatestVersion> {
    const [latest] = await tx.query<LatestVersion>(sql`select v.number, v.sha256 from agreement_document_versions v
      where v.document_id = ${documentId} order by v.number desc limit 1`);
    return latest;
  }

  private async insertVersion(
    tx: Transaction,
    { id }: AgreementDocument,
    number: number,
    kept: KeptVersion,
  ): Promise<void> {
    const { note, fileName, mediaType, size, sha256, clausesSha256 } = kept;
    await tx.query(sql`insert into agreement_document_versions
        (document_id, number, note, file_name, media_type, size, sha256, clauses_sha256, uploaded_by_user_id, uploaded_at)
      values (${id}, ${number}, ${note}, ${fileName}, ${mediaType}, ${size}, ${sha256}, ${clausesSha256}, ${userIdOf(tx)}, ${tx.now})`);
  }

  private async record(
    tx: Transaction,
    verb: string,
    { id, agreementId, kind, title }: AgreementDocument,
    number: number,
    { fileName, mediaType, size, sha256 }: KeptVersion,
  ): Promise<void> {
    const after = { documentId: id, kind, title, number, fileName, mediaType, size, sha256 };
    await this.audit.record(tx, verb, { kind: 'agreement', id: agreementId }, null, after);
  }

  private async viewOf(tx: Transaction, actor: UserActor, id: string): Promise<AgreementDocumentView> {
    const [view] = await tx.query<AgreementDocumentView>(this.queries.showSql(actor, id));
    if (!view) throw notFound('document');
    return view;
  }
}

function userIdOf({ actor }: Transaction): string | null {
  return actor.kind === 'user' ? actor.userId : null;
}
