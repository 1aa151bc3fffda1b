import sql, { raw, type Sql } from 'sql-template-tag';
import type { CalendarDate } from '../../kernel/calendar-date.js';

/** What `AgreementDates` holds, as columns of a statement over the agreement's row. */
export function dateFactsSql(aliasName: string): Sql {
  const a = raw(aliasName);
  return sql`${a}.stage, ${a}.effective_on as "effectiveOn", ${a}.end_on as "endOn", ${a}.notice_count as "noticeCount",
    ${a}.notice_unit as "noticeUnit", ${a}.expiring_days as "expiringDays", ${a}.notice_window_days as "noticeWindowDays",
    ${a}.terminated_on as "terminatedOn", ${a}.superseded_on as "supersededOn", ${a}.renewal_type as "renewalType",
    ${a}.renewal_months as "renewalMonths", ${a}.most_renewals as "mostRenewals", ${a}.renewals_before as "renewalsBefore",
    ${a}.renewal_stopped_on as "renewalStoppedOn"`;
}

/** The SQL twin of `presentEndOf`. The function repeats `renewalsMadeBy`; only what renews itself pays for it. */
export function presentEndSql(aliasName: string, today: CalendarDate): Sql {
  const a = raw(aliasName);
  return sql`(case when ${a}.renewal_type = 'automatic' and ${a}.stage = 'executed'
    then automatic_end_on(${a}.end_on, ${a}.renewal_months, ${a}.most_renewals - ${a}.renewals_before, ${a}.notice_count, ${a}.notice_unit,
      least(${today}::date, ${a}.terminated_on - 1, ${a}.superseded_on - 1, ${a}.renewal_stopped_on))
    else ${a}.end_on end)`;
}

/** The last day on which notice counts: `noticeDeadlineOf` of the present end, months clamping at month ends. */
export function noticeDeadlineSql(aliasName: string, today: CalendarDate): Sql {
  return noticeBefore(aliasName, presentEndSql(aliasName, today));
}

function noticeBefore(aliasName: string, endOn: Sql): Sql {
  const a = raw(aliasName);
  return sql`(case when ${a}.notice_unit = 'months' then (${endOn} - make_interval(months => ${a}.notice_count))::date
    when ${a}.notice_unit = 'days' then ${endOn} - ${a}.notice_count end)`;
}

/**
 * Executed agreements whose present end lies between two days. Most stand at their index by the end that was agreed; those that
 * renew themselves are few, and worked out one by one.
 */
export function endsBetween(
  aliasName: string,
  from: CalendarDate | Sql,
  to: CalendarDate | Sql,
  today: CalendarDate,
): Sql {
  const a = raw(aliasName);
  return datedBetween(aliasName, { agreed: sql`${a}.end_on`, present: presentEndSql(aliasName, today) }, from, to);
}

/** Executed agreements whose last day of notice lies between two days: as `endsBetween`. */
export function noticeBetween(
  aliasName: string,
  from: CalendarDate | Sql,
  to: CalendarDate | Sql,
  today: CalendarDate,
): Sql {
  const agreed = noticeBefore(aliasName, sql`${raw(aliasName)}.end_on`);
  return datedBetween(aliasName, { agreed, present: noticeDeadlineSql(aliasName, today) }, from, to);
}

function datedBetween(
  aliasName: string,
  { agreed, present }: { readonly agreed: Sql; readonly present: Sql },
  from: CalendarDate | Sql,
  to: CalendarDate | Sql,
): Sql {
  const a = raw(aliasName);
  return sql`(${a}.stage = 'executed' and (
    (${a}.renewal_type <> 'automatic' and ${agreed} between ${from}::date and ${to}::date)
    or (${a}.renewal_type = 'automatic' and ${present} between ${from}::date and ${to}::date)))`;
}

/** The SQL twin of `statusOf`. A property test holds the two together in PostgreSQL. */
export function statusSql(aliasName: string, today: CalendarDate): Sql {
  const a = raw(aliasName);
  const endOn = presentEndSql(aliasName, today);
  const deadline = noticeDeadlineSql(aliasName, today);
  return sql`(case
    when ${a}.stage <> 'executed' then ${a}.stage
    when ${a}.terminated_on <= ${today}::date then 'terminated'
    when ${a}.superseded_on <= ${today}::date then 'superseded'
    when ${endOn} < ${today}::date then 'expired'
    when ${a}.effective_on > ${today}::date then 'signed'
    when ${today}::date between ${deadline} - ${a}.notice_window_days and ${deadline} then 'notice_window'
    when ${endOn} - ${a}.expiring_days <= ${today}::date then 'expiring'
    else 'active' end)`;
}
