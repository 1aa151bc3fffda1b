import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import type { CursorParts } from '../../../kernel/page.js';
import { containing, instant, listOf, namedRef } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../../platform/web/keyset.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { visibleAgreements } from '../agreement.visibility.js';
import { occurrencesSql } from './obligation.state.sql.js';
import { visibleObligations } from './obligation.visibility.js';
import type {
  ObligationCount,
  ObligationList,
  ObligationListQuery,
  ObligationPage,
  ObligationSummaryView,
  ObligationView,
} from './obligations.dto.js';

const mostCounted = 1000;
/** As many as an agreement has at most. */
export const mostObligations = 100;
const mostOccurrences = 120;
const aliases = { obligation: 'o', agreement: 'a' } as const;

/** Reads of obligations: one statement each, scoped to what the actor may see. */
@Injectable()
export class ObligationQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Over all agreements, next due first. */
  async list(actor: UserActor, query: ObligationListQuery): Promise<ObligationPage> {
    const limit = query.limit ?? 25;
    const today = this.clock.today();
    const conditions = filters(actor, query, today);
    const after = cursorOf(query.cursor, 'date', 'id');
    if (after !== null) conditions.push(sql`(present.due_on, o.id) > (${after[0]}::date, ${after[1]}::uuid)`);
    const rows = await this.work.read<ObligationSummaryView & { cursorKey: CursorParts }>(
      actor,
      sql`select ${summaryColumns}, json_build_array(present.due_on, o.id) as "cursorKey"
        from ${summaryTables(today)} where ${join(conditions, ' and ')}
        order by present.due_on, o.id limit ${limit + 1}`,
    );
    return keysetPage<ObligationSummaryView>(rows, limit);
  }

  /** How many the actor may see that match, counted up to a thousand. */
  async count(actor: UserActor, query: ObligationListQuery): Promise<ObligationCount> {
    const today = this.clock.today();
    const [{ count }] = await this.work.read<{ count: number }>(
      actor,
      sql`select count(*)::integer as count from (select 1 from obligations o join agreements a on a.id = o.agreement_id
        ${presentSql(today)} where ${join(filters(actor, query, today), ' and ')} limit ${mostCounted + 1}) found`,
    );
    return { count: Math.min(count, mostCounted), more: count > mostCounted };
  }

  /** Those of one agreement, in the order in which they are due. */
  async of(actor: UserActor, agreement: string): Promise<ObligationList> {
    const today = this.clock.today();
    const found = await this.work.readOne<ObligationList>(
      actor,
      sql`select ${listOf(sql`select json_agg(row_to_json(listed) order by listed."dueOn", listed.id)
          from (select ${summaryColumns} from ${summaryTables(today)}
            where o.agreement_id = asked.id and ${visibleObligations(actor, 'o', today)} limit ${mostObligations}) listed`)} as items
        from agreements asked where ${identifiedBy('asked', agreement)} and ${visibleAgreements(actor, 'asked', today)}`,
    );
    if (found === null) throw notFound('agreement');
    return found;
  }

  async show(actor: UserActor, id: string): Promise<ObligationView> {
    return foundIn(await this.work.read(actor, this.showSql(actor, sql`o.id = ${id}`)));
  }

  /** The statement behind `show`, so that a write answers from its own transaction. */
  showSql(actor: Actor, where: Sql): Sql {
    const today = this.clock.today();
    // How somebody knows that it was done, and why it was not owed, is for those who work with the agreement.
    const told = (column: Sql): Sql => (actor.kind === 'user' && actor.role === 'academic' ? sql`null` : column);
    return sql`select ${summaryColumns}, o.due_on as "firstDueOn", o.until_on as "untilOn", o.survives_end as "survivesEnd",
        o.lapsed_on as "lapsedOn", ${told(sql`o.lapse_reason`)} as "lapseReason",
        ${listOf(sql`select json_agg(json_build_object('dueOn', latest.due_on, 'progress', latest.progress,
            'state', latest.state, 'evidence', ${told(sql`latest.evidence`)}, 'evidenceUrl', ${told(sql`latest.evidence_url`)},
            'lapseReason', ${told(sql`latest.lapse_reason`)},
            'recordedBy', ${told(namedRef('recorder'))}, 'recordedAt', ${told(instant(sql`latest.recorded_at`))}) order by latest.due_on desc)
          from (select every_time.* from (${occurrencesSql(aliases, today)}) every_time
            order by every_time.due_on desc limit ${mostOccurrences}) latest
          left join users recorder on recorder.id = latest.recorded_by_user_id`)} as occurrences,
        o.created_at as "createdAt", o.updated_at as "updatedAt"
      from ${summaryTables(today)} where ${where} and ${visibleObligations(actor, 'o', today)}`;
  }
}

export function foundIn([view]: readonly ObligationView[]): ObligationView {
  if (!view) throw notFound('obligation');
  return view;
}

const summaryColumns = sql`o.id, o.version, json_build_object('id', a.id, 'reference', a.reference, 'title', a.title) as agreement,
  ${namedRef('agency')} as agency, a.marking, o.what, ${namedRef('party')} as party, ${namedRef('owner')} as owner,
  o.owner_name as "ownerName", present.due_on as "dueOn", present.state, present.overdue, o.every_count as "everyCount",
  o.every_unit as "everyUnit", o.shared_with_academic as "sharedWithAcademic"`;

function summaryTables(today: CalendarDate): Sql {
  return sql`obligations o join agreements a on a.id = o.agreement_id
    join organisations agency on agency.id = a.agency_id
    join organisations party on party.id = o.organisation_id
    left join users owner on owner.id = o.owner_user_id
    ${presentSql(today)}`;
}

/** The first time that is neither fulfilled nor lapsed, else the last of all; and how many are overdue. */
function presentSql(today: CalendarDate): Sql {
  return sql`cross join lateral (
    select one.due_on, one.state, (count(*) filter (where one.state = 'overdue') over ())::integer as overdue
    from (${occurrencesSql(aliases, today)}) one
    order by one.state in ('fulfilled', 'lapsed'), case when one.state not in ('fulfilled', 'lapsed') then one.due_on end, one.due_on desc
    limit 1) present`;
}

function filters(actor: UserActor, query: ObligationListQuery, today: CalendarDate): Sql[] {
  const conditions = [visibleObligations(actor, 'o', today)];
  const owner = query.ownerUserId === 'me' ? actor.userId : query.ownerUserId;
  if (owner) conditions.push(sql`o.owner_user_id = ${owner}`);
  if (query.agreementId) conditions.push(sql`o.agreement_id = ${query.agreementId}`);
  if (query.agreement) conditions.push(sql`a.search like ${containing(query.agreement)}`);
  if (query.state === 'to_do') conditions.push(sql`present.state not in ('fulfilled', 'lapsed')`);
  else if (query.state) conditions.push(sql`present.state = ${query.state}`);
  // Nothing is overdue before its first day: the days of all others need not be computed.
  if (query.state === 'overdue') conditions.push(sql`a.stage = 'executed' and o.due_on < ${today}::date`);
  return conditions;
}
