import { createHash } from 'node:crypto';
import {
  applyDecorators,
  Injectable,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ModuleRef, Reflector } from '@nestjs/core';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';
import { from } from 'rxjs';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError, invalidField } from '../../kernel/domain-error.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { SignedInRequest } from '../auth/access.guard.js';
import { requestContext } from './request-context.js';
import { uploadHashOf } from './upload.js';

const idempotentKey = 'accord.idempotent';

/** A controller whose creates can be sent twice: the second answer is its `show` of the record the first one made. */
export interface ShowsRecord {
  show(actor: UserActor, id: string): Promise<unknown>;
}

/** Takes an `Idempotency-Key`: sent again with the same body, the request creates nothing and answers with the record as it is. */
export const Idempotent = () =>
  applyDecorators(
    SetMetadata(idempotentKey, true),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Up to 100 characters of your own. The same key and body never create twice.',
    }),
  );

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly modules: ModuleRef,
    private readonly work: UnitOfWork,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const key = request.headers['idempotency-key'];
    if (!this.reflector.get<boolean>(idempotentKey, context.getHandler()) || key === undefined) return next.handle();
    if (typeof key !== 'string' || !/^[\x21-\x7e]{1,100}$/.test(key))
      throw invalidField(
        'Idempotency-Key',
        'Idempotency-Key must be 1 to 100 visible ASCII characters without spaces.',
      );
    const current = requestContext();
    const actor = request.actor;
    if (!current || !actor) throw new Error('an idempotent route needs a signed-in request');

    // The address too: the same body sent below another record is another request.
    const bodyHash = createHash('sha256')
      .update(`${request.url}\n${JSON.stringify(request.body ?? null)}${uploadHashOf(request)}`)
      .digest();
    const kept = await this.work.readOne<{ bodyHash: Buffer; recordId: string }>(
      actor,
      sql`select body_hash as "bodyHash", record_id as "recordId" from idempotency_keys
          where user_id = ${actor.userId} and route = ${current.route} and key = ${key}`,
    );
    if (kept === null) {
      current.idempotency = { userId: actor.userId, route: current.route, key, bodyHash, taken: false };
      return next.handle();
    }
    if (!kept.bodyHash.equals(bodyHash))
      throw new DomainError(
        'key_reused',
        'This Idempotency-Key was used with a different body. Use a new key for a new request.',
      );
    void context.switchToHttp().getResponse<FastifyReply>().header('idempotency-replayed', 'true');
    const controller = this.modules.get<ShowsRecord>(context.getClass(), { strict: false });
    // Read with the caller's rights of this moment: a replay never shows what has since been hidden.
    return from(controller.show(actor, kept.recordId));
  }
}
