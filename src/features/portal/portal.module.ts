import { Module } from '@nestjs/common';
import { ExpertsModule } from '../experts/experts.module.js';
import { ConfirmationWebController } from './confirmation.web.controller.js';
import { DeclarationWebController } from './declaration.web.controller.js';
import { DelegationsWebController } from './delegations.web.controller.js';
import { LinkAttempts } from '../../platform/web/link-attempts.js';
import { MeChoicesWebController } from './me-choices.web.controller.js';
import { MeDelegatesWebController } from './me-delegates.web.controller.js';
import { MeWebController } from './me.web.controller.js';
import { ModerationWebController } from './moderation.web.controller.js';
import { ProfileEditWebController } from './profile-edit.web.controller.js';
import { ProfileListsWebController } from './profile-lists.web.controller.js';
import { PublicationsWebController } from './publications.web.controller.js';

@Module({
  imports: [ExpertsModule],
  controllers: [
    MeWebController,
    ProfileEditWebController,
    ProfileListsWebController,
    MeChoicesWebController,
    DeclarationWebController,
    PublicationsWebController,
    MeDelegatesWebController,
    DelegationsWebController,
    ModerationWebController,
    ConfirmationWebController,
  ],
  providers: [LinkAttempts],
})
export class PortalModule {}
