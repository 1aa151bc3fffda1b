import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import { systemActor, type UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { ActorSource, type SessionKind } from '../../../platform/auth/actor-source.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';

/** SEC-S1. */
export const idleMinutes = 30;

/** Finds who a session belongs to, with role, agency and disablement as they are now: a change counts from the next request. */
@Injectable()
export class SessionActors extends ActorSource {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super();
  }

  async byAccessHash(hash: Buffer, kind: SessionKind): Promise<UserActor | null> {
    const now = this.clock.machineNow();
    const [found] = await this.find<{ renewalDue: boolean }>(
      sql`s.id as "sessionId", s.kind = 'cookie' and s.access_expires_at
        < least(${idleEnd(now, -1)}::timestamptz, s.created_at + interval '12 hours') as "renewalDue"`,
      sql`sessions s join users u on u.id = s.user_id`,
      sql`s.access_hash = ${hash} and s.kind = ${kind} and s.access_expires_at > ${now} and s.revoked_at is null`,
    );
    if (!found) return null;
    const { renewalDue, ...actor } = found;
    if (renewalDue) await this.keepAlive(hash, now);
    return actor;
  }

  byUserIds(userIds: readonly string[]): Promise<UserActor[]> {
    return this.find(sql`null::uuid as "sessionId"`, sql`users u`, sql`u.id = any(${userIds}::uuid[])`);
  }

  /** Half an hour without a request ends a browser's session; twelve hours end it in any case. Written once a minute. */
  private async keepAlive(hash: Buffer, now: Date): Promise<void> {
    await this.work.transaction(systemActor('sessions'), (tx) =>
      tx.query(sql`
        update sessions set access_expires_at = least(${idleEnd(now)}::timestamptz, created_at + interval '12 hours')
        where access_hash = ${hash} and kind = 'cookie' and revoked_at is null and access_expires_at > ${now}`),
    );
  }

  private async find<More>(columns: Sql, from: Sql, where: Sql): Promise<(UserActor & More)[]> {
    const rows = await this.work.read<Omit<UserActor, 'kind'> & More>(
      systemActor('sessions'),
      sql`select u.id as "userId", u.name, u.role, u.organisation_id as "organisationId", agency.id as "agencyId",
          agency.audience as "agencyAudience", coalesce(agency.joint_controller_from <= ${this.clock.today()}, false) as "readsSharedPeople",
          u.expert_id as "expertId", ${columns}
        from ${from}
        left join organisations agency on u.role not in ('academic', 'host', 'delegate') and agency.id = agency_of(u.organisation_id)
          and agency.kind not in ('university', 'think_tank', 'research_institute', 'ngo', 'industry')
        where ${where} and u.disabled_at is null`,
    );
    return rows.map((row) => ({ kind: 'user' as const, ...row }));
  }
}

/** When a browser's session that is used now ends for idleness; `minutes` more or less. */
function idleEnd(now: Date, minutes = 0): Date {
  return new Date(now.getTime() + (idleMinutes + minutes) * 60_000);
}
