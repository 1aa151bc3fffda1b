import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { CoverQuery, CoverView, ExistingCover, ExistingCoverQuery, readInCheck } from './cover.dto.js';
import { CoverQueries } from './cover.queries.js';

@ApiTags('cover')
@ApiBearerAuth()
@Controller('api/v1/cover')
export class CoverApiController {
  constructor(private readonly queries: CoverQueries) {}

  /** Whether something may be shared with somebody on a day: covered or not, with each reason, as far as you may see. */
  @Permit('cover.check')
  @Discloses(readInCheck)
  @Get()
  check(@CurrentActor() actor: UserActor, @Query() query: CoverQuery): Promise<CoverView> {
    return this.queries.check(actor, query);
  }

  /** The agreements in force that already cover a person or bind a body: to look at before another is drafted. */
  @Permit('cover.check')
  @Discloses('agreement')
  @Get('agreements')
  existing(@CurrentActor() actor: UserActor, @Query() query: ExistingCoverQuery): Promise<ExistingCover> {
    return this.queries.existing(actor, query);
  }
}
