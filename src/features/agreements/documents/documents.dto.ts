import { ApiProperty } from '@nestjs/swagger';
import type { Marking } from '../../../kernel/marking.js';
import { OneOf, Optional, Text } from '../../../platform/errors/fields.js';
import { documentKinds, type DocumentKind } from './document.rules.js';

/** The fields beside the file. */
export class AddDocumentDto {
  /** `text` is the agreement's wording: one an agreement, and only while it is a draft. */
  @OneOf(documentKinds)
  kind: DocumentKind;

  @Text({ max: 200 })
  title: string;
}

export class AddVersionDto {
  /** What is new in this version. */
  @Optional()
  @Text({ max: 500 })
  note?: string;
}

/** The form as it is sent. */
export class DocumentFormDto extends AddDocumentDto {
  @ApiProperty({ type: 'string', format: 'binary', description: 'One file of 10 MB at most.' })
  file: unknown;
}

export class VersionFormDto extends AddVersionDto {
  @ApiProperty({ type: 'string', format: 'binary', description: 'One file of 10 MB at most.' })
  file: unknown;
}

class NamedRef {
  id: string;
  name: string;
}

export class DocumentVersionView {
  /** From 1, without gaps. */
  number: number;
  /** What is new in it. */
  note: string | null;
  fileName: string;
  mediaType: string;
  /** In bytes. */
  size: number;
  /** Of its bytes, in hexadecimal. */
  sha256: string;
  /** True when the product made it from the agreement's clauses. */
  madeFromClauses: boolean;
  /** Null to readers outside the agency that keeps the agreement. */
  uploadedBy: NamedRef | null;
  uploadedAt: Date;
}

export class AgreementDocumentView {
  id: string;
  /** Counts the changes; the ETag. */
  version: number;
  agreementId: string;
  agreementReference: string;
  kind: DocumentKind;
  title: string;
  /** Of the agreement, as is whom it is shared with. */
  marking: Marking;
  handling: string | null;
  /** The newest first. None is ever changed or taken away. */
  versions: DocumentVersionView[];
  createdAt: Date;
  updatedAt: Date;
}

export class AgreementDocumentList {
  items: AgreementDocumentView[];
}
