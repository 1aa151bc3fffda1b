import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError } from '../../kernel/domain-error.js';
import { markings, sharings } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { Permit } from '../../platform/auth/permissions.js';
import { validate } from '../../platform/errors/validate.js';
import type { FormError } from '../../platform/pages/form-errors.js';
import { statusOnThePage, versionOf } from '../../platform/pages/forms.js';
import { page, Pages, Redirect, type PageView } from '../../platform/pages/page.js';
import { sharingWords } from '../../platform/pages/sharing-words.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { OrganisationQueries } from '../organisations/organisations.queries.js';
import { ContactForm, contactErrors, contactOf, formOf } from './contact.form.js';
import { ChangeContactDto, CreateContactDto, type ContactView } from './contacts.dto.js';
import { ContactQueries } from './contacts.queries.js';
import { ContactsService } from './contacts.service.js';

interface Shown {
  readonly form: ContactForm;
  readonly organisation: { readonly id: string; readonly name: string };
  readonly contact?: ContactView;
  readonly errors?: readonly FormError[];
  readonly status?: number;
}

/** The form that adds and changes a contact. They are listed on the page of their organisation. */
@Pages()
@Controller()
export class ContactsWebController {
  constructor(
    private readonly queries: ContactQueries,
    private readonly service: ContactsService,
    private readonly organisations: OrganisationQueries,
  ) {}

  /** Somebody at this organisation who is not here yet. */
  @Permit('contacts.write')
  @Get('organisations/:id/contacts/new')
  async blank(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<PageView> {
    const organisation = await this.organisations.show(actor, id);
    return formPage({ form: { marking: 'OFFICIAL', sharing: 'agency' }, organisation });
  }

  @Permit('contacts.write')
  @Post('organisations/:id/contacts/new')
  async create(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: ContactForm,
  ): Promise<PageView | Redirect> {
    const organisation = await this.organisations.show(actor, id);
    try {
      await this.service.create(actor, validate(CreateContactDto, contactOf(form, id)));
      return new Redirect(`/organisations/${id}?done=contact-added`);
    } catch (error) {
      return refused(error, { form, organisation });
    }
  }

  /** A contact of one's agency, to be changed. */
  @Permit('contacts.write')
  @Get('contacts/:id/edit')
  async edit(@CurrentActor() actor: UserActor, @Param('id', IdPipe) id: string): Promise<PageView> {
    const contact = await this.own(actor, id);
    return formPage({ form: formOf(contact), organisation: contact.organisation, contact });
  }

  @Permit('contacts.write')
  @Post('contacts/:id/edit')
  async change(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Body() form: ContactForm,
  ): Promise<PageView | Redirect> {
    const contact = await this.own(actor, id);
    const { organisation } = contact;
    try {
      const dto = validate(ChangeContactDto, contactOf(form, organisation.id));
      await this.service.change(actor, id, versionOf(form.version), dto);
      return new Redirect(`/organisations/${organisation.id}?done=contact-changed`);
    } catch (error) {
      return refused(error, { form, organisation, contact });
    }
  }

  private async own(actor: UserActor, id: string): Promise<ContactView> {
    const contact = await this.queries.show(actor, id);
    if (contact.agency.id === actor.agencyId) return contact;
    throw new DomainError('forbidden', 'You can read this contact, but another agency keeps it and changes it.');
  }
}

function refused(error: unknown, shown: Shown): PageView {
  const status = statusOnThePage(error);
  if (!(error instanceof DomainError) || status === null) throw error;
  return formPage({ ...shown, errors: contactErrors(error), status });
}

function formPage({ form, organisation, contact, errors = [], status }: Shown): PageView {
  const model = {
    title: contact ? `Change the contact ${contact.name}` : `Add a contact at ${organisation.name}`,
    action: contact ? `/contacts/${contact.id}/edit` : `/organisations/${organisation.id}/contacts/new`,
    marking: contact?.marking,
    handling: contact?.handling,
    form,
    organisation,
    contact,
    errors,
    markings,
    sharings,
    words: { sharing: sharingWords, marking: { OFFICIAL: 'OFFICIAL', 'OFFICIAL-SENSITIVE': 'OFFICIAL-SENSITIVE' } },
  };
  return page('contacts/form', model, { status, shown: contact ? { contact: [contact] } : {} });
}
