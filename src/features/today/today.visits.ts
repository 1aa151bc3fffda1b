import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';

/** Whoever has not been here before is told what arrived in a week. */
const firstTime = 7 * 86_400_000;

/** When somebody last looked at their first page: what arrived since stays on it for a whole session. */
@Injectable()
export class TodayVisits {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Notes that they look now, and answers when they last did in an earlier session. */
  async since(actor: UserActor): Promise<Date> {
    const now = this.clock.now();
    const rows = await this.work.transaction(actor, (tx) =>
      tx.query<{ before: Date | null }>(sql`
        insert into today_visits as visit (user_id, session_id, opened_at)
        values (${actor.userId}, ${actor.sessionId}, ${now})
        on conflict (user_id) do update set session_id = excluded.session_id, opened_at = excluded.opened_at,
          before_session_at = case when visit.session_id = excluded.session_id then visit.before_session_at else visit.opened_at end
        returning before_session_at as before`),
    );
    return rows[0].before ?? new Date(now.getTime() - firstTime);
  }
}
