import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { log } from '../log.js';
import { requestContext } from '../web/request-context.js';
import type { SignedInRequest } from '../auth/access.guard.js';
import { isPagePath } from '../pages/page-path.js';
import type { PageRenderer } from '../pages/page-renderer.js';
import { page } from '../pages/page.js';
import { sendPage } from '../pages/page.interceptor.js';
import { safeReturnTo } from '../pages/return-to.js';
import { answerTo, type Answer } from './problem.js';

/** The one place where an error becomes a response. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly renderer: PageRenderer) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<SignedInRequest>(), http.getResponse<FastifyReply>()];
    const answer = answerTo(error, request.id);
    logAnswer(answer, error, request);
    if (answer.retryAfterSeconds !== undefined) void reply.header('retry-after', String(answer.retryAfterSeconds));
    if (isPagePath(request.url)) sendErrorPage(this.renderer, answer, request, reply);
    else sendProblem(answer, reply);
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

/** Whoever is not signed in is asked to, and comes back to what they wanted to read. */
function sendErrorPage(renderer: PageRenderer, answer: Answer, request: SignedInRequest, reply: FastifyReply): void {
  if (answer.status === 401) {
    const wanted = request.method === 'GET' ? safeReturnTo(request.url) : '/';
    void reply
      .status(303)
      .header('location', `/sign-in?returnTo=${encodeURIComponent(wanted)}`)
      .send('');
    return;
  }
  const { title, detail, errors = [], requestId } = answer.problem;
  const view = page('error', { title, detail, problems: errors, requestId }, { status: answer.status });
  void reply.send(sendPage(renderer, view, request, reply));
}
