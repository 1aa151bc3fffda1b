import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { Discloses } from '../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { SearchQuery, SearchView } from './search.dto.js';
import { shownBy } from './search.places.js';
import { SearchQueries } from './search.queries.js';

@ApiTags('search')
@ApiBearerAuth()
@Controller('api/v1/search')
export class SearchApiController {
  constructor(private readonly queries: SearchQueries) {}

  /** Looks through people, expertise, organisations, contacts, agreements, follow-ups and interactions that you may see. */
  @Permit('search.read')
  @Discloses(shownBy)
  @Get()
  search(@CurrentActor() actor: UserActor, @Query() { q }: SearchQuery): Promise<SearchView> {
    return this.queries.search(actor, q);
  }
}
