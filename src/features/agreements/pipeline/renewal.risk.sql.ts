import sql, { raw, type Sql } from 'sql-template-tag';
import { addDays, type CalendarDate } from '../../../kernel/calendar-date.js';
import { awayOn } from '../../users/user.conditions.js';
import { noticeDeadlineSql, presentEndSql, statusSql } from '../agreement.status.sql.js';

/** Whether somebody looks after it, over the rows of an agreement and of its owner, which may be absent. */
export function ownerStateSql(agreement: string, owner: string, today: CalendarDate): Sql {
  const [a, u] = [raw(agreement), raw(owner)];
  return sql`(case
    when ${u}.id is null then 'none'
    when ${u}.disabled_at is not null or ${u}.role not in ('liaison', 'partner')
      or not (${u}.organisation_id = ${a}.agency_id or agency_of(${u}.organisation_id) = ${a}.agency_id) then 'gone'
    when ${awayOn(owner, today)} then 'away'
    else 'present' end)`;
}

/** Whether what becomes of an agreement at its present end is decided. */
export function decidedSql(agreement: string, today: CalendarDate): Sql {
  return sql`exists (select 1 from agreement_renewal_decisions d where d.agreement_id = ${raw(agreement)}.id
    and d.end_on is not distinct from ${presentEndSql(agreement, today)})`;
}

/** The SQL twin of the level of `riskOf`. A property test holds the two together in PostgreSQL. */
export function riskSql(
  agreement: string,
  { nextOn, owner, decided }: { readonly nextOn: Sql; readonly owner: Sql; readonly decided: Sql },
  today: CalendarDate,
): Sql {
  const a = raw(agreement);
  return sql`(case
    when not ${decided} and (${statusSql(agreement, today)} = 'notice_window' or ${nextOn} < ${addDays(today, 30)}::date) then 'high'
    when not ${decided} and ${nextOn} <= ${addDays(today, 90)}::date then 'medium'
    when ${owner} <> 'present' then 'medium'
    when ${a}.renewal_type = 'evergreen' then case when ${a}.review_on is null then 'medium' else 'low' end
    when ${a}.end_on is null or (${a}.renewal_type = 'automatic' and ${noticeDeadlineSql(agreement, today)} is null) then 'medium'
    else 'low' end)`;
}
