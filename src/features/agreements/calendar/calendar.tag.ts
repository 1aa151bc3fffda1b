import { createHash } from 'node:crypto';

/** A weak tag: compressed and plain, the same calendar has the same one. */
export function tagOf(calendar: string): string {
  return `W/"${createHash('sha256').update(calendar).digest('base64url').slice(0, 27)}"`;
}
