import { Module } from '@nestjs/common';
import { ExpertsModule } from '../experts/experts.module.js';
import { AgreementDrafts } from './agreement.drafts.js';
import { AgreementDraftsWebController } from './agreement-drafts.web.controller.js';
import { AgreementLookups } from './agreement.lookups.js';
import { RenewalQueries } from './agreement.renewals.queries.js';
import { RenewalsWebController } from './agreement-renewals.web.controller.js';
import { SignatoriesWebController } from './agreement-signatories.web.controller.js';
import { AgreementReminders } from './agreement.reminders.js';
import { AgreementParts } from './agreement.parts.js';
import { AgreementsApiController } from './agreements.api.controller.js';
import { AgreementsWebController } from './agreements.web.controller.js';
import { AgreementQueries } from './agreements.queries.js';
import { AgreementsService } from './agreements.service.js';

@Module({
  imports: [ExpertsModule],
  controllers: [
    AgreementsApiController,
    AgreementsWebController,
    AgreementDraftsWebController,
    RenewalsWebController,
    SignatoriesWebController,
  ],
  providers: [
    AgreementQueries,
    AgreementsService,
    AgreementParts,
    AgreementDrafts,
    AgreementLookups,
    AgreementReminders,
    RenewalQueries,
  ],
  exports: [AgreementQueries, AgreementsService],
})
export class AgreementsModule {}
