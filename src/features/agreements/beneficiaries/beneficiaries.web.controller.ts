import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import { Optional, Typed } from '../../../platform/errors/fields.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { statusOnThePage, versionOf } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { ownAgreement } from '../agreement.pages.js';
import type { AgreementView } from '../agreement.views.dto.js';
import { AgreementQueries } from '../agreements.queries.js';
import {
  adherenceOf,
  BeneficiariesForm,
  BeneficiaryForms,
  beneficiaryErrors,
  newAgencies,
  type BeneficiariesAct,
  type ReadNames,
  type TypedBeneficiaries,
} from './beneficiaries.form.js';
import { BeneficiariesService } from './beneficiaries.service.js';

class BeneficiariesQuery {
  /** What was just done. */
  @Optional()
  @Typed()
  done?: string;
}

const doneWords = new Map<string, string>([
  ['name', 'The agencies that may adhere are saved.'],
  ['adhere', 'The adherence is recorded. From that day on the agency may read this agreement.'],
  ['take-back', 'The adherence is taken back.'],
]);

interface Shown {
  readonly form?: TypedBeneficiaries;
  readonly act?: BeneficiariesAct;
  readonly errors?: readonly FormError[];
  readonly candidates?: ReadNames['candidates'];
  readonly status?: number;
  readonly done?: string;
}

/** The agencies that benefit from an agreement: named while it is a draft, and recorded as they adhere. */
@Pages()
@Controller('agreements/:id/beneficiaries')
export class BeneficiariesWebController {
  constructor(
    private readonly queries: AgreementQueries,
    private readonly service: BeneficiariesService,
    private readonly forms: BeneficiaryForms,
  ) {}

  @Permit('agreements.write')
  @Get()
  async edit(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Query() { done }: BeneficiariesQuery,
  ): Promise<PageView> {
    return formPage(await ownAgreement(this.queries, actor, id), { done: doneWords.get(done ?? '') });
  }

  @Permit('agreements.write')
  @Post()
  async change(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: BeneficiariesForm,
  ): Promise<PageView | Redirect> {
    const agreement = await ownAgreement(this.queries, actor, id);
    const act: BeneficiariesAct = form.act === 'adhere' || form.act === 'take-back' ? form.act : 'name';
    const version = versionOf(form.version);
    let read: ReadNames | undefined;
    try {
      if (act === 'name') {
        read = await this.forms.names(actor, form);
        if (read.dto === null) return formPage(agreement, { form, act, ...read, status: 400 });
        await this.service.name(actor, agreement.id, version, read.dto);
      } else await this.service.recordAdherence(actor, agreement.id, version, adherenceOf(form, act));
      return new Redirect(`/agreements/${agreement.reference}/beneficiaries?done=${act}`);
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      return formPage(agreement, { form, act, errors: beneficiaryErrors(error, act, read?.fields ?? []), status });
    }
  }
}

function formPage(agreement: AgreementView, shown: Shown): PageView {
  const { form = {}, act, errors = [], candidates = {}, status = 200, done } = shown;
  const { reference, marking, handling, beneficiaries } = agreement;
  const model = {
    title: `Agencies that benefit from ${reference}`,
    marking,
    handling,
    agreement,
    action: `/agreements/${reference}/beneficiaries`,
    newAgencies,
    // What was typed stays where it was typed.
    named: act === 'name' ? form : {},
    kept: act === 'name' ? (form.kept ?? []) : beneficiaries.map(({ organisationId }) => organisationId),
    adhering: act === 'adhere' ? form : {},
    takenBack: act === 'take-back' ? form : {},
    agencies: beneficiaries.map(({ organisationId: id, name }) => ({ id, name })),
    adhered: beneficiaries.flatMap(({ organisationId: id, name, adheredOn }) =>
      adheredOn === null ? [] : [{ id, name }],
    ),
    candidates,
    errors,
    done,
  };
  return page('agreements/beneficiaries', model, { status, shown: { agreement: [agreement] } });
}
