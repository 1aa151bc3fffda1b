import { Module } from '@nestjs/common';
import { ExpertsModule } from '../experts/experts.module.js';
import { InteractionParts } from './interaction.parts.js';
import { InteractionPeople } from './interaction.people.js';
import { InteractionsApiController } from './interactions.api.controller.js';
import { InteractionQueries } from './interactions.queries.js';
import { InteractionsWebController } from './interactions.web.controller.js';
import { InteractionsService } from './interactions.service.js';

@Module({
  imports: [ExpertsModule],
  controllers: [InteractionsApiController, InteractionsWebController],
  providers: [InteractionQueries, InteractionsService, InteractionParts, InteractionPeople],
  exports: [InteractionQueries, InteractionsService, InteractionPeople],
})
export class InteractionsModule {}
