import { Module, type DynamicModule } from '@nestjs/common';
import type { Arrival } from '../../kernel/contracts.js';
import { ExpertsModule } from '../experts/experts.module.js';
import { FollowUpsModule } from '../follow-ups/follow-ups.module.js';
import { InteractionsModule } from '../interactions/interactions.module.js';
import { QuietQueries } from './quiet.queries.js';
import { QuietWebController } from './quiet.web.controller.js';
import { ARRIVALS, TodayQueries } from './today.queries.js';
import { TodayVisits } from './today.visits.js';
import { TodayWebController } from './today.web.controller.js';

@Module({})
export class TodayModule {
  /** `arrivals`: what the first page tells people of as having arrived. */
  static showing(arrivals: readonly Arrival[]): DynamicModule {
    return {
      module: TodayModule,
      imports: [ExpertsModule, FollowUpsModule, InteractionsModule],
      controllers: [TodayWebController, QuietWebController],
      providers: [TodayQueries, TodayVisits, QuietQueries, { provide: ARRIVALS, useValue: arrivals }],
    };
  }
}
