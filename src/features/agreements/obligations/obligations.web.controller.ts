import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { highestMarking } from '../../../kernel/marking.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { validate } from '../../../platform/errors/validate.js';
import { errorsOf, filterErrorsOf, statusOnThePage, versionOf } from '../../../platform/pages/forms.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { counted, filterTags, listAddress } from '../../../platform/pages/list-address.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { IdPipe } from '../../../platform/web/record-id.pipe.js';
import { AgreementLookups } from '../agreement.lookups.js';
import { AgreementQueries } from '../agreements.queries.js';
import {
  ObligationDoneForm,
  obligationListQueryOf,
  ObligationListForm,
  ObligationProgressForm,
  ObligationStepForm,
  progressOf,
} from './obligation.form.js';
import { obligationStates, progresses, type ObligationStep } from './obligation.rules.js';
import {
  obligationDoneWords,
  obligationStateColours,
  obligationStateWords,
  progressWords,
  recurrenceWords,
} from './obligation.words.js';
import { ObligationStepDto, type ObligationPage } from './obligations.dto.js';
import { ObligationQueries } from './obligations.queries.js';
import { ObligationsService } from './obligations.service.js';

const path = '/obligations';

interface Shown {
  readonly done?: string;
  readonly progress?: ObligationProgressForm;
  readonly step?: ObligationStepForm;
  readonly error?: DomainError;
}

/** What agreements oblige their parties to, over all of them, and one obligation with what is recorded of it. */
@Pages()
@Controller('obligations')
export class ObligationsWebController {
  constructor(
    private readonly queries: ObligationQueries,
    private readonly service: ObligationsService,
    private readonly agreements: AgreementQueries,
    private readonly lookups: AgreementLookups,
  ) {}

  /** Those of all agreements, next due first, with filters as a GET form. */
  @Permit('agreements.write')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: ObligationListForm): Promise<PageView> {
    try {
      const query = obligationListQueryOf(form);
      const [found, count] = await Promise.all([this.queries.list(actor, query), this.queries.count(actor, query)]);
      return await this.listPage(actor, form, found, counted(count, 'obligation'), []);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      const errors = filterErrorsOf(error, ['agreement'], ['state', 'ownerUserId']);
      return this.listPage(actor, form, { items: [], nextCursor: null }, 'Nothing was looked for', errors);
    }
  }

  /** One obligation, with each time that it fell due. */
  @Permit('agreements.read')
  @Get(':id')
  show(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Query() { done }: ObligationDoneForm,
  ): Promise<PageView> {
    return this.obligation(actor, id, { done });
  }

  /** Records how it stands with one time that it fell due. */
  @Permit('agreements.write')
  @Post(':id/progress')
  record(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: ObligationProgressForm,
  ): Promise<PageView | Redirect> {
    return this.act(actor, id, { progress: form }, async () => {
      await this.service.record(actor, id, versionOf(form.version), progressOf(form));
      return `${path}/${id}?done=recorded`;
    });
  }

  /** Lets it lapse, or takes it up again. */
  @Permit('agreements.write')
  @Post(':id/steps')
  perform(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: ObligationStepForm,
  ): Promise<PageView | Redirect> {
    return this.act(actor, id, { step: form }, async () => {
      const { version, step, reason = '' } = form;
      const dto = validate(ObligationStepDto, { step, reason });
      await this.service.perform(actor, id, versionOf(version), dto);
      return `${path}/${id}?done=${dto.step}`;
    });
  }

  /** Takes it out of a draft. */
  @Permit('agreements.write')
  @Post(':id/removal')
  remove(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() { version }: ObligationStepForm,
  ): Promise<PageView | Redirect> {
    return this.act(actor, id, {}, async () => {
      const { agreement } = await this.queries.show(actor, id);
      await this.service.remove(actor, id, versionOf(version));
      return `/agreements/${agreement.reference}/obligations?done=removed`;
    });
  }

  private async act(
    actor: UserActor,
    id: string,
    typed: Shown,
    perform: () => Promise<string>,
  ): Promise<PageView | Redirect> {
    try {
      return new Redirect(await perform());
    } catch (error) {
      if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
      return this.obligation(actor, id, { ...typed, error });
    }
  }

  private async obligation(actor: UserActor, id: string, { done, progress, step, error }: Shown): Promise<PageView> {
    const obligation = await this.queries.show(actor, id);
    const agreement = await this.agreements.show(actor, obligation.agreement.id);
    const keeps = agreement.agency.id === actor.agencyId;
    const executed = agreement.executedOn !== null;
    const recordable = obligation.lapsedOn === null ? obligation.occurrences : [];
    const open = recordable.filter(({ state }) => state !== 'fulfilled' && state !== 'lapsed').at(-1);
    const model = {
      title: `Obligation of ${obligation.agreement.reference}`,
      marking: obligation.marking,
      handling: agreement.handling,
      obligation,
      recurrence: recurrenceWords(obligation.everyCount, obligation.everyUnit),
      changeable: keeps && agreement.status !== 'withdrawn',
      draft: agreement.status === 'draft',
      executed: keeps && executed,
      recordable,
      progresses,
      progress: progress ?? { dueOn: (open ?? recordable[0])?.dueOn },
      step: step ?? {},
      done: obligationDoneWords[done ?? ''],
      words: { state: obligationStateWords, progress: progressWords },
      colours: obligationStateColours,
      errors: error ? errorsOfActs(error, step) : [],
    };
    const status = statusOnThePage(error) ?? 200;
    return page('agreements/obligation', model, {
      status,
      shown: { obligation: [obligation], agreement: [agreement] },
    });
  }

  private async listPage(
    actor: UserActor,
    form: ObligationListForm,
    { items, nextCursor }: ObligationPage,
    count: string,
    errors: readonly FormError[],
  ): Promise<PageView> {
    const colleagues = await this.lookups.owners(actor);
    const tags = filterTags(path, form, {
      ownerUserId: (id) => (id === 'me' ? 'Mine' : (colleagues.find((one) => one.id === id)?.name ?? 'One colleague')),
      state: (code) => (code === 'any' ? 'Any state' : (obligationStateWords[code] ?? code)),
      agreement: (text) => `Agreement “${text}”`,
      agreementId: () => 'Of one agreement',
    });
    const model = {
      title: 'Obligations',
      marking: highestMarking(items.map(({ marking }) => marking)),
      items,
      counted: count,
      tags,
      form,
      people: [{ id: 'me', name: 'Me' }, ...colleagues.filter(({ id }) => id !== actor.userId)],
      states: ['any', ...obligationStates],
      next: nextCursor === null ? null : listAddress(path, { ...form, cursor: nextCursor }),
      first: form.cursor ? listAddress(path, { ...form, cursor: '' }) : null,
      words: { state: { ...obligationStateWords, any: 'Any, fulfilled and lapsed too' } },
      colours: obligationStateColours,
      errors,
    };
    return page('agreements/obligations', model, {
      status: errors.length > 0 ? 400 : 200,
      shown: { obligation: items },
    });
  }
}

function errorsOfActs(error: DomainError, step: ObligationStepForm | undefined): FormError[] {
  if (step !== undefined) return errorsOf(error, [['/reason', `${step.step as ObligationStep}-reason`]]);
  return errorsOf(error, ['dueOn', 'progress', 'evidence', 'evidenceUrl', 'reason']);
}
