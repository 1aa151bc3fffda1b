import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { notFound } from '../../kernel/domain-error.js';
import type { CursorParts } from '../../kernel/page.js';
import { AccessPolicy } from '../../platform/auth/permissions.js';
import { nothing } from '../../platform/auth/visibility.js';
import { containing, namedRef } from '../../platform/database/fragments.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../platform/web/keyset.js';
import { madeByOwnAgency, visibleInteractions } from '../interactions/interaction.visibility.js';
import { aboutSql } from '../interactions/interaction.views.sql.js';
import { effectiveAssigneeRefSql, takersOf, turnOf } from './follow-up.assignee.sql.js';
import type { FollowUpStepFacts } from './follow-up.lifecycle.js';
import { keptOrLate } from './follow-up.rules.js';
import { followUpStateSql } from './follow-up.state.sql.js';
import { openStepsFor } from './follow-up.steps.js';
import {
  changeableFollowUps,
  followUpsAboutAgreement,
  followUpsAboutExpert,
  followUpsAboutSomethingCalled,
  visibleFollowUps,
} from './follow-up.visibility.js';
import { nextOf, type PlaceInSeries } from './recurrence/follow-up.recurrence.rules.js';
import type {
  FollowUpCount,
  FollowUpListQuery,
  FollowUpPage,
  FollowUpSummaryView,
  FollowUpView,
} from './follow-ups.dto.js';

const mostCounted = 1000;

type SummaryRow = FollowUpSummaryView & { cursorKey: CursorParts };
/** The view before its computed parts, and what those are computed from. */
export type FollowUpRow = Omit<FollowUpView, 'keptOrLate' | 'steps' | 'repeats'> & {
  facts: FollowUpStepFacts;
  place: PlaceInSeries | null;
};

/** Reads of follow-ups: one statement each, scoped to what the actor may see. */
@Injectable()
export class FollowUpQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly policy: AccessPolicy,
  ) {}

  async list(actor: UserActor, query: FollowUpListQuery): Promise<FollowUpPage> {
    const limit = query.limit ?? 25;
    const today = this.clock.today();
    const conditions = filters(actor, query, today);
    const after = cursorOf(query.cursor, 'date', 'id');
    if (after !== null) conditions.push(sql`(f.due_on, f.id) > (${after[0]}::date, ${after[1]}::uuid)`);
    const rows = await this.work.read<SummaryRow>(
      actor,
      sql`select ${summaryColumns(actor, today)}, json_build_array(f.due_on, f.id) as "cursorKey"
        from follow_ups f
        join organisations agency on agency.id = f.agency_id
        left join users assignee on assignee.id = f.assignee_user_id
        where ${join(conditions, ' and ')}
        order by f.due_on, f.id
        limit ${limit + 1}`,
    );
    return keysetPage<FollowUpSummaryView>(rows, limit);
  }

  /** How many the actor may see that match, counted up to a thousand. */
  async count(actor: UserActor, query: FollowUpListQuery): Promise<FollowUpCount> {
    const conditions = filters(actor, query, this.clock.today());
    const [{ count }] = await this.work.read<{ count: number }>(
      actor,
      sql`select count(*)::integer as count from (select 1 from follow_ups f where ${join(conditions, ' and ')} limit ${mostCounted + 1}) found`,
    );
    return { count: Math.min(count, mostCounted), more: count > mostCounted };
  }

  /** Those of the ids that the actor may change, next due first: for a page that names them. */
  selected(actor: UserActor, ids: readonly string[]): Promise<FollowUpSummaryView[]> {
    const today = this.clock.today();
    return this.work.read(
      actor,
      sql`select ${summaryColumns(actor, today)}
        from follow_ups f
        join organisations agency on agency.id = f.agency_id
        left join users assignee on assignee.id = f.assignee_user_id
        where f.id = any(${ids}::uuid[]) and f.status = 'open' and ${changeableFollowUps(actor, 'f', today)}
        order by f.due_on, f.id`,
    );
  }

  /** Whom a follow-up of the actor's agency can be given to. */
  possibleAssignees(actor: UserActor): Promise<{ id: string; name: string }[]> {
    return this.work.read(
      actor,
      sql`select u.id, u.name from users u where ${actor.agencyId === null ? nothing : takersOf('u', actor.agencyId)}
        order by u.name, u.id limit 200`,
    );
  }

  async show(actor: UserActor, id: string): Promise<FollowUpView> {
    const row = await this.work.readOne<FollowUpRow>(actor, this.showSql(actor, id));
    if (row === null) throw notFound('follow-up');
    return this.viewOf(actor, row);
  }

  /**
   * The statement behind `show`, so that a write answers from its own transaction: to somebody who could read it before the
   * write, even if they have just handed it over to somebody else.
   */
  showSql(actor: Actor, id: string, readable: Sql = visibleFollowUps(actor, 'f', this.clock.today())): Sql {
    const today = this.clock.today();
    return sql`
      select ${summaryColumns(actor, today)}, f.details, ${namedRef('deputy')} as deputy, f.handling, f.outcome,
        f.completed_at as "completedAt", ${namedRef('completer')} as "completedBy",
        (select earlier.id from follow_ups earlier
          where earlier.id = f.continues_id and ${visibleFollowUps(actor, 'earlier', today)}) as "continuesId",
        (select later.id from follow_ups later
          where later.continues_id = f.id and ${visibleFollowUps(actor, 'later', today)}) as "nextFollowUpId",
        json_build_object('stage', f.status, 'agencyId', f.agency_id, 'assigneeUserId', f.assignee_user_id,
          'completedOn', f.completed_on, 'snoozedUntil', f.snoozed_until,
          'continued', exists (select 1 from follow_ups later where later.continues_id = f.id
            and (later.version > 1 or later.status <> 'open' or coalesce(later.series_number, 0) = 0))) as facts,
        case when f.every_count is not null then json_build_object('everyCount', f.every_count, 'everyUnit', f.every_unit,
          'firstOn', f.series_first_on, 'number', f.series_number, 'untilOn', f.series_until_on, 'times', f.series_times) end as place,
        ${namedRef('author')} as "createdBy", f.created_at as "createdAt"
      from follow_ups f
      join organisations agency on agency.id = f.agency_id
      left join users assignee on assignee.id = f.assignee_user_id
      left join users deputy on deputy.id = f.deputy_user_id
      left join users completer on completer.id = f.completed_by_user_id
      left join users author on author.id = f.created_by_user_id
      where f.id = ${id} and ${readable}`;
  }

  viewOf(actor: UserActor, { facts, place, ...view }: FollowUpRow): FollowUpView {
    const done = facts.stage === 'done' && facts.completedOn !== null;
    return {
      ...view,
      repeats: place && {
        ...place,
        number: place.number + 1,
        nextOn: facts.stage === 'open' ? (nextOf(place, this.clock.today())?.dueOn ?? null) : null,
      },
      keptOrLate: done ? keptOrLate({ dueOn: view.dueOn, doneOn: facts.completedOn! }) : null,
      steps: openStepsFor(actor, facts, this.policy),
    };
  }
}

