import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { Discloses } from '../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../platform/web/entity-tag.js';
import { Idempotent } from '../../platform/web/idempotency.interceptor.js';
import { RecordIdPipe } from '../../platform/web/record-id.pipe.js';
import { DuplicateList, DuplicateQuery } from './entry/duplicates.dto.js';
import { DuplicateQueries } from './entry/duplicates.queries.js';
import { EnterExpertDto } from './entry/entry.dto.js';
import { ExpertEntryService } from './entry/entry.service.js';
import { ExpertCount, ExpertPage, ExpertView } from './expert.views.dto.js';
import { ChangeExpertDto, ExpertListQuery } from './experts.dto.js';
import { ExpertQueries } from './experts.queries.js';
import { ExpertsService } from './experts.service.js';

@ApiTags('experts')
@ApiBearerAuth()
@Controller('api/v1/experts')
export class ExpertsApiController {
  constructor(
    private readonly queries: ExpertQueries,
    private readonly service: ExpertsService,
    private readonly entry: ExpertEntryService,
    private readonly duplicates: DuplicateQueries,
  ) {}

  /** The people you may see, by family name. */
  @Permit('experts.list')
  @Discloses('expert')
  @Get()
  list(@CurrentActor() actor: UserActor, @Query() query: ExpertListQuery): Promise<ExpertPage> {
    return this.queries.list(actor, query);
  }

  /** How many people you may see that match the same filters. */
  @Permit('experts.list')
  @Get('count')
  count(@CurrentActor() actor: UserActor, @Query() query: ExpertListQuery): Promise<ExpertCount> {
    return this.queries.count(actor, query);
  }

  /** People you may see who are perhaps the one you are about to enter: by e-mail address, ORCID iD, or a name that is alike. */
  @Permit('experts.write')
  @Discloses('expert')
  @Get('duplicates')
  async possibleDuplicates(@CurrentActor() actor: UserActor, @Query() query: DuplicateQuery): Promise<DuplicateList> {
    return { items: await this.duplicates.find(actor, query) };
  }

  /** One person, by id or by reference, with affiliations, expertise and relationships. An academic reads themselves. */
  @Permit('experts.read')
  @Discloses('expert')
  @Get(':id')
  show(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<ExpertView> {
    return this.queries.show(actor, id);
  }

  /**
   * Enters a person, kept by your agency, with their first post, expertise and relationship if you give them: all of it or
   * nothing. Nobody else has the same e-mail address or ORCID iD. Ask for `duplicates` before.
   */
  @Permit('experts.write')
  @Discloses('expert')
  @Idempotent()
  @Post()
  create(@CurrentActor() actor: UserActor, @Body() dto: EnterExpertDto): Promise<ExpertView> {
    return this.entry.enter(actor, dto);
  }

  /** Changes what your agency keeps of a person. */
  @Permit('experts.write')
  @Discloses('expert')
  @ChangesRecord()
  @Patch(':id')
  change(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ChangeExpertDto,
  ): Promise<ExpertView> {
    return this.service.change(actor, id, version, dto);
  }
}
