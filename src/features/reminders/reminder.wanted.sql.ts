import sql, { empty, raw, type Sql } from 'sql-template-tag';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import type { DatedSubject } from '../../kernel/contracts.js';
import { everyOffset, workingOffsetDays } from '../../kernel/day-offsets.js';
import { bankHolidayDivisions, type BankHolidays } from '../../kernel/working-days.js';
import { zeroOf, type RuleTiming } from './reminder.offsets.rules.js';
import { offsetSides, type ReminderTemplate } from './reminder.templates.js';
import { awayOn } from '../users/user.conditions.js';

/** A rule as far as it says what should stand in the ledger. */
export interface PlannedRule extends RuleTiming {
  readonly template: ReminderTemplate;
}

/** Its columns in a statement about `reminder_rules`. */
export const timingColumns = sql`offsets, day_count as "dayCount", repeat_every as "repeatEvery", repeat_times as "repeatTimes",
  escalate_after as "escalateAfter", template`;

/** The days on which it is asked, and the bank holidays by which working days are counted. */
export interface PlannedTime {
  readonly anchors: { readonly from: CalendarDate; readonly to: CalendarDate };
  readonly today: CalendarDate;
  readonly holidays: BankHolidays;
}

/**
 * What should stand in the ledger: the date of each record between the two, with each offset, and who is to hear of it on that
 * day. The plan keeps it, and the preview of a rule shows it. `recordId` asks of one record only, `stillOpen` leaves out what was
 * dealt with already by the rule of that id.
 */
export function wantedSql(
  rule: PlannedRule,
  subject: DatedSubject,
  { anchors, today, holidays }: PlannedTime,
  { recordId = null, stillOpen = null }: { readonly recordId?: string | null; readonly stillOpen?: string | null } = {},
): Sql {
  // Who is to be told depends on people and the day, and many records have the same: it is looked for once for each of those. They
  // are told apart by one text, because a join by five columns is taken for one that finds next to nothing.
  return sql`
    with dated as materialized (
      select s."recordId" as record_id, s.reference, s."agencyId" as agency_id, s."forNamedOnly" as for_named_only,
        s."anchorOn" as anchor_on, days.offset_days, days.send_on, s."ownerUserId" as owner_id, s."deputyUserId" as deputy_id,
        greatest(days.send_on, ${today}::date) as told_on,
        concat_ws(' ', coalesce(s."ownerUserId"::text, '-'), coalesce(s."deputyUserId"::text, '-'), s."agencyId", s."forNamedOnly",
          greatest(days.send_on, ${today}::date)) as people
      from (${subject.select(anchors.from, anchors.to, today)}) s
      ${daysSql(rule, anchors, holidays)}
      where true ${ofRecord(recordId, sql`s."recordId"`)} ${stillOpen === null ? empty : sql`and ${openSql(stillOpen)}`}
    ),
    groups as materialized (
      select distinct on (people) people, owner_id, deputy_id, agency_id, for_named_only, told_on from dated order by people
    ),
    told as materialized (${toldSql(subject, rule.escalateAfter !== null)})
    select dated.record_id, dated.reference, dated.agency_id, dated.for_named_only, dated.anchor_on, dated.offset_days, dated.send_on,
      told.recipient_user_id, told.told_as
    from dated join told on told.people = dated.people
    where told.rank = 1 or dated.offset_days >= ${rule.escalateAfter ?? 0}::integer * (told.rank - 1)`;
}

/**
 * Whether anything of an offset is left to be done. It is asked before it is looked for who is to hear of it, because of most
 * records most has been done. What is not sent yet to one of several is open, although others have been told.
 */
function openSql(ruleId: string): Sql {
  const kept = sql`from reminders kept where kept.rule_id = ${ruleId} and kept.record_id = s."recordId"
    and kept.anchor_on = s."anchorOn" and kept.offset_days = days.offset_days`;
  return sql`(coalesce((select bool_or(kept.state = 'scheduled' and kept.message_id is null)
    or not bool_or(kept.state in ('sent', 'skipped', 'failed') or kept.state = 'scheduled') ${kept}), true))`;
}

/** `days`: each offset of the rule and the day that it is of the date. Working days are counted here, once for each date there can be. */
export function daysSql(
  rule: Omit<PlannedRule, 'escalateAfter'>,
  anchors: PlannedTime['anchors'],
  holidays: BankHolidays,
): Sql {
  const offsets = everyOffset(rule);
  if (rule.dayCount === 'calendar')
    return sql`cross join lateral (select offset_days, s."anchorOn" + offset_days as send_on
      from unnest(${offsets}::integer[]) as counted (offset_days)) days`;
  const zero = zeroOf(offsetSides[rule.template]);
  const days = bankHolidayDivisions.flatMap((division) =>
    workingOffsetDays(anchors, offsets, { division, holidays, zero }),
  );
  return sql`cross join lateral (select case o.jurisdiction when 'scotland' then 'scotland'
      when 'northern_ireland' then 'northern-ireland' else 'england-and-wales' end as division
    from organisations o where o.id = s."agencyId") kept_by
    join unnest(${days.map(({ division }) => division)}::text[], ${days.map(({ date }) => date)}::date[],
      ${days.map(({ offset }) => offset)}::integer[], ${days.map(({ day }) => day)}::date[])
      as days (division, anchor_on, offset_days, send_on) on days.anchor_on = s."anchorOn" and days.division = kept_by.division`;
}

