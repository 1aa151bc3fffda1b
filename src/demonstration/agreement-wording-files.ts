import { typeWords } from '../features/agreements/agreement.words.js';
import { hashOfClauses } from '../features/agreements/signatures/text-for-signature.js';
import type { AgreementTextView } from '../features/agreements/text/text.dto.js';
import { AgreementTextPdf } from '../features/agreements/text/text.pdf.js';
import { Clock } from '../kernel/clock.js';
import { approvedOffsetOf, type InventedAgreement } from './invented-agreement.js';

/** A file that is about to be kept, and the clauses that the product made it from. */
export interface WordingFile {
  readonly bytes: Buffer;
  readonly fileName: string;
  readonly mediaType: string;
  readonly clausesSha256: string | null;
}

/**
 * The wordings of what was approved longer ago were uploaded, as plain text; those of the last weeks the product made itself, as
 * tagged PDFs, which take a tenth of a second each: too long for all of them at a first start.
 */
const daysOfOwnWordings = 55;

export function isUploadedWording(one: InventedAgreement): boolean {
  const approved = approvedOffsetOf(one);
  return approved !== null && approved < -daysOfOwnWordings;
}

export function uploadedWording(text: AgreementTextView): WordingFile {
  const { title, type, reference, marking, parties, clauses } = text;
  const lines = [
    marking,
    title,
    `${typeWords[type]}, ${reference}. Invented for the demonstration.`,
    `Between:\n${parties.map((name) => `- ${name}`).join('\n')}`,
    ...clauses.map(({ number, heading, text: words }) => `${number}. ${heading}\n\n${words}`),
    `Signatures\n\n${parties.map((name) => `For ${name}:`).join('\n')}`,
    marking,
  ];
  return {
    bytes: Buffer.from(`${lines.join('\n\n')}\n`),
    fileName: `${reference} as agreed.txt`,
    mediaType: 'text/plain',
    clausesSha256: null,
  };
}

/** As the product makes it of the clauses with the last approval. */
export async function ownWording(text: AgreementTextView, approvedAt: Date): Promise<WordingFile> {
  return {
    bytes: await new AgreementTextPdf(new Clock(() => approvedAt)).write(text),
    fileName: `${text.reference}.pdf`,
    mediaType: 'application/pdf',
    clausesSha256: hashOfClauses(text),
  };
}
