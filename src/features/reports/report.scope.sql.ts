import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { everything } from '../../platform/auth/visibility.js';
import { visibleAgreements } from '../agreements/agreement.visibility.js';
import { visibleExperts } from '../experts/expert.visibility.js';
import { visibleFollowUps } from '../follow-ups/follow-up.visibility.js';
import {
  interactionsWithOrganisation,
  mayKnowWhoSaidWhat,
  visibleInteractions,
} from '../interactions/interaction.visibility.js';

export interface ReportFilters {
  readonly agencyId?: string;
  readonly organisationId?: string;
  readonly strand?: string;
}

/**
 * Which records a report counts. A liaison's or partner's counts what they may read; an administrator's counts every record
 * and opens none (docs/domain.md, Sharing). The filters ask no more of a record than its reader may know of it.
 */
export class ReportScope {
  readonly countsEveryRecord: boolean;

  constructor(
    private readonly actor: UserActor,
    private readonly filters: ReportFilters,
    private readonly today: CalendarDate,
  ) {
    this.countsEveryRecord = actor.role === 'admin';
  }

  /** Which agreements the reader's figures rest on, before any filter. */
  agreements(aliasName: string): Sql {
    return this.countsEveryRecord ? everything : visibleAgreements(this.actor, aliasName, this.today);
  }

  experts(aliasName: string): Sql {
    return this.countsEveryRecord ? everything : visibleExperts(this.actor, aliasName, this.today);
  }

  /**
   * Whether the experts who took part in an interaction may be counted. Under the Chatham House Rule other agencies could
   * tell who took part by comparing two counts of distinct people.
   */
  countsWhoTookPart(aliasName: string): Sql {
    return this.countsEveryRecord ? everything : mayKnowWhoSaidWhat(this.actor, aliasName);
  }

  countedAgreements(aliasName: string): Sql {
    const conditions = [this.agreements(aliasName), ...this.agreementFilters(aliasName)];
    if (this.filters.agencyId) conditions.push(keptBy(aliasName, this.filters.agencyId));
    return join(conditions, ' and ');
  }

  countedInteractions(aliasName: string): Sql {
    const conditions = [this.interactions(aliasName), ...this.interactionFilters(aliasName)];
    if (this.filters.agencyId) conditions.push(keptBy(aliasName, this.filters.agencyId));
    return join(conditions, ' and ');
  }

  /** A follow-up has neither institution nor strand: it has those of what it is about. */
  countedFollowUps(aliasName: string): Sql {
    const { actor, today, filters } = this;
    const conditions = [this.countsEveryRecord ? everything : visibleFollowUps(actor, aliasName, today)];
    if (filters.agencyId) conditions.push(keptBy(aliasName, filters.agencyId));
    if (filters.organisationId || filters.strand) conditions.push(sql`(${join(this.waysAbout(aliasName), ' or ')})`);
    return join(conditions, ' and ');
  }

  /**
   * The bodies of interactions, as `interaction_id` and `organisation_id`, each pair once: as many for a body as the same report
   * counts when it is asked for that body. `counted` yields the ids.
   */
  bodiesOfInteractions(counted: Sql): Sql {
    const told = mayKnowWhoSaidWhat(this.reader, 'told');
    return sql`
      select told.id as interaction_id, told.about_organisation_id as organisation_id from interactions told
        where told.id in (${counted}) and told.about_organisation_id is not null
      union select took.interaction_id, took.organisation_id from interaction_participants took
        join interactions told on told.id = took.interaction_id
        where told.id in (${counted}) and took.organisation_id is not null and ${told}
      union select took.interaction_id, post.organisation_id from interaction_participants took
        join interactions told on told.id = took.interaction_id
        join experts e on e.id = took.expert_id
        join affiliations post on post.expert_id = e.id
        where told.id in (${counted}) and ${told} and ${heldOn('post', dayOf('told'))} and ${this.experts('e')}`;
  }

  private interactions(aliasName: string): Sql {
    return this.countsEveryRecord ? everything : visibleInteractions(this.actor, aliasName, this.today);
  }

  private agreementFilters(aliasName: string): Sql[] {
    const a = raw(aliasName);
    const { organisationId, strand } = this.filters;
    const conditions: Sql[] = [];
    if (organisationId)
      conditions.push(sql`${a}.id in (select party.agreement_id from agreement_parties party
        where party.organisation_id = ${organisationId})`);
    if (strand) conditions.push(sql`${strand} = any(${a}.strands)`);
    return conditions;
  }

  private interactionFilters(aliasName: string): Sql[] {
    const i = raw(aliasName);
    const { organisationId, strand } = this.filters;
    const conditions: Sql[] = [];
    if (organisationId) conditions.push(sql`${i}.id in (${this.interactionsOf(organisationId)})`);
    if (strand) conditions.push(sql`${i}.strand = ${strand}`);
    return conditions;
  }

  /**
   * The ids of the interactions that are about a body, that it took part in, or that somebody took part in who worked for it
   * on that day (Europe/London). Administrators organise nothing, so the Chatham House Rule keeps from them too who took part.
   */
  private interactionsOf(organisationId: string): Sql {
    const { reader } = this;
    return sql`${interactionsWithOrganisation(reader, organisationId)}
      union all select took.interaction_id from affiliations post
        join experts e on e.id = post.expert_id
        join interaction_participants took on took.expert_id = post.expert_id
        join interactions told on told.id = took.interaction_id
        where post.organisation_id = ${organisationId} and ${heldOn('post', dayOf('told'))}
          and ${mayKnowWhoSaidWhat(reader, 'told')} and ${this.experts('e')}`;
  }

  /** Administrators organise nothing. */
  private get reader(): UserActor {
    return this.countsEveryRecord ? { ...this.actor, agencyId: null } : this.actor;
  }

  private waysAbout(aliasName: string): Sql[] {
    const f = raw(aliasName);
    const { organisationId, strand } = this.filters;
    const ways = [
      sql`${f}.about_agreement_id in (select a.id from agreements a
        where ${join([this.agreements('a'), ...this.agreementFilters('a')], ' and ')})`,
      sql`${f}.about_interaction_id in (select meant.id from interactions meant
        where ${join([this.interactions('meant'), ...this.interactionFilters('meant')], ' and ')})`,
    ];
    // Neither bodies nor people have a strand.
    if (organisationId && !strand)
      ways.push(
        sql`${f}.about_organisation_id = ${organisationId}`,
        sql`exists (select 1 from affiliations post join experts e on e.id = post.expert_id
          where post.expert_id = ${f}.about_expert_id and post.organisation_id = ${organisationId}
            and ${heldOn('post', sql`${f}.due_on`)} and ${this.experts('e')})`,
      );
    return ways;
  }
}

function keptBy(aliasName: string, agencyId: string): Sql {
  return sql`${raw(aliasName)}.agency_id = ${agencyId}`;
}

/** The day of an interaction, Europe/London. */
function dayOf(aliasName: string): Sql {
  return sql`(${raw(aliasName)}.happened_at at time zone 'Europe/London')::date`;
}

/** An affiliation without a first or a last day is open on that side. */
function heldOn(aliasName: string, day: Sql): Sql {
  const post = raw(aliasName);
  return sql`${day} between coalesce(${post}.started_on, '-infinity') and coalesce(${post}.ended_on, 'infinity')`;
}
