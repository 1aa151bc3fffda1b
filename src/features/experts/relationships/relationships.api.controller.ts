import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../../platform/web/entity-tag.js';
import { Idempotent } from '../../../platform/web/idempotency.interceptor.js';
import { IdPipe, RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { RelationshipQueries } from './relationships.queries.js';
import { RelationshipsService } from './relationships.service.js';
import { ChangeRelationshipDto, CreateRelationshipDto, RelationshipView } from './relationships.dto.js';

@ApiTags('experts')
@ApiBearerAuth()
@Controller('api/v1/experts/:id/relationships')
export class RelationshipsApiController {
  constructor(
    private readonly queries: RelationshipQueries,
    private readonly service: RelationshipsService,
  ) {}

  /** One agency's relationship with the person, as far as you may know of it. */
  @Permit('experts.read')
  @Discloses('relationship')
  @Get(':relationshipId')
  showOf(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Param('relationshipId', IdPipe) relationshipId: string,
  ): Promise<RelationshipView> {
    return this.queries.showOf(actor, id, relationshipId);
  }

  /** Begins your agency's relationship with the person: each agency has one. */
  @Permit('experts.write')
  @Discloses('relationship')
  @Idempotent()
  @Post()
  create(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() dto: CreateRelationshipDto,
  ): Promise<RelationshipView> {
    return this.service.create(actor, id, dto);
  }

  /** Changes your agency's relationship, under its own ETag. Another stage needs a reason, which is kept. */
  @Permit('experts.write')
  @Discloses('relationship')
  @ChangesRecord()
  @Patch(':relationshipId')
  change(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Param('relationshipId', IdPipe) relationshipId: string,
    @IfMatch() version: number,
    @Body() dto: ChangeRelationshipDto,
  ): Promise<RelationshipView> {
    return this.service.change(actor, id, relationshipId, version, dto);
  }

  /** What a create that is sent again answers with. */
  show(actor: UserActor, relationshipId: string): Promise<RelationshipView> {
    return this.queries.show(actor, relationshipId);
  }
}
