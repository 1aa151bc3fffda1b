import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { Idempotent } from '../../platform/web/idempotency.interceptor.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { CreateTagDto, TagListView, TagView } from './tags.dto.js';
import { TagQueries } from './tags.queries.js';
import { TagsService } from './tags.service.js';

@ApiTags('tags')
@ApiBearerAuth()
@Controller('api/v1/tags')
export class TagsApiController {
  constructor(
    private readonly queries: TagQueries,
    private readonly service: TagsService,
  ) {}

  /** Your agency's own tags on experts. Nobody else reads them. */
  @Permit('tags.read')
  @Get()
  async list(@CurrentActor() actor: UserActor): Promise<TagListView> {
    return { items: await this.queries.list(actor) };
  }

  /** Makes a tag for your agency. `POST /api/v1/experts/bulk` gives it to people. */
  @Permit('tags.write')
  @Idempotent()
  @Post()
  create(@CurrentActor() actor: UserActor, @Body() dto: CreateTagDto): Promise<TagView> {
    return this.service.create(actor, dto);
  }

  /** Takes a tag away, from everybody who carries it. */
  @Permit('tags.write')
  @HttpCode(204)
  @Delete(':id')
  remove(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<void> {
    return this.service.remove(actor, id);
  }

  /** What a create that is sent again answers with. */
  show(actor: UserActor, id: string): Promise<TagView> {
    return this.queries.show(actor, id);
  }
}
