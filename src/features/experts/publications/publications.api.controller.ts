import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { Idempotent } from '../../../platform/web/idempotency.interceptor.js';
import { IdPipe, RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { expertOf } from '../profile/own-profile.queries.js';
import {
  AddPublicationDto,
  ChangePublicationDto,
  CorrectPublicationDto,
  PublicationList,
  PublicationView,
} from './publications.dto.js';
import { PublicationQueries } from './publications.queries.js';
import { PublicationsService } from './publications.service.js';

@ApiTags('publications')
@ApiBearerAuth()
@Controller('api/v1')
export class PublicationsApiController {
  constructor(
    private readonly queries: PublicationQueries,
    private readonly service: PublicationsService,
  ) {}

  /** Your publications: what you claim, what waits for your answer and what you rejected. */
  @Permit('profile.own')
  @Discloses('publication')
  @Get('me/publications')
  own(@CurrentActor() actor: UserActor): Promise<PublicationList> {
    return this.queries.list(actor, expertOf(actor));
  }

  /** Adds a publication of yours. It counts as claimed. */
  @Permit('profile.own')
  @Discloses('publication')
  @Idempotent()
  @Post('me/publications')
  add(@CurrentActor() actor: UserActor, @Body() dto: AddPublicationDto): Promise<PublicationView> {
    return this.service.add(actor, dto);
  }

  /**
   * Claims, rejects or highlights one, under its ETag, and corrects one that you added yourself. Five at most are highlighted;
   * what you reject is not.
   */
  @Permit('profile.own')
  @Discloses('publication')
  @ChangesRecord()
  @Patch('me/publications/:id')
  change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ChangePublicationDto,
  ): Promise<PublicationView> {
    return this.service.change(actor, id, version, dto);
  }

  /** Removes one that you added yourself, under its ETag. What was suggested to you is rejected instead. */
  @Permit('profile.own')
  @ChangesRecord()
  @HttpCode(204)
  @Delete('me/publications/:id')
  async remove(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
  ): Promise<void> {
    await this.service.remove(actor, id, version);
  }

  /** What somebody published: what they claim, and what they have not answered yet. What they rejected is not among it. */
  @Permit('experts.list')
  @Discloses('publication')
  @Get('experts/:id/publications')
  list(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<PublicationList> {
    return this.queries.list(actor, id);
  }

  /** Suggests a publication to a person whose record your agency keeps. They claim or reject it. */
  @Permit('experts.write')
  @Discloses('publication')
  @Idempotent()
  @Post('experts/:id/publications')
  suggest(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() dto: AddPublicationDto,
  ): Promise<PublicationView> {
    return this.service.suggest(actor, id, dto);
  }

  /** Corrects a suggestion to somebody whose record your agency keeps, under its ETag, as long as they have not answered it. */
  @Permit('experts.write')
  @Discloses('publication')
  @ChangesRecord()
  @Patch('publications/:id')
  correctSuggestion(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: CorrectPublicationDto,
  ): Promise<PublicationView> {
    return this.service.correctSuggestion(actor, id, version, dto);
  }

  /** Takes a suggestion back, under its ETag, as long as the person has not answered it. */
  @Permit('experts.write')
  @ChangesRecord()
  @HttpCode(204)
  @Delete('publications/:id')
  async removeSuggestion(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
  ): Promise<void> {
    await this.service.removeSuggestion(actor, id, version);
  }

  /** What one that is sent again answers with. */
  show(actor: UserActor, id: string): Promise<PublicationView> {
    return this.queries.show(actor, id);
  }
}
