import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { AgreementView } from '../agreement.views.dto.js';
import { AdherenceDto, NameBeneficiariesDto } from './beneficiaries.dto.js';
import { BeneficiariesService } from './beneficiaries.service.js';

@ApiTags('agreements')
@ApiBearerAuth()
@Controller('api/v1/agreements/:id')
export class BeneficiariesApiController {
  constructor(private readonly service: BeneficiariesService) {}

  /** Replaces the agencies that may adhere to a draft. */
  @Permit('agreements.write')
  @Discloses('agreement')
  @ChangesRecord()
  @Put('beneficiaries')
  name(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: NameBeneficiariesDto,
  ): Promise<AgreementView> {
    return this.service.name(actor, id, version, dto);
  }

  /** Records that an agency adhered to an executed agreement, puts that right, or takes it back. From then on it reads the agreement. */
  @Permit('agreements.write')
  @Discloses('agreement')
  @ChangesRecord()
  @Put('adherences')
  recordAdherence(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: AdherenceDto,
  ): Promise<AgreementView> {
    return this.service.recordAdherence(actor, id, version, dto);
  }
}
