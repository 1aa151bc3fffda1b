import { Injectable } from '@nestjs/common';
import sql, { bulk } from 'sql-template-tag';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Handles } from '../../../platform/jobs/define.js';
import { visibleToAgency } from '../../experts/expert.visibility.js';
import { statusSql } from '../agreement.status.sql.js';
import { employerMoved, flagEmployerMove } from './employer-moves.jobs.js';

interface Resting {
  readonly agreementId: string;
  readonly organisationId: string;
  readonly leftOn: CalendarDate;
  /** Whether the agency that keeps the agreement may see the person: nobody is set to work on somebody whom they may not see. */
  readonly seen: boolean;
}

/** Flags agreements when a covered person leaves an employer that is a party, once for each agreement and post. */
@Injectable()
export class EmployerMovesWorker {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  /** A flag is nobody's edit, so the agreement's version stays as it is (decision 1); to settle it is one. */
  @Handles(flagEmployerMove)
  async flag(tx: Transaction, { expertId, affiliationId }: Record<string, string>): Promise<void> {
    const resting = await this.restingOn(tx, expertId, affiliationId);
    if (resting.length === 0) return;
    const flagged = await tx.query<{ id: string; agreementId: string }>(sql`
      insert into agreement_employer_moves (id, agreement_id, expert_id, affiliation_id, organisation_id, left_on, flagged_at)
      values ${bulk(
        resting.map(({ agreementId, organisationId, leftOn }) => [
          newId(),
          agreementId,
          expertId,
          affiliationId,
          organisationId,
          leftOn,
          tx.now,
        ]),
      )} on conflict (agreement_id, affiliation_id) do nothing returning id, agreement_id as "agreementId"`);
    for (const { id, agreementId } of flagged) {
      const { organisationId, leftOn, seen } = resting.find((one) => one.agreementId === agreementId)!;
      const move = { employerMoveId: id, expertId, affiliationId, organisationId, leftOn };
      await this.audit.record(tx, 'agreement.flag-employer-move', { kind: 'agreement', id: agreementId }, null, move);
      if (seen) await tx.publish(employerMoved, { agreementId, employerMoveId: id });
    }
  }

  /**
   * In force or on the way there, covering the person, with the employer as a party. Nothing rests on a post that was opened
   * again meanwhile, or beside another with the same employer.
   */
  private restingOn(tx: Transaction, expertId: string, affiliationId: string): Promise<Resting[]> {
    const today = this.clock.today();
    return tx.query<Resting>(sql`
      select a.id as "agreementId", f.organisation_id as "organisationId", f.ended_on as "leftOn",
        ${visibleToAgency('e', 'agency', today)} as seen
      from affiliations f
      join experts e on e.id = f.expert_id
      join agreement_covered_persons c on c.expert_id = f.expert_id
      join agreements a on a.id = c.agreement_id
      join agreement_parties p on p.agreement_id = a.id and p.organisation_id = f.organisation_id
      join organisations agency on agency.id = a.agency_id
      where f.id = ${affiliationId} and f.expert_id = ${expertId} and f.ended_on is not null
        and ${statusSql('a', today)} not in ('withdrawn', 'terminated', 'superseded', 'expired')
        and not exists (select 1 from affiliations other where other.expert_id = f.expert_id and other.id <> f.id
          and other.organisation_id = f.organisation_id and (other.ended_on is null or other.ended_on > f.ended_on))
      order by a.id`);
  }
}
