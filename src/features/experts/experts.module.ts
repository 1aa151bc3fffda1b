import { Module } from '@nestjs/common';
import { AffiliationsApiController } from './affiliations/affiliations.api.controller.js';
import { AffiliationsService } from './affiliations/affiliations.service.js';
import { ExpertiseApiController } from './expertise/expertise.api.controller.js';
import { ExpertiseService } from './expertise/expertise.service.js';
import { ExpertNames } from './expert.names.js';
import { ExpertsApiController } from './experts.api.controller.js';
import { ExpertQueries } from './experts.queries.js';
import { ExpertsService } from './experts.service.js';
import { RelationshipsApiController } from './relationships/relationships.api.controller.js';
import { RelationshipQueries } from './relationships/relationships.queries.js';
import { RelationshipsService } from './relationships/relationships.service.js';

@Module({
  controllers: [ExpertsApiController, AffiliationsApiController, ExpertiseApiController, RelationshipsApiController],
  providers: [
    ExpertNames,
    ExpertQueries,
    ExpertsService,
    AffiliationsService,
    ExpertiseService,
    RelationshipQueries,
    RelationshipsService,
  ],
  exports: [ExpertNames, ExpertQueries, ExpertsService, RelationshipsService],
})
export class ExpertsModule {}
