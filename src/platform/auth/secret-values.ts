import { createHash, createHmac, randomBytes } from 'node:crypto';

/** A secret to hand out: 256 random bits as 43 characters. Only its hash is kept. */
export function newSecretValue(): string {
  return randomBytes(32).toString('base64url');
}

/** Values of 256 random bits need no salt or stretching: nobody can try them all. */
export function hashOf(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}

/** For what people type, which could be guessed: keyed, so that a stolen table cannot be tried against a word list. */
export function keyedHashOf(value: string, key: string): Buffer {
  return createHmac('sha256', key).update(value).digest();
}
