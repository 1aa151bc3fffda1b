import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { TypedFields } from '../../platform/errors/fields.js';
import { validate } from '../../platform/errors/validate.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { RecordIdPipe } from '../../platform/web/record-id.pipe.js';
import { ownAgreement } from './agreement.pages.js';
import type { AgreementView } from './agreement.views.dto.js';
import { ReplacePeopleDto } from './agreements.dto.js';
import { AgreementQueries } from './agreements.queries.js';
import { AgreementsService } from './agreements.service.js';

/** As many parties as an agreement has at most, in the order of the record's page. */
const mostParties = 20;

@TypedFields(['version', ...Array.from({ length: mostParties }, (_, index) => `signatory${index}`)])
class SignatoriesForm {
  [field: string]: string | undefined;
}

/** Who signs for each party of a draft: what has to be known before it goes to approval. */
@Pages()
@Controller('agreements/:id/signatories')
export class SignatoriesWebController {
  constructor(
    private readonly queries: AgreementQueries,
    private readonly service: AgreementsService,
  ) {}

  @Permit('agreements.write')
  @Get()
  async edit(@CurrentActor() actor: UserActor, @Param('id', RecordIdPipe) id: string): Promise<PageView> {
    const agreement = await ownAgreement(this.queries, actor, id);
    return formPage(agreement, formOf(agreement));
  }

  @Permit('agreements.write')
  @Post()
  async change(
    @CurrentActor() actor: UserActor,
    @Param('id', RecordIdPipe) id: string,
    @Body() form: SignatoriesForm,
  ): Promise<PageView | Redirect> {
    const agreement = await ownAgreement(this.queries, actor, id);
    try {
      const dto = validate(ReplacePeopleDto, { people: peopleOf(agreement, form) });
      await this.service.replacePeople(actor, agreement.id, versionOf(form.version), dto);
      return new Redirect(`/agreements/${agreement.reference}?done=changed`);
    } catch (error) {
      const status = statusOnThePage(error);
      if (!(error instanceof DomainError) || status === null) throw error;
      return formPage(agreement, form, errorsOf(error, agreement, form), status);
    }
  }
}

/** The first who signs for each party; others who do stay as they are. */
function formOf({ version, parties, people }: AgreementView): SignatoriesForm {
  const names = parties.map(({ organisationId }, index) => [
    `signatory${index}`,
    people.find((one) => one.capacity === 'signatory' && one.organisationId === organisationId)?.name ?? '',
  ]);
  return { version: String(version), ...(Object.fromEntries(names) as Record<string, string>) };
}

/** Everybody who acts for a party, with the typed name in the place of each first signatory. */
function peopleOf({ parties, people }: AgreementView, form: SignatoriesForm): object[] {
  const replaced = parties.flatMap(({ organisationId }, index) => {
    const first = people.find((one) => one.capacity === 'signatory' && one.organisationId === organisationId);
    const name = form[`signatory${index}`]?.trim() ?? '';
    // The same name keeps what else is known of the person.
    if (first?.name === name) return [first];
    return name === '' ? [] : [{ organisationId, capacity: 'signatory', name }];
  });
  const firsts = parties.map(({ organisationId }) =>
    people.find((one) => one.capacity === 'signatory' && one.organisationId === organisationId),
  );
  return [...replaced, ...people.filter((one) => !firsts.includes(one))];
}

/** A name that is wrong is said beside its field; whatever else, at the top. */
function errorsOf(error: DomainError, { parties }: AgreementView, form: SignatoriesForm): FormError[] {
  const tooLong = parties.flatMap((_, index) => ((form[`signatory${index}`]?.trim().length ?? 0) > 200 ? [index] : []));
  if (tooLong.length === 0)
    return error.fields.length === 0 ? [{ text: error.detail }] : error.fields.map(({ detail: text }) => ({ text }));
  return tooLong.map((index) => ({ text: 'Name must be 200 characters or fewer.', href: `#signatory${index}` }));
}

function formPage(
  agreement: AgreementView,
  form: SignatoriesForm,
  errors: readonly FormError[] = [],
  status = 200,
): PageView {
  const { reference, marking, handling } = agreement;
  const model = { title: `Who signs ${reference}`, marking, handling, agreement, form, errors };
  return page('agreements/signatories', model, { status, shown: { agreement: [agreement] } });
}
