import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import { log } from '../log.js';
import { fileIsMissing, FileStore, storeIsAway, type KeptFile } from './file-store.js';

export interface S3Settings {
  /** The store's own address, without the bucket. */
  readonly endpoint: URL;
  readonly bucket: string;
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
}

const longestToKeep = 30_000;
const longestToRead = 60_000;

/**
 * Files in any store that speaks the S3 protocol, addressed by path (`endpoint/bucket/hash`). Each request is signed (AWS
 * Signature Version 4) together with the hash of what it carries, so the store refuses what was damaged on the way.
 */
export class S3FileStore extends FileStore {
  private readonly client: AwsClient;

  constructor(private readonly settings: S3Settings) {
    super();
    this.client = new AwsClient({
      accessKeyId: settings.keyId,
      secretAccessKey: settings.secret,
      region: settings.region,
      service: 's3',
      // Whoever uploads tries again: the answer must not wait for a store that is down.
      retries: 0,
    });
  }

  protected async keep({ sha256, size }: KeptFile, bytes: Buffer): Promise<void> {
    const answer = await this.send('kept', sha256, {
      method: 'PUT',
      body: new Uint8Array(bytes),
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(size),
        'x-amz-content-sha256': sha256,
      },
      signal: AbortSignal.timeout(longestToKeep),
    });
    await answer.body?.cancel();
    if (!answer.ok) throw this.refused('kept', answer.status);
  }

  protected async read(sha256: string): Promise<Readable> {
    const answer = await this.send('read', sha256, { method: 'GET', signal: AbortSignal.timeout(longestToRead) });
    if (answer.ok && answer.body !== null) return Readable.fromWeb(answer.body as ReadableStream);
    await answer.body?.cancel();
    throw answer.status === 404 ? fileIsMissing() : this.refused('read', answer.status);
  }

  private async send(what: 'kept' | 'read', sha256: string, request: RequestInit): Promise<Response> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error('not the hash of a file');
    const { endpoint, bucket } = this.settings;
    const address = new URL(`${endpoint.pathname.replace(/\/$/, '')}/${bucket}/${sha256}`, endpoint);
    try {
      // A store that sends elsewhere would be given the file by somebody else's word.
      return await this.client.fetch(address.href, { ...request, redirect: 'error' });
    } catch (error) {
      log.error({ err: error }, 'the store of files did not answer');
      throw storeIsAway(what);
    }
  }

  /** Wrong keys and a missing bucket are the installation's to mend; people are told the same. */
  private refused(what: 'kept' | 'read', status: number): Error {
    log.error({ status }, 'the store of files refused a request');
    return storeIsAway(what);
  }
}
