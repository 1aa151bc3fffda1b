import { Module } from '@nestjs/common';
import { ExpertsModule } from '../experts/experts.module.js';
import { InteractionsModule } from '../interactions/interactions.module.js';
import { ContactLogWebController } from './contact-log.web.controller.js';
import { EmployerMoveFollowUps } from './employer-moves.worker.js';
import { FollowUpBanners } from './follow-up.banners.js';
import { FollowUpHandOversService } from './follow-up.hand-overs.service.js';
import { FollowUpHandOversWebController } from './follow-up.hand-overs.web.controller.js';
import { NewFollowUpWebController } from './follow-up.new.web.controller.js';
import { FollowUpParts } from './follow-up.parts.js';
import { FollowUpsApiController } from './follow-ups.api.controller.js';
import { FollowUpQueries } from './follow-ups.queries.js';
import { FollowUpsService } from './follow-ups.service.js';
import { FollowUpsWebController } from './follow-ups.web.controller.js';
import { RecurrenceWebController } from './recurrence/recurrence.web.controller.js';

@Module({
  imports: [ExpertsModule, InteractionsModule],
  controllers: [
    FollowUpsApiController,
    ContactLogWebController,
    NewFollowUpWebController,
    FollowUpHandOversWebController,
    RecurrenceWebController,
    FollowUpsWebController,
  ],
  providers: [
    FollowUpQueries,
    FollowUpsService,
    FollowUpParts,
    FollowUpHandOversService,
    FollowUpBanners,
    EmployerMoveFollowUps,
  ],
  exports: [FollowUpQueries, FollowUpsService, FollowUpBanners],
})
export class FollowUpsModule {}
