import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { AccessPolicy } from '../../platform/auth/permissions.js';
import { namedRef } from '../../platform/database/fragments.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { MeView } from './sessions/auth.dto.js';

/** Reads of users. */
@Injectable()
export class UserQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly policy: AccessPolicy,
  ) {}

  async me(actor: UserActor): Promise<MeView> {
    const row = await this.work.readOne<Omit<MeView, 'permissions'>>(
      actor,
      sql`select u.id, u.name, u.email, u.role, ${namedRef('o')} as organisation, ${namedRef('agency')} as agency, u.expert_id as "expertId"
        from users u join organisations o on o.id = u.organisation_id left join organisations agency on agency.id = ${actor.agencyId}
        where u.id = ${actor.userId}`,
    );
    return { ...row!, permissions: this.policy.permissionsOf(actor.role) };
  }
}
