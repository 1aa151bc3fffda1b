import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { Discloses } from '../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../platform/web/entity-tag.js';
import { Idempotent } from '../../platform/web/idempotency.interceptor.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import {
  CorrectInteractionDto,
  InteractionCount,
  InteractionListQuery,
  InteractionPage,
  InteractionView,
  LogInteractionDto,
} from './interactions.dto.js';
import { InteractionQueries } from './interactions.queries.js';
import { InteractionsService } from './interactions.service.js';

@ApiTags('interactions')
@ApiBearerAuth()
@Controller('api/v1/interactions')
export class InteractionsApiController {
  constructor(
    private readonly queries: InteractionQueries,
    private readonly service: InteractionsService,
  ) {}

  /** The interactions you may see, latest first. */
  @Permit('interactions.read')
  @Discloses('interaction')
  @Get()
  list(@CurrentActor() actor: UserActor, @Query() query: InteractionListQuery): Promise<InteractionPage> {
    return this.queries.list(actor, query);
  }

  /** How many interactions you may see that match the same filters. */
  @Permit('interactions.read')
  @Get('count')
  count(@CurrentActor() actor: UserActor, @Query() query: InteractionListQuery): Promise<InteractionCount> {
    return this.queries.count(actor, query);
  }

  /** One interaction, with who took part and what was corrected. */
  @Permit('interactions.read')
  @Discloses('interaction')
  @Get(':id')
  show(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<InteractionView> {
    return this.queries.show(actor, id);
  }

  /**
   * Logs an interaction, kept by your agency. It resets your agency's clock with the experts who took part. To promise
   * something at the same time, create a follow-up with `interaction`.
   */
  @Permit('interactions.write')
  @Discloses('interaction')
  @Idempotent()
  @Post()
  log(@CurrentActor() actor: UserActor, @Body() dto: LogInteractionDto): Promise<InteractionView> {
    return this.service.log(actor, dto);
  }

  /** Corrects what was written up, with a reason. The earlier text is kept. */
  @Permit('interactions.write')
  @Discloses('interaction')
  @ChangesRecord()
  @Patch(':id')
  correct(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: CorrectInteractionDto,
  ): Promise<InteractionView> {
    return this.service.correct(actor, id, version, dto);
  }
}
