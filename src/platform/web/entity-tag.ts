import {
  applyDecorators,
  createParamDecorator,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { DomainError } from '../../kernel/domain-error.js';

/** A record's version as an ETag. Strong: the same version is the same record. */
export function entityTagOf(version: number): string {
  return `"${version}"`;
}

/** The version that the caller changes, from `If-Match`. */
export const IfMatch = createParamDecorator((_data: unknown, context: ExecutionContext): number => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined)
    throw new DomainError(
      'precondition_missing',
      'Send If-Match with the ETag of the record you are changing, so that nobody’s change is lost.',
    );
  const match = /^"(\d{1,9})"$/.exec(header);
  if (match === null)
    throw new DomainError(
      'malformed',
      'If-Match must be one ETag as we sent it, such as "3" with its quotation marks.',
    );
  return Number(match[1]);
});

/** Documents that the route takes `If-Match`. */
export const ChangesRecord = () =>
  applyDecorators(
    ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the record as you read it.' }),
  );

/** Sends the ETag of every answer that is one versioned record. */
@Injectable()
export class EntityTagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((answer: { version?: unknown } | undefined) => {
        if (typeof answer?.version === 'number') void reply.header('etag', entityTagOf(answer.version));
        return answer;
      }),
    );
  }
}
