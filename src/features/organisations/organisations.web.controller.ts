import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { countries, countryName } from '../../platform/pages/countries.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { filterErrorsOf, statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { counted, filterTags, listAddress } from '../../platform/pages/list-address.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { AgencyQueries } from './agencies/agencies.queries.js';
import { listQueryOf, OrganisationForm, OrganisationListForm } from './organisation.form.js';
import { formErrorsOf, formOf, kindsFor, OrganisationForms, type ReadForm } from './organisation.forms.js';
import { OrganisationLookup, type Lookalike } from './organisation.lookup.js';
import { isAgency, organisationKinds, type OrganisationKind } from './organisation.rules.js';
import { audienceWords, jurisdictionWords, kindWords } from './organisation.words.js';
import type { OrganisationPage, OrganisationView } from './organisations.dto.js';
import { OrganisationQueries } from './organisations.queries.js';
import { OrganisationsService } from './organisations.service.js';

interface Shown {
  readonly form: OrganisationForm;
  readonly errors?: readonly FormError[];
  readonly candidates?: ReadForm['candidates'];
  readonly lookalikes?: readonly Lookalike[];
  readonly status?: number;
  readonly body?: OrganisationView;
}

const nothingFound = { items: [], nextCursor: null };

/** The register of bodies as pages: its list, and the form that adds and changes one. */
@Pages()
@Controller('organisations')
export class OrganisationsWebController {
  constructor(
    private readonly queries: OrganisationQueries,
    private readonly agencies: AgencyQueries,
    private readonly service: OrganisationsService,
    private readonly forms: OrganisationForms,
    private readonly lookup: OrganisationLookup,
  ) {}

  /** Bodies by name, with filters as a GET form. */
  @Permit('organisation-records.read')
  @Get()
  async list(@CurrentActor() actor: UserActor, @Query() form: OrganisationListForm): Promise<PageView> {
    const inUse = await this.queries.countries(actor);
    try {
      const query = listQueryOf(form);
      const [found, count] = await Promise.all([this.queries.list(actor, query), this.queries.count(actor, query)]);
      return listPage(form, found, counted(count, 'organisation'), inUse, []);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
      const errors = filterErrorsOf(error, ['q'], ['kind', 'country', 'former']);
      return listPage(form, nothingFound, 'Nothing was looked for', inUse, errors);
    }
  }

  /** A body that is not here yet. */
  @Permit('organisations.write')
  @Get('new')
  blank(@CurrentActor() actor: UserActor): Promise<PageView> {
    return this.formPage(actor, { form: { country: 'GB' } });
  }

  /** Adds it, unless it seems to be here already: then it asks first. */
  @Permit('organisations.write')
  @Post('new')
  async create(@CurrentActor() actor: UserActor, @Body() form: OrganisationForm): Promise<PageView | Redirect> {
    const { dto, errors, candidates } = await this.forms.read(actor, form);
    if (dto === null) return this.formPage(actor, { form, errors, candidates, status: 400 });
    const lookalikes = form.different === 'yes' ? [] : await this.lookup.lookalikes(actor, dto);
    if (lookalikes.length > 0) return this.formPage(actor, { form, lookalikes, errors: [alike], status: 409 });
    try {
      const { id } = await this.service.create(actor, dto);
      return new Redirect(`/organisations/${id}?done=added`);
    } catch (error) {
      return this.refused(actor, error, { form });
    }
  }

  /** What is known of a body, to be changed. */
  @Permit('organisations.write')
  @Get(':id/edit')
  async edit(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<PageView> {
    const body = await this.writable(actor, id);
    const agency = isAgency(body.kind) ? await this.agencies.show(actor, id) : null;
    return this.formPage(actor, { form: formOf(body, agency), body });
  }

  @Permit('organisations.write')
  @Post(':id/edit')
  async change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: OrganisationForm,
  ): Promise<PageView | Redirect> {
    const body = await this.writable(actor, id);
    const { dto, errors, candidates } = await this.forms.read(actor, form);
    if (dto === null) return this.formPage(actor, { form, body, errors, candidates, status: 400 });
    const renamed = dto.name !== body.name || (dto.rorId ?? null) !== body.rorId;
    const lookalikes = renamed && form.different !== 'yes' ? await this.lookup.lookalikes(actor, dto, id) : [];
    if (lookalikes.length > 0) return this.formPage(actor, { form, body, lookalikes, errors: [alike], status: 409 });
    try {
      await this.service.change(actor, id, versionOf(form.version), dto);
      return new Redirect(`/organisations/${id}?done=changed`);
    } catch (error) {
      return this.refused(actor, error, { form, body });
    }
  }

  /** Everybody may read the register, so a refusal hides nothing. */
  private async writable(actor: UserActor, id: string): Promise<OrganisationView> {
    const body = await this.queries.show(actor, id);
    if (kindsFor(actor).includes(body.kind)) return body;
    throw new DomainError('forbidden', 'Agencies and their units are kept by administrators. Ask one to change this.');
  }

  /** What the service refuses is said on the form, with what was typed and the version it was typed over. */
  private refused(actor: UserActor, error: unknown, { form, body }: Shown): Promise<PageView> {
    const status = statusOnThePage(error);
    if (!(error instanceof DomainError) || status === null) throw error;
    return this.formPage(actor, { form, body, errors: formErrorsOf(error), status });
  }

  private async formPage(actor: UserActor, shown: Shown): Promise<PageView> {
    const { form, body, errors = [], candidates = {}, lookalikes = [], status } = shown;
    const kinds = kindsFor(actor);
    const model = {
      title: body ? `Change the organisation ${body.name}` : 'Add an organisation',
      action: body ? `/organisations/${body.id}/edit` : '/organisations/new',
      back: body ? `/organisations/${body.id}` : '/organisations',
      form,
      errors,
      candidates,
      lookalikes: lookalikes.map((one) => ({ ...one, country: countryName(one.country) })),
      kinds,
      administers: kinds.some(isAgency),
      staff: body && isAgency(body.kind) ? await this.forms.staffOf(actor, body.id) : null,
      countries,
      words: { kind: kindWords, jurisdiction: jurisdictionWords, audience: audienceWords },
      body,
    };
    return page('organisations/form', model, { status });
  }
}

const alike: FormError = {
  text: 'This may be here already. Look at the organisations below, then say whether it is another one.',
  href: '#different',
};

function listPage(
  form: OrganisationListForm,
  { items, nextCursor }: OrganisationPage,
  counted: string,
  inUse: readonly string[],
  errors: readonly FormError[],
): PageView {
  const tags = filterTags('/organisations', form, {
    q: (text) => `“${text}”`,
    kind: (code) => kindWords[code as OrganisationKind] ?? code,
    country: (code) => countryName(code),
    former: () => 'Also those that have ended',
  });
  const model = {
    title: 'Organisations',
    items: items.map((item) => ({ ...item, country: countryName(item.country) })),
    counted,
    next: nextCursor === null ? null : listAddress('/organisations', { ...form, cursor: nextCursor }),
    first: form.cursor ? listAddress('/organisations', { ...form, cursor: '' }) : null,
    tags,
    filtered: tags.length > 0,
    form,
    kinds: organisationKinds,
    countries: countries.filter(({ id }) => inUse.includes(id)),
    words: { kind: kindWords },
    errors,
  };
  const shown = { organisation: items.map(({ id }) => ({ id, marking: 'OFFICIAL' as const })) };
  return page('organisations/list', model, { status: errors.length > 0 ? 400 : 200, shown });
}
