import { Controller, Get, Query } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { highestMarking } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { errorsOf } from '../../platform/pages/forms.js';
import { listAddress } from '../../platform/pages/list-address.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { SearchQuery, type SearchGroupView, type SearchView } from './search.dto.js';
import { addressOf, places, shownBy } from './search.places.js';
import { SearchQueries } from './search.queries.js';
import { detailsOf } from './search.words.js';

/** The box at the top of every page, as it was sent. */
export class SearchForm {
  @Optional()
  @Typed()
  q?: string;
}

@Pages()
@Controller('search')
export class SearchWebController {
  constructor(
    private readonly queries: SearchQueries,
    private readonly host: HttpAdapterHost,
  ) {}

  /** What was found, by kind. A whole reference leads straight to its record. */
  @Permit('search.read')
  @Get()
  async search(@CurrentActor() actor: UserActor, @Query() { q = '' }: SearchForm): Promise<PageView | Redirect> {
    if (q.trim() === '') return this.results('', { exact: null, groups: [] });
    try {
      const found = await this.queries.search(actor, validate(SearchQuery, { q }, 'query').q);
      if (found.exact && this.hasPage(places[found.exact.kind].record))
        return new Redirect(addressOf(found.exact.kind, found.exact));
      return this.results(q.trim(), found);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      return this.results(q, { exact: null, groups: [] }, errorsOf(error, [['/q', 'search-box']]));
    }
  }

  private results(typed: string, found: SearchView, errors: readonly FormError[] = []): PageView {
    const model = {
      title: typed === '' || errors.length > 0 ? 'Search' : `${typed} – Search`,
      typed,
      errors,
      marking: highestMarking(found.groups.flatMap(({ items }) => items.map(({ marking }) => marking))),
      groups: found.groups.map((group) => this.shown(group, typed)),
    };
    return page('search/show', model, { status: errors.length > 0 ? 400 : 200, shown: shownBy(found) });
  }

  private shown({ kind, items, more }: SearchGroupView, typed: string): object {
    const { heading, list, record } = places[kind];
    const opens = this.hasPage(record);
    // The list finds what is spelt as typed, so it would not have those that are only like it.
    const all = more && !items.at(-1)!.like && list !== null && this.hasPage(list);
    return {
      kind,
      heading,
      items: items.map((hit) => ({
        ...hit,
        href: opens ? addressOf(kind, hit) : null,
        details: detailsOf(kind, hit),
      })),
      like: items.some(({ like }) => like),
      more,
      all: all ? listAddress(list, { q: typed }) : null,
    };
  }

  /** Not every kind of record has a page of its own; what has none is shown without a link. */
  private hasPage(url: string): boolean {
    return this.host.httpAdapter.getInstance<FastifyInstance>().hasRoute({ method: 'GET', url });
  }
}
