import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import { FileStore } from '../../../platform/files/file-store.js';
import { Agreement } from '../agreement.entity.js';
import { AgreementDocument } from '../documents/agreement-document.entity.js';
import { DocumentsService } from '../documents/documents.service.js';
import type { AgreementTextView } from '../text/text.dto.js';
import { AgreementTextPdf } from '../text/text.pdf.js';
import { AgreementTextService } from '../text/text.service.js';

/** The exact version of an agreement's wording that is put before those who sign. */
export interface SignableText {
  readonly documentId: string;
  readonly number: number;
  readonly sha256: string;
}

interface CurrentText extends SignableText {
  readonly clausesSha256: string | null;
}

/** Freezes the wording: what people sign is a file under a hash, which nobody changes afterwards. */
@Injectable()
export class TextForSignature {
  constructor(
    private readonly texts: AgreementTextService,
    private readonly documents: DocumentsService,
    private readonly files: FileStore,
    private readonly pdf: AgreementTextPdf,
  ) {}

  /**
   * The current version of the wording, inside the caller's transaction and with the agreement's row locked. What somebody
   * uploaded stands as it is. Otherwise the clauses become a PDF: once, and again where they have changed before anybody signed.
   * To be asked when the wording is settled, and at the latest before a signature.
   */
  async textForSignature(tx: Transaction, agreementId: string): Promise<SignableText> {
    const agreement = await tx.manager.findOneByOrFail(Agreement, { id: agreementId });
    const current = await currentTextOf(tx, agreementId);
    if (current !== null && (current.clausesSha256 === null || (await isSigned(tx, agreementId))))
      return signable(current);
    const text = await this.texts.textWithin(tx, agreement);
    const clausesSha256 = hashOfClauses(text);
    if (current?.clausesSha256 === clausesSha256) return signable(current);
    const bytes = await this.pdf.write(text);
    const file = {
      ...(await this.files.put(bytes)),
      fileName: `${text.reference}.pdf`,
      mediaType: 'application/pdf',
      note: null,
    };
    return this.keep(tx, agreement, current, { ...file, clausesSha256 });
  }

  private async keep(
    tx: Transaction,
    agreement: Agreement,
    current: CurrentText | null,
    kept: Parameters<DocumentsService['addWithin']>[3],
  ): Promise<SignableText> {
    if (current === null) {
      const document = await this.documents.addWithin(
        tx,
        agreement,
        { kind: 'text', title: 'Text of the agreement' },
        kept,
      );
      return { documentId: document.id, number: 1, sha256: kept.sha256 };
    }
    const document = (await tx.lock(AgreementDocument, sql`record.id = ${current.documentId}`))!;
    const number = current.number + 1;
    await this.documents.addVersionWithin(tx, document, number, kept);
    return { documentId: document.id, number, sha256: kept.sha256 };
  }
}

/** What one party has signed is what all the others sign. */
async function isSigned(tx: Transaction, agreementId: string): Promise<boolean> {
  const signed = await tx.query(sql`select 1 from agreement_signatures where agreement_id = ${agreementId} limit 1`);
  return signed.length > 0;
}

async function currentTextOf(tx: Transaction, agreementId: string): Promise<CurrentText | null> {
  const [current] = await tx.query<CurrentText>(sql`
    select d.id as "documentId", v.number, v.sha256, v.clauses_sha256 as "clausesSha256"
    from agreement_documents d join agreement_document_versions v on v.document_id = d.id
    where d.agreement_id = ${agreementId} and d.kind = 'text' order by v.number desc limit 1`);
  return current ?? null;
}

/** Everything that stands in the file, but for when it was made. */
export function hashOfClauses({ title, type, parties, marking, handling, clauses }: AgreementTextView): string {
  const read = clauses.map(({ heading, text }) => [heading, text]);
  return createHash('sha256')
    .update(JSON.stringify([title, type, parties, marking, handling, read]))
    .digest('hex');
}

function signable({ documentId, number, sha256 }: CurrentText): SignableText {
  return { documentId, number, sha256 };
}
