import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import type { CursorParts } from '../../../kernel/page.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../../platform/web/keyset.js';
import { subjectOf, type ReminderTemplate } from '../reminder.templates.js';
import { SubjectRegister } from '../subject-register.js';
import { ownUnread } from './notification.conditions.js';
import type {
  NotificationCountView,
  NotificationListQuery,
  NotificationPage,
  NotificationView,
} from './notifications.dto.js';

const mostCounted = 1000;

export type NotificationRow = Omit<NotificationView, 'about'> & { template: ReminderTemplate };

/** Reads of somebody's own inbox: what it says of a record is read from the record, if they may read it now. */
@Injectable()
export class NotificationQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly subjects: SubjectRegister,
  ) {}

  /** Newest first. */
  async list(actor: UserActor, { limit = 25, cursor, unread }: NotificationListQuery): Promise<NotificationPage> {
    const conditions = [sql`n.user_id = ${actor.userId}`];
    if (unread !== undefined) conditions.push(unread ? sql`n.read_at is null` : sql`n.read_at is not null`);
    const after = cursorOf(cursor, 'instant', 'id');
    if (after) conditions.push(sql`(n.made_at, n.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    const rows = await this.work.read<NotificationRow & { cursorKey: CursorParts }>(
      actor,
      sql`select ${columns}, json_build_array(n.made_at::text, n.id) as "cursorKey" ${this.tablesFor(actor)}
        where ${join(conditions, ' and ')} order by n.made_at desc, n.id desc limit ${limit + 1}`,
    );
    const { items, nextCursor } = keysetPage<NotificationRow>(rows, limit);
    return { items: items.map(notificationOf), nextCursor };
  }

  /** How many are unread of records that the reader may read. */
  async countUnread(actor: UserActor): Promise<NotificationCountView> {
    const [{ count }] = await this.work.read<{ count: number }>(
      actor,
      sql`select count(*)::integer as count
        from (${ownUnread(actor, this.subjects, this.clock.today())} limit ${mostCounted + 1}) found`,
    );
    return { count: Math.min(count, mostCounted), more: count > mostCounted };
  }

  async show(actor: UserActor, id: string): Promise<NotificationView> {
    const row = await this.work.readOne<NotificationRow>(actor, this.showSql(actor, id));
    if (!row) throw notFound('notification');
    return notificationOf(row);
  }

  /** The statement behind `show`, so that a write answers from its own transaction. */
  showSql(actor: UserActor, id: string): Sql {
    return sql`select ${columns} ${this.tablesFor(actor)} where n.id = ${id} and n.user_id = ${actor.userId}`;
  }

  private tablesFor(actor: UserActor): Sql {
    return sql`from notifications n
      cross join lateral (${this.subjects.recordFor(actor, 'n', this.clock.today())}) told`;
  }
}

const columns = sql`n.id, n.template, n.anchor_on as "anchorOn", n.offset_days as "offsetDays", n.made_at as "madeAt",
  n.read_at as "readAt", json_build_object('kind', n.record_kind, 'id', n.record_id, 'reference', n.record_reference,
    'title', told.title, 'marking', told.marking) as record`;

export function notificationOf({ template, ...row }: NotificationRow): NotificationView {
  const { anchorOn, offsetDays, record } = row;
  return { ...row, about: subjectOf(template, { reference: record.reference, anchorOn, offsetDays }) };
}
