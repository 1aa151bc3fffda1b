import { Module } from '@nestjs/common';
import { ExpertsModule } from '../experts/experts.module.js';
import { FollowUpsModule } from '../follow-ups/follow-ups.module.js';
import { InteractionsModule } from '../interactions/interactions.module.js';
import { ExpertRecords } from './expert-records.js';
import { ExpertRecordsWebController } from './expert-records.web.controller.js';
import { ExpertPublicationsWebController } from './publications.web.controller.js';
import { RelationshipWebController } from './relationship.web.controller.js';
import { TimelineApiController } from './timeline.api.controller.js';
import { TimelineQueries } from './timeline.queries.js';
import { VettingWebController } from './vetting.web.controller.js';

/** One person as staff read them, gathered from the features that keep the parts. */
@Module({
  imports: [ExpertsModule, InteractionsModule, FollowUpsModule],
  controllers: [
    TimelineApiController,
    ExpertRecordsWebController,
    ExpertPublicationsWebController,
    RelationshipWebController,
    VettingWebController,
  ],
  providers: [ExpertRecords, TimelineQueries],
})
export class ExpertRecordsModule {}
