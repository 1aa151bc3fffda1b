import { Module } from '@nestjs/common';
import { SearchApiController } from './search.api.controller.js';
import { SearchQueries } from './search.queries.js';
import { SearchWebController } from './search.web.controller.js';

@Module({ controllers: [SearchApiController, SearchWebController], providers: [SearchQueries] })
export class SearchModule {}
