import { Module } from '@nestjs/common';
import { SavedViewsApiController } from './saved-views.api.controller.js';
import { SavedViewQueries } from './saved-views.queries.js';
import { SavedViewsService } from './saved-views.service.js';
import { SavedViewsWebController } from './saved-views.web.controller.js';

@Module({
  controllers: [SavedViewsApiController, SavedViewsWebController],
  providers: [SavedViewQueries, SavedViewsService],
  exports: [SavedViewQueries],
})
export class SavedViewsModule {}
