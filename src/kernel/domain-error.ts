/**
 * Why a request cannot be done, in the domain's words. `platform/errors` alone knows which HTTP status each becomes.
 * Details are shown to people: plain English, never personal data, never another person's text.
 */
export type DomainErrorCode =
  | 'invalid'
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'refused'
  | 'conflict'
  | 'in_flight'
  | 'stale'
  | 'precondition_missing'
  | 'key_reused'
  | 'too_many'
  | 'too_large'
  | 'unsupported_media'
  | 'wrong_host'
  | 'unavailable';

/** One thing wrong with one field. `pointer` is a JSON pointer into the body, or `?name` for a query parameter. */
export interface FieldProblem {
  readonly pointer: string;
  readonly detail: string;
  /** True when no field has this name: the pointer's last part is whatever the caller wrote, so it is not logged. */
  readonly unknownName?: boolean;
}

export class DomainError extends Error {
  constructor(
    readonly code: DomainErrorCode,
    readonly detail: string,
    readonly fields: readonly FieldProblem[] = [],
    readonly extra: { readonly retryAfterSeconds?: number } = {},
  ) {
    super(detail);
    this.name = 'DomainError';
  }
}

/** The same answer for a record that is absent and one that is hidden, so that neither can be told from the other. */
export function notFound(what: string): DomainError {
  return new DomainError('not_found', `There is no ${what} here that you can see.`);
}

/** One field is wrong. */
export function invalidField(pointer: string, detail: string): DomainError {
  return new DomainError('invalid', 'Some of what you sent needs correcting.', [{ pointer, detail }]);
}
