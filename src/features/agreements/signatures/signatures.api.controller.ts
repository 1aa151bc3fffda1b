import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { SignatureList, SignatureListQuery, SignaturePage } from './signatures.dto.js';
import { SignatureQueries } from './signatures.queries.js';

@ApiTags('agreements')
@ApiBearerAuth()
@Controller('api/v1/agreements/:id/signatures')
export class SignaturesApiController {
  constructor(private readonly queries: SignatureQueries) {}

  /** Who signed for each party, and which version of the wording. None is ever changed: a later change is an amendment. */
  @Permit('agreements.read')
  @Discloses('agreement_signature')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<SignatureList> {
    const { items, textVersion } = await this.queries.ofAgreement(actor, id);
    return { items, textVersion };
  }
}

@ApiTags('agreements')
@ApiBearerAuth()
@Controller('api/v1/signatures')
export class SignatureListApiController {
  constructor(private readonly queries: SignatureQueries) {}

  /** Who signed which version of which agreement that your agency keeps, the newest entry first. */
  @Permit('agreements.write')
  @Discloses('agreement_signature')
  @Get()
  list(@CurrentActor() actor: UserActor, @Query() query: SignatureListQuery): Promise<SignaturePage> {
    return this.queries.list(actor, query);
  }
}
