import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { Discloses } from '../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../platform/web/entity-tag.js';
import { Idempotent } from '../../platform/web/idempotency.interceptor.js';
import { RecordIdPipe } from '../../platform/web/record-id.pipe.js';
import { AgreementQueries } from './agreements.queries.js';
import { AgreementsService } from './agreements.service.js';
import { AgreementCount, AgreementPage, AgreementView } from './agreement.views.dto.js';
import { AgreementStepDto } from './agreement.step.dto.js';
import {
  AgreementListQuery,
  ChangeAgreementDto,
  CreateAgreementDto,
  ReplacePartiesDto,
  ReplacePeopleDto,
} from './agreements.dto.js';

@ApiTags('agreements')
@ApiBearerAuth()
@Controller('api/v1/agreements')
export class AgreementsApiController {
  constructor(
    private readonly queries: AgreementQueries,
    private readonly service: AgreementsService,
  ) {}

  /** The agreements you may see, newest first or next to end first. */
  @Permit('agreements.read')
  @Discloses('agreement')
  @Get()
  list(@CurrentActor() actor: UserActor, @Query() query: AgreementListQuery): Promise<AgreementPage> {
    return this.queries.list(actor, query);
  }

  /** How many agreements you may see that match the same filters. */
  @Permit('agreements.read')
  @Get('count')
  count(@CurrentActor() actor: UserActor, @Query() query: AgreementListQuery): Promise<AgreementCount> {
    return this.queries.count(actor, query);
  }

  /** One agreement, by id or by reference. */
  @Permit('agreements.read')
  @Discloses('agreement')
  @Get(':id')
  show(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<AgreementView> {
    return this.queries.show(actor, id);
  }

  /** Drafts an agreement, kept by your agency and owned by you unless you say otherwise. */
  @Permit('agreements.write')
  @Discloses('agreement')
  @Idempotent()
  @Post()
  create(@CurrentActor() actor: UserActor, @Body() dto: CreateAgreementDto): Promise<AgreementView> {
    return this.service.create(actor, dto);
  }

  /** Changes terms. Once it has left draft, only who looks after it and who sees it. */
  @Permit('agreements.write')
  @Discloses('agreement')
  @ChangesRecord()
  @Patch(':id')
  change(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ChangeAgreementDto,
  ): Promise<AgreementView> {
    return this.service.change(actor, id, version, dto);
  }

  /** Replaces the parties of a draft. */
  @Permit('agreements.write')
  @Discloses('agreement')
  @ChangesRecord()
  @Put(':id/parties')
  replaceParties(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ReplacePartiesDto,
  ): Promise<AgreementView> {
    return this.service.replaceParties(actor, id, version, dto);
  }

  /** Replaces the people who sign, lead and receive notices, and the experts it covers. */
  @Permit('agreements.write')
  @Discloses('agreement')
  @ChangesRecord()
  @Put(':id/people')
  replacePeople(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ReplacePeopleDto,
  ): Promise<AgreementView> {
    return this.service.replacePeople(actor, id, version, dto);
  }

  /** Takes a step: submit, approve, return, recall, sign, withdraw or terminate. `steps` of the agreement says which are open to you. */
  @Permit('agreements.read')
  @Discloses('agreement')
  @ChangesRecord()
  @HttpCode(200)
  @Post(':id/steps')
  perform(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: AgreementStepDto,
  ): Promise<AgreementView> {
    return this.service.perform(actor, id, version, dto);
  }
}
