/** A clause of a template, as its edition has it. `{names}` are filled from the agreement, `[brackets]` by people. */
export interface TemplateClause {
  readonly code: string;
  readonly heading: string;
  readonly wording: string;
}

/** A clause of an agreement: of its template by `code`, or its own without. */
export interface Clause {
  readonly code: string | null;
  readonly heading: string;
  readonly wording: string;
}

export const clauseChanges = ['changed', 'added', 'removed'] as const;
export type ClauseChange = (typeof clauseChanges)[number];

/** How one clause differs from the template. */
export interface ChangedClause {
  readonly change: ClauseChange;
  /** The clause's place in the agreement, from 1; null for one that was removed. */
  readonly number: number | null;
  readonly code: string | null;
  readonly heading: string;
}

/**
 * Every clause that is not as its template has it: worded otherwise, added or left out. Empty where none is, which is what
 * spares an agreement the approval that a changed clause asks for. Spaces and line breaks are no wording, nor is the order, and
 * what is written in place of a bracket is what the template asks for.
 */
export function changedClausesOf(template: readonly TemplateClause[], clauses: readonly Clause[]): ChangedClause[] {
  const own = clauses.flatMap(({ code, heading, wording }, index): ChangedClause[] => {
    const original = template.find((one) => one.code === code);
    const place = { number: index + 1, code, heading };
    if (original === undefined) return [{ change: 'added', ...place }];
    const same = plain(original.heading) === plain(heading) && isAsTemplate(plain(original.wording), plain(wording));
    return same ? [] : [{ change: 'changed', ...place }];
  });
  const removed = template
    .filter(({ code }) => !clauses.some((one) => one.code === code))
    .map(({ code, heading }): ChangedClause => ({ change: 'removed', number: null, code, heading }));
  return [...own, ...removed];
}

const gap = /\[[^[\]]{1,200}\]/;
/** Longer than a name, a length or a place ever is. */
const longestFilling = 120;

/** Whether a wording is the template's with its brackets filled in, or left. Both are plain. */
function isAsTemplate(template: string, wording: string): boolean {
  if (template === wording) return true;
  const [first, ...others] = template.split(gap);
  if (others.length === 0 || !wording.startsWith(first)) return false;
  let rest = wording.slice(first.length);
  for (const [index, piece] of others.entries()) {
    const last = index === others.length - 1;
    // Something stands in the bracket's place, so the piece after it begins later than here.
    const at = last ? rest.length - piece.length : rest.indexOf(piece, 1);
    if (at < 1 || !rest.endsWith(piece, at + piece.length) || !isFilling(rest.slice(0, at))) return false;
    rest = rest.slice(at + piece.length);
  }
  return rest === '';
}

/** A bracket left as it was, or some words in its place: no sentence of its own, which nobody has cleared. */
function isFilling(text: string): boolean {
  return text.length <= longestFilling && !/[.;:!?]\s|[.;:!?]$|[{}]/.test(text);
}

function plain(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}

export const mostClauses = 60;

/** What is wrong with the clauses as a whole, as a sentence, or null. */
export function problemOfClauses(template: readonly TemplateClause[], clauses: readonly Clause[]): string | null {
  if (clauses.length === 0) return 'An agreement has at least one clause.';
  const codes = clauses.flatMap(({ code }) => code ?? []);
  if (new Set(codes).size !== codes.length) return 'Each clause of the template can stand in the agreement once.';
  const unknown = codes.find((code) => !template.some((one) => one.code === code));
  return unknown === undefined
    ? null
    : `The template has no clause “${unknown}”. Leave out its code to add it as your own.`;
}
