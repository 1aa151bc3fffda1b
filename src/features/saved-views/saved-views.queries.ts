import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { notFound } from '../../kernel/domain-error.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { addressOf, type SavedViewPage } from './saved-view.rules.js';
import type { SavedViewView } from './saved-views.dto.js';

type Row = Omit<SavedViewView, 'address'>;

/** Reads of the views that somebody keeps: their own, and nobody else's. */
@Injectable()
export class SavedViewQueries {
  constructor(private readonly work: UnitOfWork) {}

  async list(actor: UserActor, page?: SavedViewPage): Promise<SavedViewView[]> {
    const ofPage = page === undefined ? sql`true` : sql`v.page = ${page}`;
    const rows = await this.work.read<Row>(
      actor,
      sql`select ${columns} from saved_views v where v.user_id = ${actor.userId} and ${ofPage} order by v.page, v.name, v.id`,
    );
    return rows.map(savedViewOf);
  }

  async show(actor: UserActor, id: string): Promise<SavedViewView> {
    const row = await this.work.readOne<Row>(actor, this.showSql(actor, id));
    if (row === null) throw notFound('saved view');
    return savedViewOf(row);
  }

  /** The statement behind `show`, so that a write answers from its own transaction. */
  showSql(actor: UserActor, id: string): Sql {
    return sql`select ${columns} from saved_views v where v.id = ${id} and v.user_id = ${actor.userId}`;
  }
}

const columns = sql`v.id, v.page, v.name, v.query, v.created_at as "createdAt"`;

export function savedViewOf(row: Row): SavedViewView {
  return { ...row, address: addressOf(row) };
}
