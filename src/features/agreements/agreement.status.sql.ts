import sql, { raw, type Sql } from 'sql-template-tag';
import type { CalendarDate } from '../../kernel/calendar-date.js';

/** The SQL twin of `noticeDeadlineOf`: end − notice, months clamping at month ends. */
export function noticeDeadlineSql(aliasName: string): Sql {
  const a = raw(aliasName);
  return sql`(case when ${a}.notice_unit = 'months' then (${a}.end_on - make_interval(months => ${a}.notice_count))::date
    when ${a}.notice_unit = 'days' then ${a}.end_on - ${a}.notice_count end)`;
}

/** The SQL twin of `statusOf`. A property test holds the two together in PostgreSQL. */
export function statusSql(aliasName: string, today: CalendarDate): Sql {
  const a = raw(aliasName);
  const deadline = noticeDeadlineSql(aliasName);
  return sql`(case
    when ${a}.stage <> 'executed' then ${a}.stage
    when ${a}.terminated_on <= ${today}::date then 'terminated'
    when ${a}.superseded_on <= ${today}::date then 'superseded'
    when ${a}.end_on < ${today}::date then 'expired'
    when ${a}.effective_on > ${today}::date then 'signed'
    when ${today}::date between ${deadline} - ${a}.notice_window_days and ${deadline} then 'notice_window'
    when ${a}.end_on - ${a}.expiring_days <= ${today}::date then 'expiring'
    else 'active' end)`;
}
