import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import { systemActor, type UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { ActorSource, type SessionKind } from '../../../platform/auth/actor-source.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';

/** SEC-S1. */
export const idleMinutes = 30;

type ActorRow = Omit<UserActor, 'kind'>;

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
    if (kind === 'cookie') await this.keepAlive(hash);
    const [actor] = await this.find(
      sql`s.id`,
      sql`sessions s join users u on u.id = s.user_id`,
      sql`s.access_hash = ${hash} and s.kind = ${kind} and s.access_expires_at > ${this.clock.machineNow()} and s.revoked_at is null`,
    );
    return actor ?? null;
  }

  byUserIds(userIds: readonly string[]): Promise<UserActor[]> {
    return this.find(sql`null::uuid`, sql`users u`, sql`u.id = any(${userIds}::uuid[])`);
  }

  /** Half an hour without a request ends a browser's session; twelve hours end it in any case. Written once a minute. */
  private async keepAlive(hash: Buffer): Promise<void> {
    const now = this.clock.machineNow();
    const [idleEnd, renewedBefore] = [now.getTime() + idleMinutes * 60_000, now.getTime() + (idleMinutes - 1) * 60_000];
    await this.work.read(
      systemActor('sessions'),
      sql`update sessions set access_expires_at = least(${new Date(idleEnd)}::timestamptz, created_at + interval '12 hours')
        where access_hash = ${hash} and kind = 'cookie' and revoked_at is null
          and access_expires_at > ${now} and access_expires_at < ${new Date(renewedBefore)}
          and access_expires_at < created_at + interval '12 hours'`,
    );
  }

  private async find(sessionId: Sql, from: Sql, where: Sql): Promise<UserActor[]> {
    const rows = await this.work.read<ActorRow>(
      systemActor('sessions'),
      sql`select u.id as "userId", u.name, u.role, u.organisation_id as "organisationId", agency.id as "agencyId",
          agency.audience as "agencyAudience", coalesce(agency.joint_controller_from <= ${this.clock.today()}, false) as "readsSharedPeople",
          u.expert_id as "expertId", ${sessionId} as "sessionId"
        from ${from}
        left join organisations agency on u.role not in ('academic', 'host') and agency.id = agency_of(u.organisation_id)
          and agency.kind not in ('university', 'think_tank', 'research_institute', 'ngo', 'industry')
        where ${where} and u.disabled_at is null`,
    );
    return rows.map((row) => ({ kind: 'user', ...row }));
  }
}
