import sql, { type Sql } from 'sql-template-tag';
import { addDays, earliest, isBefore, londonInstant, type CalendarDate } from '../../kernel/calendar-date.js';
import { listOf, namedRef } from '../../platform/database/fragments.js';
import { presentEndSql, statusSql } from '../agreements/agreement.status.sql.js';
import { agencyKinds, outsideKinds } from '../organisations/organisation.rules.js';
import { followUpOutcomeSql } from './follow-up.outcome.sql.js';
import { statusDayOf, type ReportPeriod } from './report.period.rules.js';
import type { ReportFilters, ReportScope } from './report.scope.sql.js';

const mostListed = 500;
const mostEndingNext = 20;

/** The whole report in one statement: what is counted is picked once, and every figure is taken from that. */
export function partnershipReportSql(
  scope: ReportScope,
  filters: ReportFilters,
  period: ReportPeriod,
  today: CalendarDate,
): Sql {
  const statusOn = statusDayOf(period, today);
  return sql`
    with counted_agreements as materialized (${agreementsSql(scope, statusOn, today)}),
      counted_interactions as materialized (${interactionsSql(scope, period, today)}),
      -- There are many interactions but few combinations of what they are counted by.
      interaction_groups as materialized (
        select agency_id, kind, strand, month, chatham_house, marking, count(*) as number from counted_interactions
        group by agency_id, kind, strand, month, chatham_house, marking),
      interaction_bodies as materialized (${scope.bodiesOfInteractions(sql`select id from counted_interactions`)}),
      follow_up_groups as materialized (${followUpsSql(scope, period, today)})
    select ${agreementFigures(scope, { from: period.from, to: statusOn })} as agreements,
      ${engagementFigures(scope)} as engagements,
      (select json_object_agg(outcome, number)
        from (select outcome, sum(number) as number from follow_up_groups group by outcome) one) as "followUps",
      case when exists (
          select 1 from counted_agreements where marking = 'OFFICIAL-SENSITIVE'
          union all select 1 from interaction_groups where marking = 'OFFICIAL-SENSITIVE'
          union all select 1 from follow_up_groups where marking = 'OFFICIAL-SENSITIVE')
        then 'OFFICIAL-SENSITIVE' else 'OFFICIAL' end as marking,
      (select ${namedRef('o')} from organisations o where o.id = ${filters.agencyId ?? null} and o.kind = any(${agencyKinds})) as agency,
      (select ${namedRef('o')} from organisations o where o.id = ${filters.organisationId ?? null}) as organisation,
      (select json_build_object('code', t.code, 'label', t.label) from vocabulary_terms t
        where t.scheme = 'strand' and t.code = ${filters.strand ?? null}) as strand`;
}

/** What had been made by the day of the statuses, with what it was on that day. */
function agreementsSql(scope: ReportScope, statusOn: CalendarDate, today: CalendarDate): Sql {
  return sql`
    select a.id, a.agency_id, a.reference, a.title, a.type, a.marking, a.value_pence, a.currency, told.status,
      told.status in ('active', 'expiring', 'notice_window') as in_force,
      case when ${executedBy(statusOn)} then a.executed_on end as executed_on,
      -- The first day on which it is no longer in force.
      case when ${executedBy(statusOn)} then least(a.terminated_on, a.superseded_on, ${presentEndSql('a', statusOn)} + 1) end as over_on,
      exists (select 1 from agreements former where former.superseded_by_id = a.id and ${scope.agreements('former')}) as succeeds
    from agreements a cross join lateral (select ${statusOnDay(statusOn, today)} as status) told
    where ${scope.countedAgreements('a')}
      and (${executedBy(statusOn)} or ${withdrawnBy(statusOn)} or a.created_at < ${londonInstant(addDays(statusOn, 1), '00:00')})`;
}

const executedBy = (day: CalendarDate): Sql => sql`(a.stage = 'executed' and a.executed_on <= ${day}::date)`;
const withdrawnBy = (day: CalendarDate): Sql =>
  sql`(a.stage = 'withdrawn' and coalesce(a.withdrawn_on <= ${day}::date, true))`;

/** Steps before execution are kept without their days, so on a past day they cannot be told apart. */
function statusOnDay(statusOn: CalendarDate, today: CalendarDate): Sql {
  const stage = isBefore(statusOn, today)
    ? sql`'in_preparation'`
    : sql`case when a.stage in ('executed', 'withdrawn') then 'in_preparation' else a.stage end`;
  return sql`(case
    when ${executedBy(statusOn)} then ${statusSql('a', statusOn)}
    when ${withdrawnBy(statusOn)} then 'withdrawn'
    else ${stage} end)`;
}

/** What has happened: what is only planned is no engagement yet. */
function interactionsSql(scope: ReportScope, { from, to }: ReportPeriod, today: CalendarDate): Sql {
  return sql`
    select i.id, i.agency_id, i.kind, i.strand, i.marking, i.chatham_house,
      to_char(i.happened_at at time zone 'Europe/London', 'YYYY-MM') as month, ${scope.countsWhoTookPart('i')} as with_people
    from interactions i
    where i.happened_at >= ${londonInstant(from, '00:00')} and i.happened_at < ${londonInstant(addDays(earliest(to, today), 1), '00:00')}
      and ${scope.countedInteractions('i')}`;
}

