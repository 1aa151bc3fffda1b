import sql, { raw, type Sql } from 'sql-template-tag';
import type { CalendarDate } from '../../kernel/calendar-date.js';

/** The SQL twin of `followUpState`. A property test holds the two together in PostgreSQL. */
export function followUpStateSql(aliasName: string, today: CalendarDate): Sql {
  const f = raw(aliasName);
  return sql`(case
    when ${f}.status <> 'open' then ${f}.status
    when ${f}.snoozed_until > ${today}::date then 'snoozed'
    when ${f}.due_on < ${today}::date then 'overdue'
    when ${f}.due_on = ${today}::date then 'due_today'
    else 'open' end)`;
}
