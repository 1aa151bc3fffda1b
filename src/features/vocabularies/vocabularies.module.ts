import { Module } from '@nestjs/common';
import { VocabulariesApiController } from './vocabularies.api.controller.js';
import { VocabularyQueries } from './vocabularies.queries.js';

@Module({
  controllers: [VocabulariesApiController],
  providers: [VocabularyQueries],
  exports: [VocabularyQueries],
})
export class VocabulariesModule {}
