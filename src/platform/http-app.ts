import { randomUUID } from 'node:crypto';
import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../kernel/clock.js';
import { DomainError } from '../kernel/domain-error.js';
import { constants } from 'node:zlib';
import compression from '@fastify/compress';
import cookies from '@fastify/cookie';
import forms from '@fastify/formbody';
import multipart from '@fastify/multipart';
import staticFiles from '@fastify/static';
import type { Config } from './config.js';
import { assetsFolder, PageRenderer } from './pages/page-renderer.js';
import { isPagePath } from './pages/page-path.js';
import { ProblemFilter, refuseAddress } from './errors/problem.filter.js';
import { log } from './log.js';
import { ValidatePipe } from './errors/validate.js';
import { refuseUndeclaredRoutes } from './auth/declared-routes.js';
import { withRequestContext } from './web/request-context.js';
import { routeLeavesFormUnread } from './web/unread-form.js';
import { isMultipart, routeTakesFile } from './web/upload.js';

const mebibyte = 1024 * 1024;

/**
 * Answers go out compressed, but lightly: what browsers save must not cost more here than the page itself. What comes in is
 * never expanded, because a small body could become a huge one.
 */
const compressing = {
  threshold: 1024,
  encodings: ['br', 'gzip'],
  globalDecompression: false,
  brotliOptions: {
    params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_QUALITY]: 4 },
  },
  zlibOptions: { level: 5 },
};

/** The application as it listens: hosts checked, bodies bounded, headers set, errors worded, routes declared. */
export async function createHttpApp(module: Type<unknown> | object, config: Config): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: mebibyte,
    trustProxy: config.trustProxy,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200 },
    // Addresses that the router itself refuses, before any hook runs.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      setHeaders(reply, request.url, config);
      refuseAddress(error, request, reply);
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(module as Type<unknown>, adapter, {
    bodyParser: false,
    // What goes wrong at the start is thrown, and `main` says it in a sentence.
    logger: false,
    abortOnError: false,
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  prepareFastify(fastify, config);
  await app.register(compression as never, compressing as never);
  await app.register(cookies as never);
  await app.register(forms as never, { bodyLimit: mebibyte });
  // Forms with a file, on the routes that take one; each is read by the guard, once its sender is known.
  await app.register(multipart as never, { throwFileSizeLimit: false } as never);
  await app.register(staticFiles as never, {
    root: assetsFolder(),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    decorateReply: false,
    // The build left each compressed beside itself.
    preCompressed: true,
  });
  app.useGlobalFilters(new ProblemFilter(app.get(PageRenderer), config, app.get(Clock)));
  app.useGlobalPipes(new ValidatePipe());
  app.enableShutdownHooks();
  return app;
}

/** After every route is known and before anybody calls one. */
export async function initialise(app: INestApplication & NestFastifyApplication): Promise<void> {
  await app.init();
  refuseUndeclaredRoutes(app.get(Reflector), app);
  await (app.getHttpAdapter().getInstance() as unknown as FastifyInstance).ready();
}

function prepareFastify(fastify: FastifyInstance, config: Config): void {
  // JSON and forms only: nothing here reads plain text.
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('onRequest', (request, reply, done) => {
    setHeaders(reply, request.url, config);
    // A process that only runs jobs answers nobody but whatever watches it.
    if (config.role === 'worker' && !isHealth(request.url)) return refuseAddress(nothingHere(), request, reply);
    const context = { requestId: request.id, route: `${request.method} ${request.routeOptions.url ?? 'unknown'}` };
    withRequestContext(context, () => {
      // Whatever watches the process asks it by address; these routes say nothing that a host could change.
      const served = isHealth(request.url) || isAllowedHost(request.headers.host, config.hosts);
      done(served ? wrongMediaType(request) : (wrongHost() as Error));
    });
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    logResponse(request, reply);
    done();
  });
}

/** The reference pages bring scripts and inline styles of their own; other pages bring a policy with their own nonce. */
const referencePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'";

function setHeaders(reply: FastifyReply, url: string, { publicBaseUrl }: Config): void {
  if (publicBaseUrl.protocol === 'https:') void reply.header('strict-transport-security', 'max-age=31536000');
  void reply.headers({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
    'content-security-policy': url.startsWith('/api/docs')
      ? referencePolicy
      : "default-src 'none'; frame-ancestors 'none'",
  });
}

function isHealth(url: string): boolean {
  return url.startsWith('/health/');
}

function nothingHere(): DomainError {
  return new DomainError('not_found', 'This process runs jobs. Pages and the API are answered by others.');
}

function isAllowedHost(header: string | undefined, hosts: readonly string[]): boolean {
  // A name or an address and perhaps a port; nothing that could make an URL of it mean another host.
  if (header === undefined || !/^[a-z0-9.:[\]-]+$/i.test(header) || !URL.canParse(`http://${header}`)) return false;
  return hosts.includes(new URL(`http://${header}`).hostname);
}

/** Programs send JSON, browsers' forms send forms; neither is read as the other. Other types have no parser at all. */
function wrongMediaType(request: FastifyRequest): Error | undefined {
  const { url, headers } = request;
  const type = headers['content-type']?.toLowerCase();
  const takesFile = routeTakesFile(request);
  if (isMultipart(request) && takesFile) return undefined;
  const isForm = type?.startsWith('application/x-www-form-urlencoded') === true;
  if (isPagePath(url))
    return type === undefined || isForm || (isMultipart(request) && routeLeavesFormUnread(request))
      ? undefined
      : new DomainError('unsupported_media', 'Pages read forms only.');
  if (takesFile && type !== undefined)
    return new DomainError(
      'unsupported_media',
      'Send a form (multipart/form-data), with the file in its field "file".',
    );
  const isOurs = !isForm && !isMultipart(request);
  return isOurs ? undefined : new DomainError('unsupported_media', 'Send the body as application/json.');
}

function wrongHost(): DomainError {
  return new DomainError('wrong_host', 'This host is not served here. Use the address you were given.');
}

function logResponse(request: FastifyRequest, reply: FastifyReply): void {
  log.info({
    requestId: request.id,
    route: `${request.method} ${request.routeOptions.url ?? 'unknown'}`,
    status: reply.statusCode,
    milliseconds: Math.round(reply.elapsedTime),
  });
}
