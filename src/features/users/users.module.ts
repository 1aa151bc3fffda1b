import { Global, Module } from '@nestjs/common';
import { ActorSource } from '../../platform/auth/actor-source.js';
import { AuthApiController } from './sessions/auth.api.controller.js';
import { SessionActors } from './sessions/session-actors.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignInService } from './sessions/sign-in.service.js';
import { SignInThrottle } from './sessions/sign-in.throttle.js';
import { UsersApiController } from './users.api.controller.js';
import { UserQueries } from './users.queries.js';
import { UsersService } from './users.service.js';

@Global()
@Module({
  controllers: [AuthApiController, UsersApiController],
  providers: [
    UserQueries,
    UsersService,
    SessionsService,
    SignInService,
    SignInThrottle,
    { provide: ActorSource, useClass: SessionActors },
  ],
  exports: [ActorSource, UserQueries],
})
export class UsersModule {}
