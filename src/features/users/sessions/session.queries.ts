import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { OwnSessionList, OwnSessionView } from './auth.dto.js';

/** More than anybody has open; only keeps the answer bounded. */
const mostShown = 100;

/** The sessions of one's own that still last. */
@Injectable()
export class SessionQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** The present one first, then the newest. A program's session lasts as long as it can be refreshed. */
  async list(actor: UserActor): Promise<OwnSessionList> {
    const items = await this.work.read<OwnSessionView>(
      actor,
      sql`select s.id, s.kind, s.created_at as "begunAt", lasting.until as "endsAt", host(s.address) as address,
          s.id is not distinct from ${actor.sessionId}::uuid as "isThisOne"
        from sessions s
        cross join lateral (select greatest(s.access_expires_at,
          (select max(r.expires_at) from session_refreshes r where r.session_id = s.id and r.used_at is null)) as until) lasting
        where s.user_id = ${actor.userId} and s.revoked_at is null and lasting.until > ${this.clock.machineNow()}
        order by "isThisOne" desc, s.created_at desc, s.id limit ${mostShown}`,
    );
    return { items };
  }
}
