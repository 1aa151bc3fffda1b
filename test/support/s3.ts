import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the store behaves: as it should, or as one that is in trouble. */
export type S3Mood = 'well' | 'failing' | 'hanging up' | 'sending elsewhere' | 'damaging';

export interface S3Peer {
  /** What the product is told of it. */
  readonly environment: NodeJS.ProcessEnv;
  readonly kept: Map<string, Buffer>;
  /** Why requests were refused, in the words of the protocol. */
  readonly refusals: string[];
  mood: S3Mood;
  close(): Promise<void>;
}

const [bucket, region, keyId, secret] = ['accord-files', 'eu-west-2', 'AKIDTEST', 'a secret of the test'];

/**
 * A store that speaks as much of the S3 protocol as keeps and gives back objects. It works out the signature of each request
 * (AWS Signature Version 4) by itself, from the published algorithm, and refuses what does not bear it.
 */
export async function startS3Peer(): Promise<S3Peer> {
  const kept = new Map<string, Buffer>();
  const refusals: string[] = [];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const peer: S3Peer = {
    environment: {
      FILES_S3_ENDPOINT: endpoint,
      FILES_S3_BUCKET: bucket,
      FILES_S3_REGION: region,
      FILES_S3_KEY_ID: keyId,
      FILES_S3_SECRET: secret,
    },
    kept,
    refusals,
    mood: 'well',
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return peer;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const end = (status: number, answered?: Buffer | string): void => void response.writeHead(status).end(answered);
    if (peer.mood === 'hanging up') return void request.socket.destroy();
    if (peer.mood === 'failing') return end(503, '<Error><Code>SlowDown</Code></Error>');
    if (peer.mood === 'sending elsewhere')
      return void response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end();
    const refusal = refusalOf(request, body);
    if (refusal !== null) {
      refusals.push(refusal);
      return end(403, `<Error><Code>${refusal}</Code></Error>`);
    }
    const [, inBucket, key] = request.url!.split('/');
    if (inBucket !== bucket) return end(404, '<Error><Code>NoSuchBucket</Code></Error>');
    if (request.method === 'PUT') {
      kept.set(key, body);
      return end(200);
    }
    const found = kept.get(key);
    if (found === undefined) return end(404, '<Error><Code>NoSuchKey</Code></Error>');
    const given = Buffer.from(found);
    if (peer.mood === 'damaging') given[given.length - 1] ^= 1;
    return end(200, given);
  }
}

/** What is wrong with a request, by its error code, or null. */
function refusalOf({ method, url, headers }: IncomingMessage, body: Buffer): string | null {
  const form =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/;
  const given = form.exec(headers.authorization ?? '');
  if (given === null) return 'AccessDenied';
  const [, givenKey, day, givenRegion, signedHeaders, signature] = given;
  if (givenKey !== keyId) return 'InvalidAccessKeyId';
  if (givenRegion !== region) return 'AuthorizationHeaderMalformed';
  const names = signedHeaders.split(';');
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name))) return 'AccessDenied';
  const stamp = String(headers['x-amz-date']);
  if (!stamp.startsWith(day) || Math.abs(instantOf(stamp) - Date.now()) > 15 * 60_000) return 'RequestTimeTooSkewed';
  const contentHash = String(headers['x-amz-content-sha256']);
  // A body may not come unsigned: it could have been exchanged.
  if (
    body.length > 0 ? contentHash !== hashOf(body) : contentHash !== 'UNSIGNED-PAYLOAD' && contentHash !== hashOf(body)
  )
    return 'XAmzContentSHA256Mismatch';
  const [path, query = ''] = url!.split('?');
  const canonical = [
    method,
    path,
    query,
    ...names.map((name) => `${name}:${String(headers[name]).trim().replaceAll(/ +/g, ' ')}`),
    '',
    signedHeaders,
    contentHash,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, hashOf(Buffer.from(canonical))].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer>(keyed, Buffer.from(`AWS4${secret}`));
  return keyed(key, toSign).toString('hex') === signature ? null : 'SignatureDoesNotMatch';
}

function keyed(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** `20260610T090000Z`. */
function instantOf(stamp: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}
