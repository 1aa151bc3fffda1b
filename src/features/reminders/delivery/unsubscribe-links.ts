import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { keyedHashOf } from '../../../platform/auth/secret-values.js';
import { CONFIG, type Config } from '../../../platform/config.js';

const idBytes = 16;
const signatureBytes = 32;

/**
 * The address in a mail's `List-Unsubscribe`: it works without signing in and stops the mails that ask nothing, of one person. It is
 * signed rather than kept, names nobody to whoever reads it, and works as long as the product's key is the same.
 */
@Injectable()
export class UnsubscribeLinks {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  addressFor(userId: string): string {
    const value = Buffer.concat([bytesOf(userId), this.signatureOf(userId)]).toString('base64url');
    return new URL(`/unsubscribe/${value}`, this.config.publicBaseUrl).href;
  }

  /** Whose link it is; null when it was not signed here. */
  userOf(value: string): string | null {
    const bytes = Buffer.from(value, 'base64url');
    // What is not in the one form that we write is not ours, even if it means the same bytes.
    if (bytes.length !== idBytes + signatureBytes || bytes.toString('base64url') !== value) return null;
    const userId = idOf(bytes.subarray(0, idBytes));
    return timingSafeEqual(bytes.subarray(idBytes), this.signatureOf(userId)) ? userId : null;
  }

  private signatureOf(userId: string): Buffer {
    return keyedHashOf(`unsubscribe ${userId}`, this.config.secretKey);
  }
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function idOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
