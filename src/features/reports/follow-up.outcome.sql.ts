import sql, { raw, type Sql } from 'sql-template-tag';
import type { CalendarDate } from '../../kernel/calendar-date.js';

/** What became of a promise, in the order in which reports list them. */
export const followUpOutcomes = ['kept', 'late', 'overdue', 'open', 'cancelled'] as const;
export type FollowUpOutcome = (typeof followUpOutcomes)[number];

/** The SQL twin of `keptOrLate`, for follow-ups that are done. A property test holds the two together in PostgreSQL. */
export function keptOrLateSql(aliasName: string): Sql {
  const f = raw(aliasName);
  return sql`(case when ${f}.completed_on > ${f}.due_on then 'late' else 'kept' end)`;
}

/** What became of a follow-up by today. Snoozing moves no due day: past it, an open one is overdue even while it is snoozed. */
export function followUpOutcomeSql(aliasName: string, today: CalendarDate): Sql {
  const f = raw(aliasName);
  return sql`(case
    when ${f}.status = 'cancelled' then 'cancelled'
    when ${f}.status = 'done' then ${keptOrLateSql(aliasName)}
    when ${f}.due_on < ${today}::date then 'overdue'
    else 'open' end)`;
}
