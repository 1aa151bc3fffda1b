import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import type { CursorParts } from '../../kernel/page.js';
import { AccessPolicy } from '../../platform/auth/permissions.js';
import { everything } from '../../platform/auth/visibility.js';
import { containing, listOf, namedRef } from '../../platform/database/fragments.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../platform/web/keyset.js';
import { identifiedBy } from '../../platform/web/record-id.pipe.js';
import { visibleExperts } from '../experts/expert.visibility.js';
import { activeUsersOf, approvingRoles } from '../users/user.conditions.js';
import { openStepsFor } from './agreement.steps.js';
import { approvalsNeededBy, missingOf, type AgreementFacts } from './agreement.lifecycle.js';
import { dateFactsSql, endsBetween, noticeDeadlineSql, presentEndSql, statusSql } from './agreement.status.sql.js';
import { visibleAgreements } from './agreement.visibility.js';
import type { AgreementCount, AgreementPage, AgreementSummaryView, AgreementView } from './agreement.views.dto.js';
import type { AgreementListQuery } from './agreements.dto.js';
import { decisionLogSql, pendingApprovalsSql } from './approvals/approvals.sql.js';
import { beneficiariesSql } from './beneficiaries/beneficiaries.sql.js';
import { employerMovesSql } from './employer-moves/employer-moves.sql.js';
import { childrenSql, parentSql } from './parents/agreement-parents.js';

const mostCounted = 1000;

type SummaryRow = AgreementSummaryView & { cursorKey: CursorParts };
/** The view before its computed parts, and what those are computed from. */
export type AgreementRow = Omit<AgreementView, 'missing' | 'steps' | 'approvalsNeeded'> & { facts: AgreementFacts };

/** Reads of agreements: one statement each, scoped to what the actor may see. */
@Injectable()
export class AgreementQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly policy: AccessPolicy,
  ) {}

  async list(actor: UserActor, query: AgreementListQuery): Promise<AgreementPage> {
    const limit = query.limit ?? 25;
    const today = this.clock.today();
    const conditions = filters(actor, query, today);
    const rows = await this.work.read<SummaryRow>(
      actor,
      query.sort === 'ends_next'
        ? endsNextSql(conditions, cursorOf(query.cursor, 'date', 'id'), limit, today)
        : newestSql(conditions, cursorOf(query.cursor, 'instant', 'id'), limit, today),
    );
    return keysetPage<AgreementSummaryView>(rows, limit);
  }

  /** How many the actor may see that match, counted up to a thousand. */
  async count(actor: UserActor, query: AgreementListQuery): Promise<AgreementCount> {
    const today = this.clock.today();
    const conditions = filters(actor, query, today);
    if (query.sort === 'ends_next') conditions.push(stillToEnd(presentEndSql('a', today), today));
    const [{ count }] = await this.work.read<{ count: number }>(
      actor,
      sql`select count(*)::integer as count from (select 1 from agreements a where ${join(conditions, ' and ')} limit ${mostCounted + 1}) found`,
    );
    return { count: Math.min(count, mostCounted), more: count > mostCounted };
  }

  async show(actor: UserActor, idOrReference: string): Promise<AgreementView> {
    const row = await this.work.readOne<AgreementRow>(actor, this.showSql(actor, identifiedBy('a', idOrReference)));
    return this.viewOf(actor, row);
  }

  /** Whom one may ask for a decision: people of one's agency who can give one, but oneself. */
  possibleApprovers(actor: UserActor): Promise<{ id: string; name: string }[]> {
    return this.work.read(
      actor,
      sql`select u.id, u.name from users u where ${activeUsersOf('u', actor.agencyId!)} and u.role in ${approvingRoles}
        and u.id <> ${actor.userId} order by u.name, u.id limit 200`,
    );
  }

  /** The statement behind `show`, so that a write answers from its own transaction. */
  showSql(actor: Actor, where: Sql): Sql {
    return agreementSql(actor, where, this.clock.today());
  }

  /** Inside a transaction. Refuses a change after which its maker could not read the record: somebody else has to make it. */
  async rowWithin(tx: Transaction, actor: UserActor, id: string): Promise<AgreementRow> {
    const [row] = await tx.query<AgreementRow>(this.showSql(actor, sql`a.id = ${id}`));
    if (!row)
      throw new DomainError(
        'refused',
        'After this change you could no longer read the agreement. Ask its owner or deputy to make it.',
      );
    return row;
  }

  viewOf(actor: UserActor, row: AgreementRow | null | undefined): AgreementView {
    if (!row) throw notFound('agreement');
    const { facts, ...view } = row;
    return {
      ...view,
      approvalsNeeded: approvalsNeededBy(facts),
      missing: missingOf(facts),
      steps: openStepsFor(actor, facts, this.clock.today(), this.policy),
    };
  }
}

