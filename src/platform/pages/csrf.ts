import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/domain-error.js';
import { keyedHashOf } from '../auth/secret-values.js';

const field = '_csrf';
const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/** Bound to the session and useless without its cookie: nothing is kept for it. */
export function csrfTokenFor(sessionId: string, key: string): string {
  return keyedHashOf(`csrf ${sessionId}`, key).toString('base64url');
}

/** A form comes from one of our own pages, or it is refused: browsers say where a POST comes from. */
export function refuseForeignOrigin({ method, headers }: FastifyRequest): void {
  if (safeMethods.includes(method)) return;
  const { origin, host } = headers;
  const foreign = origin === undefined ? headers['sec-fetch-site'] === 'cross-site' : !isOwn(origin, host);
  if (foreign)
    throw new DomainError(
      'forbidden',
      'This form was not sent from one of our pages. Open the page here and send it again.',
    );
}

/** The session's own token stands in every form. It is taken out of the body, which then holds the form's fields only. */
export function requireCsrfToken(request: FastifyRequest, sessionId: string, key: string): void {
  if (safeMethods.includes(request.method)) return;
  const body = request.body as Record<string, unknown> | null | undefined;
  const given = Buffer.from(String(body?.[field] ?? ''));
  const wanted = Buffer.from(csrfTokenFor(sessionId, key));
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new DomainError('forbidden', 'This form is out of date. Open the page again, then send it.');
  delete body![field];
}

function isOwn(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
