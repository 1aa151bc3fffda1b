import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { Idempotent, type ShowsRecord } from '../../../platform/web/idempotency.interceptor.js';
import { ChangeTermDto, CreateTermDto, TermStepDto, TermView } from './terms.dto.js';
import { TermQueries } from './terms.queries.js';
import { TermsService } from './terms.service.js';

@ApiTags('vocabularies')
@ApiBearerAuth()
@Controller('api/v1/vocabularies/:scheme/terms')
export class TermsApiController implements ShowsRecord {
  constructor(
    private readonly queries: TermQueries,
    private readonly service: TermsService,
  ) {}

  /** One term with its version and how many records it describes, for those who keep vocabularies. */
  @Permit('vocabularies.write')
  @Get(':code')
  named(
    @CurrentActor() actor: UserActor,
    @Param('scheme') scheme: string,
    @Param('code') code: string,
  ): Promise<TermView> {
    return this.queries.named(actor, scheme, code);
  }

  /** Adds a term at the end of a vocabulary. */
  @Permit('vocabularies.write')
  @Idempotent()
  @Post()
  create(
    @CurrentActor() actor: UserActor,
    @Param('scheme') scheme: string,
    @Body() dto: CreateTermDto,
  ): Promise<TermView> {
    return this.service.create(actor, scheme, dto);
  }

  /** Changes what people read of a term. Its code stays. */
  @Permit('vocabularies.write')
  @ChangesRecord()
  @Patch(':code')
  change(
    @CurrentActor() actor: UserActor,
    @Param('scheme') scheme: string,
    @Param('code') code: string,
    @IfMatch() version: number,
    @Body() dto: ChangeTermDto,
  ): Promise<TermView> {
    return this.service.change(actor, scheme, code, version, dto);
  }

  /** Retires a term, or brings it back. Records that it describes keep it either way. */
  @Permit('vocabularies.write')
  @ChangesRecord()
  @Post(':code/steps')
  @HttpCode(200)
  perform(
    @CurrentActor() actor: UserActor,
    @Param('scheme') scheme: string,
    @Param('code') code: string,
    @IfMatch() version: number,
    @Body() dto: TermStepDto,
  ): Promise<TermView> {
    return this.service.perform(actor, scheme, code, version, dto);
  }

  /** What a create that is sent again answers with. */
  show(actor: UserActor, id: string): Promise<TermView> {
    return this.queries.show(actor, id);
  }
}
