import sql, { raw, type Sql } from 'sql-template-tag';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { presentEndSql, statusSql } from '../agreement.status.sql.js';

/** The aliases of an obligation's row and of its agreement's. */
export interface ObligationAliases {
  readonly obligation: string;
  readonly agreement: string;
}

/** The SQL twin of `obligationStateOf`. `dueOn` and `progress` are columns of the statement around it. */
export function obligationStateSql(
  { obligation, agreement }: ObligationAliases,
  { dueOn, progress }: { readonly dueOn: Sql; readonly progress: Sql },
  today: CalendarDate,
): Sql {
  const [o, a] = [raw(obligation), raw(agreement)];
  return sql`(case
    when ${progress} in ('fulfilled', 'lapsed') then ${progress}
    when ${o}.lapsed_on <= ${today}::date then 'lapsed'
    when ${a}.stage = 'withdrawn' then 'lapsed'
    when ${a}.stage <> 'executed' then 'planned'
    when not ${o}.survives_end and ${statusSql(agreement, today)} in ('terminated', 'superseded', 'expired') then 'lapsed'
    when ${dueOn} < ${today}::date then 'overdue'
    when ${dueOn} = ${today}::date then 'due'
    else 'open' end)`;
}

/** The SQL twin of `monthsOf`, over an obligation; null for what is owed once. */
function monthsBetweenSql(obligation: string): Sql {
  const o = raw(obligation);
  return sql`(${o}.every_count * case ${o}.every_unit when 'years' then 12 else 1 end)`;
}

/** The SQL twin of `lastDayOf`; the end of time when nothing ends it. */
function lastDaySql({ obligation, agreement }: ObligationAliases, today: CalendarDate): Sql {
  const [o, a] = [raw(obligation), raw(agreement)];
  return sql`least(${o}.until_on, ${o}.lapsed_on, case when not ${o}.survives_end
    then least(${presentEndSql(agreement, today)}, ${a}.terminated_on - 1, ${a}.superseded_on - 1) end, 'infinity'::date)`;
}

/**
 * The SQL twin of `dueDatesOf`: a statement over the two rows that yields `number`, which counts the times from nought, and
 * `due_on`. As many months as lie between the first day and today, and one time more, are enough to find the next one.
 */
export function dueDatesSql(aliases: ObligationAliases, today: CalendarDate): Sql {
  const o = raw(aliases.obligation);
  const months = monthsBetweenSql(aliases.obligation);
  return sql`select counted.number, counted.due_on
    from (
      select every.number, made.due_on, min(made.due_on) filter (where made.due_on > ${today}::date) over () as next_on
      from generate_series(0, coalesce(greatest(0, (extract(year from ${today}::date) * 12 + extract(month from ${today}::date)
        - extract(year from ${o}.due_on) * 12 - extract(month from ${o}.due_on))::integer / ${months} + 1), 0)) as every (number)
      cross join lateral (
        select (${o}.due_on + make_interval(months => every.number * coalesce(${months}, 0)))::date as due_on) made
    ) counted
    where counted.number = 0
      or ((counted.due_on <= ${today}::date or counted.due_on = counted.next_on) and counted.due_on <= ${lastDaySql(aliases, today)})`;
}

/**
 * Every time that it fell or falls due, with what was said of it and what it is today: a statement that yields `number` (null
 * for a day that no longer is one), `due_on`, `progress`, `evidence`, `evidence_url`, `lapse_reason`, `recorded_by_user_id`,
 * `recorded_at` and `state`. A day that no longer is one is kept when something was said of it. What is stored is read once for
 * an obligation, not once a day.
 */
export function occurrencesSql(aliases: ObligationAliases, today: CalendarDate): Sql {
  const o = raw(aliases.obligation);
  const state = obligationStateSql(aliases, { dueOn: sql`known.due_on`, progress: sql`known.progress` }, today);
  return sql`select days.number, known.due_on, known.progress, said.evidence, said.evidence_url, said.lapse_reason,
      said.recorded_by_user_id, said.recorded_at, ${state} as state
    from (${dueDatesSql(aliases, today)}) days
    full join (select kept.* from obligation_occurrences kept where kept.obligation_id = ${o}.id) said on said.due_on = days.due_on
    cross join lateral (select coalesce(days.due_on, said.due_on) as due_on, coalesce(said.progress, 'unfulfilled') as progress) known
    where days.due_on is not null or said.recorded_at is not null`;
}
