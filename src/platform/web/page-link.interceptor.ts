import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';

/** Sends the address of the next page as a `Link` header (RFC 8288) beside `nextCursor`. Relative, so no host is reflected. */
@Injectable()
export class PageLinkInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(
      map((answer: { nextCursor?: unknown } | undefined) => {
        if (typeof answer?.nextCursor === 'string') {
          const [path, query] = http.getRequest<FastifyRequest>().url.split('?', 2);
          const parameters = new URLSearchParams(query);
          parameters.set('cursor', answer.nextCursor);
          void http.getResponse<FastifyReply>().header('link', `<${path}?${parameters.toString()}>; rel="next"`);
        }
        return answer;
      }),
    );
  }
}
