import { randomBytes } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { mergeMap, type Observable } from 'rxjs';
import type { SignedInRequest } from '../auth/access.guard.js';
import { Badges, type ShownBadges } from './badges.js';
import { PageRenderer } from './page-renderer.js';
import { PageView, Redirect } from './page.js';

/** Turns what page controllers answer with into HTML or a redirect. */
@Injectable()
export class PageInterceptor implements NestInterceptor {
  constructor(
    private readonly renderer: PageRenderer,
    private readonly badges: Badges,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<SignedInRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        if (answer instanceof Redirect) {
          void reply.status(303).header('location', answer.to);
          return '';
        }
        if (!(answer instanceof PageView)) return answer;
        // Counted once the page has done its work, so that it counts what was just marked or made.
        const badges = request.actor ? await this.badges.of(request.actor) : undefined;
        return sendPage(this.renderer, answer, request, reply, badges);
      }),
    );
  }
}

/** Sets the headers of a page and answers with its HTML. A page that says what went wrong asks the database nothing more: it has no badges. */
export function sendPage(
  renderer: PageRenderer,
  { template, model, status }: PageView,
  request: SignedInRequest,
  reply: FastifyReply,
  badges: ShownBadges = new Map(),
): string {
  const nonce = randomBytes(16).toString('base64');
  void reply.status(status).headers({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self'; img-src 'self' data:; ` +
      "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  });
  const frame = { actor: request.actor ?? null, path: request.url.split('?')[0], nonce, stale: status === 412, badges };
  return renderer.render(template, model, frame);
}
