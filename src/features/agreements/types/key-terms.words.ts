import { dateWords, sentence } from '../../../platform/pages/words.js';
import type { AgreementView } from '../agreement.views.dto.js';
import { rulesOfType } from './agreement-types.rules.js';
import type { KeyTerm, KeyTermValue } from './key-terms.rules.js';

export interface SettledTerm {
  readonly label: string;
  /** What was settled, in words; empty while it is not. */
  readonly said: string;
  readonly needed: boolean;
}

/** The key terms of an agreement as its page shows them, in the order of its type. */
export function settledTerms({ type, keyTerms }: Pick<AgreementView, 'type' | 'keyTerms'>): SettledTerm[] {
  return rulesOfType(type).keyTerms.map((term) => ({
    label: term.label,
    said: Object.hasOwn(keyTerms, term.name) ? saidOf(term, keyTerms[term.name]) : '',
    needed: term.needed ?? false,
  }));
}

/** What was settled, in words. */
export function saidOf(term: KeyTerm, value: KeyTermValue): string {
  switch (term.kind) {
    case 'yes_no':
      return value === true ? 'Yes' : 'No';
    case 'date':
      return dateWords(String(value));
    case 'choice':
      return term.choices[String(value)] ?? sentence(String(value));
    default:
      return String(value);
  }
}
