import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import { Clock } from '../../kernel/clock.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { Handles } from '../../platform/jobs/define.js';
import { subjectOfEvent, type PlaybookEvent, type PlaybookStep } from './playbook.rules.js';
import { PlaybookStarts } from './playbook.starts.js';
import { startOnEntry, startOnExecution, startOnRelationship } from './playbooks.jobs.js';

/** Starts what an event starts by itself: once for each playbook and record, however often the event is told of. */
@Injectable()
export class PlaybooksWorker {
  constructor(
    private readonly starts: PlaybookStarts,
    private readonly clock: Clock,
  ) {}

  @Handles(startOnExecution)
  executed(tx: Transaction, { agreementId }: Record<string, string>): Promise<void> {
    const about = sql`select a.id as about_id, a.agency_id from agreements a where a.id = ${agreementId}`;
    return this.start(tx, 'agreement.executed', about);
  }

  @Handles(startOnEntry)
  entered(tx: Transaction, { expertId }: Record<string, string>): Promise<void> {
    const about = sql`select e.id as about_id, e.agency_id from experts e where e.id = ${expertId}`;
    return this.start(tx, 'expert.entered', about);
  }

  @Handles(startOnRelationship)
  begun(tx: Transaction, { relationshipId }: Record<string, string>): Promise<void> {
    const about = sql`select r.expert_id as about_id, r.agency_id from relationships r where r.id = ${relationshipId}`;
    return this.start(tx, 'relationship.begun', about);
  }

  private async start(tx: Transaction, event: PlaybookEvent, about: Sql): Promise<void> {
    const playbooks = await tx.query<{ id: string; steps: PlaybookStep[]; aboutId: string; agencyId: string }>(sql`
      select p.id, p.steps, happened.about_id as "aboutId", happened.agency_id as "agencyId"
      from (${about}) happened
      join playbooks p on p.begins_on = ${event} and p.begins_by_itself and p.retired_on is null
        and (p.agency_id is null or p.agency_id = happened.agency_id)
      order by p.id`);
    for (const { id, steps, aboutId, agencyId } of playbooks)
      await this.starts.startWithin(tx, {
        playbook: { id, steps },
        agencyId,
        about: { kind: subjectOfEvent[event], id: aboutId },
        startsOn: this.clock.today(),
        event,
        starterId: null,
      });
  }
}
