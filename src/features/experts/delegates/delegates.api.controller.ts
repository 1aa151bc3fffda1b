import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { Idempotent } from '../../../platform/web/idempotency.interceptor.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { OwnChangeView } from '../profile/own-profile.dto.js';
import { OwnProfileQueries } from '../profile/own-profile.queries.js';
import { DelegateList, NameDelegateDto } from './delegates.dto.js';
import { DelegateQueries } from './delegates.queries.js';
import { DelegatesService } from './delegates.service.js';

@ApiTags('delegates')
@ApiBearerAuth()
@Controller('api/v1/me/delegates')
export class DelegatesApiController {
  constructor(
    private readonly queries: DelegateQueries,
    private readonly service: DelegatesService,
    private readonly profile: OwnProfileQueries,
  ) {}

  /** Who may edit parts of your profile for you, and whom you named without staff having accepted. */
  @Permit('profile.own')
  @Discloses('expert_delegate')
  @Get()
  list(@CurrentActor() actor: UserActor): Promise<DelegateList> {
    return this.queries.list(actor);
  }

  /** Names a delegate: it takes effect once staff have accepted. Naming somebody again changes what they may edit, and until when. */
  @Permit('profile.own')
  @Discloses('profile_change')
  @Idempotent()
  @Post()
  name(@CurrentActor() actor: UserActor, @Body() dto: NameDelegateDto): Promise<OwnChangeView> {
    return this.service.name(actor, dto);
  }

  /** Ends what a delegate may edit, at once. */
  @Permit('profile.own')
  @HttpCode(204)
  @Delete(':id')
  end(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<void> {
    return this.service.end(actor, id);
  }

  /** What a naming that is sent again answers with. */
  show(actor: UserActor, id: string): Promise<OwnChangeView> {
    return this.profile.showChange(actor, id);
  }
}
