import { Module } from '@nestjs/common';
import { SavedViewsModule } from '../saved-views/saved-views.module.js';
import { TagsModule } from '../tags/tags.module.js';
import { AffiliationsApiController } from './affiliations/affiliations.api.controller.js';
import { AffiliationsService } from './affiliations/affiliations.service.js';
import { DeclarationsApiController } from './declarations/declarations.api.controller.js';
import { DeclarationsService } from './declarations/declarations.service.js';
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
import { DelegatesApiController } from './delegates/delegates.api.controller.js';
import { DelegateQueries } from './delegates/delegates.queries.js';
import { DelegatesService } from './delegates/delegates.service.js';
import { DelegationsApiController } from './delegates/delegations.api.controller.js';
import { DelegationQueries } from './delegates/delegations.queries.js';
import { DelegationsService } from './delegates/delegations.service.js';
import { ExpertNames } from './expert.names.js';
import { ExpertsApiController } from './experts.api.controller.js';
import { ExpertQueries } from './experts.queries.js';
import { ExpertsWebController } from './experts.web.controller.js';
import { ExpertsService } from './experts.service.js';
import { ConfirmationService } from './profile/confirmation.service.js';
import { ConfirmationWorker } from './profile/confirmation.worker.js';
import { OwnProfileApiController } from './profile/own-profile.api.controller.js';
import { OwnProfileQueries } from './profile/own-profile.queries.js';
import { OwnProfileService } from './profile/own-profile.service.js';
import { ProfileChangeQueries } from './profile/profile-changes.queries.js';
import { ProfileChangesApiController } from './profile/profile-changes.api.controller.js';
import { ProfileChangesService } from './profile/profile-changes.service.js';
import { ProfileProposals } from './profile/profile.proposals.js';
import { PublicationsApiController } from './publications/publications.api.controller.js';
import { PublicationQueries } from './publications/publications.queries.js';
import { PublicationsService } from './publications/publications.service.js';
import { RelationshipsApiController } from './relationships/relationships.api.controller.js';
import { LastContacts } from './relationships/last-contacts.js';
import { RelationshipQueries } from './relationships/relationships.queries.js';
import { RelationshipsService } from './relationships/relationships.service.js';
import { VettingApiController } from './vetting/vetting.api.controller.js';
import { VettingQueries } from './vetting/vetting.queries.js';
import { VettingService } from './vetting/vetting.service.js';

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
    VettingApiController,
    OwnProfileApiController,
    ProfileChangesApiController,
    DeclarationsApiController,
    PublicationsApiController,
    DelegatesApiController,
    DelegationsApiController,
  ],
  providers: [
    ExpertNames,
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
    LastContacts,
    VettingQueries,
    VettingService,
    OwnProfileQueries,
    OwnProfileService,
    ProfileProposals,
    ProfileChangeQueries,
    ProfileChangesService,
    ConfirmationService,
    ConfirmationWorker,
    DeclarationsService,
    PublicationQueries,
    PublicationsService,
    DelegateQueries,
    DelegatesService,
    DelegationQueries,
    DelegationsService,
  ],
  exports: [
    ExpertNames,
    RelationshipQueries,
    VettingQueries,
    VettingService,
    ExpertQueries,
    ExpertsService,
    RelationshipsService,
    LastContacts,
    OwnProfileQueries,
    OwnProfileService,
    ProfileChangeQueries,
    ProfileChangesService,
    ConfirmationService,
    DeclarationsService,
    PublicationQueries,
    PublicationsService,
    DelegateQueries,
    DelegatesService,
    DelegationQueries,
    DelegationsService,
  ],
})
export class ExpertsModule {}
