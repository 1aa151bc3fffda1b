import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { namedRef } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import type { BulkChangeView } from './bulk.dto.js';

/** Reads of changes of many records: each by whoever made it. */
@Injectable()
export class BulkQueries {
  constructor(private readonly work: UnitOfWork) {}

  find(actor: UserActor, id: string): Promise<BulkChangeView | null> {
    return this.work.readOne<BulkChangeView>(actor, this.showSql(actor, id));
  }

  /** The statement behind `find`, so that a write answers from its own transaction. */
  showSql(actor: UserActor, id: string): Sql {
    return sql`select c.id, c.act, ${namedRef('owner')} as owner, ${namedRef('g')} as tag,
        json_array_length((c.outcome -> 'changed')::json) as changed, c.outcome -> 'skipped' as skipped,
        c.made_at as "madeAt", c.undone_at as "undoneAt", (c.outcome ->> 'restored')::integer as restored
      from bulk_changes c left join users owner on owner.id = c.owner_user_id left join tags g on g.id = c.tag_id
      where c.id = ${id} and c.made_by_user_id = ${actor.userId} and c.agency_id = ${actor.agencyId}`;
  }
}
