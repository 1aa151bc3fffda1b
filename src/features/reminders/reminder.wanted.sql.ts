import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { DatedSubject } from '../../kernel/contracts.js';
import { awayOn } from '../users/user.conditions.js';

/**
 * What should stand in the ledger: the date of each record between the two, with each offset, and who is to hear of it on that
 * day. The plan keeps it, and the preview of a rule shows it.
 */
export function wantedSql(
  offsets: readonly number[],
  subject: DatedSubject,
  anchors: { readonly from: CalendarDate; readonly to: CalendarDate },
  today: CalendarDate,
  recordId: string | null = null,
): Sql {
  return sql`
    select s."recordId" as record_id, s.reference, s."agencyId" as agency_id, s."anchorOn" as anchor_on, days.offset_days,
      s."anchorOn" + days.offset_days as send_on, ${recipientSql(today, subject.asksApprovers ?? false)} as recipient_user_id
    from (${subject.select(anchors.from, anchors.to, today)}) s
    cross join unnest(${offsets}::integer[]) as days (offset_days)
    where true ${ofRecord(recordId, sql`s."recordId"`)}`;
}

/** Something became of this one already: it is never scheduled again. `wanted` is the alias of a row of `wantedSql`. */
export function settledSql(ruleId: string, wanted: string): Sql {
  const w = raw(wanted);
  return sql`exists (select 1 from reminders done where done.rule_id = ${ruleId} and done.record_id = ${w}.record_id
    and done.anchor_on = ${w}.anchor_on and done.offset_days = ${w}.offset_days and done.state in ('sent', 'skipped', 'failed'))`;
}

export function ofRecord(recordId: string | null, column: Sql): Sql {
  return recordId === null ? empty : sql`and ${column} = ${recordId}`;
}

/**
 * Owner, then deputy, then the agency's lead and deputy; whoever is away on the day hands over to their cover. Somebody who is
 * away without cover comes after everybody else, so that nothing drops silently. Whoever has left the agency or works with
 * records no more is passed over. What is for named people only stays with owner and deputy, away or not: nobody else may open it.
 */
function recipientSql(today: string, asksApprovers: boolean): Sql {
  const approves = asksApprovers ? sql`candidate.rank = 1` : sql`false`;
  return sql`(
    select coalesce(cover.id, u.id)
    from organisations agency
    cross join lateral (values (1, s."ownerUserId"), (2, s."deputyUserId"), (3, agency.lead_user_id), (4, agency.deputy_user_id)) as candidate (rank, id)
    join users u on u.id = candidate.id and ${worksHere('u', approves)} and (candidate.rank <= 2 or not s."forNamedOnly")
    cross join lateral (select ${awayOn('u', sql`greatest(s."anchorOn" + days.offset_days, ${today}::date)`)} as away) absence
    left join users cover on absence.away and cover.id = u.cover_user_id and ${worksHere('cover', approves)} and not s."forNamedOnly"
    where agency.id = s."agencyId"
    order by coalesce(absence.away, false) and cover.id is null, candidate.rank
    limit 1)`;
}

/** `agency_of` is asked only of people in units: it climbs, and there are many rows. */
function worksHere(aliasName: string, approves: Sql): Sql {
  const u = raw(aliasName);
  return sql`(${u}.disabled_at is null and (${u}.role in ('liaison', 'partner') or (${u}.role = 'approver' and ${approves}))
    and (${u}.organisation_id = agency.id or agency_of(${u}.organisation_id) = agency.id))`;
}
