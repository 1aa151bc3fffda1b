import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { stale } from '../../../platform/database/transaction.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { statusOnThePage, versionOf } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { formKey, SentOnce } from '../../../platform/pages/sent-once.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { ownAgreement } from '../agreement.pages.js';
import { noticeUnits } from '../agreement.status.rules.js';
import type { AgreementView } from '../agreement.views.dto.js';
import { AgreementQueries } from '../agreements.queries.js';
import { rulesOfType } from '../types/agreement-types.rules.js';
import { AmendmentNumberPipe } from './amendment-number.pipe.js';
import {
  amendmentErrors,
  AmendmentForm,
  amendmentFormOf,
  AmendmentForms,
  newPersons,
  type ReadAmendment,
} from './amendment.form.js';
import { whyNotAmended } from './amendment.rules.js';
import type { AmendmentView } from './amendment.views.dto.js';
import { AmendmentQueries } from './amendments.queries.js';
import { AmendmentsService } from './amendments.service.js';

interface Shown {
  readonly form: AmendmentForm;
  readonly amendment?: AmendmentView;
  readonly errors?: readonly FormError[];
  readonly candidates?: ReadAmendment['candidates'];
  readonly status?: number;
}

/** Drafting an amendment: the terms as they stand, of which one changes what is to be different. */
@Pages()
@Controller('agreements/:id/amendments')
export class AmendmentDraftsWebController {
  constructor(
    private readonly agreements: AgreementQueries,
    private readonly queries: AmendmentQueries,
    private readonly service: AmendmentsService,
    private readonly forms: AmendmentForms,
    private readonly sentOnce: SentOnce,
  ) {}

  @Permit('agreements.write')
  @Get('new')
  async blank(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<PageView> {
    const agreement = await ownAgreement(this.agreements, actor, id);
    return this.formPage(agreement, { form: amendmentFormOf(agreement) });
  }

  @Permit('agreements.write')
  @Post('new')
  async create(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: AmendmentForm,
  ): Promise<PageView | Redirect> {
    const agreement = await ownAgreement(this.agreements, actor, id);
    return this.send(actor, agreement, form, undefined, async (read) => {
      let made: number | undefined;
      const kept = await this.sentOnce.make(actor, form, async () => {
        const amendment = await this.service.create(actor, agreement.id, read);
        made = amendment.number;
        return amendment;
      });
      return `${made ?? (await this.queries.showById(actor, kept)).number}?done=created`;
    });
  }

  @Permit('agreements.write')
  @Get(':number/edit')
  async edit(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Param('number', AmendmentNumberPipe) number: number,
  ): Promise<PageView> {
    const amendment = await this.queries.show(actor, id, number);
    const agreement = await ownAgreement(this.agreements, actor, id);
    return this.formPage(agreement, { form: amendmentFormOf(agreement, amendment), amendment });
  }

  @Permit('agreements.write')
  @Post(':number/edit')
  async change(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Param('number', AmendmentNumberPipe) number: number,
    @Body() form: AmendmentForm,
  ): Promise<PageView | Redirect> {
    const amendment = await this.queries.show(actor, id, number);
    const agreement = await ownAgreement(this.agreements, actor, id);
    return this.send(actor, agreement, form, amendment, async (read) => {
      await this.service.change(actor, agreement.id, number, versionOf(form.version), read);
      return `${number}?done=changed`;
    });
  }

  /** What is wrong is said on the form, with what was typed. Terms that changed meanwhile are not put back unseen. */
  private async send(
    actor: UserActor,
    agreement: AgreementView,
    form: AmendmentForm,
    amendment: AmendmentView | undefined,
    keep: (read: NonNullable<ReadAmendment['dto']>) => Promise<string>,
  ): Promise<PageView | Redirect> {
    const { dto, errors, candidates } = await this.forms.read(actor, form, agreement);
    if (dto === null) return this.formPage(agreement, { form, amendment, errors, candidates, status: 400 });
    try {
      if (versionOf(form.terms) !== agreement.version) throw stale();
      return new Redirect(`/agreements/${agreement.reference}/amendments/${await keep(dto)}`);
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      return this.formPage(agreement, { form, amendment, errors: amendmentErrors(error, agreement), status });
    }
  }

  private formPage(agreement: AgreementView, shown: Shown): PageView {
    const { form, amendment, errors = [], candidates = {}, status } = shown;
    const { reference, marking, handling } = agreement;
    const list = `/agreements/${reference}/amendments`;
    const model = {
      title: amendment ? `Change amendment ${amendment.number} of ${reference}` : `Draft an amendment of ${reference}`,
      marking,
      handling,
      agreement,
      action: amendment ? `${list}/${amendment.number}/edit` : `${list}/new`,
      back: amendment ? `${list}/${amendment.number}` : `/agreements/${reference}`,
      closed: whyClosed(agreement, amendment),
      terms: rulesOfType(agreement.type).keyTerms.map((term) =>
        term.kind === 'choice' ? { ...term, codes: Object.keys(term.choices) } : term,
      ),
      newPersons,
      units: noticeUnits,
      key: formKey(form.key),
      form,
      errors,
      candidates,
    };
    const records = { agreement: [agreement], amendment: amendment ? [amendment] : [] };
    return page('agreements/amendment-form', model, { status, shown: records });
  }
}

function whyClosed(agreement: AgreementView, amendment: AmendmentView | undefined): string | null {
  if (amendment !== undefined && amendment.stage !== 'draft')
    return 'This amendment has left draft, so it no longer changes.';
  return whyNotAmended(agreement.status);
}
