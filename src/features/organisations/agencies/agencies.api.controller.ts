import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { AgencyListQuery, AgencyPage, AgencyView } from './agencies.dto.js';
import { AgencyQueries } from './agencies.queries.js';

@ApiTags('agencies')
@ApiBearerAuth()
@Controller('api/v1/agencies')
export class AgenciesApiController {
  constructor(private readonly queries: AgencyQueries) {}

  /** Agencies by name, each with its lead, its units and what it has going on that you may see. */
  @Permit('organisations.read')
  @Discloses('organisation')
  @Get()
  list(@CurrentActor() actor: UserActor, @Query() query: AgencyListQuery): Promise<AgencyPage> {
    return this.queries.list(actor, query);
  }

  /** One agency with its units, the bodies above it, and what came before and after it. Changed as an organisation. */
  @Permit('organisations.read')
  @Discloses('organisation')
  @Get(':id')
  show(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<AgencyView> {
    return this.queries.show(actor, id);
  }
}
