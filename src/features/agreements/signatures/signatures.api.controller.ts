import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { SignatureList } from './signatures.dto.js';
import { SignaturesService } from './signatures.service.js';

@ApiTags('agreements')
@ApiBearerAuth()
@Controller('api/v1/agreements/:id/signatures')
export class SignaturesApiController {
  constructor(private readonly service: SignaturesService) {}

  /** Who signed for each party, and which version of the wording. None is ever changed: a later change is an amendment. */
  @Permit('agreements.read')
  @Discloses('agreement_signature')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<SignatureList> {
    const { items, textVersion } = await this.service.list(actor, id);
    return { items, textVersion };
  }
}
