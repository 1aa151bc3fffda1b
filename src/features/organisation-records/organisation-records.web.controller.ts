import { Controller, Get, Param, Query } from '@nestjs/common';
import type { UserActor } from '../../kernel/actor.js';
import { highestMarking, type Marking } from '../../kernel/marking.js';
import { CurrentActor } from '../../platform/auth/current-actor.js';
import { AccessPolicy, Permit, type Permission } from '../../platform/auth/permissions.js';
import { Optional, Typed } from '../../platform/errors/fields.js';
import { countryName } from '../../platform/pages/countries.js';
import { page, Pages, type PageView } from '../../platform/pages/page.js';
import { sentence } from '../../platform/pages/words.js';
import { IdPipe } from '../../platform/web/record-id.pipe.js';
import { statusColours, typeWords } from '../agreements/agreement.words.js';
import { AgreementQueries } from '../agreements/agreements.queries.js';
import { ContactQueries } from '../contacts/contacts.queries.js';
import { ExpertQueries } from '../experts/experts.queries.js';
import type { AgencyView } from '../organisations/agencies/agencies.dto.js';
import { AgencyQueries } from '../organisations/agencies/agencies.queries.js';
import { isAgency, kindsWrittenBy } from '../organisations/organisation.rules.js';
import { audienceWords, figureWords, jurisdictionWords, kindWords } from '../organisations/organisation.words.js';
import type { OrganisationView } from '../organisations/organisations.dto.js';
import { OrganisationQueries } from '../organisations/organisations.queries.js';
import { OrganisationActivityQueries, type OrganisationActivity } from './organisation-activity.queries.js';

class OrganisationShowForm {
  /** What was just done. */
  @Optional()
  @Typed()
  done?: string;
}

const doneWords: Readonly<Record<string, string>> = {
  added: 'Organisation added.',
  changed: 'Changes saved.',
  'contact-added': 'Contact added.',
  'contact-changed': 'Contact changed.',
};

/** Ten lines each, then a link. */
const lines = 10;
const mostContacts = 50;

/** A body as people read it: what it is, who is there, what was agreed with it and what happened. */
@Pages()
@Controller()
export class OrganisationRecordsWebController {
  constructor(
    private readonly organisations: OrganisationQueries,
    private readonly agencies: AgencyQueries,
    private readonly experts: ExpertQueries,
    private readonly contacts: ContactQueries,
    private readonly agreements: AgreementQueries,
    private readonly activity: OrganisationActivityQueries,
    private readonly policy: AccessPolicy,
  ) {}

  /** One body of any kind. */
  @Permit('organisation-records.read')
  @Get('organisations/:id')
  async organisation(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Query() { done }: OrganisationShowForm,
  ): Promise<PageView> {
    const body = await this.organisations.show(actor, id);
    const agency = isAgency(body.kind) ? await this.agencies.show(actor, id) : null;
    return this.record(actor, body, agency, { text: 'All organisations', href: '/organisations' }, done);
  }

  /** One agency, with the people to turn to and what it has going on. */
  @Permit('organisation-records.read')
  @Get('agencies/:id')
  async agency(
    @CurrentActor() actor: UserActor,
    @Param('id', IdPipe) id: string,
    @Query() { done }: OrganisationShowForm,
  ): Promise<PageView> {
    // First the agency: what is none is absent here.
    const agency = await this.agencies.show(actor, id);
    const body = await this.organisations.show(actor, id);
    const back = { text: 'All agencies', href: '/agencies' };
    return this.record(actor, body, agency, back, done, `${body.name}, agency`);
  }

  private async record(
    actor: UserActor,
    body: OrganisationView,
    agency: AgencyView | null,
    back: { text: string; href: string },
    done?: string,
    title = body.name,
  ): Promise<PageView> {
    const may = (permission: Permission): boolean => this.policy.allows(actor.role, permission);
    const at = { organisationId: body.id };
    // What a role does not work with has no section, rather than an empty one.
    const [people, contacts, agreements, activity] = await Promise.all([
      may('experts.list') ? this.experts.list(actor, { ...at, limit: lines }) : null,
      may('contacts.read') ? this.contacts.list(actor, { ...at, limit: mostContacts }) : null,
      may('agreements.read') ? this.agreements.list(actor, { ...at, limit: lines }) : null,
      may('interactions.read') ? this.activity.latest(actor, body.id, lines) : null,
    ]);
    const shown = {
      organisation: [{ id: body.id, marking: 'OFFICIAL' as const }],
      ...(people ? { expert: people.items } : {}),
      ...(contacts ? { contact: contacts.items } : {}),
      ...(agreements ? { agreement: agreements.items } : {}),
      ...(activity ? { interaction: activity } : {}),
    };
    const markings: Marking[] = Object.values(shown).flatMap((records) => records.map(({ marking }) => marking));
    const model = {
      title,
      marking: highestMarking(markings),
      back,
      done: doneWords[done ?? ''],
      body: { ...body, country: countryName(body.country) },
      agency,
      figures: agency?.activity?.map((one) => ({ ...one, figure: figureWords[one.figure] ?? one.figure })) ?? [],
      changeable: may('organisations.write') && kindsWrittenBy(actor.role).includes(body.kind),
      people: people && { ...people, items: people.items.map((one) => ({ ...one, post: postAt(one.posts, body.id) })) },
      contacts: contacts && {
        ...contacts,
        items: contacts.items.map((one) => ({ ...one, own: one.agency.id === actor.agencyId })),
      },
      agreements,
      activity: activity?.map(timelineItem),
      words: { kind: kindWords, jurisdiction: jurisdictionWords, audience: audienceWords, type: typeWords },
      colours: statusColours,
    };
    return page('organisation-records/show', model, { shown });
  }
}

/** What somebody does at this body, of the posts they have. */
function postAt(
  posts: readonly { organisation: { id: string }; role: string | null; department: string | null }[],
  organisationId: string,
): string {
  const here = posts.find(({ organisation }) => organisation.id === organisationId);
  return [here?.role, here?.department].filter(Boolean).join(', ');
}

function timelineItem({ id, happenedAt, kind, subject, outcome, agencyName }: OrganisationActivity): object {
  return {
    when: happenedAt,
    kind: sentence(kind),
    title: subject,
    href: `/interactions/${id}`,
    text: outcome,
    by: `Kept by ${agencyName}`,
  };
}
