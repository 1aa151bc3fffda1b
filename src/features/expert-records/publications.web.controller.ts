import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import { errorsOf, statusOnThePage } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { RecordIdPipe } from '../../platform/web/record-id.pipe.js';
import { ExpertQueries } from '../experts/experts.queries.js';
import { publicationFields, PublicationForm, publicationOf } from '../experts/publications/publication.form.js';
import { doiAddress, publicationTypes } from '../experts/publications/publication.rules.js';
import { publicationTypeWords } from '../experts/publications/publication.words.js';
import { PublicationQueries } from '../experts/publications/publications.queries.js';
import { PublicationsService } from '../experts/publications/publications.service.js';
import { nameOf } from './expert-records.js';

class SuggestedQuery {
  /** What was just done. */
  @Optional()
  @Typed()
  done?: string;
}

interface Shown {
  readonly done?: string;
  readonly typed?: PublicationForm;
  readonly error?: DomainError;
}

/** All that somebody published, as staff read it, and the form by which the keeping agency suggests another. */
@Pages()
@Controller('experts/:id/publications')
export class ExpertPublicationsWebController {
  constructor(
    private readonly experts: ExpertQueries,
    private readonly queries: PublicationQueries,
    private readonly service: PublicationsService,
  ) {}

  @Permit('experts.list')
  @Get()
  show(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Query() { done }: SuggestedQuery,
  ): Promise<PageView> {
    return this.publications(actor, id, { done });
  }

  @Permit('experts.write')
  @Post()
  async suggest(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: PublicationForm,
  ): Promise<PageView | Redirect> {
    try {
      await this.service.suggest(actor, id, publicationOf(form));
      return new Redirect(`/experts/${id}/publications?done=suggested`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.publications(actor, id, { typed: form, error });
    }
  }

  private async publications(actor: UserActor, id: string, { done, typed, error }: Shown): Promise<PageView> {
    const [expert, { items }] = await Promise.all([this.experts.show(actor, id), this.queries.list(actor, id)]);
    const all = items.map((item) => ({ ...item, address: item.doi && doiAddress(item.doi) }));
    const model = {
      title: `Publications of ${nameOf(expert)}`,
      marking: expert.marking,
      expert,
      claimed: all.filter(({ state }) => state === 'claimed'),
      proposed: all.filter(({ state }) => state === 'proposed'),
      keeps: expert.agency?.id === actor.agencyId,
      types: publicationTypes,
      words: { type: publicationTypeWords },
      typed: typed ?? { type: 'article' },
      done: done === 'suggested' ? 'The publication is suggested. It counts once the person claims it.' : undefined,
      errors: error ? errorsOf(error, publicationFields) : [],
    };
    const status = statusOnThePage(error) ?? 200;
    return page('expert-records/publications', model, { status, shown: { expert: [expert], publication: items } });
  }
}
