import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { namedRef } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { visibleExperts } from '../../experts/expert.visibility.js';
import { changeableAgreements } from '../agreement.visibility.js';
import type { UnsettledMove } from './employer-moves.dto.js';

/** As many as a person's page shows. */
const mostShown = 20;

@Injectable()
export class EmployerMoveQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** The agreements of the reader's agency that rest on an employer whom the person has left, until somebody settles that. */
  unsettledOf(actor: UserActor, expertId: string): Promise<UnsettledMove[]> {
    const today = this.clock.today();
    return this.work.read<UnsettledMove>(
      actor,
      sql`select a.id, a.reference, a.title, a.marking, ${namedRef('o')} as organisation, m.left_on as "leftOn"
        from agreement_employer_moves m
        join agreements a on a.id = m.agreement_id
        join experts e on e.id = m.expert_id
        join organisations o on o.id = m.organisation_id
        where m.expert_id = ${expertId} and m.settled_at is null and ${changeableAgreements(actor, 'a', today)}
          and ${visibleExperts(actor, 'e', today)}
        order by m.left_on, a.reference limit ${mostShown}`,
    );
  }
}
