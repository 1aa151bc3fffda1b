import { Module, type DynamicModule } from '@nestjs/common';
import type { Care } from '../../kernel/contracts.js';
import { AgreementsModule } from '../agreements/agreements.module.js';
import { ExpertsModule } from '../experts/experts.module.js';
import { FollowUpsModule } from '../follow-ups/follow-ups.module.js';
import { CareMovers } from './care.movers.js';
import { CARES, CareQueries } from './care.queries.js';
import { HandOversApiController } from './hand-overs.api.controller.js';
import { HandOversService } from './hand-overs.service.js';
import { HandOversWebController } from './hand-overs.web.controller.js';

@Module({})
export class HandOversModule {
  /** `cares`: everything that somebody can look after. */
  static of(cares: readonly Care[]): DynamicModule {
    return {
      module: HandOversModule,
      imports: [AgreementsModule, ExpertsModule, FollowUpsModule],
      controllers: [HandOversApiController, HandOversWebController],
      providers: [CareQueries, CareMovers, HandOversService, { provide: CARES, useValue: cares }],
    };
  }
}
