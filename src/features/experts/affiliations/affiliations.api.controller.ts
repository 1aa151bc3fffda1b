import { Body, Controller, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { Idempotent } from '../../../platform/web/idempotency.interceptor.js';
import { IdPipe, RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { ExpertView } from '../expert.views.dto.js';
import { ExpertQueries } from '../experts.queries.js';
import { AddAffiliationDto, ChangeAffiliationDto } from './affiliations.dto.js';
import { AffiliationsService } from './affiliations.service.js';

@ApiTags('experts')
@ApiBearerAuth()
@Controller('api/v1/experts/:id/affiliations')
export class AffiliationsApiController {
  constructor(
    private readonly queries: ExpertQueries,
    private readonly service: AffiliationsService,
  ) {}

  /** Adds where the person works, under the person's ETag. One open affiliation is primary: close it before a move. */
  @Permit('experts.write')
  @Discloses('expert')
  @ChangesRecord()
  @Idempotent()
  @Post()
  add(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: AddAffiliationDto,
  ): Promise<ExpertView> {
    return this.service.add(actor, id, version, dto);
  }

  /** Closes or corrects an affiliation, under the person's ETag. Its organisation stays: a move adds another. */
  @Permit('experts.write')
  @Discloses('expert')
  @ChangesRecord()
  @Patch(':affiliationId')
  change(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Param('affiliationId', IdPipe) affiliationId: string,
    @IfMatch() version: number,
    @Body() dto: ChangeAffiliationDto,
  ): Promise<ExpertView> {
    return this.service.change(actor, id, affiliationId, version, dto);
  }

  /** What an addition that is sent again answers with. */
  show(actor: UserActor, expertId: string): Promise<ExpertView> {
    return this.queries.show(actor, expertId);
  }
}
