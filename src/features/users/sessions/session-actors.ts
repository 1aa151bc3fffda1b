import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import { systemActor, type UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { ActorSource } from '../../../platform/auth/actor-source.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';

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

  async byAccessHash(hash: Buffer): Promise<UserActor | null> {
    const [actor] = await this.find(
      sql`s.id`,
      sql`sessions s join users u on u.id = s.user_id`,
      sql`s.access_hash = ${hash} and s.access_expires_at > ${this.clock.machineNow()} and s.revoked_at is null`,
    );
    return actor ?? null;
  }

  byUserIds(userIds: readonly string[]): Promise<UserActor[]> {
    return this.find(sql`null::uuid`, sql`users u`, sql`u.id = any(${userIds}::uuid[])`);
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