const newestSql = (conditions: readonly Sql[], after: CursorParts | null, limit: number, today: CalendarDate): Sql =>
  summarySql(
    after === null
      ? conditions
      : [...conditions, sql`(a.created_at, a.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`],
    { key: sql`a.created_at`, order: sql`a.created_at desc, a.id desc`, limit, today },
  );

/** Executed, not ended early, and its last day still to come. */
function stillToEnd(endOn: Sql, today: CalendarDate): Sql {
  return sql`a.stage = 'executed' and a.terminated_on is null and a.superseded_on is null and ${endOn} >= ${today}`;
}

/** Those that renew themselves stand at no index by their present end: their page is found beside that of the others. */
function endsNextSql(conditions: readonly Sql[], after: CursorParts | null, limit: number, today: CalendarDate): Sql {
  const branch = (renewsItself: Sql, endOn: Sql): Sql =>
    summarySql(
      [
        ...conditions,
        renewsItself,
        stillToEnd(endOn, today),
        ...(after === null ? [] : [sql`(${endOn}, a.id) > (${after[0]}::date, ${after[1]}::uuid)`]),
      ],
      { key: endOn, order: sql`${endOn}, a.id`, limit, today },
    );
  return sql`select one.* from (
      (${branch(sql`a.renewal_type <> 'automatic'`, sql`a.end_on`)})
      union all (${branch(sql`a.renewal_type = 'automatic'`, presentEndSql('a', today))})) one
    order by one."endOn", one.id limit ${limit + 1}`;
}

/** `key` is what the list is ordered by before the id. */
function summarySql(
  conditions: readonly Sql[],
  {
    key,
    order,
    limit,
    today,
  }: { readonly key: Sql; readonly order: Sql; readonly limit: number; readonly today: CalendarDate },
): Sql {
  return sql`select a.id, a.version, a.reference, a.type, a.title, ${statusSql('a', today)} as status,
      ${namedRef('agency')} as agency, ${namedRef('owner')} as owner, a.marking, a.sharing,
      a.effective_on as "effectiveOn", ${presentEndSql('a', today)} as "endOn", ${noticeDeadlineSql('a', today)} as "noticeDeadlineOn",
      ${listOf(sql`select json_agg(json_build_object('id', o.id, 'name', o.name) order by o.name)
        from agreement_parties p join organisations o on o.id = p.organisation_id where p.agreement_id = a.id`)} as parties,
      a.updated_at as "updatedAt", json_build_array(${key}::text, a.id) as "cursorKey"
    from agreements a
    join organisations agency on agency.id = a.agency_id
    left join users owner on owner.id = a.owner_user_id
    where ${join(conditions, ' and ')}
    order by ${order} limit ${limit + 1}`;
}

function filters(actor: UserActor, query: AgreementListQuery, today: CalendarDate): Sql[] {
  const conditions = [visibleAgreements(actor, 'a', today)];
  if (query.q) conditions.push(sql`a.search like ${containing(query.q)}`);
  if (query.status) conditions.push(sql`${statusSql('a', today)} = ${query.status}`);
  if (query.type) conditions.push(sql`a.type = ${query.type}`);
  if (query.ownerUserId) conditions.push(sql`a.owner_user_id = ${query.ownerUserId}`);
  if (query.endsBefore) conditions.push(endsBetween('a', sql`'-infinity'`, query.endsBefore, today));
  if (query.organisationId)
    conditions.push(
      sql`exists (select 1 from agreement_parties p where p.agreement_id = a.id and p.organisation_id = ${query.organisationId})`,
    );
  if (query.expertId)
    conditions.push(sql`exists (select 1 from agreement_covered_persons c join experts e on e.id = c.expert_id
      where c.agreement_id = a.id and c.expert_id = ${query.expertId} and ${visibleExperts(actor, 'e', today)})`);
  return conditions;
}

/**
 * One agreement with everything around it. The decision log, and people and records that the reader could not see by
 * themselves, are for the agency that keeps it.
 */