function summaryColumns(actor: Actor, today: CalendarDate): Sql {
  return sql`f.id, f.version, f.title, f.due_on as "dueOn", ${followUpStateSql('f', today)} as state, f.priority,
    ${namedRef('agency')} as agency, ${namedRef('assignee')} as assignee,
    case when ${madeByOwnAgency(actor, 'f')} then ${effectiveAssigneeRefSql('f')} else ${namedRef('assignee')} end as "effectiveAssignee",
    coalesce(${aboutSql(actor, 'f', today)}, (select json_build_object('kind', 'interaction', 'id', i.id, 'label', i.subject)
      from interactions i where i.id = f.about_interaction_id and ${visibleInteractions(actor, 'i', today)})) as about,
    f.snoozed_until as "snoozedUntil", f.completed_on as "completedOn", f.marking, f.sharing, f.updated_at as "updatedAt"`;
}

function filters(actor: UserActor, query: FollowUpListQuery, today: CalendarDate): Sql[] {
  const conditions = [visibleFollowUps(actor, 'f', today)];
  if (query.q) conditions.push(sql`f.search like ${containing(query.q)}`);
  conditions.push(...ofState(query.state, today));
  if (query.assigneeUserId) {
    const userId = query.assigneeUserId === 'me' ? actor.userId : query.assigneeUserId;
    conditions.push(turnOf('f', userId, actor.agencyId));
  }
  if (query.dueBefore) conditions.push(sql`f.due_on <= ${query.dueBefore}`);
  if (query.expertId) conditions.push(sql`f.id in (${followUpsAboutExpert(actor, query.expertId, today)})`);
  if (query.agreementId) conditions.push(sql`f.id in (${followUpsAboutAgreement(actor, query.agreementId, today)})`);
  if (query.about) conditions.push(sql`f.id in (${followUpsAboutSomethingCalled(actor, query.about, today)})`);
  return conditions;
}

function ofState(state: FollowUpListQuery['state'], today: CalendarDate): Sql[] {
  if (state === undefined || state === 'any') return [];
  if (state === 'done' || state === 'cancelled') return [sql`f.status = ${state}`];
  // In the words of the index of open ones.
  const open = sql`f.status = 'open'`;
  return state === 'to_do' ? [open] : [open, sql`${followUpStateSql('f', today)} = ${state}`];
}
