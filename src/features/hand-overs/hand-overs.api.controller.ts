import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { Discloses } from '../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { CareQueries, shownIn } from './care.queries.js';
import { CareView, ColleaguesView, HandedOverView, HandOverCareDto } from './hand-overs.dto.js';
import { HandOversService } from './hand-overs.service.js';

@ApiTags('hand-overs')
@ApiBearerAuth()
@Controller('api/v1/hand-overs')
export class HandOversApiController {
  constructor(
    private readonly queries: CareQueries,
    private readonly service: HandOversService,
  ) {}

  /** Your colleagues, those who have left among them as long as something is in their care, and how much is. */
  @Permit('hand-overs.write')
  @Get()
  async list(@CurrentActor() actor: UserActor): Promise<ColleaguesView> {
    return { items: await this.queries.colleagues(actor) };
  }

  /** Everything open that a colleague looks after in your agency, by kind. */
  @Permit('hand-overs.write')
  @Discloses(shownIn)
  @Get(':id')
  show(@CurrentActor() actor: UserActor, @Param('id', IdPipe) userId: string): Promise<CareView> {
    return this.queries.of(actor, userId);
  }

  /** Gives it, or a part of it, to one colleague: all of what is sent or nothing. 412 when anything has changed since it was seen. */
  @Permit('hand-overs.write')
  @HttpCode(200)
  @Post(':id')
  handOver(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) userId: string,
    @Body() dto: HandOverCareDto,
  ): Promise<HandedOverView> {
    return this.service.handOver(actor, userId, dto);
  }
}
