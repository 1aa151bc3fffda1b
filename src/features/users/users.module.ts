import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { UserFigure } from '../../kernel/contracts.js';
import { ActorSource } from '../../platform/auth/actor-source.js';
import { AuthApiController } from './sessions/auth.api.controller.js';
import { SessionActors } from './sessions/session-actors.js';
import { UserChangesWebController } from './admin/user-changes.web.controller.js';
import { UserForms } from './admin/user.forms.js';
import { UsersWebController } from './admin/users.web.controller.js';
import { AccountWebController } from './account/account.web.controller.js';
import { SessionQueries } from './sessions/session.queries.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SignInService } from './sessions/sign-in.service.js';
import { DemonstrationSignIns } from './sessions/demonstration-sign-ins.js';
import { SignInWebController } from './sessions/sign-in.web.controller.js';
import { SignInThrottle } from './sessions/sign-in.throttle.js';
import { DelegateAccounts } from './delegate-accounts.js';
import { AccountMailsWorker } from './passwords/account-mails.worker.js';
import { NewPasswords } from './passwords/new-passwords.js';
import { PasswordLinksService } from './passwords/password-links.service.js';
import { PasswordLinksWebController } from './passwords/password-links.web.controller.js';
import { UsersApiController } from './users.api.controller.js';
import { USER_FIGURES, UserQueries } from './users.queries.js';
import { UsersService } from './users.service.js';

@Global()
@Module({
  controllers: [
    AuthApiController,
    UsersApiController,
    SignInWebController,
    PasswordLinksWebController,
    AccountWebController,
    UsersWebController,
    UserChangesWebController,
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
    UserForms,
    AccountMailsWorker,
    DelegateAccounts,
    { provide: ActorSource, useClass: SessionActors },
  ],
  exports: [ActorSource, UserQueries, DelegateAccounts],
})
export class UsersModule {
  /** `people`: the invented ones whom the sign-in page offers; `figures`: what an account's view counts. */
  static with(parts: {
    readonly people: DemonstrationSignIns['people'];
    readonly figures: readonly UserFigure[];
  }): DynamicModule {
    return {
      module: UsersModule,
      providers: [
        { provide: DemonstrationSignIns, useValue: new DemonstrationSignIns(parts.people) },
        { provide: USER_FIGURES, useValue: parts.figures },
      ],
    };
  }
}
