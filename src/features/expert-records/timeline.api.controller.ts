import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { Discloses } from '../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { RecordIdPipe } from '../../platform/web/record-id.pipe.js';
import { recordsOf, TimelinePage, TimelineQuery } from './timeline.dto.js';
import { TimelineQueries } from './timeline.queries.js';

@ApiTags('experts')
@ApiBearerAuth()
@Controller('api/v1/experts/:id/timeline')
export class TimelineApiController {
  constructor(private readonly queries: TimelineQueries) {}

  /** All that happened with the person, as far as you may see it, newest first. */
  @Permit('experts.list')
  @Discloses(recordsOf)
  @Get()
  of(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Query() query: TimelineQuery,
  ): Promise<TimelinePage> {
    return this.queries.of(actor, id, query);
  }
}
