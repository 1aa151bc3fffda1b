import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import { listOf } from '../../../platform/database/fragments.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { visibleExperts } from '../expert.visibility.js';
import { mostPublications } from './publication.rules.js';
import { readablePublications } from './publication.visibility.js';
import type { ClaimedPublications, PublicationList, PublicationView } from './publications.dto.js';

const order = sql`highlighted desc, year desc nulls last, title, id`;

/** Reads of publications, of one person at a time. */
@Injectable()
export class PublicationQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** What the person themselves sees is all of it. */
  async list(actor: UserActor, expert: string): Promise<PublicationList> {
    const found = await this.work.readOne<PublicationList>(
      actor,
      sql`select ${listedSql(readablePublications(actor, 'p'), mostPublications)} as items
        from experts e where ${identifiedBy('e', expert)} and ${visibleExperts(actor, 'e', this.clock.today())}`,
    );
    if (found === null) throw notFound('expert');
    return found;
  }

  async claimedOf(actor: UserActor, expert: string, most: number): Promise<ClaimedPublications> {
    const claimed = sql`p.state = 'claimed' and ${readablePublications(actor, 'p')}`;
    const waiting = sql`p.state = 'proposed' and ${readablePublications(actor, 'p')}`;
    const found = await this.work.readOne<ClaimedPublications>(
      actor,
      sql`select ${listedSql(claimed, most)} as items,
          (select count(*)::integer from publications p where p.expert_id = e.id and ${claimed}) as total,
          (select count(*)::integer from publications p where p.expert_id = e.id and ${waiting}) as waiting
        from experts e where ${identifiedBy('e', expert)} and ${visibleExperts(actor, 'e', this.clock.today())}`,
    );
    if (found === null) throw notFound('expert');
    return found;
  }

  async show(actor: UserActor, id: string): Promise<PublicationView> {
    const row = await this.work.readOne<PublicationView>(actor, this.showSql(actor, id));
    if (row === null) throw notFound('publication');
    return row;
  }

  /** Undefined where the actor may not read it. */
  async showWithin(tx: Transaction, actor: UserActor, id: string): Promise<PublicationView> {
    const [row] = await tx.query<PublicationView>(this.showSql(actor, id));
    return row;
  }

  private showSql(actor: UserActor, id: string): Sql {
    return sql`select ${viewColumns} from publications p join experts e on e.id = p.expert_id
      where p.id = ${id} and ${readablePublications(actor, 'p')} and ${visibleExperts(actor, 'e', this.clock.today())}`;
  }
}

const viewColumns = sql`p.id, p.version, p.expert_id as "expertId", p.doi, p.title, p.year, p.venue, p.type, p.source, p.state,
  p.highlighted, 'OFFICIAL' as marking`;

/** Publications of the person of row `e` as one list. */
function listedSql(where: Sql, most: number): Sql {
  return listOf(sql`select json_agg(row_to_json(shown) order by ${order})
    from (select ${viewColumns} from publications p where p.expert_id = e.id and ${where} order by ${order} limit ${most}) shown`);
}
