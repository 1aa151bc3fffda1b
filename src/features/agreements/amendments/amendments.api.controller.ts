import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { Idempotent } from '../../../platform/web/idempotency.interceptor.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { AmendmentNumberPipe } from './amendment-number.pipe.js';
import { AmendmentList, AmendmentPage, AmendmentView } from './amendment.views.dto.js';
import { AmendmentListQuery, AmendmentStepDto, ChangeAmendmentDto, CreateAmendmentDto } from './amendments.dto.js';
import { AmendmentQueries } from './amendments.queries.js';
import { AmendmentsService } from './amendments.service.js';

@ApiTags('amendments')
@ApiBearerAuth()
@Controller('api/v1')
export class AmendmentsApiController {
  constructor(
    private readonly queries: AmendmentQueries,
    private readonly service: AmendmentsService,
  ) {}

  /** The amendments of the agreements you may see, newest first. Drafts are told to the agency that keeps the agreement. */
  @Permit('agreements.read')
  @Discloses('amendment')
  @Get('amendments')
  list(@CurrentActor() actor: UserActor, @Query() query: AmendmentListQuery): Promise<AmendmentPage> {
    return this.queries.list(actor, query);
  }

  /** Those of one agreement, by its id or reference, in the order of their numbers. */
  @Permit('agreements.read')
  @Discloses('amendment')
  @Get('agreements/:id/amendments')
  of(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<AmendmentList> {
    return this.queries.of(actor, id);
  }

  /** One amendment, with each term as it stands and as it is to be. */
  @Permit('agreements.read')
  @Discloses('amendment')
  @Get('agreements/:id/amendments/:number')
  one(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Param('number', AmendmentNumberPipe) number: number,
  ): Promise<AmendmentView> {
    return this.queries.show(actor, id, number);
  }

  /** Drafts an amendment of an agreement that your agency keeps and that is signed or in force. It gets the next number. */
  @Permit('agreements.write')
  @Discloses('amendment')
  @Idempotent()
  @Post('agreements/:id/amendments')
  create(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() dto: CreateAmendmentDto,
  ): Promise<AmendmentView> {
    return this.service.create(actor, id, dto);
  }

  /** Changes a draft. */
  @Permit('agreements.write')
  @Discloses('amendment')
  @ChangesRecord()
  @Patch('agreements/:id/amendments/:number')
  change(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Param('number', AmendmentNumberPipe) number: number,
    @IfMatch() version: number,
    @Body() dto: ChangeAmendmentDto,
  ): Promise<AmendmentView> {
    return this.service.change(actor, id, number, version, dto);
  }

  /**
   * Takes a step: submit, approve, return, delegate, recall, sign or withdraw. With the last signature the agreement has the new
   * terms. `steps` of the amendment says which are open to you.
   */
  @Permit('agreements.read')
  @Discloses('amendment')
  @ChangesRecord()
  @HttpCode(200)
  @Post('agreements/:id/amendments/:number/steps')
  perform(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Param('number', AmendmentNumberPipe) number: number,
    @IfMatch() version: number,
    @Body() dto: AmendmentStepDto,
  ): Promise<AmendmentView> {
    return this.service.perform(actor, id, number, version, dto);
  }

  /** For a create that is sent again: what it made, as it is now. */
  show(actor: UserActor, id: string): Promise<AmendmentView> {
    return this.queries.showById(actor, id);
  }
}
