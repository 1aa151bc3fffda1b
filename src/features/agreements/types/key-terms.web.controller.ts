import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError, type FieldProblem } from '../../../kernel/domain-error.js';
import { CurrentActor } from '../../../platform/auth/current-actor.js';
import { Permit } from '../../../platform/auth/permissions.js';
import type { FormError } from '../../../platform/pages/form-errors.js';
import { errorsOf, statusOnThePage, versionOf } from '../../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../../platform/pages/page.js';
import { RecordIdPipe } from '../../../platform/web/record-id.pipe.js';
import { ownAgreement } from '../agreement.pages.js';
import type { AgreementView } from '../agreement.views.dto.js';
import { AgreementQueries } from '../agreements.queries.js';
import { AgreementsService } from '../agreements.service.js';
import { rulesOfType } from './agreement-types.rules.js';
import { settledTerms } from './key-terms.words.js';
import { formOfKeyTerms, KeyTermsForm, keyTermsOf } from './key-terms.form.js';

/** What a draft of its type settles beyond the terms that all agreements have. */
@Pages()
@Controller('agreements/:id/key-terms')
export class KeyTermsWebController {
  constructor(
    private readonly queries: AgreementQueries,
    private readonly service: AgreementsService,
  ) {}

  @Permit('agreements.write')
  @Get()
  async edit(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<PageView> {
    const agreement = await ownAgreement(this.queries, actor, id);
    const { keyTerms } = rulesOfType(agreement.type);
    return formPage(agreement, formOfKeyTerms(keyTerms, agreement.keyTerms, agreement.version));
  }

  @Permit('agreements.write')
  @Post()
  async change(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: KeyTermsForm,
  ): Promise<PageView | Redirect> {
    const agreement = await ownAgreement(this.queries, actor, id);
    const { keyTerms, problems } = keyTermsOf(rulesOfType(agreement.type).keyTerms, form);
    if (problems.length > 0) return formPage(agreement, form, errorsIn(agreement, problems), 400);
    try {
      await this.service.change(actor, agreement.id, versionOf(form.version), { keyTerms });
      return new Redirect(`/agreements/${agreement.reference}?done=changed`);
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      const errors = error.fields.length > 0 ? errorsIn(agreement, error.fields) : [{ text: error.detail }];
      return formPage(agreement, form, errors, status);
    }
  }
}

/** Each problem beside its field; a date's link leads to the first of its three. */
function errorsIn({ type }: AgreementView, problems: readonly FieldProblem[]): FormError[] {
  const places = rulesOfType(type).keyTerms.map(
    ({ name, kind }) => [`/keyTerms/${name}`, kind === 'date' ? `${name}-day` : name] as const,
  );
  return errorsOf(new DomainError('invalid', '', problems), places);
}

function formPage(
  agreement: AgreementView,
  form: KeyTermsForm,
  errors: readonly FormError[] = [],
  status = 200,
): PageView {
  const { reference, marking, handling, type } = agreement;
  const terms = rulesOfType(type).keyTerms.map((term) =>
    term.kind === 'choice' ? { ...term, codes: Object.keys(term.choices) } : term,
  );
  const model = {
    title: `Key terms of ${reference}`,
    marking,
    handling,
    agreement,
    terms,
    settled: settledTerms(agreement),
    form,
    errors,
  };
  return page('agreements/key-terms', model, { status, shown: { agreement: [agreement] } });
}
