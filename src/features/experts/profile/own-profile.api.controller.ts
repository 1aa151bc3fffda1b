import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { Idempotent } from '../../../platform/web/idempotency.interceptor.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import {
  ChangeOwnProfileDto,
  OwnChangeStepDto,
  OwnChangeView,
  OwnProfileView,
  ProposeChangeDto,
  ReplaceOwnExpertiseDto,
  RightsStepDto,
} from './own-profile.dto.js';
import { OwnProfileQueries } from './own-profile.queries.js';
import { OwnProfileService } from './own-profile.service.js';

@ApiTags('own profile')
@ApiBearerAuth()
@Controller('api/v1/me/profile')
export class OwnProfileApiController {
  constructor(
    private readonly queries: OwnProfileQueries,
    private readonly service: OwnProfileService,
  ) {}

  /** Your own profile, and what became of the changes you proposed. */
  @Permit('profile.own')
  @Discloses('expert')
  @Get()
  read(@CurrentActor() actor: UserActor): Promise<OwnProfileView> {
    return this.queries.show(actor);
  }

  /** Changes what you alone decide, or says that everything is still correct. Takes effect at once. */
  @Permit('profile.own')
  @Discloses('expert')
  @ChangesRecord()
  @Patch()
  change(
    @CurrentActor() actor: UserActor,
    @IfMatch() version: number,
    @Body() dto: ChangeOwnProfileDto,
  ): Promise<OwnProfileView> {
    return this.service.change(actor, version, dto);
  }

  /** Replaces what you say you know; all of it counts as confirmed today. */
  @Permit('profile.own')
  @Discloses('expert')
  @ChangesRecord()
  @Put('expertise')
  replaceExpertise(
    @CurrentActor() actor: UserActor,
    @IfMatch() version: number,
    @Body() dto: ReplaceOwnExpertiseDto,
  ): Promise<OwnProfileView> {
    return this.service.replaceExpertise(actor, version, dto);
  }

  /** Objects to being held, or restricts what your record is used for, or withdraws either. Takes effect at once. */
  @Permit('profile.own')
  @Discloses('expert')
  @ChangesRecord()
  @HttpCode(200)
  @Post('rights')
  exerciseRight(
    @CurrentActor() actor: UserActor,
    @IfMatch() version: number,
    @Body() dto: RightsStepDto,
  ): Promise<OwnProfileView> {
    return this.service.exerciseRight(actor, version, dto);
  }

  /** Proposes another name, e-mail address or post: it takes effect once staff have looked at it. */
  @Permit('profile.own')
  @Discloses('profile_change')
  @Idempotent()
  @Post('changes')
  propose(@CurrentActor() actor: UserActor, @Body() dto: ProposeChangeDto): Promise<OwnChangeView> {
    return this.service.propose(actor, dto);
  }

  /** Takes back what you proposed, while nobody has decided it. */
  @Permit('profile.own')
  @Discloses('profile_change')
  @ChangesRecord()
  @HttpCode(200)
  @Post('changes/:id/steps')
  perform(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() _dto: OwnChangeStepDto,
  ): Promise<OwnChangeView> {
    return this.service.withdraw(actor, id, version);
  }

  /** What a proposal that is sent again answers with. */
  show(actor: UserActor, id: string): Promise<OwnChangeView> {
    return this.queries.showChange(actor, id);
  }
}
