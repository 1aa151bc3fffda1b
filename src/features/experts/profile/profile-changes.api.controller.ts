import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { IdPipe, RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { ExpertView } from '../expert.views.dto.js';
import { ConfirmationService } from './confirmation.service.js';
import { ProfileChangeQueries } from './profile-changes.queries.js';
import { ProfileChangesService } from './profile-changes.service.js';
import {
  AskConfirmationDto,
  DecideChangeDto,
  ProfileChangeListQuery,
  ProfileChangePage,
  ProfileChangeView,
} from './profile-changes.dto.js';

@ApiTags('profile changes')
@ApiBearerAuth()
@Controller('api/v1')
export class ProfileChangesApiController {
  constructor(
    private readonly queries: ProfileChangeQueries,
    private readonly service: ProfileChangesService,
    private readonly confirmations: ConfirmationService,
  ) {}

  /** What people whose record your agency keeps propose to change, newest first. */
  @Permit('profile-changes.decide')
  @Discloses('profile_change')
  @Get('profile-changes')
  list(@CurrentActor() actor: UserActor, @Query() query: ProfileChangeListQuery): Promise<ProfileChangePage> {
    return this.queries.list(actor, query);
  }

  /** One proposed change, with what the record said, says and would say. */
  @Permit('profile-changes.decide')
  @Discloses('profile_change')
  @Get('profile-changes/:id')
  show(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<ProfileChangeView> {
    return this.queries.show(actor, id);
  }

  /** Approves, which changes the record as proposed, or refuses with a reason that the person reads. */
  @Permit('profile-changes.decide')
  @Discloses('profile_change')
  @ChangesRecord()
  @HttpCode(200)
  @Post('profile-changes/:id/decisions')
  decide(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: DecideChangeDto,
  ): Promise<ProfileChangeView> {
    return this.service.decide(actor, id, version, dto);
  }

  /** Asks the person by e-mail whether their profile is still correct: they answer by a link that works once, without an account. */
  @Permit('experts.write')
  @Discloses('expert')
  @ChangesRecord()
  @HttpCode(202)
  @Post('experts/:id/confirmation-requests')
  ask(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @IfMatch() version: number,
    @Body() _dto: AskConfirmationDto,
  ): Promise<ExpertView> {
    return this.confirmations.ask(actor, id, version);
  }
}
