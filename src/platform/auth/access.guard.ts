import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import passport from 'passport';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { log } from '../log.js';
import { AccessPolicy, routeRuleKey, type RouteRule } from './permissions.js';
import { bearerStrategy } from './bearer.strategy.js';
import { CONFIG, type Config } from '../config.js';
import { refuseForeignOrigin, requireCsrfToken } from '../pages/csrf.js';
import { pageKey } from '../pages/page.js';
import { isMultipart, readUpload, routeTakesFile } from '../web/upload.js';
import { cookieStrategy } from './cookie.strategy.js';

export interface SignedInRequest extends FastifyRequest {
  actor?: UserActor;
}

/** Refuses everything that is not declared. Authentication and permission in one place, before any pipe reads the body
 * and before a file is taken in. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly policy: AccessPolicy,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<RouteRule | undefined>(routeRuleKey, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (rule === undefined) throw new DomainError('forbidden', 'Nobody has been given this route.');
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const isPage = this.reflector.get<boolean | undefined>(pageKey, context.getClass()) === true;
    if (isPage) refuseForeignOrigin(request);
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    if (rule.kind === 'public') {
      if (rule.greets) request.actor = await whoeverIsSignedIn(request, reply);
      return true;
    }
    const actor = await authenticate(isPage ? cookieStrategy : bearerStrategy, request, reply);
    request.actor = actor;
    const sendsFile = routeTakesFile(request) && isMultipart(request);
    const requireToken = (): void => {
      if (isPage) requireCsrfToken(request, actor.sessionId!, this.config.secretKey);
    };
    if (!sendsFile) requireToken();
    if (rule.kind === 'permission' && !this.policy.allows(actor.role, rule.permission)) {
      log.info({ userId: actor.userId, permission: rule.permission, requestId: request.id }, 'permission denied');
      throw new DomainError('forbidden', 'Your role does not allow this.');
    }
    // The token of a form with a file stands in the form: it is read first, and before a byte of the file.
    if (sendsFile) await readUpload(request, requireToken);
    return true;
  }
}

/** So that a page for everybody, such as the help, keeps the navigation of those who come from their work. */
async function whoeverIsSignedIn(request: FastifyRequest, reply: FastifyReply): Promise<UserActor | undefined> {
  try {
    return await authenticate(cookieStrategy, request, reply);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'unauthenticated') return undefined;
    throw error;
  }
}

/** Passport's strategies, which expect Express, are kept behind this one function. */
function authenticate(strategy: string, request: FastifyRequest, reply: FastifyReply): Promise<UserActor> {
  return new Promise((resolve, reject) => {
    const done = (error: unknown, actor?: UserActor | false | null): void => {
      if (error) reject(error as Error);
      else if (actor) resolve(actor);
      else
        reject(
          new DomainError('unauthenticated', 'Sign in: the access value is missing, has ended, or was never ours.'),
        );
    };
    const middleware = passport.authenticate(strategy, { session: false }, done) as (
      req: unknown,
      res: unknown,
      next: (error: unknown) => void,
    ) => void;
    middleware(request, reply, (error) => reject(error as Error));
  });
}
