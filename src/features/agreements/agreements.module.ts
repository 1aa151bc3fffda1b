import { Module } from '@nestjs/common';
import { AgreementParts } from './agreement.parts.js';
import { AgreementsApiController } from './agreements.api.controller.js';
import { AgreementsWebController } from './agreements.web.controller.js';
import { AgreementQueries } from './agreements.queries.js';
import { AgreementsService } from './agreements.service.js';

@Module({
  controllers: [AgreementsApiController, AgreementsWebController],
  providers: [AgreementQueries, AgreementsService, AgreementParts],
  exports: [AgreementQueries, AgreementsService],
})
export class AgreementsModule {}
