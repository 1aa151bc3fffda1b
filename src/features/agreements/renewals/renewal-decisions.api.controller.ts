import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { AgreementView } from '../agreement.views.dto.js';
import {
  AgreementRenewalView,
  DecideRenewalDto,
  RenewalDecisionListQuery,
  RenewalDecisionPage,
} from './renewal-decisions.dto.js';
import { achievedShown, RenewalDecisionQueries } from './renewal-decisions.queries.js';
import { RenewalDecisionsService } from './renewal-decisions.service.js';

@ApiTags('agreements')
@ApiBearerAuth()
@Controller('api/v1/agreements/:id/renewal-decisions')
export class RenewalDecisionsApiController {
  constructor(
    private readonly queries: RenewalDecisionQueries,
    private readonly service: RenewalDecisionsService,
  ) {}

  /** The terms of an agreement, what was decided at the end of each, what it succeeds and what succeeds it. */
  @Permit('agreements.read')
  @Discloses(achievedShown)
  @Get()
  show(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<AgreementRenewalView> {
    return this.queries.show(actor, id);
  }

  /** Decides what becomes of it: renewed by a term, renegotiated (which drafts its successor), left to lapse, or terminated. */
  @Permit('agreements.write')
  @Discloses('agreement')
  @ChangesRecord()
  @HttpCode(200)
  @Post()
  decide(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: DecideRenewalDto,
  ): Promise<AgreementView> {
    return this.service.decide(actor, id, version, dto);
  }
}

@ApiTags('agreements')
@ApiBearerAuth()
@Controller('api/v1/renewal-decisions')
export class RenewalDecisionListApiController {
  constructor(private readonly queries: RenewalDecisionQueries) {}

  /** What your agency decided about the ends of its agreements, the newest first. */
  @Permit('agreements.write')
  @Discloses('renewal_decision')
  @Get()
  list(@CurrentActor() actor: UserActor, @Query() query: RenewalDecisionListQuery): Promise<RenewalDecisionPage> {
    return this.queries.list(actor, query);
  }
}
