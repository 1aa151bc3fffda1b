import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import {
  changeableRecords,
  everything,
  nothing,
  visibleRecords,
  type VisibilityRule,
} from '../../platform/auth/visibility.js';
import { visibleAgreements } from '../agreements/agreement.visibility.js';
import { expertCalled } from '../experts/expert.filters.js';
import { visibleExperts } from '../experts/expert.visibility.js';

const rule: VisibilityRule = {
  recordKind: 'interaction',
  named: (
    i,
    actor,
  ) => sql`(${i}.created_by_user_id = ${actor.userId} or exists (select 1 from interaction_participants present
    where present.interaction_id = ${i}.id and present.user_id = ${actor.userId}))`,
};

/** Which interactions this actor may read. */
export function visibleInteractions(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return visibleRecords(actor, aliasName, rule, today);
}

/** Which interactions this actor may correct: those of their own agency. */
export function changeableInteractions(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return changeableRecords(actor, aliasName, rule, today);
}

/** Of the agency that made the record. */
export function madeByOwnAgency(actor: Actor, aliasName: string): Sql {
  if (actor.kind === 'system') return everything;
  return actor.agencyId === null ? nothing : sql`${raw(aliasName)}.agency_id = ${actor.agencyId}`;
}

/** The Chatham House Rule: who took part and who said what is for the people of the agency that organised it alone. */
export function mayKnowWhoSaidWhat(actor: Actor, aliasName: string): Sql {
  return sql`(not ${raw(aliasName)}.chatham_house or ${madeByOwnAgency(actor, aliasName)})`;
}

/**
 * The ids of the interactions that a person took part in or that are about them, as far as this reader may know of it; the
 * caller still asks which of them the reader may read. Nothing when the reader may not see the person.
 */
export function interactionsWithExpert(actor: Actor, expertId: string | Sql, today: CalendarDate): Sql {
  return sql`select concerned.id from interactions concerned
    where concerned.id in (
        select about.id from interactions about where about.about_expert_id = ${expertId}
        union all select took.interaction_id from interaction_participants took where took.expert_id = ${expertId})
      and ${mayKnowWhoSaidWhat(actor, 'concerned')}
      and exists (select 1 from experts e where e.id = ${expertId} and ${visibleExperts(actor, 'e', today)})`;
}

/** The same for the people whom a text names, by reference or by part of their name. */
export function interactionsWithExpertCalled(actor: Actor, text: string, today: CalendarDate): Sql {
  const called = sql`select e.id from experts e where ${expertCalled('e', text)} and ${visibleExperts(actor, 'e', today)}`;
  return sql`select concerned.id from interactions concerned
    where concerned.id in (
        select about.id from interactions about where about.about_expert_id in (${called})
        union all select took.interaction_id from interaction_participants took where took.expert_id in (${called}))
      and ${mayKnowWhoSaidWhat(actor, 'concerned')}`;
}

/** The ids of the interactions about an agreement; nothing when the reader may not see the agreement. */
export function interactionsAboutAgreement(actor: Actor, agreementId: string, today: CalendarDate): Sql {
  return sql`select concerned.id from interactions concerned join agreements a on a.id = concerned.about_agreement_id
    where concerned.about_agreement_id = ${agreementId} and ${visibleAgreements(actor, 'a', today)}`;
}

/** The ids of the interactions that a body took part in or that are about it. */
export function interactionsWithOrganisation(actor: Actor, organisationId: string): Sql {
  return sql`select about.id from interactions about where about.about_organisation_id = ${organisationId}
    union all select took.interaction_id from interaction_participants took join interactions i on i.id = took.interaction_id
      where took.organisation_id = ${organisationId} and ${mayKnowWhoSaidWhat(actor, 'i')}`;
}
