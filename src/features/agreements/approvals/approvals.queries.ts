import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import type { CursorParts } from '../../../kernel/page.js';
import { namedRef } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../../platform/web/keyset.js';
import { coveredForBy } from '../../users/user.conditions.js';
import { visibleAgreements } from '../agreement.visibility.js';
import type { ApprovalListQuery, ApprovalPage, ApprovalView } from './approvals.dto.js';

/** What is put to people for a decision: one statement each, within the agreements that the actor may read. */
@Injectable()
export class ApprovalQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async list(
    actor: UserActor,
    { state = 'open', whose = 'mine', limit = 25, cursor }: ApprovalListQuery,
  ): Promise<ApprovalPage> {
    const today = this.clock.today();
    const open = state === 'open';
    const at = open ? sql`w.asked_at` : sql`w.decided_at`;
    const conditions = [visibleApprovals(actor, today), open ? isOpen : isDecided];
    if (whose === 'mine') conditions.push(putTo(actor, today));
    const after = cursorOf(cursor, 'instant', 'id');
    if (after !== null)
      conditions.push(
        open
          ? sql`(${at}, w.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`
          : sql`(${at}, w.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      );
    const rows = await this.work.read<ApprovalView & { cursorKey: CursorParts }>(
      actor,
      sql`select w.id, w.kind, json_build_object('id', a.id, 'reference', a.reference, 'type', a.type, 'title', a.title) as agreement,
          case when m.id is not null then json_build_object('id', m.id, 'number', m.number, 'title', m.title) end as amendment,
          a.marking, ${namedRef('assignee')} as assignee, ${namedRef('asker')} as "askedBy", w.asked_at as "askedAt", w.due_on as "dueOn",
          coalesce(w.decision is null and w.due_on < ${today}::date, false) as overdue, w.decision, ${namedRef('decider')} as "decidedBy",
          w.decided_at as "decidedAt", w.reason, json_build_array(${at}::text, w.id) as "cursorKey"
        from agreement_approvals w
        join agreements a on a.id = w.agreement_id
        left join agreement_amendments m on m.id = w.amendment_id
        join users assignee on assignee.id = w.assignee_user_id
        join users asker on asker.id = w.asked_by_user_id
        left join users decider on decider.id = w.decided_by_user_id and decider.id <> w.assignee_user_id
        where ${join(conditions, ' and ')}
        order by ${open ? sql`${at}, w.id` : sql`${at} desc, w.id desc`}
        limit ${limit + 1}`,
    );
    return keysetPage<ApprovalView>(rows, limit);
  }
}

const isOpen = sql`w.decision is null and w.asked_at is not null`;
const isDecided = sql`w.decision is not null and w.asked_at is not null`;

/** The decision log is for the agency that keeps the agreement; approvers see in it what was put to them. */
function visibleApprovals(actor: UserActor, today: CalendarDate): Sql {
  const ofAgency = sql`a.agency_id = ${actor.agencyId} and ${visibleAgreements(actor, 'a', today)}`;
  return actor.role === 'approver' ? sql`${ofAgency} and ${putTo(actor, today)}` : ofAgency;
}

/** To oneself, or while it is open to somebody away for whom one stands in; and what one decided for somebody. */
function putTo(actor: UserActor, today: CalendarDate): Sql {
  return sql`(${actor.userId} in (w.assignee_user_id, w.decided_by_user_id)
    or (w.decision is null and w.assignee_user_id in (${coveredForBy(actor.userId, today)})))`;
}
