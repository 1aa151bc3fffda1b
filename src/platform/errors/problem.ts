import { HttpException } from '@nestjs/common';
import { DomainError, type DomainErrorCode, type FieldProblem } from '../../kernel/domain-error.js';
import { databaseIsAway } from '../database/database-away.js';

/** An RFC 9457 problem document. */
export interface Problem {
  /** Always `about:blank`: the title says what the status means. */
  type: string;
  title: string;
  status: number;
  /** What went wrong and what to do, in plain English. */
  detail: string;
  /** Each field that needs correcting. */
  errors?: FieldProblem[];
  /** Quote this when asking for help. */
  requestId: string;
}

/** The one table that knows HTTP. */
const statuses: Record<DomainErrorCode, { status: number; title: string }> = {
  invalid: { status: 400, title: 'Not valid' },
  malformed: { status: 400, title: 'Not understood' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  refused: { status: 409, title: 'Refused' },
  conflict: { status: 409, title: 'Already there' },
  in_flight: { status: 409, title: 'Still being worked on' },
  stale: { status: 412, title: 'Changed since you opened it' },
  too_large: { status: 413, title: 'Too large' },
  unsupported_media: { status: 415, title: 'Wrong content type' },
  wrong_host: { status: 421, title: 'Wrong host' },
  key_reused: { status: 422, title: 'Key already used' },
  precondition_missing: { status: 428, title: 'If-Match is missing' },
  too_many: { status: 429, title: 'Too many attempts' },
  unavailable: { status: 503, title: 'Not available' },
};

export interface Answer {
  readonly status: number;
  readonly problem: Problem;
  /** The fields to correct, by the names that are ours. */
  readonly loggedFields?: readonly string[];
  readonly retryAfterSeconds?: number;
  /** True when nobody foresaw it: the caller logs it. */
  readonly unexpected: boolean;
}

/** Turns whatever was thrown into what the caller is told. A surprise shows a request id and nothing else. */
export function answerTo(error: unknown, requestId: string): Answer {
  const domainError = asDomainError(error);
  if (domainError === null) {
    const problem = {
      type: 'about:blank',
      title: 'Something went wrong',
      status: 500,
      detail:
        'Something went wrong on our side. Nothing was changed. Try again, and quote the request id if it happens again.',
      requestId,
    };
    return { status: 500, problem, unexpected: true };
  }
  const { status, title } = statuses[domainError.code];
  const problem: Problem = { type: 'about:blank', title, status, detail: domainError.detail, requestId };
  const { fields, extra } = domainError;
  if (fields.length > 0) problem.errors = fields.map(({ pointer, detail }) => ({ pointer, detail }));
  const loggedFields = fields.map(({ pointer, unknownName }) =>
    unknownName ? pointer.replace(/[^/?]*$/, '(unknown)') : pointer,
  );
  return { status, problem, loggedFields, retryAfterSeconds: extra.retryAfterSeconds, unexpected: false };
}

function asDomainError(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error;
  if (error instanceof HttpException) return fromHttp(error.getStatus());
  const { code, statusCode } = (error ?? {}) as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_BAD_URL')
    return new DomainError('malformed', 'The address is not one we could read. Check its percent signs.');
  if (typeof code === 'string' && code.startsWith('FST_')) return fromHttp(statusCode ?? 500);
  return fromDatabase(error);
}

/** Errors of the framework: routes that are not there, bodies it could not read. */
function fromHttp(status: number): DomainError | null {
  switch (status) {
    case 400:
      return new DomainError(
        'malformed',
        'The body is not JSON we could read. Check it for a missing quote, comma or bracket.',
      );
    case 401:
      return new DomainError('unauthenticated', 'Sign in first.');
    case 403:
      return new DomainError('forbidden', 'Your role does not allow this.');
    case 404:
    // An address longer than any of ours leads nowhere either.
    case 414:
      return new DomainError('not_found', 'There is nothing at this address.');
    case 413:
      return new DomainError('too_large', 'The body is larger than 1 MiB. Send less at a time.');
    case 415:
      return new DomainError('unsupported_media', 'Send the body as application/json.');
    default:
      return null;
  }
}

const sqlStates: Record<string, () => DomainError> = {
  // A concurrent insert won the race that the service's own check lost.
  '23505': () => new DomainError('conflict', 'Something with the same unique value was there already.'),
  '23503': () =>
    new DomainError('refused', 'Something this refers to does not exist, or something else still refers to it.'),
  '57014': () =>
    new DomainError('unavailable', 'This took too long and was stopped. Ask for less, or try again later.'),
};
function fromDatabase(error: unknown): DomainError | null {
  const { code, driverError } = (error ?? {}) as { code?: string; driverError?: { code?: string } };
  const state = driverError?.code ?? code ?? '';
  if (state in sqlStates) return sqlStates[state]();
  if (databaseIsAway(error))
    return new DomainError(
      'unavailable',
      'The database cannot be reached just now. Try again in a moment. If you were saving something, look first whether it was kept.',
      [],
      {
        retryAfterSeconds: 5,
      },
    );
  return null;
}
