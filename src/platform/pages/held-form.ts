import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** A form that was sent after its session had ended. */
export interface HeldForm {
  /** Where it was sent to. */
  readonly path: string;
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  /** The hash of the ended session's value: only whom that session belonged to gets the text back. */
  readonly sessionHash: string;
  /** Milliseconds since 1970. */
  readonly sealedAt: number;
}

const cipher = 'aes-256-gcm';
const hours12 = 12 * 3_600_000;

/**
 * What somebody typed, as a text that only this product can read: it travels through the sign-in page in a hidden field, so
 * that nothing of it is kept on the server for a person who may never come back.
 */
export function seal(form: HeldForm, key: string): string {
  const start = randomBytes(12);
  const sealing = createCipheriv(cipher, keyFor(key), start);
  const sealed = Buffer.concat([sealing.update(JSON.stringify(form), 'utf8'), sealing.final()]);
  return Buffer.concat([start, sealing.getAuthTag(), sealed]).toString('base64url');
}

/** Null when the text is not ours, was changed, or is older than a session can be. */
export function unseal(text: unknown, key: string, now: Date): HeldForm | null {
  if (typeof text !== 'string' || !/^[A-Za-z0-9_-]{40,}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  try {
    const opening = createDecipheriv(cipher, keyFor(key), bytes.subarray(0, 12));
    opening.setAuthTag(bytes.subarray(12, 28));
    const opened = Buffer.concat([opening.update(bytes.subarray(28)), opening.final()]).toString('utf8');
    const form = JSON.parse(opened) as HeldForm;
    return now.getTime() - form.sealedAt > hours12 ? null : form;
  } catch {
    return null;
  }
}

function keyFor(key: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, '', 'accord held form', 32));
}
