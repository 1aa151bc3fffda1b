import type { DomainError } from '../../../kernel/domain-error.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { errorsOf } from '../../../platform/pages/forms.js';
import type { DocumentKind } from './document.rules.js';

/** The form of a new document, beside its file. */
export class DocumentForm {
  @Optional()
  @Typed()
  kind?: string;

  @Optional()
  @Typed()
  title?: string;

  /** The form's own key: pressed twice it adds one document. */
  @Optional()
  @Typed()
  key?: string;
}

/** The form of a new version, beside its file. */
export class VersionForm {
  @Optional()
  @Typed()
  note?: string;

  @Optional()
  @Typed()
  version?: string;
}

export class DocumentsPageQuery {
  @Optional()
  @Typed()
  done?: string;
}

/** Where the form of each document's new version has its file. */
export const fileFieldOf = (documentId: string): string => `file-${documentId}`;

export const noteFieldOf = (documentId: string): string => `note-${documentId}`;

/** What was wrong; that no file was chosen is said with the rest, not only once the rest is right. */
export function addErrors(error: DomainError, chosen: boolean): FormError[] {
  const errors = errorsOf(error, ['kind', 'title', 'file']).map((one) =>
    one.href === '#kind' ? { ...one, text: 'Select what kind of document it is.' } : one,
  );
  const said = chosen || error.code !== 'invalid' || errors.some(({ href }) => href === '#file');
  return said ? errors : [...errors, { text: 'Select a file.', href: '#file' }];
}

export function versionErrors(error: DomainError, documentId: string): FormError[] {
  return errorsOf(error, [
    ['/file', fileFieldOf(documentId)],
    ['/note', noteFieldOf(documentId)],
  ]);
}

export const kindWords: Record<DocumentKind, string> = {
  text: 'The wording of the agreement',
  adherence: 'Adherence of a body that joins',
  evidence: 'Evidence that something was done',
  other: 'Something else',
};

export const mediaTypeWords: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word document',
  'application/vnd.oasis.opendocument.text': 'OpenDocument text',
  'image/png': 'PNG picture',
  'image/jpeg': 'JPEG picture',
  'text/plain': 'Plain text',
};

export const doneWords: Readonly<Record<string, string>> = {
  added: 'The document is kept.',
  version: 'The new version is kept. Earlier ones stay as they were.',
};

/** "312 kB", in the units that people's own computers show. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
