import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { Discloses } from '../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../platform/web/entity-tag.js';
import { Idempotent } from '../../platform/web/idempotency.interceptor.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import {
  ChangeFollowUpDto,
  CreateFollowUpDto,
  FollowUpCount,
  FollowUpListQuery,
  FollowUpPage,
  FollowUpStepDto,
  FollowUpView,
} from './follow-ups.dto.js';
import { HandOverDto, HandOverView, UndoHandOverDto } from './follow-up.hand-overs.dto.js';
import { FollowUpHandOversService } from './follow-up.hand-overs.service.js';
import { FollowUpQueries } from './follow-ups.queries.js';
import { FollowUpsService } from './follow-ups.service.js';

@ApiTags('follow-ups')
@ApiBearerAuth()
@Controller('api/v1/follow-ups')
export class FollowUpsApiController {
  constructor(
    private readonly queries: FollowUpQueries,
    private readonly service: FollowUpsService,
    private readonly handOvers: FollowUpHandOversService,
  ) {}

  /** The follow-ups you may see, next due first. */
  @Permit('follow-ups.read')
  @Discloses('follow_up')
  @Get()
  list(@CurrentActor() actor: UserActor, @Query() query: FollowUpListQuery): Promise<FollowUpPage> {
    return this.queries.list(actor, query);
  }

  /** How many follow-ups you may see that match the same filters. */
  @Permit('follow-ups.read')
  @Get('count')
  count(@CurrentActor() actor: UserActor, @Query() query: FollowUpListQuery): Promise<FollowUpCount> {
    return this.queries.count(actor, query);
  }

  /** One follow-up. */
  @Permit('follow-ups.read')
  @Discloses('follow_up')
  @Get(':id')
  show(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<FollowUpView> {
    return this.queries.show(actor, id);
  }

  /** Promises something, kept by your agency. With `interaction` it also logs the interaction in which it was promised. */
  @Permit('follow-ups.write')
  @Discloses('follow_up')
  @Idempotent()
  @Post()
  create(@CurrentActor() actor: UserActor, @Body() dto: CreateFollowUpDto): Promise<FollowUpView> {
    return this.service.create(actor, dto);
  }

  /** Hands several follow-ups over to one colleague: all of them or none. */
  @Permit('follow-ups.write')
  @Post('hand-overs')
  handOver(@CurrentActor() actor: UserActor, @Body() dto: HandOverDto): Promise<HandOverView> {
    return this.handOvers.handOver(actor, dto);
  }

  /** Gives what you handed over today back to whoever had it, as long as nothing else has happened to it. */
  @Permit('follow-ups.write')
  @HttpCode(200)
  @Post('hand-overs/undo')
  undoHandOver(@CurrentActor() actor: UserActor, @Body() { handOverId }: UndoHandOverDto): Promise<HandOverView> {
    return this.handOvers.undo(actor, handOverId);
  }

  /** Changes what is promised, while it is open. */
  @Permit('follow-ups.write')
  @Discloses('follow_up')
  @ChangesRecord()
  @Patch(':id')
  change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ChangeFollowUpDto,
  ): Promise<FollowUpView> {
    return this.service.change(actor, id, version, dto);
  }

  /** Takes a step: complete (and schedule the next), snooze, reassign, cancel or reopen. `steps` says which are open to you. */
  @Permit('follow-ups.write')
  @Discloses('follow_up')
  @ChangesRecord()
  @HttpCode(200)
  @Post(':id/steps')
  perform(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: FollowUpStepDto,
  ): Promise<FollowUpView> {
    return this.service.perform(actor, id, version, dto);
  }
}