function followUpsSql(scope: ReportScope, { from, to }: ReportPeriod, today: CalendarDate): Sql {
  return sql`
    select f.marking, ${followUpOutcomeSql('f', today)} as outcome, count(*) as number
    from follow_ups f
    where f.due_on between ${from}::date and ${to}::date and ${scope.countedFollowUps('f')}
    group by 1, 2`;
}

function agreementFigures(scope: ReportScope, { from, to }: ReportPeriod): Sql {
  const partners = sql`from counted_agreements a join agreement_parties p on p.agreement_id = a.id
    join organisations o on o.id = p.organisation_id where o.kind = any(${outsideKinds})`;
  return sql`json_build_object(
    'total', (select count(*) from counted_agreements),
    'inForce', (select count(*) from counted_agreements where in_force),
    'newInPeriod', (select count(*) from counted_agreements where executed_on between ${from}::date and ${to}::date and not succeeds),
    'successorsInPeriod', (select count(*) from counted_agreements where executed_on between ${from}::date and ${to}::date and succeeds),
    'endedInPeriod', (select count(*) from counted_agreements where over_on between ${from}::date and ${to}::date),
    'byStatus', (select json_object_agg(status, number)
      from (select status, count(*) as number from counted_agreements group by status) one),
    'byType', ${listOf(sql`select json_agg(json_build_object('type', type, 'status', status, 'number', number))
      from (select type, status, count(*) as number from counted_agreements group by type, status) one`)},
    'byAgency', ${perBody(sql`'agency'`, sql`from counted_agreements a join organisations o on o.id = a.agency_id`)},
    'institutions', (select count(distinct o.id) ${partners}),
    'byInstitution', ${perBody(sql`'organisation'`, partners)},
    'valueInForce', ${listOf(sql`select json_agg(json_build_object('currency', currency, 'pence', pence, 'agreements', number) order by currency)
      from (select currency, sum(value_pence) as pence, count(*) as number from counted_agreements
        where in_force and currency is not null group by currency) one`)},
    'endsNext', ${endsNext(scope)})`;
}

/** Counts for each body `o`, the largest first. */
function perBody(label: Sql, from: Sql): Sql {
  return listOf(sql`
    select json_agg(json_build_object(${label}, ${namedRef('body')}, 'total', body.total, 'inForce', body.in_force)
      order by body.total desc, body.name, body.id)
    from (select o.id, o.name, count(*) as total, count(*) filter (where a.in_force) as in_force ${from}
      group by o.id, o.name order by total desc, o.name, o.id limit ${mostListed}) body`);
}

/** Those in force or signed whose end is known; whoever may not open them reads of what kind they are and in which month. */
function endsNext(scope: ReportScope): Sql {
  const opened = scope.countsEveryRecord
    ? sql`'id', null, 'reference', null, 'title', null, 'marking', null, 'endOn', null`
    : sql`'id', a.id, 'reference', a.reference, 'title', a.title, 'marking', a.marking, 'endOn', a.over_on - 1`;
  return listOf(sql`select json_agg(json_build_object(${opened}, 'type', a.type, 'agency', ${namedRef('o')},
      'month', to_char(a.over_on - 1, 'YYYY-MM')) order by a.over_on, a.id)
    from (select * from counted_agreements where over_on is not null and (in_force or status = 'signed')
      order by over_on, id limit ${mostEndingNext}) a join organisations o on o.id = a.agency_id`);
}

function engagementFigures(scope: ReportScope): Sql {
  const met = sql`from interaction_bodies met join organisations o on o.id = met.organisation_id where o.kind = any(${outsideKinds})`;
  return sql`json_build_object(
    'total', (select coalesce(sum(number), 0) from interaction_groups),
    'chathamHouse', (select coalesce(sum(number), 0) from interaction_groups where chatham_house),
    'byKind', (select json_object_agg(kind, number)
      from (select kind, sum(number) as number from interaction_groups group by kind) one),
    'byAgency', ${listOf(sql`
      select json_agg(json_build_object('agency', ${namedRef('body')}, 'total', body.total) order by body.total desc, body.name, body.id)
      from (select o.id, o.name, sum(i.number) as total from interaction_groups i join organisations o on o.id = i.agency_id
        group by o.id, o.name order by total desc, o.name, o.id limit ${mostListed}) body`)},
    'institutions', (select count(distinct met.organisation_id) ${met}),
    'byInstitution', ${listOf(sql`
      select json_agg(json_build_object('organisation', ${namedRef('body')}, 'total', body.total) order by body.total desc, body.name, body.id)
      from (select o.id, o.name, count(*) as total ${met} group by o.id, o.name order by total desc, o.name, o.id limit ${mostListed}) body`)},
    'byMonth', (select json_object_agg(month, number)
      from (select month, sum(number) as number from interaction_groups group by month) one),
    'byStrand', ${listOf(sql`select json_agg(json_build_object('strand', strand, 'label', label, 'total', total)
        order by strand is null, position, strand)
      from (select i.strand, t.label, t.position, sum(i.number) as total from interaction_groups i
        left join vocabulary_terms t on t.scheme = 'strand' and t.code = i.strand group by i.strand, t.label, t.position) one`)},
    'expertsMet', (select count(*) from experts e where ${scope.experts('e')} and e.id in (
      select took.expert_id from counted_interactions i join interaction_participants took on took.interaction_id = i.id
      where i.with_people and took.expert_id is not null)))`;
}
