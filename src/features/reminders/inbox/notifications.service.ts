import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { SubjectRegister } from '../subject-register.js';
import { notificationOf, NotificationQueries, type NotificationRow } from './notifications.queries.js';
import type { NotificationCountView, NotificationView } from './notifications.dto.js';

/**
 * Marks what somebody has read. It is their note for themselves and changes no record, so the audit says nothing of it. Of a
 * record that they may no longer read nothing is marked: it would be news again if they could.
 */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly subjects: SubjectRegister,
    private readonly queries: NotificationQueries,
  ) {}

  /** Marked again it keeps the instant at which it was read first. */
  read(actor: UserActor, id: string): Promise<NotificationView> {
    return this.work.transaction(actor, async (tx) => {
      const [row] = await tx.query<NotificationRow>(this.queries.showSql(actor, id));
      if (!row) throw notFound('notification');
      const [marked] = await tx.query<{ readAt: Date }>(sql`
        update notifications set read_at = coalesce(read_at, ${tx.now}) where id = ${id} returning read_at as "readAt"`);
      return notificationOf({ ...row, ...marked });
    });
  }

  /** All that were made up to an instant. Answers with what is unread then. */
  async readUntil(actor: UserActor, until: string): Promise<NotificationCountView> {
    await this.work.transaction(actor, (tx) =>
      tx.query(sql`
        update notifications n set read_at = ${tx.now}
        where n.user_id = ${actor.userId} and n.read_at is null and n.made_at <= ${until}::timestamptz
          and ${this.subjects.readableBy(actor, 'n', this.clock.today())}`),
    );
    return this.queries.countUnread(actor);
  }
}
