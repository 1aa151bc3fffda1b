import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { highestMarking } from '../../../kernel/marking.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import { validate } from '../../../platform/errors/validate.js';
import { withoutBlanks } from '../../../platform/pages/forms.js';
import { counted, listAddress } from '../../../platform/pages/list-address.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { backTo } from '../../../platform/pages/back-to.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { SubjectRegister } from '../subject-register.js';
import { recordsIn } from './notification.readings.js';
import { NotificationListQuery, ReadNotificationsDto } from './notifications.dto.js';
import { NotificationQueries } from './notifications.queries.js';
import { NotificationsService } from './notifications.service.js';

class InboxForm {
  /** `true`: the unread only. */
  @Optional()
  @Typed()
  unread?: string;

  @Optional()
  @Typed()
  cursor?: string;

  /** What was just done: `read` or `all-read`. */
  @Optional()
  @Typed()
  done?: string;
}

class ReadForm {
  /** The page that it was marked on. */
  @Optional()
  @Typed()
  back?: string;

  @Optional()
  @Typed()
  until?: string;
}

const news: Readonly<Record<string, string>> = {
  read: 'Marked as read.',
  'all-read': 'All that were shown are marked as read, and those before them.',
};

/** Somebody's inbox: what they were reminded of, whether or not the mail arrived. */
@Pages()
@Controller('notifications')
export class NotificationsWebController {
  constructor(
    private readonly queries: NotificationQueries,
    private readonly service: NotificationsService,
    private readonly subjects: SubjectRegister,
  ) {}

  @Permit('notifications.own')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: InboxForm): Promise<PageView> {
    const { unread, cursor, done } = form;
    const query = validate(NotificationListQuery, withoutBlanks({ unread, cursor }), 'query');
    const [{ items, nextCursor }, count] = await Promise.all([
      this.queries.list(actor, query),
      this.queries.countUnread(actor),
    ]);
    const model = {
      title: 'Notifications',
      items: items.map((one) => ({ ...one, href: this.subjects.pathOf(one.record, actor) })),
      counted: counted(count, 'unread notification'),
      unread: query.unread === true,
      // What the first page shows is the newest there is: what arrives after it stays unread.
      until: !cursor && count.count > 0 ? items[0]?.madeAt.toISOString() : undefined,
      here: listAddress('/notifications', { unread, cursor }),
      next: nextCursor === null ? null : listAddress('/notifications', { unread, cursor: nextCursor }),
      first: cursor ? listAddress('/notifications', { unread }) : null,
      done: news[done ?? ''],
      marking: highestMarking(items.map(({ record }) => record.marking)),
    };
    return page('reminders/notifications', model, { shown: recordsIn(items) });
  }

  @Permit('notifications.own')
  @Post('read')
  async readUntil(@CurrentActor() actor: UserActor, @Body() { until }: ReadForm): Promise<Redirect> {
    await this.service.readUntil(actor, validate(ReadNotificationsDto, { until }).until);
    return new Redirect('/notifications?done=all-read');
  }

  @Permit('notifications.own')
  @Post(':id/read')
  async read(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() { back }: ReadForm,
  ): Promise<Redirect> {
    await this.service.read(actor, id);
    return new Redirect(backTo(back ?? '/notifications', { done: 'read' }));
  }
}
