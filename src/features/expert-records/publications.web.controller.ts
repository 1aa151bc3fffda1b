import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/identifier.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { OneOf, Optional, Typed } from '../../platform/errors/fields.js';
import { errorsOf, statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { RecordIdPipe } from '../../platform/web/record-id.pipe.js';
import { ExpertQueries } from '../experts/experts.queries.js';
import {
  correctionOf,
  publicationFields,
  PublicationForm,
  publicationOf,
} from '../experts/publications/publication.form.js';
import { correctionPage, removalPage, type PublicationEntry } from '../experts/publications/publication.pages.js';
import { doiAddress, publicationTypes, refusedToStaff } from '../experts/publications/publication.rules.js';
import { publicationTypeWords } from '../experts/publications/publication.words.js';
import { PublicationQueries } from '../experts/publications/publications.queries.js';
import { PublicationsService } from '../experts/publications/publications.service.js';
import { nameOf } from './expert-records.js';

class SuggestedQuery {
  /** What was just done. */
  @Optional()
  @Typed()
  done?: string;

  /** A suggestion that is to be corrected. */
  @Optional()
  @Typed()
  correct?: string;

  /** A suggestion that is to be taken back. */
  @Optional()
  @Typed()
  remove?: string;
}

/** A suggestion, or with `step` what becomes of one that was made. */
class SuggestionForm extends PublicationForm {
  @Optional()
  @OneOf(['correct', 'remove'])
  step?: 'correct' | 'remove';

  /** Which of them. */
  @Optional()
  @Typed()
  of?: string;

  /** The version that the page showed. */
  @Optional()
  @Typed()
  version?: string;
}

const doneWords = new Map(
  Object.entries({
    suggested: 'The publication is suggested. It counts once the person claims it.',
    correct: 'The suggestion is corrected.',
    remove: 'The suggestion is taken back.',
  }),
);

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
  async show(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Query() { done, correct, remove }: SuggestedQuery,
  ): Promise<PageView> {
    if (correct !== undefined) return correctionPage(await this.entry(actor, id, correct));
    if (remove !== undefined) return removalPage(await this.entry(actor, id, remove));
    return this.publications(actor, id, { done });
  }

  @Permit('experts.write')
  @Post()
  async suggest(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: SuggestionForm,
  ): Promise<PageView | Redirect> {
    const { step, of = '', version = '' } = form;
    try {
      if (step !== undefined && !isId(of)) throw notFound('publication');
      if (step === 'correct') await this.service.correctSuggestion(actor, of, versionOf(version), correctionOf(form));
      else if (step === 'remove') await this.service.removeSuggestion(actor, of, versionOf(version));
      else await this.service.suggest(actor, id, publicationOf(form));
      return new Redirect(`/experts/${id}/publications?done=${step ?? 'suggested'}`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      if (step === 'correct') return correctionPage(await this.entry(actor, id, of), form, error);
      if (step === 'remove') return this.publications(actor, id, { error });
      return this.publications(actor, id, { typed: form, error });
    }
  }

  /** One that the reader may correct or take back. */
  private async entry(actor: UserActor, id: string, of: string): Promise<PublicationEntry> {
    const [expert, { items }] = await Promise.all([this.experts.show(actor, id), this.queries.list(actor, id)]);
    const one = items.find((item) => item.id === of);
    if (!one || refusedToStaff(one) !== null || expert.agency?.id !== actor.agencyId)
      throw notFound('suggestion of your agency');
    const list = `/experts/${expert.reference}/publications`;
    return {
      one,
      list,
      action: list,
      fields: { of: one.id },
      marking: expert.marking,
      shown: { expert: [expert], publication: [one] },
    };
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
      done: doneWords.get(done ?? ''),
      errors: error ? errorsOf(error, publicationFields) : [],
    };
    const status = statusOnThePage(error) ?? 200;
    return page('expert-records/publications', model, { status, shown: { expert: [expert], publication: items } });
  }
}
