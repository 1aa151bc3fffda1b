import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { S3Settings } from './s3.file-store.js';

/** Where files are kept: in a folder, or in a store that speaks the S3 protocol. */
export type FileSettings = { readonly folder: string } | { readonly s3: S3Settings };

const partsOfS3 = ['FILES_S3_BUCKET', 'FILES_S3_REGION', 'FILES_S3_KEY_ID', 'FILES_S3_SECRET'] as const;

/**
 * Reads the settings of the store. `fail` makes the error of a wrong one: one sentence, which never repeats a value that may be
 * secret.
 */
export function readFileSettings(
  text: (name: string) => string | null,
  { dataFolder, production }: { readonly dataFolder: string; readonly production: boolean },
  fail: (sentence: string) => Error,
): FileSettings {
  const endpoint = text('FILES_S3_ENDPOINT');
  const folder = text('FILES_DIR');
  if (endpoint === null) {
    const alone = partsOfS3.find((name) => text(name) !== null);
    if (alone !== undefined)
      throw fail(`${alone} is given without FILES_S3_ENDPOINT: give the address of the store as well, or neither.`);
    return { folder: folderOf(folder ?? join(dataFolder, 'files'), fail) };
  }
  if (folder !== null)
    throw fail(
      'FILES_DIR and FILES_S3_ENDPOINT are both given, but files are kept in one place: remove one of the two.',
    );
  const address = URL.canParse(endpoint) ? new URL(endpoint) : null;
  if (address === null || !['http:', 'https:'].includes(address.protocol) || address.search || address.hash)
    throw fail('FILES_S3_ENDPOINT is not an address that begins with https:// or http://.');
  if (address.username || address.password)
    throw fail('FILES_S3_ENDPOINT carries a password: give FILES_S3_KEY_ID and FILES_S3_SECRET instead.');
  if (production && address.protocol !== 'https:')
    throw fail('FILES_S3_ENDPOINT must begin with https:// in production, because files travel to it.');
  const needed = (name: (typeof partsOfS3)[number], what: string): string => {
    const value = text(name);
    if (value === null) throw fail(`${name} is missing: with FILES_S3_ENDPOINT, give ${what}.`);
    return value;
  };
  const bucket = needed('FILES_S3_BUCKET', 'the bucket in which files are kept');
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    throw fail(`FILES_S3_BUCKET is "${bucket}", but must be 3 to 63 small letters, digits, dots and hyphens.`);
  const keyId = needed('FILES_S3_KEY_ID', 'the id of the key that may read and write in the bucket');
  const secret = needed('FILES_S3_SECRET', 'the secret of the key');
  return { s3: { endpoint: address, bucket, region: text('FILES_S3_REGION') ?? 'us-east-1', keyId, secret } };
}

function folderOf(path: string, fail: (sentence: string) => Error): string {
  const folder = resolve(path);
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw fail('FILES_DIR is a file, but must be a folder or the path of one that can be made.');
  return folder;
}
