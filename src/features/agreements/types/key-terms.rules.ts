import { isCalendarDate } from '../../../kernel/calendar-date.js';
import type { FieldProblem } from '../../../kernel/domain-error.js';

/** One thing that agreements of a type settle beyond the terms that all have. */
export type KeyTerm = {
  /** The name in `keyTerms`, such as `lawfulBasis`. Never changed once agreements have it. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** Whether the agreement needs it before it goes to approval. */
  readonly needed?: boolean;
} & (
  | { readonly kind: 'text' }
  | { readonly kind: 'yes_no' }
  | { readonly kind: 'date' }
  | { readonly kind: 'whole_number'; readonly least: number; readonly most: number }
  | { readonly kind: 'choice'; readonly choices: Readonly<Record<string, string>> }
);

export type KeyTermValue = string | number | boolean;
/** What an agreement settles, by the names of its type. What is not settled yet is absent. */
export type KeyTerms = Readonly<Record<string, KeyTermValue>>;

/** As long as one text may be. */
export const longestKeyTerm = 2000;

/**
 * What is wrong with the key terms, field by field: a name that the type does not have, or a value that its kind does not allow.
 * What is still to be settled is no problem here; `unsettledOf` names it.
 */
export function problemsOfKeyTerms(
  terms: readonly KeyTerm[],
  given: Readonly<Record<string, unknown>>,
): FieldProblem[] {
  return Object.entries(given).flatMap(([name, value]) => {
    const term = terms.find((one) => one.name === name);
    const detail = term
      ? problemOf(term, value)
      : `An agreement of this type has no term of that name. It has ${terms.map((one) => one.name).join(', ')}.`;
    // A name that is not ours may hold anything, so the problem stays with the terms as a whole.
    return detail === null ? [] : [{ pointer: term ? `/keyTerms/${name}` : '/keyTerms', detail }];
  });
}

/** The terms that the type needs before approval and that are not settled yet. */
export function unsettledOf(terms: readonly KeyTerm[], settled: KeyTerms): KeyTerm[] {
  return terms.filter(({ name, needed }) => needed && !Object.hasOwn(settled, name));
}

function problemOf(term: KeyTerm, value: unknown): string | null {
  switch (term.kind) {
    case 'text':
      if (typeof value !== 'string' || value.trim() === '') return `Enter ${lowered(term.label)}, or leave it out.`;
      return value.length > longestKeyTerm ? `${term.label} must be ${longestKeyTerm} characters or fewer.` : null;
    case 'yes_no':
      return typeof value === 'boolean' ? null : `Select yes or no for ${lowered(term.label)}.`;
    case 'date':
      return isCalendarDate(value)
        ? null
        : `${term.label} must be a real date between 1900 and 2200, such as 2026-12-01.`;
    case 'whole_number':
      return Number.isInteger(value) && (value as number) >= term.least && (value as number) <= term.most
        ? null
        : `${term.label} must be a whole number from ${term.least} to ${term.most}.`;
    case 'choice':
      return typeof value === 'string' && Object.hasOwn(term.choices, value)
        ? null
        : `${term.label} must be one of: ${Object.keys(term.choices).join(', ')}.`;
  }
}

/** Within a sentence: "DPIA reference" keeps its capitals. */
function lowered(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
