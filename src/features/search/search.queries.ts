import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { SearchGroupView, SearchHitView, SearchKind, SearchView } from './search.dto.js';
import { termsOf } from './search.rules.js';
import { mostOfAKind, searchSql } from './search.sql.js';

type Row = SearchHitView & { kind: SearchKind; kindPlace: number; place: number; exact: boolean };

/** Looks through everything at once, in one statement. */
@Injectable()
export class SearchQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async search(actor: UserActor, typed: string): Promise<SearchView> {
    const statement = searchSql(actor, termsOf(typed), this.clock.today());
    return statement === null ? { exact: null, groups: [] } : viewOf(await this.work.read<Row>(actor, statement));
  }
}

function viewOf(rows: readonly Row[]): SearchView {
  const groups = new Map<SearchKind, SearchGroupView>();
  let exact: SearchView['exact'] = null;
  for (const { kind, kindPlace: _kindPlace, place: _place, exact: named, ...hit } of rows) {
    const group = groups.get(kind) ?? { kind, items: [], more: false };
    groups.set(kind, group);
    if (group.items.length < mostOfAKind) group.items.push(hit);
    else group.more = true;
    if (named) exact = { kind, id: hit.id, reference: hit.reference! };
  }
  return { exact, groups: [...groups.values()] };
}
