import { Body, Controller, Get, Param, Patch, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { ReplaceOwnExpertiseDto } from '../profile/own-profile.dto.js';
import { ChangeDelegatedProfileDto, DelegatedProfileView, DelegationList } from './delegations.dto.js';
import { DelegationQueries } from './delegations.queries.js';
import { DelegationsService } from './delegations.service.js';

@ApiTags('delegates')
@ApiBearerAuth()
@Controller('api/v1/delegations')
export class DelegationsApiController {
  constructor(
    private readonly queries: DelegationQueries,
    private readonly service: DelegationsService,
  ) {}

  /** The people who named you to edit parts of their profile: which, and until when. */
  @Permit('profile.delegated')
  @Discloses('expert')
  @Get()
  list(@CurrentActor() actor: UserActor): Promise<DelegationList> {
    return this.queries.list(actor);
  }

  /** The sections of one person's profile that you may edit. */
  @Permit('profile.delegated')
  @Discloses('expert')
  @Get(':expertId')
  show(@CurrentActor() actor: UserActor, @Param('expertId', IdPipe) expertId: string): Promise<DelegatedProfileView> {
    return this.queries.show(actor, expertId);
  }

  /** Changes facts of the sections that you may edit. Takes effect at once; the person is not taken to have confirmed anything. */
  @Permit('profile.delegated')
  @Discloses('expert')
  @ChangesRecord()
  @Patch(':expertId')
  change(
    @CurrentActor() actor: UserActor,
    @Param('expertId', IdPipe) expertId: string,
    @IfMatch() version: number,
    @Body() dto: ChangeDelegatedProfileDto,
  ): Promise<DelegatedProfileView> {
    return this.service.change(actor, expertId, version, dto);
  }

  /** Replaces what the person says they know, where you may edit that. What you add is not confirmed until the person does. */
  @Permit('profile.delegated')
  @Discloses('expert')
  @ChangesRecord()
  @Put(':expertId/expertise')
  replaceExpertise(
    @CurrentActor() actor: UserActor,
    @Param('expertId', IdPipe) expertId: string,
    @IfMatch() version: number,
    @Body() dto: ReplaceOwnExpertiseDto,
  ): Promise<DelegatedProfileView> {
    return this.service.replaceExpertise(actor, expertId, version, dto);
  }
}
