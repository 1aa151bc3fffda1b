import { Controller, Get, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/identifier.js';
import { highestMarking } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { counted, listAddress } from '../../platform/pages/list-address.js';
import { page, Pages, type PageView } from '../../platform/pages/page.js';
import { SavedViewQueries } from '../saved-views/saved-views.queries.js';
import type { SavedViewView } from '../saved-views/saved-views.dto.js';
import { BulkQueries } from './bulk/bulk.queries.js';
import { bannerOf, type BulkBanner } from './bulk/bulk.words.js';
import { ExpertChoiceQueries, type ExpertChoices } from './expert-choices.queries.js';
import {
  ExpertListForm,
  expertQueryOf,
  filterErrors,
  filtersOf,
  ownersOf,
  rowOf,
  sortLinks,
  spelledAlike,
  tagsOf,
  wantedTerms,
} from './expert-list.form.js';
import type { ExpertCount, ExpertPage } from './expert.views.dto.js';
import { availabilities, expertKinds, noticeFilters } from './expert.rules.js';
import { availabilityWords, kindWords, noticeWords, stageWords } from './expert.words.js';
import type { ExpertListQuery } from './experts.dto.js';
import { ExpertQueries } from './experts.queries.js';
import { relationshipStages } from './relationships/relationship.rules.js';

const nobody: ExpertPage = { items: [], nextCursor: null, previousCursor: null };

/** What stands around the list whatever it finds. */
interface Surroundings {
  readonly choices: ExpertChoices;
  readonly views: readonly SavedViewView[];
  readonly banner?: BulkBanner;
}

/** The same list as the API's, as a page. */
@Pages()
@Controller('experts')
export class ExpertsWebController {
  constructor(
    private readonly queries: ExpertQueries,
    private readonly choices: ExpertChoiceQueries,
    private readonly savedViews: SavedViewQueries,
    private readonly bulk: BulkQueries,
    private readonly clock: Clock,
  ) {}

  /** The people the reader may see, with filters as a GET form. */
  @Permit('experts.list')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: ExpertListForm): Promise<PageView> {
    const surroundings = this.surroundings(actor, form);
    try {
      const query = expertQueryOf(form);
      const [around, found, count] = await Promise.all([
        surroundings,
        this.queries.list(actor, query),
        this.count(actor, query),
      ]);
      return listPage(form, around, found, count);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      return listPage(form, await surroundings, nobody, null, error);
    }
  }

  private async surroundings(actor: UserActor, { topic, done }: ExpertListForm): Promise<Surroundings> {
    const [choices, views, banner] = await Promise.all([
      this.choices.all(actor, topic?.slice(0, 200)),
      this.savedViews.list(actor, 'experts'),
      this.banner(actor, done),
    ]);
    return { choices, views, banner };
  }

  private async banner(actor: UserActor, done: string | undefined): Promise<BulkBanner | undefined> {
    if (done === 'view-saved') return { text: 'Saved this view.' };
    const change = isId(done) ? await this.bulk.find(actor, done) : null;
    if (change === null) return undefined;
    const skipped = await this.queries.among(
      actor,
      change.skipped.map(({ reference }) => reference),
    );
    return bannerOf(change, skipped, this.clock.today());
  }

  private count(
    actor: UserActor,
    { cursor: _cursor, before: _before, ...query }: ExpertListQuery,
  ): Promise<ExpertCount> {
    return this.queries.count(actor, query as ExpertListQuery);
  }
}

function listPage(
  form: ExpertListForm,
  { choices, views, banner }: Surroundings,
  { items, nextCursor, previousCursor }: ExpertPage,
  count: ExpertCount | null,
  error?: DomainError,
): PageView {
  const filters = filtersOf(form);
  const address = (given: Partial<ExpertListForm>): string => listAddress('/experts', { ...filters, ...given });
  const here = address({}).split('?')[1] ?? '';
  const tags = tagsOf(form, choices, items);
  const errors = error ? filterErrors(error) : [];
  const wanted = wantedTerms(form, choices);
  const meant = choices.terms.filter((term) => term.meant);
  const model = {
    title: 'Experts',
    marking: highestMarking([...items, ...(banner?.people ?? [])].map(({ marking }) => marking)),
    rows: items.map((item) => rowOf(item, wanted)),
    counted: count === null ? 'Nothing was looked for' : counted(count, 'expert'),
    next: nextCursor === null ? null : address({ cursor: nextCursor }),
    previous: previousCursor === null ? null : address({ before: previousCursor }),
    tags,
    filtered: tags.length > 0,
    meant: form.topic?.trim() ? meant.map(({ label }) => label) : null,
    alike: spelledAlike(form.q, items),
    byLastContact: form.sort?.endsWith('last_contact') ?? false,
    form,
    sorts: sortLinks(form),
    regions: ofScheme(choices, 'region'),
    strands: ofScheme(choices, 'strand'),
    topics: choices.terms.filter(({ scheme }) => scheme !== 'region').map(({ label }) => label),
    owners: ownersOf(choices),
    tagChoices: choices.tags,
    stages: relationshipStages,
    availabilities,
    kinds: expertKinds,
    notices: noticeFilters,
    words: { kind: kindWords, stage: stageWords, availability: availabilityWords, notice: noticeWords },
    views,
    save: here === '' ? null : listAddress('/saved-views/new', { page: 'experts', query: here }),
    here,
    everybody: listAddress('/experts/bulk', { id: items.map(({ reference }) => reference), back: here }),
    banner,
    undo: banner?.undo && { action: banner.undo, fields: { back: here } },
    errors,
  };
  return page('experts/list', model, {
    status: errors.length > 0 ? 400 : 200,
    shown: { expert: [...items, ...(banner?.people ?? [])] },
  });
}

function ofScheme({ terms }: ExpertChoices, scheme: string): { id: string; name: string }[] {
  return terms.filter((term) => term.scheme === scheme).map(({ code, label }) => ({ id: code, name: label }));
}
