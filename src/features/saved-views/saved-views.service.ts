import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/identifier.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { keptQuery } from './saved-view.rules.js';
import { savedViewOf, SavedViewQueries } from './saved-views.queries.js';
import type { CreateSavedViewDto, SavedViewView } from './saved-views.dto.js';

const mostViews = 100;

/** Writes of somebody's own views. They are their notes for themselves, not records: the audit says nothing of them. */
@Injectable()
export class SavedViewsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly queries: SavedViewQueries,
  ) {}

  create(actor: UserActor, { page, name, query = '' }: CreateSavedViewDto): Promise<SavedViewView> {
    return this.work.transaction(actor, async (tx) => {
      await this.refuseMore(tx, actor);
      const id = newId();
      const made = await tx.query(sql`
        insert into saved_views (id, user_id, page, name, query, created_at)
        values (${id}, ${actor.userId}, ${page}, ${name}, ${keptQuery(query)}, ${tx.now})
        on conflict (user_id, page, plain_text(name)) do nothing returning id`);
      if (made.length === 0) {
        const detail = 'You have a saved view of this name on this list already. Enter another name.';
        throw new DomainError('conflict', detail, [{ pointer: '/name', detail }]);
      }
      const [row] = await tx.query<SavedViewView>(this.queries.showSql(actor, id));
      return savedViewOf(row);
    });
  }

  /** Answers with what was taken away, so that it can be put back. */
  remove(actor: UserActor, id: string): Promise<SavedViewView> {
    return this.work.transaction(actor, async (tx) => {
      const [row] = await tx.query<SavedViewView>(this.queries.showSql(actor, id));
      if (!row) throw notFound('saved view');
      await tx.query(sql`delete from saved_views where id = ${id} and user_id = ${actor.userId}`);
      return savedViewOf(row);
    });
  }

  private async refuseMore(tx: Transaction, actor: UserActor): Promise<void> {
    const [{ count }] = await tx.query<{ count: number }>(
      sql`select count(*)::integer as count from saved_views where user_id = ${actor.userId}`,
    );
    if (count >= mostViews)
      throw new DomainError('refused', `You have ${mostViews} saved views. Delete one before you save another.`);
  }
}
