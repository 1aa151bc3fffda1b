import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { Clock } from '../../kernel/clock.js';
import type { Marking } from '../../kernel/marking.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { visibleContacts } from '../contacts/contact.visibility.js';
import { currentAffiliation } from '../experts/expert.sql.js';
import { visibleExperts } from '../experts/expert.visibility.js';
import type { InteractionKind } from '../interactions/interaction.rules.js';
import {
  interactionsWithOrganisation,
  mayKnowWhoSaidWhat,
  visibleInteractions,
} from '../interactions/interaction.visibility.js';

export interface OrganisationActivity {
  readonly id: string;
  readonly kind: InteractionKind;
  readonly happenedAt: Date;
  readonly subject: string;
  readonly outcome: string | null;
  readonly agencyName: string;
  readonly marking: Marking;
}

/** What happened with a body or with its people. */
@Injectable()
export class OrganisationActivityQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * The latest interactions with the body, with those of its people whom the reader may see, and with its contacts. Who took
   * part under the Chatham House Rule brings nobody here.
   */
  latest(actor: UserActor, organisationId: string, limit: number): Promise<OrganisationActivity[]> {
    const today = this.clock.today();
    return this.work.read<OrganisationActivity>(
      actor,
      sql`with people as materialized (
          select f.expert_id as id from affiliations f join experts e on e.id = f.expert_id
          where f.organisation_id = ${organisationId} and ${currentAffiliation(today)} and ${visibleExperts(actor, 'e', today)}),
        contacts_there as materialized (
          select c.id from contacts c where c.organisation_id = ${organisationId} and ${visibleContacts(actor, 'c', today)}),
        concerned as (
          ${interactionsWithOrganisation(actor, organisationId)}
          union select met.id from people join interactions met on met.about_expert_id = people.id where ${mayKnowWhoSaidWhat(actor, 'met')}
          union select met.id from people join interaction_participants took on took.expert_id = people.id
            join interactions met on met.id = took.interaction_id where ${mayKnowWhoSaidWhat(actor, 'met')}
          union select met.id from contacts_there join interaction_participants took on took.contact_id = contacts_there.id
            join interactions met on met.id = took.interaction_id where ${mayKnowWhoSaidWhat(actor, 'met')})
        select i.id, i.kind, i.happened_at as "happenedAt", i.subject, i.outcome, agency.name as "agencyName", i.marking
        from concerned join interactions i on i.id = concerned.id join organisations agency on agency.id = i.agency_id
        where ${visibleInteractions(actor, 'i', today)}
        order by i.happened_at desc, i.id desc limit ${limit}`,
    );
  }
}
