import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/identifier.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { OneOf, Optional, Typed } from '../../platform/errors/fields.js';
import { errorsOf, statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { expertOf } from '../experts/profile/own-profile.queries.js';
import {
  correctionOf,
  publicationFields,
  PublicationForm,
  publicationOf,
} from '../experts/publications/publication.form.js';
import { correctionPage, removalPage, type PublicationEntry } from '../experts/publications/publication.pages.js';
import {
  doiAddress,
  mostHighlighted,
  publicationTypes,
  refusedToPerson,
} from '../experts/publications/publication.rules.js';
import { publicationSourceWords, publicationTypeWords } from '../experts/publications/publication.words.js';
import type { ChangePublicationDto, PublicationView } from '../experts/publications/publications.dto.js';
import { PublicationQueries } from '../experts/publications/publications.queries.js';
import { PublicationsService } from '../experts/publications/publications.service.js';

const answers = ['claim', 'reject', 'highlight', 'plain'] as const;
const steps = [...answers, 'correct', 'remove'] as const;
type Step = (typeof steps)[number];

const changes: Record<(typeof answers)[number], ChangePublicationDto> = {
  claim: { state: 'claimed' },
  reject: { state: 'rejected' },
  highlight: { highlighted: true },
  plain: { highlighted: false },
};

const doneWords = new Map(
  Object.entries({
    added: 'Added to your publications.',
    claim: 'It is among your publications now.',
    reject: 'It counts as not yours. Nobody but you sees it any more.',
    highlight: 'It stands first now.',
    plain: 'It is not highlighted any more.',
    correct: 'The publication is corrected.',
    remove: 'The publication is removed.',
  }),
);

class StepForm extends PublicationForm {
  /** The version that the page showed. */
  @Typed()
  version: string;

  @OneOf(steps)
  step: Step;
}

class PublicationsQuery {
  /** What was just done. */
  @Optional()
  @Typed()
  done?: string;

  /** With which of them. */
  @Optional()
  @Typed()
  of?: string;

  /** One of the person's own that is to be corrected. */
  @Optional()
  @Typed()
  correct?: string;

  /** One of the person's own that is to be removed. */
  @Optional()
  @Typed()
  remove?: string;
}

interface Shown {
  readonly query?: PublicationsQuery;
  readonly typed?: PublicationForm;
  readonly error?: DomainError;
}

/** What the person published: they add, and say of each that staff suggested whether it is theirs. */
@Pages()
@Controller('me/publications')
export class PublicationsWebController {
  constructor(
    private readonly queries: PublicationQueries,
    private readonly service: PublicationsService,
  ) {}

  @Permit('profile.own')
  @Get()
  async show(@CurrentActor() actor: UserActor, @Query() query: PublicationsQuery): Promise<PageView> {
    if (query.correct !== undefined) return correctionPage(await this.ownEntry(actor, query.correct));
    if (query.remove !== undefined) return removalPage(await this.ownEntry(actor, query.remove));
    return this.publications(actor, { query });
  }

  @Permit('profile.own')
  @Post()
  async add(@CurrentActor() actor: UserActor, @Body() form: PublicationForm): Promise<PageView | Redirect> {
    try {
      await this.service.add(actor, publicationOf(form));
      return new Redirect('/me/publications?done=added');
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.publications(actor, { typed: form, error });
    }
  }

  /** Answers one, or corrects or removes one of the person's own: of the version that was on the page. */
  @Permit('profile.own')
  @Post(':id')
  async change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: StepForm,
  ): Promise<PageView | Redirect> {
    const { version, step } = form;
    try {
      if (step === 'remove') await this.service.remove(actor, id, versionOf(version));
      else {
        const said = step === 'correct' ? correctionOf(form) : changes[step];
        await this.service.change(actor, id, versionOf(version), said);
      }
      return new Redirect(`/me/publications?done=${step}&of=${id}`);
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      if (step === 'correct') return correctionPage(await this.ownEntry(actor, id), form, error);
      return this.publications(actor, { error });
    }
  }

  private async ownEntry(actor: UserActor, id: string): Promise<PublicationEntry> {
    const one = isId(id) ? await this.queries.show(actor, id) : null;
    if (one === null || refusedToPerson(one) !== null) throw notFound('publication of your own');
    return { one, list: '/me/publications', action: `/me/publications/${one.id}`, shown: { publication: [one] } };
  }

  private async publications(actor: UserActor, { query = {}, typed, error }: Shown): Promise<PageView> {
    const { items } = await this.queries.list(actor, expertOf(actor));
    const all = items.map((item) => ({ ...item, address: item.doi && doiAddress(item.doi) }));
    const model = {
      title: 'Your publications',
      proposed: all.filter(({ state }) => state === 'proposed'),
      claimed: all.filter(({ state }) => state === 'claimed'),
      rejected: all.filter(({ state }) => state === 'rejected'),
      mostHighlighted,
      types: publicationTypes,
      words: { type: publicationTypeWords, source: publicationSourceWords },
      typed: typed ?? { type: 'article' },
      done: doneWords.get(query.done ?? ''),
      undo: undoOf(query, items),
      errors: error ? errorsOf(error, publicationFields) : [],
    };
    const status = statusOnThePage(error) ?? 200;
    return page('portal/publications', model, { status, shown: { publication: items } });
  }
}

/** What was rejected a moment ago is claimed again. One that has moved on since has no undo. */
function undoOf({ done, of }: PublicationsQuery, items: readonly PublicationView[]): object | null {
  const rejected = done === 'reject' && items.find(({ id, state }) => id === of && state === 'rejected');
  if (!rejected) return null;
  return { action: `/me/publications/${rejected.id}`, fields: { version: rejected.version, step: 'claim' } };
}
