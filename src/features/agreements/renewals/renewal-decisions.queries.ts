import { Inject, Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import type { AgreementAchievement } from '../../../kernel/contracts.js';
import { notFound } from '../../../kernel/domain-error.js';
import type { CursorParts } from '../../../kernel/page.js';
import { everything } from '../../../platform/auth/visibility.js';
import { instant, listOf, namedRef } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../../platform/web/keyset.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { visibleAgreements } from '../agreement.visibility.js';
import type {
  AchievedRecordView,
  AgreementRenewalView,
  ListedRenewalDecisionView,
  RenewalDecisionListQuery,
  RenewalDecisionPage,
} from './renewal-decisions.dto.js';

/** The injection token of what `app.module` collects from the features. */
export const AGREEMENT_ACHIEVEMENTS = Symbol('agreement achievements');

/** What stands around the end of an agreement: its terms, what was decided before, and what came of it. One statement. */
@Injectable()
export class RenewalDecisionQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    @Inject(AGREEMENT_ACHIEVEMENTS) readonly achievements: readonly AgreementAchievement[],
  ) {}

  async show(actor: UserActor, id: string): Promise<AgreementRenewalView> {
    const statement = renewalSql(actor, identifiedBy('a', id), this.achievements, this.clock.today());
    const view = await this.work.readOne<AgreementRenewalView>(actor, statement);
    if (view === null) throw notFound('agreement');
    return view;
  }

  /** What the reader's own agency decided, the newest first. */
  async list(
    actor: UserActor,
    { decision, limit = 25, cursor }: RenewalDecisionListQuery,
  ): Promise<RenewalDecisionPage> {
    const conditions = [sql`a.agency_id = ${actor.agencyId}`, visibleAgreements(actor, 'a', this.clock.today())];
    if (decision) conditions.push(sql`d.decision = ${decision}`);
    const after = cursorOf(cursor, 'instant', 'id');
    if (after !== null) conditions.push(sql`(d.decided_at, d.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    const rows = await this.work.read<ListedRenewalDecisionView & { cursorKey: CursorParts }>(
      actor,
      sql`select d.id, json_build_object('id', a.id, 'reference', a.reference, 'title', a.title) as agreement, a.marking, d.decision,
          d.reason, d.achieved, d.end_on as "endOn", d.new_end_on as "newEndOn", ${namedRef('u')} as "decidedBy",
          d.decided_at as "decidedAt", json_build_array(d.decided_at::text, d.id) as "cursorKey"
        from agreement_renewal_decisions d
        join agreements a on a.id = d.agreement_id
        join users u on u.id = d.decided_by_user_id
        where ${join(conditions, ' and ')}
        order by d.decided_at desc, d.id desc limit ${limit + 1}`,
    );
    return keysetPage<ListedRenewalDecisionView>(rows, limit);
  }
}

/** The records that are named in what was achieved: for the log of readings. */
export function achievedShown({ achieved }: AgreementRenewalView): Record<string, readonly AchievedRecordView[]> {
  return Object.fromEntries((achieved?.records ?? []).map(({ recordKind, latest }) => [recordKind, latest]));
}

/** How many of the latest records of a kind are named. */
const latest = 10;

function achievedSql(actor: Actor, { name, recordKind, records }: AgreementAchievement, today: CalendarDate): Sql {
  const found = records(actor, sql`a.id`, today);
  return sql`json_build_object('name', ${name}::text, 'recordKind', ${recordKind}::text, 'count', (select count(*)::integer from (${found}) r),
    'latest', ${listOf(sql`select json_agg(json_build_object('id', r.id, 'title', r.title, 'happenedOn', r.on, 'marking', r.marking) order by r.on desc, r.id)
      from (select r.* from (${found}) r order by r.on desc, r.id limit ${latest}) r`)})`;
}

/** Reasons, and what was achieved, are for the agency that keeps it. */
function renewalSql(actor: Actor, where: Sql, achievements: readonly AgreementAchievement[], today: CalendarDate): Sql {
  const ofAgency = actor.kind === 'system' ? everything : sql`a.agency_id = ${actor.agencyId}`;
  const related = (
    condition: Sql,
  ): Sql => sql`(select json_build_object('id', r.id, 'reference', r.reference, 'title', r.title)
    from agreements r where ${condition} and ${visibleAgreements(actor, 'r', today)} limit 1)`;
  const count = (from: Sql): Sql => sql`(select count(*)::integer from ${from})`;
  return sql`select
      ${listOf(sql`select json_agg(json_build_object('number', t.number, 'effectiveOn', t.effective_on, 'endOn', t.end_on,
          'renewedItselfOn', t.renewed_itself_on) order by t.number)
        from agreement_terms t where t.agreement_id = a.id`)} as terms,
      ${listOf(sql`select json_agg(json_build_object('id', d.id, 'decision', d.decision, 'reason', d.reason, 'achieved', d.achieved,
          'endOn', d.end_on, 'newEndOn', d.new_end_on, 'decidedBy', json_build_object('id', u.id, 'name', u.name),
          'decidedAt', ${instant(sql`d.decided_at`)}) order by d.decided_at desc, d.id desc)
        from agreement_renewal_decisions d join users u on u.id = d.decided_by_user_id
        where d.agreement_id = a.id and ${ofAgency}`)} as decisions,
      ${related(sql`r.id = a.succeeds_id`)} as succeeds,
      ${related(sql`(r.id = a.superseded_by_id or r.succeeds_id = a.id) and r.stage <> 'withdrawn'`)} as successor,
      case when ${ofAgency} then json_build_object(
        'obligationsFulfilled', ${count(sql`obligation_occurrences x join obligations o on o.id = x.obligation_id
          where o.agreement_id = a.id and x.progress = 'fulfilled'`)},
        'obligationsPartly', ${count(sql`obligation_occurrences x join obligations o on o.id = x.obligation_id
          where o.agreement_id = a.id and x.progress = 'partly'`)},
        'agenciesAdhered', ${count(sql`agreement_beneficiaries b where b.agreement_id = a.id and b.adhered_on is not null`)},
        'documents', ${count(sql`agreement_documents f where f.agreement_id = a.id and f.kind <> 'text'`)},
        'records', json_build_array(${join(achievements.map((one) => achievedSql(actor, one, today)))})) end as achieved
    from agreements a where ${where} and ${visibleAgreements(actor, 'a', today)}`;
}
