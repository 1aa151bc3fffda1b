import { Module } from '@nestjs/common';
import { ExpertsModule } from '../experts/experts.module.js';
import { InteractionParts } from './interaction.parts.js';
import { InteractionsApiController } from './interactions.api.controller.js';
import { InteractionQueries } from './interactions.queries.js';
import { InteractionsService } from './interactions.service.js';

@Module({
  imports: [ExpertsModule],
  controllers: [InteractionsApiController],
  providers: [InteractionQueries, InteractionsService, InteractionParts],
  exports: [InteractionQueries, InteractionsService],
})
export class InteractionsModule {}
