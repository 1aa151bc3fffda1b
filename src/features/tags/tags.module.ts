import { Module } from '@nestjs/common';
import { TagsApiController } from './tags.api.controller.js';
import { TagQueries } from './tags.queries.js';
import { TagsService } from './tags.service.js';

@Module({
  controllers: [TagsApiController],
  providers: [TagQueries, TagsService],
  exports: [TagQueries, TagsService],
})
export class TagsModule {}
