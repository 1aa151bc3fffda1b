import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { Idempotent } from '../../../platform/web/idempotency.interceptor.js';
import { IdPipe, RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { ChangeVettingDto, CreateVettingDto, VettingOverview, VettingView } from './vetting.dto.js';
import { VettingQueries } from './vetting.queries.js';
import { VettingService } from './vetting.service.js';

@ApiTags('experts')
@ApiBearerAuth()
@Controller('api/v1/experts/:id/vetting')
export class VettingApiController {
  constructor(
    private readonly queries: VettingQueries,
    private readonly service: VettingService,
  ) {}

  /** What your agency sponsors for the person, and whether another agency does. The person reads level, sponsor and expiry. */
  @Permit('vetting.read')
  @Discloses('vetting')
  @Get()
  of(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<VettingOverview> {
    return this.queries.of(actor, id);
  }

  /** One vetting: your agency's, or your own. */
  @Permit('vetting.read')
  @Discloses('vetting')
  @Get(':vettingId')
  showOf(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Param('vettingId', IdPipe) vettingId: string,
  ): Promise<VettingView> {
    return this.queries.showOf(actor, id, vettingId);
  }

  /** Enters a vetting that your agency sponsors: level, status and dates, never questionnaires or reasons. */
  @Permit('vetting.write')
  @Discloses('vetting')
  @Idempotent()
  @Post()
  create(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() dto: CreateVettingDto,
  ): Promise<VettingView> {
    return this.service.create(actor, id, dto);
  }

  /** Changes the status and the dates, under its own ETag. The level stays: another level is another vetting. */
  @Permit('vetting.write')
  @Discloses('vetting')
  @ChangesRecord()
  @Patch(':vettingId')
  change(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Param('vettingId', IdPipe) vettingId: string,
    @IfMatch() version: number,
    @Body() dto: ChangeVettingDto,
  ): Promise<VettingView> {
    return this.service.change(actor, id, vettingId, version, dto);
  }

  /** What a create that is sent again answers with. */
  show(actor: UserActor, vettingId: string): Promise<VettingView> {
    return this.queries.show(actor, vettingId);
  }
}
