import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { addDays } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import type { Marking, Sharing } from '../../kernel/marking.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Handles } from '../../platform/jobs/define.js';
import { openForEmployerMove } from './follow-ups.jobs.js';
import { FollowUpsService } from './follow-ups.service.js';

/** Time enough to ask both employers, and short enough that nothing is shared meanwhile. */
const dueWithinDays = 14;

/** Sees to it that somebody looks at an agreement when a covered person has left an employer that is a party. */
@Injectable()
export class EmployerMoveFollowUps {
  constructor(
    private readonly followUps: FollowUpsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Given to nobody by name, so that it falls to the agreement's owner, then its deputy, then the agency's lead, whoever they are
   * by then. Marked and shared as the agreement is, and without the name of the person: it may fall to somebody who may not
   * read the agreement.
   */
  @Handles(openForEmployerMove)
  async open(tx: Transaction, { agreementId }: Record<string, string>): Promise<void> {
    const [agreement] = await tx.query<{
      agencyId: string;
      marking: Marking;
      handling: string | null;
      sharing: Sharing;
    }>(
      sql`select a.agency_id as "agencyId", a.marking, a.handling, case when a.sharing = 'named' then 'named' else 'agency' end as sharing
        from agreements a where a.id = ${agreementId}`,
    );
    if (!agreement) return;
    await this.followUps.openWithin(tx, {
      ...agreement,
      aboutAgreementId: agreementId,
      title: 'Look at this agreement: somebody it covers leaves an employer that is a party',
      details:
        'Amend it, add the new employer, take the person off, or say why nothing is needed. The page of the agreement asks which.',
      dueOn: addDays(this.clock.today(), dueWithinDays),
    });
  }
}
