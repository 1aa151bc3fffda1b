import { Module } from '@nestjs/common';
import { TermsApiController } from './terms/terms.api.controller.js';
import { TermQueries } from './terms/terms.queries.js';
import { TermsService } from './terms/terms.service.js';
import { VocabulariesWebController } from './terms/vocabularies.web.controller.js';
import { VocabulariesApiController } from './vocabularies.api.controller.js';
import { VocabularyQueries } from './vocabularies.queries.js';

@Module({
  controllers: [VocabulariesApiController, TermsApiController, VocabulariesWebController],
  providers: [VocabularyQueries, TermQueries, TermsService],
  exports: [VocabularyQueries],
})
export class VocabulariesModule {}
