import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError, invalidField } from '../../kernel/domain-error.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { ownAgencyOf } from '../../platform/auth/own-agency.js';
import { requireRecords } from '../../platform/database/require-records.js';
import { stale, type Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { activeUsersOf } from '../users/user.conditions.js';
import { CareMovers } from './care.movers.js';
import { CareQueries } from './care.queries.js';
import { problemsOfChoice } from './hand-over.rules.js';
import { mostHandedOver, type HandedKindDto, type HandedOverView, type HandOverCareDto } from './hand-overs.dto.js';

interface Seen {
  readonly id: string;
  readonly version: number;
}

/** Everything that somebody looks after, or a part of it, given to a colleague in one transaction. */
@Injectable()
export class HandOversService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly queries: CareQueries,
    private readonly movers: CareMovers,
  ) {}

  /**
   * All of it or nothing. Whatever has changed since it was seen refuses the whole; so does a record that the actor may not
   * change, which is as absent as anywhere.
   */
  async handOver(actor: UserActor, fromUserId: string, dto: HandOverCareDto): Promise<HandedOverView> {
    const { colleague: from } = await this.queries.of(actor, fromUserId);
    const problems = problemsOfChoice(dto.kinds, this.movers.names, { fromUserId, toUserId: dto.toUserId });
    if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
    return this.work.transaction(actor, async (tx) => {
      await requireRecords(tx, [
        {
          pointer: '/toUserId',
          what: 'liaison or partner of your agency',
          table: 'users',
          values: [dto.toUserId],
          where: sql`${activeUsersOf('record', ownAgencyOf(actor))} and record.role in ('liaison', 'partner')`,
        },
      ]);
      // In one order of kinds, and of ids within each: two who hand over the same wait for each other rather than deadlock.
      const chosen = this.movers.names.flatMap((name) => dto.kinds.filter((kind) => kind.name === name));
      const lists: { name: string; records: Seen[] }[] = [];
      for (const kind of chosen)
        lists.push({ name: kind.name, records: await this.recordsOf(tx, actor, fromUserId, kind) });
      refuseTooMany(lists.reduce((sum, { records }) => sum + records.length, 0));
      for (const { name, records } of lists)
        for (const record of records)
          await this.movers.move(tx, actor, name, record, { fromUserId, toUserId: dto.toUserId, reason: dto.reason });
      const handed = lists.map(({ name, records }) => ({ name, records: records.map(({ id }) => id) }));
      const after = { toUserId: dto.toUserId, reason: dto.reason, handed };
      await this.audit.record(tx, 'user.hand-over-care', { kind: 'user', id: fromUserId }, null, after);
      const [to] = await tx.query<{ id: string; name: string }>(
        sql`select u.id, u.name from users u where u.id = ${dto.toUserId}`,
      );
      return { from, to, kinds: lists.map(({ name, records }) => ({ name, count: records.length })) };
    });
  }

  /** What is meant, as it stands: refused unless it is what was seen. */
  private async recordsOf(
    tx: Transaction,
    actor: UserActor,
    fromUserId: string,
    { name, seen, records = [] }: HandedKindDto,
  ): Promise<Seen[]> {
    const care = this.queries.cares.find((one) => one.name === name)!;
    const now = await tx.query<Seen>(this.queries.allOfSql(care, actor, fromUserId));
    if (seen !== undefined) {
      if (seen !== fingerprintOf(now)) throw stale();
      return now;
    }
    const versions = new Map(now.map(({ id, version }) => [id, version]));
    const sent = records.map(({ id, version }) => ({ id: id.toLowerCase(), version }));
    // Gone from their care since, or never in it as far as the actor may know: whichever, it tells the same.
    if (sent.some(({ id }) => !versions.has(id))) throw stale();
    if (sent.some(({ id, version }) => versions.get(id) !== version)) throw stale();
    return sent.sort((one, other) => (one.id < other.id ? -1 : 1));
  }
}

/** The twin of what `CareQueries` says was seen. */
function fingerprintOf(records: readonly Seen[]): string {
  return createHash('md5')
    .update(records.map(({ id, version }) => `${id}/${version}`).join(','))
    .digest('hex');
}

function refuseTooMany(count: number): void {
  if (count === 0) throw invalidField('/kinds', 'There is nothing of this to hand over.');
  if (count > mostHandedOver)
    throw invalidField(
      '/kinds',
      `These are ${count} records, and ${mostHandedOver} change hands at once at most. Hand over one kind after the other, or some of it.`,
    );
}
