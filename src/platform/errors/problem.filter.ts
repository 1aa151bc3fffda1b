import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { log } from '../log.js';
import { requestContext } from '../web/request-context.js';
import { answerTo } from './problem.js';

/** The one place where an error becomes a response. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const answer = answerTo(error, request.id);
  const route = requestContext()?.route ?? request.method;
  if (answer.unexpected) log.error({ requestId: request.id, route, err: error }, 'request failed');
  else if ([400, 401, 403, 412, 421, 429].includes(answer.status))
    log.info({ requestId: request.id, route, status: answer.status, fields: answer.loggedFields }, 'request refused');
  if (answer.retryAfterSeconds !== undefined) void reply.header('retry-after', String(answer.retryAfterSeconds));
  if (answer.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply
    .status(answer.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(answer.problem));
}
