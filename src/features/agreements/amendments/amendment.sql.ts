import sql, { type Sql } from 'sql-template-tag';
import type { Actor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { everything } from '../../../platform/auth/visibility.js';
import { listOf, namedRef } from '../../../platform/database/fragments.js';
import { visibleExperts } from '../../experts/expert.visibility.js';
import { dateFactsSql } from '../agreement.status.sql.js';
import { decisionLogSql, pendingApprovalsSql } from '../approvals/approvals.sql.js';
import type { AmendmentFacts } from './amendment.lifecycle.js';
import type { AmendmentChanges } from './amendment.rules.js';
import type { AmendmentView } from './amendment.views.dto.js';

/** The view before its computed parts, and what those are computed from. */
export type AmendmentRow = Omit<AmendmentView, 'changes' | 'before' | 'approvalsNeeded' | 'steps'> & {
  readonly facts: AmendmentFacts;
  /** Of an executed amendment: what stood before it. */
  readonly keptBefore: AmendmentChanges | null;
};

/** Over the aliases m, a and agency. */
export const summaryColumns = sql`m.id, m.version, json_build_object('id', a.id, 'reference', a.reference, 'title', a.title) as agreement,
  m.number, m.title, m.stage, ${namedRef('agency')} as agency, a.marking, m.effective_on as "effectiveOn",
  m.executed_on as "executedOn", m.created_at as "createdAt", m.updated_at as "updatedAt"`;

/**
 * One amendment with its decisions and signatures. The decision log, and people whom the reader could not see by themselves, are
 * for the agency that keeps the agreement.
 */
export function amendmentSql(actor: Actor, where: Sql, today: CalendarDate): Sql {
  const ofAgency = actor.kind === 'system' ? everything : sql`(a.agency_id = ${actor.agencyId})`;
  const persons = (list: string): Sql =>
    listOf(sql`select json_agg(json_build_object('expertId', e.id, 'reference', e.reference,
      'name', concat_ws(' ', e.title, e.given_name, e.family_name)) order by e.family_name, e.given_name)
    from experts e where to_jsonb(e.id::text) <@ coalesce(m.changes -> ${list}::text, '[]'::jsonb) and ${visibleExperts(actor, 'e', today)}`);
  return sql`
    select ${summaryColumns}, a.handling, m.reason, ${persons('addCoveredExpertIds')} as "addedPersons",
      ${persons('removeCoveredExpertIds')} as "removedPersons", case when ${ofAgency} then decisions.list end as approvals,
      parties.list as parties, m.withdrawn_on as "withdrawnOn", case when ${ofAgency} then m.closing_reason end as "closingReason",
      case when ${ofAgency} then ${namedRef('author')} end as "createdBy", m.before as "keptBefore",
      json_build_object('what', 'amendment', 'stage', m.stage, 'changes', m.changes, 'effectiveOn', m.effective_on,
        'agencyId', a.agency_id, 'authorUserId', m.created_by_user_id, 'ownerUserId', a.owner_user_id, 'parties', parties.list,
        'agreement', ${agreementJson},
        'others', ${listOf(sql`select json_agg(json_build_object('number', other.number, 'changes', other.changes) order by other.number)
          from agreement_amendments other where other.agreement_id = m.agreement_id and other.id <> m.id
            and other.stage in ('in_approval', 'awaiting_signature')`)},
        'approvals', ${pendingApprovalsSql(sql`w.amendment_id = m.id`, today)}) as facts
    from agreement_amendments m
    join agreements a on a.id = m.agreement_id
    join organisations agency on agency.id = a.agency_id
    left join users author on author.id = m.created_by_user_id
    cross join lateral (
      select ${listOf(sql`select json_agg(json_build_object('organisationId', p.organisation_id, 'name', o.name,
          'signedOn', s.signed_on, 'signatoryName', s.signatory_name, 'office', s.office, 'onBehalfOf', s.on_behalf_of,
          'method', s.method, 'sha256', s.sha256) order by o.name)
        from agreement_parties p join organisations o on o.id = p.organisation_id
        left join agreement_amendment_signatures s on s.amendment_id = m.id and s.organisation_id = p.organisation_id
        where p.agreement_id = a.id`)} as list) parties
    cross join lateral (select ${decisionLogSql(sql`w.amendment_id = m.id`)} as list) decisions
    where ${where}`;
}

/** The agreement as `AmendedAgreement` has it. */
const agreementJson = sql`(select to_jsonb(dates) from (select ${dateFactsSql('a')}) dates)
  || jsonb_build_object('type', a.type, 'marking', a.marking, 'sharing', a.sharing, 'reviewOn', a.review_on, 'survivalMonths', a.survival_months, 'valuePence', a.value_pence, 'currency', a.currency, 'title', a.title,
  'purpose', a.purpose, 'fundingSource', a.funding_source, 'intellectualPropertyTerms', a.intellectual_property_terms,
  'publicationTerms', a.publication_terms, 'keyTerms', a.key_terms,
  'coveredExpertIds', ${listOf(sql`select json_agg(c.expert_id) from agreement_covered_persons c where c.agreement_id = a.id`)})`;
