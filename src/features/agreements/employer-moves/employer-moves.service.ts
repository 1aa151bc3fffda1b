import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, invalidField } from '../../../kernel/domain-error.js';
import { currentAffiliation } from '../../experts/expert.sql.js';
import { visibleExperts } from '../../experts/expert.visibility.js';
import type { AgreementView } from '../agreement.views.dto.js';
import { AgreementsService } from '../agreements.service.js';
import { refusalOfSettlement, type EmployerMoveFacts } from './employer-move.rules.js';
import type { SettleEmployerMoveDto } from './employer-moves.dto.js';

/** What is done about agreements that rest on an employer whom a covered person has left. */
@Injectable()
export class EmployerMovesService {
  constructor(
    private readonly agreements: AgreementsService,
    private readonly clock: Clock,
  ) {}

  /** `version` is the caller's If-Match. */
  settle(actor: UserActor, id: string, version: number, dto: SettleEmployerMoveDto): Promise<AgreementView> {
    const { employerMoveId, outcome, reason } = dto;
    return this.agreements.underVersion(actor, id, version, 'settle-employer-move', async (tx, agreement) => {
      const today = this.clock.today();
      const [facts] = await tx.query<EmployerMoveFacts>(sql`
        select m.settled_at is not null as settled,
          exists (select 1 from agreement_covered_persons c
            where c.agreement_id = m.agreement_id and c.expert_id = m.expert_id) as "stillCovered",
          exists (select 1 from affiliations f join agreement_parties p on p.organisation_id = f.organisation_id
            where f.expert_id = m.expert_id and p.agreement_id = m.agreement_id and ${currentAffiliation(today)}) as "employerIsParty"
        from agreement_employer_moves m join experts e on e.id = m.expert_id
        where m.id = ${employerMoveId} and m.agreement_id = ${agreement.id} and ${visibleExperts(actor, 'e', today)}`);
      if (!facts) throw invalidField('/employerMoveId', 'Select one of the moves that stand on this agreement.');
      const refusal = refusalOfSettlement(outcome, facts);
      if (refusal !== null) throw new DomainError('refused', refusal);
      await tx.query(sql`update agreement_employer_moves set outcome = ${outcome}, settlement_reason = ${reason},
          settled_at = ${tx.now}, settled_by_user_id = ${actor.userId}
        where id = ${employerMoveId}`);
      return { before: {}, after: { employerMoveId, outcome, reason } };
    });
  }
}
