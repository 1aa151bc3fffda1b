import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { CalendarFeedsService } from './calendar-feeds.service.js';
import { CalendarFeedList, CreateCalendarFeedDto, NewCalendarFeedView } from './calendar.dto.js';

@ApiTags('calendar')
@ApiBearerAuth()
@Controller('api/v1/me/calendar-feeds')
export class CalendarFeedsApiController {
  constructor(private readonly service: CalendarFeedsService) {}

  /** Your calendar addresses that work. What they end in is told once, when they are made. */
  @Permit('agreements.read')
  @Get()
  list(@CurrentActor() actor: UserActor): Promise<CalendarFeedList> {
    return this.service.list(actor);
  }

  /**
   * Makes an address under which a calendar program reads the dates of agreements: ends, last days of notice, reviews and
   * obligations due, as references and links. Nothing marked OFFICIAL-SENSITIVE is among them. Ten at most.
   */
  @Permit('agreements.read')
  @Post()
  create(@CurrentActor() actor: UserActor, @Body() dto: CreateCalendarFeedDto): Promise<NewCalendarFeedView> {
    return this.service.create(actor, dto);
  }

  /** Revokes one: it answers nothing from now on. */
  @Permit('agreements.read')
  @HttpCode(204)
  @Delete(':id')
  async revoke(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.service.revoke(actor, id);
  }
}
