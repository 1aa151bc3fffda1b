import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { ExpertView } from '../expert.views.dto.js';
import { ReplaceExpertiseDto } from './expertise.dto.js';
import { ExpertiseService } from './expertise.service.js';

@ApiTags('experts')
@ApiBearerAuth()
@Controller('api/v1/experts/:id/expertise')
export class ExpertiseApiController {
  constructor(private readonly service: ExpertiseService) {}

  /** Replaces what the person knows, under the person's ETag. */
  @Permit('experts.write')
  @Discloses('expert')
  @ChangesRecord()
  @Put()
  replace(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ReplaceExpertiseDto,
  ): Promise<ExpertView> {
    return this.service.replace(actor, id, version, dto);
  }
}
