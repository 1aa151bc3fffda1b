import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/domain-error.js';
import { keyedHashOf } from '../auth/secret-values.js';

const field = '_csrf';
const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Bound to the session and useless without its cookie: nothing is kept for it. Pages are compressed, and how far a page shrinks
 * tells what repeats in it. So the token is written anew each time, under random bytes that stand before it: nobody can guess
 * it piece by piece from the sizes of pages (BREACH).
 */
export function csrfTokenFor(sessionId: string, key: string): string {
  const token = tokenOf(sessionId, key);
  const mask = randomBytes(token.length);
  return Buffer.concat([mask, xor(token, mask)]).toString('base64url');
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
  if (!isTokenOf(sessionId, body?.[field], key))
    throw new DomainError('forbidden', 'This form is out of date. Open the page again, then send it.');
  delete body![field];
}

function isTokenOf(sessionId: string, given: unknown, key: string): boolean {
  const wanted = tokenOf(sessionId, key);
  const bytes = Buffer.from(typeof given === 'string' ? given : '', 'base64url');
  if (bytes.length !== 2 * wanted.length) return false;
  return timingSafeEqual(xor(bytes.subarray(wanted.length), bytes.subarray(0, wanted.length)), wanted);
}

function tokenOf(sessionId: string, key: string): Buffer {
  return keyedHashOf(`csrf ${sessionId}`, key);
}

function xor(one: Buffer, other: Buffer): Buffer {
  return Buffer.from(one.map((byte, index) => byte ^ other[index]));
}

function isOwn(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
