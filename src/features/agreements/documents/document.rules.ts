import type { AgreementStage } from '../agreement.status.rules.js';

/** `text` is the agreement's own wording, `adherence` of a body that joined later, `evidence` that something was done. */
export const documentKinds = ['text', 'adherence', 'evidence', 'other'] as const;
export type DocumentKind = (typeof documentKinds)[number];

export const mostDocuments = 50;
export const mostVersions = 50;

/** Why the stage takes no document of this kind, as a sentence, or null. */
export function whyNoDocument(kind: DocumentKind, stage: AgreementStage): string | null {
  if (stage === 'withdrawn') return 'This agreement was withdrawn, so nothing is added to it any more.';
  if (kind === 'text' && stage !== 'draft')
    return 'This agreement has left draft, so its wording no longer changes. Take it back to draft, or agree an amendment.';
  return null;
}

export interface DocumentsSoFar {
  readonly count: number;
  readonly kinds: readonly DocumentKind[];
}

/** Why a document cannot be added, as a sentence, or null. */
export function whyNotAdded(
  kind: DocumentKind,
  stage: AgreementStage,
  { count, kinds }: DocumentsSoFar,
): string | null {
  if (kind === 'text' && kinds.includes('text'))
    return 'This agreement has a wording already. Add a new version of that document instead.';
  if (count >= mostDocuments) return `An agreement holds ${mostDocuments} documents at most.`;
  return whyNoDocument(kind, stage);
}

export interface LatestVersion {
  readonly number: number;
  readonly sha256: string;
}

/** Why a version cannot be added, as a sentence, or null. */
export function whyNoNewVersion(
  kind: DocumentKind,
  stage: AgreementStage,
  latest: LatestVersion,
  sha256: string,
): string | null {
  if (latest.sha256 === sha256) return `This file is the same as version ${latest.number}, so it was not added again.`;
  if (latest.number >= mostVersions)
    return `A document has ${mostVersions} versions at most. Add it as a new document.`;
  return whyNoDocument(kind, stage);
}

/** What a file is called when it leaves: the marking goes with it, because the page beside it does not. */
export function nameWhenSent(
  marking: 'OFFICIAL' | 'OFFICIAL-SENSITIVE',
  reference: string,
  number: number,
  fileName: string,
): string {
  const marked = marking === 'OFFICIAL' ? '' : `${marking} `;
  return `${marked}${reference} version ${number} ${fileName}`;
}
