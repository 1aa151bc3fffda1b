import type { FieldProblem } from '../../../kernel/domain-error.js';
import { TypedFields } from '../../../platform/errors/fields.js';
import { notARealDate, typedDate } from '../../../platform/pages/typed-date.js';
import { keyTermsByType } from './key-terms-by-type.rules.js';
import type { KeyTerm, KeyTerms } from './key-terms.rules.js';

/** A field for each key term of any type. */
export const keyTermFields: readonly string[] = [
  ...new Set(
    Object.values(keyTermsByType).flatMap((terms) =>
      terms.flatMap(({ name, kind }) => (kind === 'date' ? [`${name}-day`, `${name}-month`, `${name}-year`] : [name])),
    ),
  ),
];

/** The key terms as a form sends them: a field for each term of the agreement's type, three for a date. */
@TypedFields(['version', ...keyTermFields])
export class KeyTermsForm {
  [field: string]: string | undefined;
}

/** What the form shows of what is settled already. */
export function formOfKeyTerms(terms: readonly KeyTerm[], settled: KeyTerms, version: number): KeyTermsForm {
  const fields = terms.flatMap(({ name, kind }): [string, string][] => {
    if (!Object.hasOwn(settled, name)) return [];
    const value = settled[name];
    if (kind === 'yes_no') return [[name, value === true ? 'yes' : 'no']];
    if (kind !== 'date') return [[name, String(value)]];
    const [year, month, day] = String(value).split('-').map(Number);
    return [
      [`${name}-day`, String(day)],
      [`${name}-month`, String(month)],
      [`${name}-year`, String(year)],
    ];
  });
  return { version: String(version), ...(Object.fromEntries(fields) as Record<string, string>) };
}

/** The form as the API takes it. What was left blank is not settled; what cannot be read goes on as it was typed, to be refused. */
export function keyTermsOf(
  terms: readonly KeyTerm[],
  form: KeyTermsForm,
): { readonly keyTerms: Record<string, unknown>; readonly problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const entries = terms.flatMap((term): [string, unknown][] => {
    const { name, kind } = term;
    if (kind === 'date') {
      const date = typedDate(form[`${name}-day`], form[`${name}-month`], form[`${name}-year`]);
      if (date === undefined) problems.push({ pointer: `/keyTerms/${name}`, detail: notARealDate });
      return date ? [[name, date]] : [];
    }
    const typed = form[name]?.trim() ?? '';
    if (typed === '') return [];
    if (kind === 'yes_no') return [[name, typed === 'yes' ? true : typed === 'no' ? false : typed]];
    if (kind === 'whole_number') return [[name, /^\d{1,9}$/.test(typed) ? Number(typed) : typed]];
    return [[name, typed]];
  });
  return { keyTerms: Object.fromEntries(entries), problems };
}