/**
 * Whom it falls to on a day, of each of `groups`: whoever looks after the record, or null when nobody does; and where the rule tells
 * others as well the next in line, each of them once.
 */
function toldSql(subject: DatedSubject, tellsOthers: boolean): Sql {
  const level = (toldAs: 'owner' | 'deputy' | 'lead', rank: number): Sql =>
    sql`select p.people, ${recipientSql(subject, rank)} as recipient_user_id, ${toldAs} as told_as, ${rank}::integer as rank from groups p`;
  if (!tellsOthers) return level('owner', 1);
  return sql`
    select distinct on (people, recipient_user_id) level.*
    from (${level('owner', 1)} union all ${level('deputy', 2)} union all ${level('lead', 3)}) level
    where level.rank = 1 or level.recipient_user_id is not null
    order by people, recipient_user_id, rank`;
}

/**
 * Something became of this one already, or is about to: it is never scheduled again, for whomever. `wanted` is the alias of a row of
 * `wantedSql`. A value of the row rather than `exists`, which a plan may answer by reading the whole ledger.
 */
export function settledSql(ruleId: string, wanted: string): Sql {
  return keptSql(
    ruleId,
    wanted,
    sql`(kept.state in ('sent', 'skipped', 'failed') or kept.state = 'scheduled' and kept.message_id is not null)`,
  );
}

/** It stands in the ledger as it should, or is settled: so nothing has to be written. */
export function inPlaceSql(rule: { readonly id: string; readonly dayCount: string }, wanted: string): Sql {
  const w = raw(wanted);
  return keptSql(
    rule.id,
    wanted,
    sql`(kept.state in ('sent', 'skipped', 'failed') or kept.state = 'scheduled' and (kept.message_id is not null
      or kept.recipient_user_id is not distinct from ${w}.recipient_user_id and kept.send_on = ${w}.send_on
        and kept.told_as = ${w}.told_as and kept.day_count = ${rule.dayCount}))`,
  );
}

function keptSql(ruleId: string, wanted: string, condition: Sql): Sql {
  const w = raw(wanted);
  return sql`coalesce((select true from reminders kept where kept.rule_id = ${ruleId} and kept.record_id = ${w}.record_id
    and kept.anchor_on = ${w}.anchor_on and kept.offset_days = ${w}.offset_days and ${condition} limit 1), false)`;
}

export function ofRecord(recordId: string | null, column: Sql): Sql {
  return recordId === null ? empty : sql`and ${column} = ${recordId}`;
}

/**
 * Owner, then deputy, then the agency's lead and deputy; whoever is away on the day hands over to their cover. Somebody who is
 * away without cover comes after everybody else, so that nothing drops silently. Whoever has left the agency or works with
 * records no more is passed over. What is for named people only stays with owner and deputy, away or not: nobody else may open it.
 */
function recipientSql(subject: DatedSubject, fromRank: number): Sql {
  const approves = subject.asksApprovers ? sql`candidate.rank = 1` : sql`false`;
  const person = subject.asksPerson
    ? sql`candidate.rank = 1 and u.role = 'academic' and u.disabled_at is null`
    : sql`false`;
  return sql`(
    select coalesce(cover.id, u.id)
    from organisations agency
    cross join lateral (values (1, p.owner_id), (2, p.deputy_id), (3, agency.lead_user_id), (4, agency.deputy_user_id)) as candidate (rank, id)
    join users u on u.id = candidate.id and (${worksHere('u', approves)} or ${person}) and (candidate.rank <= 2 or not p.for_named_only)
      and candidate.rank >= ${fromRank}
    cross join lateral (select ${awayOn('u', sql`p.told_on`)} as away) absence
    left join users cover on absence.away and cover.id = u.cover_user_id and ${worksHere('cover', approves)} and not p.for_named_only
    where agency.id = p.agency_id
    order by coalesce(absence.away, false) and cover.id is null, candidate.rank
    limit 1)`;
}

/** `agency_of` is asked only of people in units: it climbs, and there are many rows. */
function worksHere(aliasName: string, approves: Sql): Sql {
  const u = raw(aliasName);
  return sql`(${u}.disabled_at is null and (${u}.role in ('liaison', 'partner') or (${u}.role = 'approver' and ${approves}))
    and (${u}.organisation_id = agency.id or agency_of(${u}.organisation_id) = agency.id))`;
}
