import { Module } from '@nestjs/common';
import { SavedViewsModule } from '../saved-views/saved-views.module.js';
import { TagsModule } from '../tags/tags.module.js';
import { AffiliationsApiController } from './affiliations/affiliations.api.controller.js';
import { AffiliationsService } from './affiliations/affiliations.service.js';
import { BulkApiController } from './bulk/bulk.api.controller.js';
import { BulkQueries } from './bulk/bulk.queries.js';
import { BulkService } from './bulk/bulk.service.js';
import { BulkWebController } from './bulk/bulk.web.controller.js';
import { DuplicateQueries } from './entry/duplicates.queries.js';
import { EditWebController } from './entry/edit.web.controller.js';
import { EntryQueries } from './entry/entry.queries.js';
import { ExpertEntryService } from './entry/entry.service.js';
import { EntryWebController } from './entry/entry.web.controller.js';
import { ExpertChoiceQueries } from './expert-choices.queries.js';
import { ExpertiseApiController } from './expertise/expertise.api.controller.js';
import { ExpertiseService } from './expertise/expertise.service.js';
import { ExpertsApiController } from './experts.api.controller.js';
import { ExpertQueries } from './experts.queries.js';
import { ExpertsWebController } from './experts.web.controller.js';
import { ExpertsService } from './experts.service.js';
import { RelationshipsApiController } from './relationships/relationships.api.controller.js';
import { RelationshipQueries } from './relationships/relationships.queries.js';
import { RelationshipsService } from './relationships/relationships.service.js';

@Module({
  imports: [SavedViewsModule, TagsModule],
  // Fixed paths such as experts/bulk before experts/:id.
  controllers: [
    BulkApiController,
    ExpertsApiController,
    AffiliationsApiController,
    ExpertiseApiController,
    RelationshipsApiController,
    ExpertsWebController,
    BulkWebController,
    EntryWebController,
    EditWebController,
  ],
  providers: [
    BulkQueries,
    BulkService,
    DuplicateQueries,
    EntryQueries,
    ExpertChoiceQueries,
    ExpertEntryService,
    ExpertQueries,
    ExpertsService,
    AffiliationsService,
    ExpertiseService,
    RelationshipQueries,
    RelationshipsService,
  ],
  exports: [ExpertQueries, ExpertsService, RelationshipsService],
})
export class ExpertsModule {}
