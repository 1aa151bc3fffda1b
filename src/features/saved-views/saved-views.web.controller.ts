import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { errorsOf, statusOnThePage } from '../../platform/pages/forms.js';
import { listAddress } from '../../platform/pages/list-address.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { savedViewDtoOf, SavedViewForm, SavedViewsPageForm } from './saved-view.form.js';
import { addressOf, keptQuery, savedViewPageNames, type SavedViewPage } from './saved-view.rules.js';
import { SavedViewQueries } from './saved-views.queries.js';
import { SavedViewsService } from './saved-views.service.js';

const listNames: Record<SavedViewPage, string> = {
  experts: 'Experts',
  agreements: 'Agreements',
  'follow-ups': 'Follow-ups',
};

/** Views of lists that somebody keeps for themselves. */
@Pages()
@Controller('saved-views')
export class SavedViewsWebController {
  constructor(
    private readonly queries: SavedViewQueries,
    private readonly service: SavedViewsService,
  ) {}

  @Permit('saved-views.own')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: SavedViewsPageForm): Promise<PageView> {
    const views = await this.queries.list(actor);
    const { done, name = '' } = form;
    const model = {
      title: 'Saved views',
      lists: savedViewPageNames
        .map((one) => ({ name: listNames[one], views: views.filter((view) => view.page === one) }))
        .filter((list) => list.views.length > 0),
      done: done === 'deleted' ? `Deleted “${name}”.` : done === 'saved' ? 'Saved.' : undefined,
      undo: done === 'deleted' ? { action: '/saved-views', fields: fieldsOf(form) } : undefined,
    };
    return page('saved-views/list', model);
  }

  /** Asks for the name: the list has brought everything else. */
  @Permit('saved-views.own')
  @Get('new')
  ask(@Query() form: SavedViewForm): PageView {
    return asking(form);
  }

  @Permit('saved-views.own')
  @Post()
  async create(@CurrentActor() actor: UserActor, @Body() form: SavedViewForm): Promise<PageView | Redirect> {
    try {
      const view = await this.service.create(actor, savedViewDtoOf(form));
      return new Redirect(listAddress(view.address.split('?')[0], withDone(view.query)));
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return asking(form, error);
    }
  }

  @Permit('saved-views.own')
  @Post(':id/delete')
  async remove(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<Redirect> {
    const { page: list, name, query } = await this.service.remove(actor, id);
    return new Redirect(listAddress('/saved-views', { done: 'deleted', page: list, name, query }));
  }
}

function asking(form: SavedViewForm, error?: DomainError): PageView {
  const list = savedViewPageNames.find((one) => one === form.page);
  if (list === undefined) throw notFound('list');
  const query = keptQuery(form.query ?? '');
  const model = {
    title: 'Save this view',
    list: listNames[list],
    fields: { page: list, query },
    typed: form,
    cancel: addressOf({ page: list, query }),
    errors: error ? errorsOf(error, ['name']) : [],
  };
  return page('saved-views/new', model, { status: statusOnThePage(error) ?? 200 });
}

function fieldsOf({ page: list = '', name = '', query = '' }: SavedViewsPageForm): Record<string, string> {
  return { page: list, name, query };
}

/** The list with the view's filters, which says that the view was saved. */
function withDone(query: string): Record<string, string[]> {
  // Without a prototype, so that a filter may have any name.
  const filters = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of new URLSearchParams(query)) (filters[name] ??= []).push(value);
  return { ...filters, done: ['view-saved'] };
}
