import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { containing } from '../../platform/database/fragments.js';
import { changeableRecords, visibleRecords, type VisibilityRule } from '../../platform/auth/visibility.js';
import { visibleAgreements } from '../agreements/agreement.visibility.js';
import { expertCalled } from '../experts/expert.filters.js';
import { visibleExperts } from '../experts/expert.visibility.js';
import {
  interactionsAboutAgreement,
  interactionsWithExpert,
  interactionsWithExpertCalled,
  visibleInteractions,
} from '../interactions/interaction.visibility.js';
import { effectiveAssigneeSql } from './follow-up.assignee.sql.js';

const rule: VisibilityRule = {
  recordKind: 'follow_up',
  // Whoever it falls to for want of an assignee is as good as named: they have to act on it.
  named: (f, actor) => sql`(${actor.userId} in (${f}.assignee_user_id, ${f}.deputy_user_id, ${f}.created_by_user_id)
    or ${effectiveAssigneeSql(f)} = ${actor.userId})`,
};

/** Which follow-ups this actor may read. */
export function visibleFollowUps(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return visibleRecords(actor, aliasName, rule, today);
}

/** Which follow-ups this actor may change: those of their own agency. */
export function changeableFollowUps(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return changeableRecords(actor, aliasName, rule, today);
}

/**
 * The ids of the follow-ups about a person, or about an interaction that they took part in or that is about them, as far as
 * this reader may know of it.
 */
export function followUpsAboutExpert(actor: Actor, expertId: string | Sql, today: CalendarDate): Sql {
  return sql`select own.id from follow_ups own join experts e on e.id = own.about_expert_id
      where own.about_expert_id = ${expertId} and ${visibleExperts(actor, 'e', today)}
    union all select meant.id from follow_ups meant join interactions i on i.id = meant.about_interaction_id
      where i.id in (${interactionsWithExpert(actor, expertId, today)}) and ${visibleInteractions(actor, 'i', today)}`;
}

/** The ids of the follow-ups about an agreement, or about an interaction about it. */
export function followUpsAboutAgreement(actor: Actor, agreementId: string, today: CalendarDate): Sql {
  return sql`select own.id from follow_ups own join agreements a on a.id = own.about_agreement_id
      where own.about_agreement_id = ${agreementId} and ${visibleAgreements(actor, 'a', today)}
    union all select meant.id from follow_ups meant join interactions i on i.id = meant.about_interaction_id
      where i.id in (${interactionsAboutAgreement(actor, agreementId, today)}) and ${visibleInteractions(actor, 'i', today)}`;
}

/** The ids of the follow-ups about whatever a text names, as far as this reader may know of it. */
export function followUpsAboutSomethingCalled(actor: Actor, text: string, today: CalendarDate): Sql {
  const called = (aliasName: string): Sql => sql`${raw(aliasName)}.search like ${containing(text.trim())}`;
  // Each as a list of its own, which goes by the index however many the planner expects.
  return sql`select f.id from follow_ups f where f.about_expert_id = any(array(select e.id from experts e
        where ${expertCalled('e', text)} and ${visibleExperts(actor, 'e', today)}))
    union all select f.id from follow_ups f where f.about_agreement_id = any(array(select a.id from agreements a
        where ${called('a')} and ${visibleAgreements(actor, 'a', today)}))
    union all select f.id from follow_ups f where f.about_organisation_id = any(array(
        select o.id from organisations o where ${called('o')}))
    union all select f.id from follow_ups f where f.about_interaction_id = any(array(
        select i.id from interactions i where ${called('i')} and ${visibleInteractions(actor, 'i', today)}
        union all select i.id from interactions i where i.id in (${interactionsWithExpertCalled(actor, text, today)})
          and ${visibleInteractions(actor, 'i', today)}))`;
}
