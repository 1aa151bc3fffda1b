import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { Idempotent } from '../../platform/web/idempotency.interceptor.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { CreateSavedViewDto, SavedViewListQuery, SavedViewListView, SavedViewView } from './saved-views.dto.js';
import { SavedViewQueries } from './saved-views.queries.js';
import { SavedViewsService } from './saved-views.service.js';

@ApiTags('saved views')
@ApiBearerAuth()
@Controller('api/v1/saved-views')
export class SavedViewsApiController {
  constructor(
    private readonly queries: SavedViewQueries,
    private readonly service: SavedViewsService,
  ) {}

  /** Your own views. */
  @Permit('saved-views.own')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() { page }: SavedViewListQuery): Promise<SavedViewListView> {
    return { items: await this.queries.list(actor, page) };
  }

  /** Keeps a list's filters under a name, for yourself. */
  @Permit('saved-views.own')
  @Idempotent()
  @Post()
  create(@CurrentActor() actor: UserActor, @Body() dto: CreateSavedViewDto): Promise<SavedViewView> {
    return this.service.create(actor, dto);
  }

  /** Takes one of your views away. */
  @Permit('saved-views.own')
  @HttpCode(204)
  @Delete(':id')
  async remove(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.service.remove(actor, id);
  }

  /** What a create that is sent again answers with. */
  show(actor: UserActor, id: string): Promise<SavedViewView> {
    return this.queries.show(actor, id);
  }
}
