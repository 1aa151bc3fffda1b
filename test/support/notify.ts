import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '../../src/kernel/identifier.js';

/** One mail that the service took. */
export interface NotifiedMail {
  readonly to: string;
  readonly reference: string;
  readonly subject: string;
  readonly body: string;
  readonly unsubscribe: string | undefined;
}

export interface NotifyPeer {
  readonly url: string;
  /** A key of the one service that the peer knows. */
  readonly apiKey: string;
  readonly templateId: string;
  readonly received: NotifiedMail[];
  /** Each request's Authorization header, refused ones too. */
  readonly authorised: string[];
  /** Addresses that are no addresses. */
  readonly refused: Set<string>;
  /** `null`: takes the mail. A number: fails so. `hang`: takes it and never answers. `cut`: takes it and closes the connection. */
  failing: number | 'hang' | 'cut' | 'elsewhere' | null;
  close(): Promise<void>;
}

const secret = 'b1d5c0de-7f0a-4c52-9d1e-2f6c0a9e4d11';
const serviceId = '26785a09-ab16-4eb0-8407-a37497a57506';
const templateId = 'f33517ff-2a88-4f6e-b855-c550268ce08a';

/**
 * Speaks as much of the API of GOV.UK Notify as sends an e-mail. Each request's token is checked by hand, by the published algorithm:
 * a JSON Web Token under HMAC-SHA256 with the key's secret, issued by the service's id within the last thirty seconds.
 */
export async function startNotifyPeer(): Promise<NotifyPeer> {
  const received: NotifiedMail[] = [];
  const authorised: string[] = [];
  const refused = new Set<string>();
  const peer = { failing: null } as Pick<NotifyPeer, 'failing'>;

  const server = createServer((request, response) => {
    void readBody(request).then((text) => answer(request, response, text));
  });

  function answer(request: IncomingMessage, response: ServerResponse, text: string): void {
    const authorization = request.headers.authorization ?? '';
    authorised.push(authorization);
    const problem = problemOf(request, authorization);
    if (problem !== null) return fail(response, problem.status, problem.error, problem.message);
    if (typeof peer.failing === 'number')
      return fail(
        response,
        peer.failing,
        peer.failing === 429 ? 'RateLimitError' : 'Exception',
        'Internal server error',
      );
    if (peer.failing === 'elsewhere') {
      response.writeHead(307, { location: 'http://127.0.0.1:1/stolen' }).end();
      return;
    }
    const body = JSON.parse(text) as Record<string, unknown>;
    const to = String(body.email_address);
    if (refused.has(to) || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to))
      return fail(response, 400, 'ValidationError', 'email_address Not a valid email address');
    if (body.template_id !== templateId) return fail(response, 400, 'BadRequestError', 'Template not found');
    const said = body.personalisation as Record<string, string> | undefined;
    if (typeof said?.subject !== 'string' || typeof said.body !== 'string')
      return fail(response, 400, 'BadRequestError', 'Missing personalisation: subject, body');
    received.push({
      to,
      reference: String(body.reference),
      subject: said.subject,
      body: said.body,
      unsubscribe: body.one_click_unsubscribe_url as string | undefined,
    });
    if (peer.failing === 'hang') return;
    if (peer.failing === 'cut') return void request.socket.destroy();
    const id = newId();
    const content = { subject: said.subject, body: said.body, from_email: 'accord@notifications.service.gov.uk' };
    const template = { id: templateId, version: 1, uri: `/v2/template/${templateId}` };
    send(response, 201, { id, reference: body.reference, content, uri: `/v2/notifications/${id}`, template });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return Object.assign(peer, {
    url: `http://127.0.0.1:${port}`,
    apiKey: `accord_test-${serviceId}-${secret}`,
    templateId,
    received,
    authorised,
    refused,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

interface Problem {
  readonly status: number;
  readonly error: string;
  readonly message: string;
}

function problemOf({ method, url, headers }: IncomingMessage, authorization: string): Problem | null {
  if (method !== 'POST' || url !== '/v2/notifications/email')
    return { status: 404, error: 'NoResultFound', message: 'No result found' };
  const refusal = refusalOfToken(authorization);
  if (refusal !== null) return { status: 403, error: 'AuthError', message: refusal };
  return headers['content-type']?.startsWith('application/json')
    ? null
    : { status: 400, error: 'BadRequestError', message: 'Invalid JSON' };
}

function refusalOfToken(authorization: string): string | null {
  const [head, payload, signature, ...rest] = authorization.replace(/^Bearer /, '').split('.');
  if (!authorization.startsWith('Bearer ') || signature === undefined || rest.length > 0)
    return 'Invalid token: API token is not valid';
  const { alg } = fromBase64Url(head) as { alg: string };
  const { iss, iat } = fromBase64Url(payload) as { iss: string; iat: number };
  if (alg !== 'HS256') return 'Invalid token: algorithm used is not HS256';
  const expected = createHmac('sha256', secret).update(`${head}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'Invalid token: API key not found';
  if (iss !== serviceId) return 'Invalid token: service not found';
  if (Math.abs(Date.now() / 1000 - iat) > 30) return 'Error: Your system clock must be accurate to within 30 seconds';
  return null;
}

function fromBase64Url(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function fail(response: ServerResponse, status: number, error: string, message: string): void {
  send(response, status, { status_code: status, errors: [{ error, message }] });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
