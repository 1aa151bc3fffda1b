import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { AccessPolicy, Permit } from '../../../platform/auth/permissions.js';
import { statusOnThePage, versionOf } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { formKey, SentOnce } from '../../../platform/pages/sent-once.js';
import { IdPipe, RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { AgreementLookups } from '../agreement.lookups.js';
import type { AgreementView } from '../agreement.views.dto.js';
import { AgreementQueries } from '../agreements.queries.js';
import {
  newObligationOf,
  obligationChangeOf,
  ObligationDoneForm,
  obligationErrors,
  ObligationForm,
  obligationFormOf,
} from './obligation.form.js';
import { addingRefused, recurrenceUnits } from './obligation.rules.js';
import { obligationDoneWords, obligationStateColours, obligationStateWords } from './obligation.words.js';
import type { ObligationView } from './obligations.dto.js';
import { ObligationQueries } from './obligations.queries.js';
import { ObligationsService } from './obligations.service.js';

interface Shown {
  readonly form: ObligationForm;
  readonly obligation?: ObligationView;
  readonly error?: DomainError;
}

/** The obligations of one agreement, and the form by which one is added or changed. */
@Pages()
@Controller()
export class AgreementObligationsWebController {
  constructor(
    private readonly queries: ObligationQueries,
    private readonly service: ObligationsService,
    private readonly agreements: AgreementQueries,
    private readonly lookups: AgreementLookups,
    private readonly sentOnce: SentOnce,
    private readonly policy: AccessPolicy,
  ) {}

  @Permit('agreements.read')
  @Get('agreements/:id/obligations')
  async list(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Query() { done }: ObligationDoneForm,
  ): Promise<PageView> {
    const [agreement, { items }] = await Promise.all([this.agreements.show(actor, id), this.queries.of(actor, id)]);
    const { reference, marking, handling } = agreement;
    const keeps = agreement.agency.id === actor.agencyId && this.policy.allows(actor.role, 'agreements.write');
    const model = {
      title: `Obligations of ${reference}`,
      marking,
      handling,
      agreement,
      items,
      keeps,
      draft: agreement.status === 'draft',
      done: obligationDoneWords[done ?? ''],
      words: { state: obligationStateWords },
      colours: obligationStateColours,
    };
    return page('agreements/agreement-obligations', model, { shown: { agreement: [agreement], obligation: items } });
  }

  @Permit('agreements.write')
  @Get('agreements/:id/obligations/new')
  async blank(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<PageView> {
    const agreement = await this.own(actor, id);
    return this.formPage(actor, agreement, { form: { ownerUserId: actor.userId, everyUnit: 'months' } });
  }

  @Permit('agreements.write')
  @Post('agreements/:id/obligations/new')
  async create(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: ObligationForm,
  ): Promise<PageView | Redirect> {
    const agreement = await this.own(actor, id);
    try {
      await this.sentOnce.make(actor, form, () => this.service.create(actor, agreement.id, newObligationOf(form)));
      return new Redirect(`/agreements/${agreement.reference}/obligations?done=created`);
    } catch (error) {
      return this.refused(actor, agreement, { form }, error);
    }
  }

  @Permit('agreements.write')
  @Get('obligations/:id/edit')
  async edit(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<PageView> {
    const obligation = await this.queries.show(actor, id);
    const agreement = await this.own(actor, obligation.agreement.id);
    return this.formPage(actor, agreement, { form: obligationFormOf(obligation), obligation });
  }

  @Permit('agreements.write')
  @Post('obligations/:id/edit')
  async change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: ObligationForm,
  ): Promise<PageView | Redirect> {
    const obligation = await this.queries.show(actor, id);
    const agreement = await this.own(actor, obligation.agreement.id);
    try {
      const dto = obligationChangeOf(form, obligation, agreement.status === 'draft');
      await this.service.change(actor, id, versionOf(form.version), dto);
      return new Redirect(`/obligations/${id}?done=changed`);
    } catch (error) {
      return this.refused(actor, agreement, { form, obligation }, error);
    }
  }

  private async own(actor: UserActor, id: string): Promise<AgreementView> {
    const agreement = await this.agreements.show(actor, id);
    if (agreement.agency.id === actor.agencyId) return agreement;
    throw new DomainError('forbidden', 'You can read this agreement, but another agency keeps it and changes it.');
  }

  private refused(actor: UserActor, agreement: AgreementView, shown: Shown, error: unknown): Promise<PageView> {
    if (!(error instanceof DomainError) || statusOnThePage(error) === null) throw error;
    return this.formPage(actor, agreement, { ...shown, error });
  }

  private async formPage(
    actor: UserActor,
    agreement: AgreementView,
    { form, obligation, error }: Shown,
  ): Promise<PageView> {
    const { reference, marking, handling, status: stage } = agreement;
    const list = `/agreements/${reference}/obligations`;
    const model = {
      title: obligation ? `Change an obligation of ${reference}` : `Add an obligation to ${reference}`,
      marking,
      handling,
      agreement,
      obligation,
      draft: stage === 'draft',
      refusal: obligation ? null : addingRefused(stage === 'draft' ? 'draft' : 'executed'),
      action: obligation ? `/obligations/${obligation.id}/edit` : `${list}/new`,
      back: obligation ? `/obligations/${obligation.id}` : list,
      parties: agreement.parties.map(({ organisationId: id, name }) => ({ id, name })),
      staff: await this.lookups.owners(actor),
      units: recurrenceUnits,
      key: formKey(form.key),
      form,
      errors: error ? obligationErrors(error) : [],
    };
    const shown = { agreement: [agreement], obligation: obligation ? [obligation] : [] };
    return page('agreements/obligation-form', model, { status: statusOnThePage(error) ?? 200, shown });
  }
}