function agreementSql(actor: Actor, where: Sql, today: CalendarDate): Sql {
  // Academics and hosts have no agency, so it is theirs never.
  const ofAgency = actor.kind === 'system' ? everything : sql`(a.agency_id = ${actor.agencyId})`;
  return sql`
    select a.id, a.version, a.reference, a.type, a.title, a.purpose, a.strands, a.topics,
      ${namedRef('agency')} as agency, a.marking, a.handling, a.sharing, ${namedRef('owner')} as owner, ${namedRef('deputy')} as deputy,
      ${statusSql('a', today)} as status, a.effective_on as "effectiveOn", ${presentEndSql('a', today)} as "endOn", a.review_on as "reviewOn",
      a.notice_count as "noticeCount", a.notice_unit as "noticeUnit", ${noticeDeadlineSql('a', today)} as "noticeDeadlineOn",
      a.renewal_type as "renewalType", a.renewal_months as "renewalMonths", a.most_renewals as "mostRenewals",
      a.renewal_stopped_on as "renewalStoppedOn", a.survival_months as "survivalMonths", a.executed_on as "executedOn",
      a.withdrawn_on as "withdrawnOn", a.terminated_on as "terminatedOn", case when ${ofAgency} then a.closing_reason end as "closingReason",
      (select s.id from agreements s where s.id = a.superseded_by_id and ${visibleAgreements(actor, 's', today)}) as "supersededById",
      ${parentSql(actor, 'a', today)} as parent, ${childrenSql(actor, 'a', today)} as children,
      a.value_pence as "valuePence", a.currency, a.funding_source as "fundingSource",
      a.intellectual_property_terms as "intellectualPropertyTerms", a.publication_terms as "publicationTerms",
      a.releasable_summary as "releasableSummary", a.key_terms as "keyTerms",
      parties.list as parties,
      ${listOf(sql`select json_agg(json_build_object('organisationId', p.organisation_id, 'capacity', p.capacity, 'name', p.name,
          'office', p.office, 'userId', p.user_id, 'expertId', p.expert_id,
          'contactId', case when ${ofAgency} then p.contact_id end) order by p.capacity, p.name)
        from agreement_people p left join experts e on e.id = p.expert_id
        where p.agreement_id = a.id and (e.id is null or ${ofAgency} or ${visibleExperts(actor, 'e', today)})`)} as people,
      ${listOf(sql`select json_agg(json_build_object('expertId', e.id, 'reference', e.reference,
          'name', concat_ws(' ', e.title, e.given_name, e.family_name)) order by e.family_name, e.given_name)
        from agreement_covered_persons c join experts e on e.id = c.expert_id
        where c.agreement_id = a.id and ${visibleExperts(actor, 'e', today)}`)} as "coveredPersons",
      ${beneficiariesSql('a')} as beneficiaries, case when ${ofAgency} then ${employerMovesSql(actor, 'a', today)} end as "employerMoves",
      case when ${ofAgency} then decisions.list end as approvals,
      (select to_jsonb(dates) from (select ${dateFactsSql('a')}) dates) || jsonb_build_object('agencyId', a.agency_id,
        'authorUserId', a.created_by_user_id, 'ownerUserId', a.owner_user_id, 'reviewOn', a.review_on, 'parties', parties.list,
        'signatoryOrganisationIds', ${listOf(sql`select json_agg(distinct s.organisation_id) from agreement_people s
          where s.agreement_id = a.id and s.capacity = 'signatory'`)},
        'type', a.type, 'keyTerms', a.key_terms,
        'departsFromTemplate', (exists (select 1 from agreement_texts wording where wording.agreement_id = a.id and wording.changed)
          or exists (select 1 from agreement_documents d join agreement_document_versions v on v.document_id = d.id
            where d.agreement_id = a.id and d.kind = 'text' and v.clauses_sha256 is null)),
        'approvals', ${pendingApprovalsSql(sql`w.agreement_id = a.id and w.amendment_id is null`, today)}) as facts,
      a.created_at as "createdAt", a.updated_at as "updatedAt"
    from agreements a
    join organisations agency on agency.id = a.agency_id
    left join users owner on owner.id = a.owner_user_id
    left join users deputy on deputy.id = a.deputy_user_id
    cross join lateral (
      select ${listOf(sql`select json_agg(json_build_object('organisationId', p.organisation_id, 'name', o.name,
          'freedomOfInformation', p.freedom_of_information, 'signedOn', p.signed_on, 'signatoryName', p.signatory_name,
          'signsThrough', ${namedRef('lead')}) order by o.name)
        from agreement_parties p join organisations o on o.id = p.organisation_id
        left join organisations lead on lead.id = o.signs_through_id where p.agreement_id = a.id`)} as list) parties
    cross join lateral (select ${decisionLogSql(sql`w.agreement_id = a.id and w.amendment_id is null`)} as list) decisions
    where ${where} and ${visibleAgreements(actor, 'a', today)}`;
}
