import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { notFound } from '../../../kernel/domain-error.js';
import { everything } from '../../../platform/auth/visibility.js';
import { instant, listOf } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { visibleAgreements } from '../agreement.visibility.js';
import type { AgreementRenewalView } from './renewal-decisions.dto.js';

/** What stands around the end of an agreement: its terms, what was decided before, and what came of it. One statement. */
@Injectable()
export class RenewalDecisionQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async show(actor: UserActor, id: string): Promise<AgreementRenewalView> {
    const where = identifiedBy('a', id);
    const view = await this.work.readOne<AgreementRenewalView>(actor, renewalSql(actor, where, this.clock.today()));
    if (view === null) throw notFound('agreement');
    return view;
  }
}

/** Reasons, and what was achieved, are for the agency that keeps it. */
function renewalSql(actor: Actor, where: Sql, today: CalendarDate): Sql {
  const ofAgency = actor.kind === 'system' ? everything : sql`a.agency_id = ${actor.agencyId}`;
  const related = (
    condition: Sql,
  ): Sql => sql`(select json_build_object('id', r.id, 'reference', r.reference, 'title', r.title)
    from agreements r where ${condition} and ${visibleAgreements(actor, 'r', today)} limit 1)`;
  const count = (from: Sql): Sql => sql`(select count(*)::integer from ${from})`;
  return sql`select
      ${listOf(sql`select json_agg(json_build_object('number', t.number, 'effectiveOn', t.effective_on, 'endOn', t.end_on) order by t.number)
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
        'documents', ${count(sql`agreement_documents f where f.agreement_id = a.id and f.kind <> 'text'`)}) end as achieved
    from agreements a where ${where} and ${visibleAgreements(actor, 'a', today)}`;
}
