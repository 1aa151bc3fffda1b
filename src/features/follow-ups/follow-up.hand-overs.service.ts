import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { londonDateOf } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, invalidField, notFound } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/identifier.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { namedRef } from '../../platform/database/fragments.js';
import { ownAgencyOf } from '../../platform/auth/own-agency.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { takersOf } from './follow-up.assignee.sql.js';
import { FollowUp } from './follow-up.entity.js';
import { changeableFollowUps } from './follow-up.visibility.js';
import { followUpChanged } from './follow-ups.jobs.js';
import { FollowUpsService } from './follow-ups.service.js';
import type { HandOverDto, HandOverView } from './follow-up.hand-overs.dto.js';

/** One follow-up that was handed over: its version afterwards, and who had it before. */
interface Handed {
  readonly id: string;
  readonly version: number;
  readonly fromUserId: string | null;
}

interface HandOverRow {
  readonly id: string;
  readonly to: { id: string; name: string };
  readonly items: Handed[];
  readonly undoneAt: Date | null;
}

/** Several follow-ups that change hands in one transaction, and the way back on the same day. */
@Injectable()
export class FollowUpHandOversService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly followUps: FollowUpsService,
  ) {}

  /** Everything or nothing. What the colleague has already stays as it is. */
  handOver(actor: UserActor, { followUps, assigneeUserId, reason }: HandOverDto): Promise<HandOverView> {
    if (followUps.length === 0) throw invalidField('/followUps', 'Select the follow-ups to hand over.');
    if (new Set(followUps.map(({ id }) => id.toLowerCase())).size < followUps.length)
      throw invalidField('/followUps', 'A follow-up is named twice. Remove one of them.');
    const step = { step: 'reassign' as const, assigneeUserId, reason };
    return this.work.transaction(actor, async (tx) => {
      const before = await this.assigneesOf(
        tx,
        actor,
        followUps.map(({ id }) => id),
      );
      const items: Handed[] = [];
      // Always in the same order, so that two people who hand over the same ones wait for each other rather than deadlock.
      for (const one of [...followUps].sort((a, b) => (a.id < b.id ? -1 : 1))) {
        const fromUserId = before.get(one.id.toLowerCase()) ?? null;
        // One that the actor may not change is never passed over, whoever has it: the step refuses it, hidden ones as absent.
        if (fromUserId === assigneeUserId.toLowerCase()) continue;
        const { version } = await this.followUps.performWithin(tx, actor, one, step);
        items.push({ id: one.id.toLowerCase(), version, fromUserId });
      }
      if (items.length === 0) throw new DomainError('refused', 'They are with that person already.');
      const id = newId();
      await tx.query(sql`insert into follow_up_hand_overs (id, handed_by_user_id, to_user_id, items, created_at)
        values (${id}, ${actor.userId}, ${assigneeUserId}, ${JSON.stringify(items)}, ${tx.now})`);
      const [row] = await tx.query<HandOverRow>(shownSql(actor, id));
      return viewOf(row);
    });
  }

  /** What somebody handed over themselves; null when there is no such hand-over of theirs. */
  async find(actor: UserActor, id: string): Promise<HandOverView | null> {
    const row = await this.work.readOne<HandOverRow>(actor, shownSql(actor, id));
    return row && viewOf(row);
  }

  /**
   * Gives everything back to whoever had it: on the same day, by whoever handed it over, while nothing else has happened and
   * everybody who had some of it could be given it anew.
   */
  undo(actor: UserActor, id: string): Promise<HandOverView> {
    return this.work.transaction(actor, async (tx) => {
      const [found] = await tx.query<HandOverRow & { createdAt: Date }>(sql`${shownSql(actor, id)} for update of h`);
      if (!found) throw notFound('hand-over');
      if (found.undoneAt !== null) throw new DomainError('refused', 'This was taken back already.');
      if (londonDateOf(found.createdAt) !== this.clock.today())
        throw new DomainError('refused', 'This can be taken back on the same day only. Hand them over again instead.');
      await this.refuseWhoHasLeft(tx, actor, found.items);
      for (const item of found.items) await this.giveBack(tx, actor, item);
      await tx.query(sql`update follow_up_hand_overs set undone_at = ${tx.now} where id = ${id}`);
      return viewOf({ ...found, undoneAt: tx.now });
    });
  }

  /** Whoever had them is asked about as a new hand-over would ask: all of it goes back, or none. */
  private async refuseWhoHasLeft(tx: Transaction, actor: UserActor, items: readonly Handed[]): Promise<void> {
    const former = [...new Set(items.map(({ fromUserId }) => fromUserId).filter((one) => one !== null))];
    const gone = await tx.query<{ name: string }>(sql`select u.name from users u
      where u.id = any(${former}::uuid[]) and not ${takersOf('u', ownAgencyOf(actor))} order by u.name, u.id`);
    if (gone.length === 0) return;
    const names = gone.map(({ name }) => name).join(', ');
    throw new DomainError(
      'refused',
      `These cannot be given back: ${names} cannot take follow-ups of your agency on any more. Nothing was changed. Hand them over to somebody else instead.`,
    );
  }

  /**
   * Asked by version rather than by what the actor may read now: a follow-up for named people only may have left their sight
   * when they handed it over.
   */
  private async giveBack(tx: Transaction, actor: UserActor, { id, version, fromUserId }: Handed): Promise<void> {
    const followUp = await tx.lock(FollowUp, sql`record.id = ${id} and record.agency_id = ${actor.agencyId}`);
    if (followUp === null || followUp.version !== version)
      throw new DomainError(
        'refused',
        'At least one of them has changed since. Hand over those that you want back, one by one.',
      );
    const before = { ...followUp };
    Object.assign(followUp, { assigneeUserId: fromUserId, updatedAt: tx.now });
    Object.assign(followUp, { assignedAt: fromUserId && tx.now, assignedByUserId: fromUserId && actor.userId });
    await tx.update(FollowUp, followUp);
    const record = { kind: 'follow_up', id };
    await this.audit.record(tx, 'follow-up.take-back', record, { ...before } as never, { ...followUp } as never);
    await tx.publish(followUpChanged, { followUpId: id });
  }

  /** Of those that the actor may change. */
  private async assigneesOf(
    tx: Transaction,
    actor: UserActor,
    ids: readonly string[],
  ): Promise<Map<string, string | null>> {
    const rows = await tx.query<{ id: string; assignee: string | null }>(
      sql`select f.id, f.assignee_user_id as assignee from follow_ups f
        where f.id = any(${ids}::uuid[]) and ${changeableFollowUps(actor, 'f', this.clock.today())}`,
    );
    return new Map(rows.map(({ id, assignee }) => [id, assignee]));
  }
}

function shownSql(actor: UserActor, id: string) {
  return sql`select h.id, ${namedRef('taker')} as to, h.items, h.undone_at as "undoneAt", h.created_at as "createdAt"
    from follow_up_hand_overs h join users taker on taker.id = h.to_user_id
    where h.id = ${id} and h.handed_by_user_id = ${actor.userId}`;
}

function viewOf({ id, to, items, undoneAt }: HandOverRow): HandOverView {
  return { id, to, followUpIds: items.map((item) => item.id), undone: undoneAt !== null };
}
