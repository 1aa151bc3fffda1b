import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { Discloses } from '../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../platform/web/entity-tag.js';
import { Idempotent } from '../../platform/web/idempotency.interceptor.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import {
  ChangeOrganisationDto,
  CreateOrganisationDto,
  OrganisationListQuery,
  OrganisationPage,
  OrganisationView,
} from './organisations.dto.js';
import { OrganisationQueries } from './organisations.queries.js';
import { OrganisationsService } from './organisations.service.js';

@ApiTags('organisations')
@ApiBearerAuth()
@Controller('api/v1/organisations')
export class OrganisationsApiController {
  constructor(
    private readonly queries: OrganisationQueries,
    private readonly service: OrganisationsService,
  ) {}

  /** Bodies of every kind by name: universities, institutes, companies, agencies and their units. */
  @Permit('organisations.read')
  @Discloses('organisation')
  @Get()
  list(@CurrentActor() actor: UserActor, @Query() query: OrganisationListQuery): Promise<OrganisationPage> {
    return this.queries.list(actor, query);
  }

  /** One body with what it is part of, what is part of it, and what came before and after it. */
  @Permit('organisations.read')
  @Discloses('organisation')
  @Get(':id')
  show(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<OrganisationView> {
    return this.queries.show(actor, id);
  }

  /** Adds a body. Agencies and their units are added by administrators. */
  @Permit('organisations.write')
  @Discloses('organisation')
  @Idempotent()
  @Post()
  create(@CurrentActor() actor: UserActor, @Body() dto: CreateOrganisationDto): Promise<OrganisationView> {
    return this.service.create(actor, dto);
  }

  /** Changes what is known of a body. It is never deleted: give it a last day and, where there is one, a successor. */
  @Permit('organisations.write')
  @Discloses('organisation')
  @ChangesRecord()
  @Patch(':id')
  change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ChangeOrganisationDto,
  ): Promise<OrganisationView> {
    return this.service.change(actor, id, version, dto);
  }
}
