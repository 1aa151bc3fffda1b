import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/actor.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { ChangesRecord, IfMatch } from '../../platform/web/entity-tag.js';
import { Idempotent } from '../../platform/web/idempotency.interceptor.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { AboutRecords } from '../follow-ups/about-records.js';
import { PlaybookStarts } from './playbook.starts.js';
import { PlaybookQueries } from './playbooks.queries.js';
import { PlaybooksService } from './playbooks.service.js';
import {
  ChangePlaybookDto,
  CreatePlaybookDto,
  PlaybookList,
  PlaybookPreview,
  PlaybookPreviewQuery,
  PlaybookStartList,
  PlaybookStartsQuery,
  PlaybookStartView,
  PlaybookView,
  StartPlaybookDto,
} from './playbooks.dto.js';

@ApiTags('playbooks')
@ApiBearerAuth()
@Controller('api/v1/playbooks')
export class PlaybooksApiController {
  constructor(
    private readonly queries: PlaybookQueries,
    private readonly service: PlaybooksService,
    private readonly starts: PlaybookStarts,
    private readonly records: AboutRecords,
  ) {}

  /** The playbooks of your agency and those for all agencies. */
  @Permit('playbooks.read')
  @Get()
  async list(@CurrentActor() actor: UserActor): Promise<PlaybookList> {
    return { items: await this.queries.list(actor) };
  }

  /** What your agency has started about a record, the latest first. */
  @Permit('follow-ups.write')
  @Get('starts')
  async started(
    @CurrentActor() actor: UserActor,
    @Query() { kind, id }: PlaybookStartsQuery,
  ): Promise<PlaybookStartList> {
    const about = await this.records.of(actor, kind, id);
    return { items: await this.queries.startsOf(actor, kind, about!.id) };
  }

  /** One playbook. */
  @Permit('playbooks.read')
  @Get(':id')
  show(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<PlaybookView> {
    return this.queries.show(actor, id);
  }

  /** Makes a playbook for your agency; an administrator makes it for all agencies. */
  @Permit('playbooks.write')
  @Idempotent()
  @Post()
  create(@CurrentActor() actor: UserActor, @Body() dto: CreatePlaybookDto): Promise<PlaybookView> {
    return this.service.create(actor, dto);
  }

  /** Changes, retires or brings back a playbook. What was started of it stays as it is. */
  @Permit('playbooks.write')
  @ChangesRecord()
  @Patch(':id')
  change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @IfMatch() version: number,
    @Body() dto: ChangePlaybookDto,
  ): Promise<PlaybookView> {
    return this.service.change(actor, id, version, dto);
  }

  /** The follow-ups that would come of it from a day on. */
  @Permit('playbooks.read')
  @Get(':id/preview')
  async preview(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Query() { startsOn }: PlaybookPreviewQuery,
  ): Promise<PlaybookPreview> {
    return { items: await this.starts.preview(actor, id, startsOn) };
  }

  /** Starts it about a record: all of its follow-ups at once. */
  @Permit('follow-ups.write')
  @Post(':id/starts')
  start(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() dto: StartPlaybookDto,
  ): Promise<PlaybookStartView> {
    return this.starts.start(actor, id, dto);
  }
}
