import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { VocabularyListView, VocabularyQuery, VocabularyView } from './vocabularies.dto.js';
import { VocabularyQueries } from './vocabularies.queries.js';

@ApiTags('vocabularies')
@ApiBearerAuth()
@Controller('api/v1/vocabularies')
export class VocabulariesApiController {
  constructor(private readonly queries: VocabularyQueries) {}

  /** The lists of terms that records are described by, with how many terms each has. */
  @Permit('vocabularies.read')
  @Get()
  async list(@CurrentActor() actor: UserActor): Promise<VocabularyListView> {
    return { items: await this.queries.list(actor) };
  }

  /** The terms of one vocabulary in their order. */
  @Permit('vocabularies.read')
  @Get(':scheme')
  show(
    @CurrentActor() actor: UserActor,
    @Param('scheme') scheme: string,
    @Query() query: VocabularyQuery,
  ): Promise<VocabularyView> {
    return this.queries.show(actor, scheme, query);
  }
}
