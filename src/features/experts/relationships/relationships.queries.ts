import { Injectable } from '@nestjs/common';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { activeUsersOf } from '../../users/user.conditions.js';
import { visibleExperts } from '../expert.visibility.js';
import { relationshipSql } from './relationship.sql.js';
import type { RelationshipView } from './relationships.dto.js';

/** Reads of single relationships; a person's are part of the person's view. */
@Injectable()
export class RelationshipQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async show(actor: UserActor, relationshipId: string): Promise<RelationshipView> {
    return found(await this.work.readOne(actor, this.showSql(actor, sql`r.id = ${relationshipId}`)));
  }

  async showOf(actor: UserActor, expert: string, relationshipId: string): Promise<RelationshipView> {
    return found(await this.work.readOne(actor, this.showSql(actor, ofExpert('r', expert, relationshipId))));
  }

  /** Whom one may make owner or deputy: people of one's agency who can look after a person. */
  possibleOwners(actor: UserActor): Promise<{ id: string; name: string }[]> {
    return this.work.read(
      actor,
      sql`select u.id, u.name from users u where ${activeUsersOf('u', actor.agencyId!)} and u.role in ('liaison', 'partner')
        order by u.name, u.id limit 200`,
    );
  }

  /** The statement behind `show`, so that a write answers from its own transaction. */
  showSql(actor: Actor, where: Sql): Sql {
    const today = this.clock.today();
    const ofVisible = sql`exists (select 1 from experts e where e.id = r.expert_id and ${visibleExperts(actor, 'e', today)})`;
    return relationshipSql(actor, sql`${where} and ${ofVisible}`, today);
  }
}

/** The relationship that a path names below a person, who is named by id or by reference. */
export function ofExpert(aliasName: string, expert: string, relationshipId: string): Sql {
  const r = raw(aliasName);
  return sql`${r}.id = ${relationshipId} and ${r}.expert_id = (select e.id from experts e where ${identifiedBy('e', expert)})`;
}

function found(row: RelationshipView | null): RelationshipView {
  if (row === null) throw notFound('relationship');
  return row;
}
