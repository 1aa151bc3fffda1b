import { Column, Entity } from 'typeorm';
import { AuthoredRow } from '../../../platform/database/record-rows.js';
import type { DocumentKind } from './document.rules.js';

/** One document of an agreement. Its versions are rows beside it, which are only ever added. */
@Entity('agreement_documents')
export class AgreementDocument extends AuthoredRow {
  @Column({ type: 'uuid', update: false })
  agreementId: string;

  @Column({ type: 'text', update: false })
  kind: DocumentKind;

  @Column({ type: 'text', update: false })
  title: string;
}
