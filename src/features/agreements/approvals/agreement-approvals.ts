import { Injectable } from '@nestjs/common';
import sql, { bulk, raw, type Sql } from 'sql-template-tag';
import { addDays } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/identifier.js';
import { requireRecords } from '../../../platform/database/require-records.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { activeUsersOf, approvingRoles } from '../../users/user.conditions.js';
import { usualDaysToDecide, type PlannedApproval } from './approval.rules.js';

/**
 * The decisions that an agreement asks for, or one of its amendments. Always inside the caller's transaction, which holds the
 * agreement's row.
 */
@Injectable()
export class AgreementApprovals {
  constructor(private readonly clock: Clock) {}

  /** Approvers are active people of the agency who may decide. `pointers` says where each was named. */
  async requireApprovers(
    tx: Transaction,
    agencyId: string,
    named: readonly { readonly pointer: string; readonly userId: string }[],
  ): Promise<void> {
    const where = sql`${activeUsersOf('record', agencyId)} and record.role in ${approvingRoles}`;
    await requireRecords(
      tx,
      named.map(({ pointer, userId }) => ({
        pointer,
        what: 'user of your agency who can approve',
        table: 'users',
        values: [userId],
        where,
      })),
    );
  }

  /** Asks for the first of them now; the others are asked once those before them have approved. */
  async ask(
    tx: Transaction,
    agreementId: string,
    askedBy: string,
    planned: readonly PlannedApproval[],
    amendmentId: string | null = null,
  ): Promise<void> {
    const first = Math.min(...planned.map(({ position }) => position));
    const usualDueOn = addDays(this.clock.today(), usualDaysToDecide);
    await tx.query(sql`insert into agreement_approvals (id, agreement_id, amendment_id, kind, position, assignee_user_id,
        asked_by_user_id, asked_at, due_on)
      values ${bulk(
        planned.map(({ kind, position, assigneeUserId, dueOn }) => {
          const now = position === first;
          return [
            newId(),
            agreementId,
            amendmentId,
            kind,
            position,
            assigneeUserId,
            askedBy,
            now ? tx.now : null,
            // Who is asked later has their days from then.
            dueOn ?? (now ? usualDueOn : null),
          ];
        }),
      )}`);
  }

  /** Keeps a decision on some of the open approvals, and asks for the next ones where nobody before them is still to decide. */
  async decide(
    tx: Transaction,
    agreementId: string,
    approvalIds: readonly string[],
    decision: 'approved' | 'returned',
    deciderId: string,
    reason: string | null,
    amendmentId: string | null = null,
  ): Promise<void> {
    await tx.query(sql`update agreement_approvals set decision = ${decision}, reason = ${reason}, decided_at = ${tx.now},
        decided_by_user_id = ${deciderId}
      where ${put('agreement_approvals', agreementId, amendmentId)} and id = any(${approvalIds}::uuid[]) and decision is null`);
    if (decision === 'approved') await this.askNext(tx, agreementId, amendmentId);
  }

  /** Hands some of the open approvals on: each is closed in the log, and the same is asked of somebody else, by the same day. */
  async delegate(
    tx: Transaction,
    approvalIds: readonly string[],
    { from, to, reason }: { readonly from: string; readonly to: string; readonly reason: string },
  ): Promise<void> {
    const handed = await tx.query<{ id: string }>(
      sql`update agreement_approvals set decision = 'delegated', reason = ${reason}, decided_at = ${tx.now}, decided_by_user_id = ${from}
        where id = any(${approvalIds}::uuid[]) and decision is null returning id`,
    );
    await tx.query(sql`insert into agreement_approvals (id, agreement_id, amendment_id, kind, position, assignee_user_id,
        asked_by_user_id, asked_at, due_on, delegated_from_id)
      select gen_random_uuid(), agreement_id, amendment_id, kind, position, ${to}, asked_by_user_id, ${tx.now}, due_on, id
      from agreement_approvals where id = any(${handed.map(({ id }) => id)}::uuid[])`);
  }

  /** Closes what nobody has decided; there is nothing to close when a draft is withdrawn. */
  async cancel(
    tx: Transaction,
    agreementId: string,
    reason: string | null,
    amendmentId: string | null = null,
  ): Promise<void> {
    await tx.query(sql`update agreement_approvals set decision = 'cancelled', reason = ${reason}, decided_at = ${tx.now}
      where ${put('agreement_approvals', agreementId, amendmentId)} and decision is null`);
  }

  private async askNext(tx: Transaction, agreementId: string, amendmentId: string | null): Promise<void> {
    const usualDueOn = addDays(this.clock.today(), usualDaysToDecide);
    await tx.query(sql`update agreement_approvals w set asked_at = ${tx.now}, due_on = coalesce(w.due_on, ${usualDueOn}::date)
      where ${put('w', agreementId, amendmentId)} and w.decision is null and w.asked_at is null
        and w.position = (select min(other.position) from agreement_approvals other
          where ${put('other', agreementId, amendmentId)} and other.decision is null)`);
  }
}

/** The decisions on the agreement itself, or on one of its amendments. */
function put(aliasName: string, agreementId: string, amendmentId: string | null): Sql {
  const w = raw(aliasName);
  return sql`${w}.agreement_id = ${agreementId} and ${w}.amendment_id is not distinct from ${amendmentId}::uuid`;
}
