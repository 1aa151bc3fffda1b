import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../kernel/clock.js';
import type { Config } from '../config.js';
import { log } from '../log.js';
import { requestContext } from '../web/request-context.js';
import type { SignedInRequest } from '../auth/access.guard.js';
import { cookieSessionHash } from '../auth/cookie.strategy.js';
import { seal } from '../pages/held-form.js';
import { isPagePath } from '../pages/page-path.js';
import type { PageRenderer } from '../pages/page-renderer.js';
import { page } from '../pages/page.js';
import { sendPage } from '../pages/page.interceptor.js';
import { safeReturnTo } from '../pages/return-to.js';
import { answerTo, type Answer } from './problem.js';

/** The one place where an error becomes a response. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly renderer: PageRenderer,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<SignedInRequest>(), http.getResponse<FastifyReply>()];
    const answer = answerTo(error, request.id);
    logAnswer(answer, error, request);
    // A file that could not be sent leaves nothing to save.
    void reply.removeHeader('content-disposition');
    if (answer.retryAfterSeconds !== undefined) void reply.header('retry-after', String(answer.retryAfterSeconds));
    if (isPagePath(request.url)) this.sendErrorPage(answer, request, reply);
    else sendProblem(answer, reply);
  }

  /** Whoever is not signed in is asked to, and comes back to what they wanted to read. */
  private sendErrorPage(answer: Answer, request: SignedInRequest, reply: FastifyReply): void {
    if (answer.status === 401) return this.askToSignIn(request, reply);
    const { title, detail, errors = [], requestId } = answer.problem;
    const view = page('error', { title, detail, problems: errors, requestId }, { status: answer.status });
    void reply.send(sendPage(this.renderer, view, request, reply));
  }

  private askToSignIn(request: SignedInRequest, reply: FastifyReply): void {
    const held = heldFormOf(request, this.config, this.clock.machineNow());
    if (held !== null) {
      const view = page('session-ended', { title: 'Sign in to go on', held }, { status: 401 });
      void reply.send(sendPage(this.renderer, view, request, reply));
      return;
    }
    const wanted = request.method === 'GET' ? safeReturnTo(request.url) : '/';
    void reply
      .status(303)
      .header('location', `/sign-in?returnTo=${encodeURIComponent(wanted)}`)
      .send('');
  }
}

function logAnswer(answer: Answer, error: unknown, request: FastifyRequest): void {
  const route = requestContext()?.route ?? request.method;
  if (answer.unexpected) log.error({ requestId: request.id, route, err: error }, 'request failed');
  else if ([400, 401, 403, 412, 421, 429].includes(answer.status))
    log.info({ requestId: request.id, route, status: answer.status, fields: answer.loggedFields }, 'request refused');
}

/** For addresses that no route could be found for: said as a problem document, as nobody knows whom it was for. */
export function refuseAddress(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const answer = answerTo(error, request.id);
  logAnswer(answer, error, request);
  sendProblem(answer, reply);
}

function sendProblem({ status, problem }: Answer, reply: FastifyReply): void {
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply
    .status(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}

/** A form grows by a third when it is sealed, and has to come back in a body of 1 MiB. */
const mostCharactersHeld = 600_000;

/** The form that somebody sent from a page whose session had ended meanwhile, sealed; null when there is nothing to keep. */
function heldFormOf(request: FastifyRequest, config: Config, now: Date): string | null {
  const sessionHash = cookieSessionHash(request, config)?.toString('base64url');
  const { _csrf, ...fields } = (request.body ?? {}) as Record<string, string | string[]>;
  if (request.method !== 'POST' || sessionHash === undefined || Object.keys(fields).length === 0) return null;
  const path = safeReturnTo(request.url);
  // A password is typed again rather than carried about.
  if (Object.keys(fields).some((name) => /password/i.test(name))) return null;
  if (path === '/' || JSON.stringify(fields).length > mostCharactersHeld) return null;
  return seal({ path, fields, sessionHash, sealedAt: now.getTime() }, config.secretKey);
}
