import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../../kernel/actor.js';
import { Discloses } from '../../../platform/audit/discloses.interceptor.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import {
  NotificationCountView,
  NotificationListQuery,
  NotificationPage,
  NotificationView,
  ReadNotificationsDto,
} from './notifications.dto.js';
import { NotificationQueries } from './notifications.queries.js';
import { NotificationsService } from './notifications.service.js';
import { recordsIn } from './notification.readings.js';

@ApiTags('notifications')
@ApiBearerAuth()
@Controller('api/v1/notifications')
export class NotificationsApiController {
  constructor(
    private readonly queries: NotificationQueries,
    private readonly service: NotificationsService,
  ) {}

  /** What you were reminded of, of records that you may read now; newest first. */
  @Permit('notifications.own')
  @Discloses(({ items }: NotificationPage) => recordsIn(items))
  @Get()
  list(@CurrentActor() actor: UserActor, @Query() query: NotificationListQuery): Promise<NotificationPage> {
    return this.queries.list(actor, query);
  }

  /** How many of them you have not marked as read. */
  @Permit('notifications.own')
  @Get('count')
  count(@CurrentActor() actor: UserActor): Promise<NotificationCountView> {
    return this.queries.countUnread(actor);
  }

  /** Marks all up to an instant as read, and answers with how many are unread then. */
  @Permit('notifications.own')
  @HttpCode(200)
  @Post('read')
  readUntil(@CurrentActor() actor: UserActor, @Body() { until }: ReadNotificationsDto): Promise<NotificationCountView> {
    return this.service.readUntil(actor, until);
  }

  /** Marks one of yours as read. Again changes nothing. */
  @Permit('notifications.own')
  @Discloses((one: NotificationView) => recordsIn([one]))
  @HttpCode(200)
  @Post(':id/read')
  read(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<NotificationView> {
    return this.service.read(actor, id);
  }
}
