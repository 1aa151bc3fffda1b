import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { Idempotent } from '../../../platform/web/idempotency.interceptor.js';
import { IdPipe, RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import {
  ChangeObligationDto,
  CreateObligationDto,
  ObligationCount,
  ObligationList,
  ObligationListQuery,
  ObligationPage,
  ObligationProgressDto,
  ObligationStepDto,
  ObligationView,
} from './obligations.dto.js';
import { ObligationQueries } from './obligations.queries.js';
import { ObligationsService } from './obligations.service.js';

@ApiTags('obligations')
@ApiBearerAuth()
@Controller('api/v1')
export class ObligationsApiController {
  constructor(
    private readonly queries: ObligationQueries,
    private readonly service: ObligationsService,
  ) {}

  /** The obligations of the agreements you may see, next due first. Academics see those that are shared with them. */
  @Permit('agreements.read')
  @Discloses('obligation')
  @Get('obligations')
  list(@CurrentActor() actor: UserActor, @Query() query: ObligationListQuery): Promise<ObligationPage> {
    return this.queries.list(actor, query);
  }

  /** How many of them match the same filters. */
  @Permit('agreements.read')
  @Get('obligations/count')
  count(@CurrentActor() actor: UserActor, @Query() query: ObligationListQuery): Promise<ObligationCount> {
    return this.queries.count(actor, query);
  }

  /** One obligation, with each time that it fell due and the next one. */
  @Permit('agreements.read')
  @Discloses('obligation')
  @Get('obligations/:id')
  show(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<ObligationView> {
    return this.queries.show(actor, id);
  }

  /** The obligations of one agreement, by its id or reference. */
  @Permit('agreements.read')
  @Discloses('obligation')
  @Get('agreements/:id/obligations')
  of(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<ObligationList> {
    return this.queries.of(actor, id);
  }

  /** Adds an obligation to a draft that your agency keeps. It needs somebody who looks after it, of either side. */
  @Permit('agreements.write')
  @Discloses('obligation')
  @Idempotent()
  @Post('agreements/:id/obligations')
  create(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() dto: CreateObligationDto,
  ): Promise<ObligationView> {
    return this.service.create(actor, id, dto);
  }

  /** Changes its terms while the agreement is a draft; later only who looks after it and whether the academic sees it. */
  @Permit('agreements.write')
  @Discloses('obligation')
  @ChangesRecord()
  @Patch('obligations/:id')
  change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ChangeObligationDto,
  ): Promise<ObligationView> {
    return this.service.change(actor, id, version, dto);
  }

  /** Takes it out of a draft. */
  @Permit('agreements.write')
  @ChangesRecord()
  @HttpCode(204)
  @Delete('obligations/:id')
  async remove(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
  ): Promise<void> {
    await this.service.remove(actor, id, version);
  }

  /** Says how it stands with one time that it fell due, and what shows it. */
  @Permit('agreements.write')
  @Discloses('obligation')
  @ChangesRecord()
  @HttpCode(200)
  @Post('obligations/:id/progress')
  record(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ObligationProgressDto,
  ): Promise<ObligationView> {
    return this.service.record(actor, id, version, dto);
  }

  /** Lets it lapse as a whole, or takes it up again, with the reason. */
  @Permit('agreements.write')
  @Discloses('obligation')
  @ChangesRecord()
  @HttpCode(200)
  @Post('obligations/:id/steps')
  perform(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ObligationStepDto,
  ): Promise<ObligationView> {
    return this.service.perform(actor, id, version, dto);
  }
}
