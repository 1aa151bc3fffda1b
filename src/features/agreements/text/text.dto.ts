import { ListOf, Nullable, Optional, Text } from '../../../platform/errors/fields.js';
import type { Marking } from '../../../kernel/marking.js';
import type { AgreementStage, AgreementType } from '../agreement.status.rules.js';
import { mostClauses, type ClauseChange } from './clause.rules.js';

export class ClauseDto {
  /** The clause of the template that this is; left out for one of your own. */
  @Nullable()
  @Text({ max: 60 })
  code?: string | null;

  @Text({ max: 200 })
  heading: string;

  /** May name {parties}, {purpose}, {term} and the like, which are filled from the agreement. */
  @Text({ max: 5000 })
  wording: string;
}

export class ReplaceTextDto {
  /** In their order. Left out: those of the newest template, which begins the text anew. */
  @Optional()
  @ListOf(() => ClauseDto, mostClauses)
  clauses?: ClauseDto[];
}

export class ClauseView {
  /** From 1. */
  number: number;
  code: string | null;
  heading: string;
  /** As it was written, with names in braces; to readers outside the agency that keeps it, as it reads. */
  wording: string;
  /** As it reads, filled from the agreement. */
  text: string;
  /** How it differs from the template; null where it does not, and to readers outside the agency that keeps it. */
  change: ClauseChange | null;
}

export class RemovedClauseView {
  code: string | null;
  heading: string;
}

export class AgreementTextView {
  /** Of the agreement. */
  id: string;
  /** Of the agreement: its text changes under it. */
  version: number;
  reference: string;
  type: AgreementType;
  title: string;
  agencyId: string;
  stage: AgreementStage;
  marking: Marking;
  handling: string | null;
  /** The edition of the template; null while nobody has begun to draft, and to readers outside the agency that keeps it. */
  templateVersion: number | null;
  clauses: ClauseView[];
  /** Clauses of the template that were left out. */
  removed: RemovedClauseView[];
  /** What still has to be written: whatever stands in brackets. */
  gaps: string[];
  parties: string[];
}
