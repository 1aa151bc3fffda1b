import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { highestMarking } from '../../../kernel/marking.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { statusOnThePage } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { addressOf, keptQuery } from '../../saved-views/saved-view.rules.js';
import { ExpertChoiceQueries } from '../expert-choices.queries.js';
import type { ExpertSummaryView } from '../expert.views.dto.js';
import { nameWords } from '../expert.words.js';
import { ExpertQueries } from '../experts.queries.js';
import { bulkChangeOf, BulkChangeForm, bulkErrors, BulkPageForm, BulkUndoForm } from './bulk.form.js';
import { mostAtOnce } from './bulk.rules.js';
import { BulkService } from './bulk.service.js';
import { skipWords } from './bulk.words.js';

/** Several experts at once: a page that names them, and one button for each act. */
@Pages()
@Controller('experts/bulk')
export class BulkWebController {
  constructor(
    private readonly experts: ExpertQueries,
    private readonly choices: ExpertChoiceQueries,
    private readonly service: BulkService,
  ) {}

  @Permit('experts.write')
  @Get()
  show(@CurrentActor() actor: UserActor, @Query() form: BulkPageForm): Promise<PageView> {
    return this.asking(actor, form);
  }

  @Permit('experts.write')
  @Post()
  async change(@CurrentActor() actor: UserActor, @Body() form: BulkChangeForm): Promise<PageView | Redirect> {
    try {
      const { id } = await this.service.change(actor, bulkChangeOf(form));
      return new Redirect(backTo(form.back, id));
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.asking(actor, form, error);
    }
  }

  @Permit('experts.write')
  @Post(':id/undo')
  async undo(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() { back }: BulkUndoForm,
  ): Promise<Redirect> {
    await this.service.undo(actor, id);
    return new Redirect(backTo(back, id));
  }

  private async asking(actor: UserActor, form: BulkChangeForm, error?: DomainError): Promise<PageView> {
    const asked = [...new Set(form.id ?? [])];
    const [people, choices] = await Promise.all([
      this.experts.among(actor, asked.length > mostAtOnce ? [] : asked),
      this.choices.all(actor),
    ]);
    const wrong = error
      ? bulkErrors(error, form.act)
      : asked.length > mostAtOnce
        ? [tooMany]
        : people.length === 0
          ? [none]
          : [];
    const own = people.filter(({ relationship }) => relationship !== null);
    const model = {
      title: 'Change several experts',
      marking: highestMarking(people.map(({ marking }) => marking)),
      people: people.map(personOf),
      handedOver: own.length,
      left: people.filter(({ relationship }) => relationship === null).map(personOf),
      leftBecause: skipWords.no_relationship,
      owners: choices.owners,
      tags: choices.tags,
      carried: choices.tags.filter(({ id }) => people.some(({ tags }) => tags.some((tag) => tag.id === id))),
      fields: { id: people.map(({ reference }) => reference), back: form.back ?? '' },
      typed: form,
      cancel: backTo(form.back),
      errors: wrong,
    };
    const status = statusOnThePage(error) ?? (wrong.length > 0 ? 400 : 200);
    return page('experts/bulk', model, { status, shown: { expert: people } });
  }
}

const none = { text: 'Select at least one expert in the list.' };
const tooMany = { text: `Select ${mostAtOnce} experts at most.` };

function personOf(person: ExpertSummaryView): { reference: string; name: string; owner: string | null } {
  return { reference: person.reference, name: nameWords(person), owner: person.relationship?.owner?.name ?? null };
}

/** The list they were selected in, which says what was done. */
function backTo(back: string | undefined, done?: string): string {
  const address = addressOf({ page: 'experts', query: keptQuery((back ?? '').slice(0, 2000)) });
  return done === undefined ? address : `${address}${address.includes('?') ? '&' : '?'}done=${done}`;
}
