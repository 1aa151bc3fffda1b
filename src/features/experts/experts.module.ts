import { Module } from '@nestjs/common';
import { AffiliationsApiController } from './affiliations/affiliations.api.controller.js';
import { AffiliationsService } from './affiliations/affiliations.service.js';
import { ExpertiseApiController } from './expertise/expertise.api.controller.js';
import { ExpertiseService } from './expertise/expertise.service.js';
import { ExpertsApiController } from './experts.api.controller.js';
import { ExpertQueries } from './experts.queries.js';
import { ExpertsService } from './experts.service.js';
import { RelationshipsApiController } from './relationships/relationships.api.controller.js';
import { RelationshipQueries } from './relationships/relationships.queries.js';
import { RelationshipsService } from './relationships/relationships.service.js';
import { VettingApiController } from './vetting/vetting.api.controller.js';
import { VettingQueries } from './vetting/vetting.queries.js';
import { VettingService } from './vetting/vetting.service.js';

@Module({
  controllers: [
    ExpertsApiController,
    AffiliationsApiController,
    ExpertiseApiController,
    RelationshipsApiController,
    VettingApiController,
  ],
  providers: [
    ExpertQueries,
    ExpertsService,
    AffiliationsService,
    ExpertiseService,
    RelationshipQueries,
    RelationshipsService,
    VettingQueries,
    VettingService,
  ],
  exports: [ExpertQueries, ExpertsService, RelationshipQueries, RelationshipsService, VettingQueries, VettingService],
})
export class ExpertsModule {}
