import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { AgreementView } from '../agreement.views.dto.js';
import { SettleEmployerMoveDto } from './employer-moves.dto.js';
import { EmployerMovesService } from './employer-moves.service.js';

@ApiTags('agreements')
@ApiBearerAuth()
@Controller('api/v1/agreements/:id/employer-moves')
export class EmployerMovesApiController {
  constructor(private readonly service: EmployerMovesService) {}

  /** Says what is done about one of the `employerMoves` of an agreement, and why. */
  @Permit('agreements.write')
  @Discloses('agreement')
  @ChangesRecord()
  @HttpCode(200)
  @Post('settlements')
  settle(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: SettleEmployerMoveDto,
  ): Promise<AgreementView> {
    return this.service.settle(actor, id, version, dto);
  }
}
