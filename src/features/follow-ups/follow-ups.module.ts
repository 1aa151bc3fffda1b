import { Module } from '@nestjs/common';
import { InteractionsModule } from '../interactions/interactions.module.js';
import { FollowUpParts } from './follow-up.parts.js';
import { FollowUpsApiController } from './follow-ups.api.controller.js';
import { FollowUpQueries } from './follow-ups.queries.js';
import { FollowUpsService } from './follow-ups.service.js';

@Module({
  imports: [InteractionsModule],
  controllers: [FollowUpsApiController],
  providers: [FollowUpQueries, FollowUpsService, FollowUpParts],
  exports: [FollowUpQueries, FollowUpsService],
})
export class FollowUpsModule {}
