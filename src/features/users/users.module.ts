import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ActorSource } from '../../platform/auth/actor-source.js';
import { AuthApiController } from './sessions/auth.api.controller.js';
import { SessionActors } from './sessions/session-actors.js';
import { AccountWebController } from './account/account.web.controller.js';
import { SessionQueries } from './sessions/session.queries.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignInService } from './sessions/sign-in.service.js';
import { DemonstrationSignIns } from './sessions/demonstration-sign-ins.js';
import { SignInWebController } from './sessions/sign-in.web.controller.js';
import { SignInThrottle } from './sessions/sign-in.throttle.js';
import { AccountMailsWorker } from './passwords/account-mails.worker.js';
import { NewPasswords } from './passwords/new-passwords.js';
import { PasswordLinksService } from './passwords/password-links.service.js';
import { PasswordLinksWebController } from './passwords/password-links.web.controller.js';
import { UsersApiController } from './users.api.controller.js';
import { UserQueries } from './users.queries.js';
import { UsersService } from './users.service.js';

@Global()
@Module({
  controllers: [
    AuthApiController,
    UsersApiController,
    SignInWebController,
    PasswordLinksWebController,
    AccountWebController,
  ],
  providers: [
    UserQueries,
    UsersService,
    SessionsService,
    SignInService,
    SignInThrottle,
    SessionQueries,
    NewPasswords,
    PasswordLinksService,
    AccountMailsWorker,
    { provide: ActorSource, useClass: SessionActors },
  ],
  exports: [ActorSource, UserQueries],
})
export class UsersModule {
  /** With the invented people whom the sign-in page offers; none outside a demonstration. */
  static offering(people: DemonstrationSignIns['people']): DynamicModule {
    return {
      module: UsersModule,
      providers: [{ provide: DemonstrationSignIns, useValue: new DemonstrationSignIns(people) }],
    };
  }
}
