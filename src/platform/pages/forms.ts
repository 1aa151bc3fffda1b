import { DomainError, type DomainErrorCode, type FieldProblem } from '../../kernel/domain-error.js';
import { validate } from '../errors/validate.js';
import type { FormError } from './form-errors.js';

/** What is answered on the form's own page, with what was typed, and the status it has there. */
const answeredOnThePage: Partial<Record<DomainErrorCode, number>> = {
  invalid: 400,
  refused: 409,
  conflict: 409,
  stale: 412,
  // Of a file; a form itself that is too large has no page of its own.
  too_large: 413,
};

/** The status of a form shown again because of this error; null when the error has a page of its own. */
export function statusOnThePage(error: unknown): number | null {
  const code = (error as Partial<DomainError> | null)?.code;
  return (code !== undefined && answeredOnThePage[code]) || null;
}

/** A form's fields without those left blank, which a DTO then takes as left out. */
export function withoutBlanks<Form extends object>(form: Form): Partial<Form> {
  return Object.fromEntries(
    Object.entries(form).filter(([, value]) => (typeof value === 'string' ? value.trim() !== '' : value !== undefined)),
  ) as Partial<Form>;
}

/**
 * What was wrong, in the order of the page's fields, each with where it leads. `fields` names the page's field for each
 * pointer of the service's answer, such as `{ '/dueOn': 'dueOn-day' }`; a name alone stands for both. What no field of the
 * page is about is said at the top only.
 */
export function errorsOf(
  { detail, fields: problems }: DomainError,
  fields: readonly (string | readonly [pointer: string, id: string])[],
): FormError[] {
  if (problems.length === 0) return [{ text: detail }];
  const places = fields.map((field) => (typeof field === 'string' ? ([`/${field}`, field] as const) : field));
  const placeOf = (pointer: string): number =>
    places.findIndex(([known]) => known === pointer || `?${known.slice(1)}` === pointer);
  const placed = problems.map(({ pointer, detail: text }) => ({ text, place: placeOf(pointer) }));
  return placed
    .sort((one, other) => (one.place < 0 ? places.length : one.place) - (other.place < 0 ? places.length : other.place))
    .map(({ text, place }) => (place < 0 ? { text } : { text, href: `#${places[place][1]}` }));
}

/**
 * What was wrong with the filters of a list. A choice that the form does not offer comes from an address that somebody
 * changed: its codes would tell them nothing.
 */
export function filterErrorsOf(
  { fields: problems }: DomainError,
  texts: readonly string[],
  selects: readonly string[],
): FormError[] {
  return problems.map(({ pointer, detail }) => {
    const field = [...texts, ...selects].find((name) => pointer === `?${name}`);
    const text = selects.some((name) => name === field) ? 'Select one of the choices.' : detail;
    return field ? { text, href: `#${field}` } : { text };
  });
}

/** The input as its DTO; what was found wrong before is said together with what the DTO finds. */
export function checked<T extends object>(dto: new () => T, input: object, problems: readonly FieldProblem[]): T {
  const invalid = (all: readonly FieldProblem[]): DomainError =>
    new DomainError('invalid', 'Some of what you sent needs correcting.', all);
  let value: T;
  try {
    value = validate(dto, input);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid' || problems.length === 0) throw error;
    throw invalid([...problems, ...error.fields]);
  }
  if (problems.length > 0) throw invalid(problems);
  return value;
}

/** The version that a page showed; one that no record has when it is none. */
export function versionOf(typed: string | undefined): number {
  return typed !== undefined && /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
}
