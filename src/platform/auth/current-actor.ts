import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import type { SignedInRequest } from './access.guard.js';

/** The signed-in person of this request. */
export const CurrentActor = createParamDecorator((_data: unknown, context: ExecutionContext): UserActor => {
  const { actor } = context.switchToHttp().getRequest<SignedInRequest>();
  if (!actor) throw new Error('CurrentActor stands on a public route');
  return actor;
});
