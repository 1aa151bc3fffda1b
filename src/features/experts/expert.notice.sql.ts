import sql, { raw, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { NoticeFilter } from './expert.rules.js';
import { changeableExperts } from './expert.visibility.js';

/** The SQL twin of `privacyNoticeDueOn`, over the alias of an expert. A property test holds the two together. */
export function privacyNoticeDueSql(aliasName: string): Sql {
  return sql`((${raw(aliasName)}.created_at at time zone 'Europe/London')::date + interval '1 month')::date`;
}

/** Somebody else entered them and they have not been sent the privacy notice. Who entered themselves needs none. */
export function noticeUnsentSql(aliasName: string): Sql {
  const e = raw(aliasName);
  return sql`(${e}.privacy_notice_sent_on is null and not exists (select 1 from users self
    where self.id = ${e}.created_by_user_id and self.expert_id = ${e}.id))`;
}

/** People of the reader's own agency, whose duty it is. */
export function noticeFilterSql(actor: UserActor, aliasName: string, filter: NoticeFilter, today: CalendarDate): Sql {
  const unsent = sql`${changeableExperts(actor, aliasName)} and ${noticeUnsentSql(aliasName)}`;
  return filter === 'due' ? unsent : sql`${unsent} and ${privacyNoticeDueSql(aliasName)} < ${today}::date`;
}
