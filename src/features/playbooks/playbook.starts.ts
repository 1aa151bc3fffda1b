import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import type { CalendarDate } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError, invalidField } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/identifier.js';
import type { Marking, Sharing } from '../../kernel/marking.js';
import { divisionOf } from '../../kernel/working-days.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { ownAgencyOf } from '../../platform/auth/own-agency.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import { BankHolidaysService } from '../bank-holidays/bank-holidays.service.js';
import { aboutColumns, FollowUpParts } from '../follow-ups/follow-up.parts.js';
import { FollowUpsService } from '../follow-ups/follow-ups.service.js';
import { datedSteps, type PlaybookEvent, type PlaybookStep, type PlaybookSubject } from './playbook.rules.js';
import { PlaybookQueries } from './playbooks.queries.js';
import type { PlannedFollowUpView, PlaybookStartView, StartPlaybookDto } from './playbooks.dto.js';

interface Start {
  readonly playbook: { readonly id: string; readonly steps: readonly PlaybookStep[] };
  readonly agencyId: string;
  readonly about: { readonly kind: PlaybookSubject; readonly id: string };
  readonly startsOn: CalendarDate;
  /** Null by hand. */
  readonly event: PlaybookEvent | null;
  /** Null by an event. */
  readonly starterId: string | null;
}

/** Starts playbooks: every follow-up of one in one transaction, or none. */
@Injectable()
export class PlaybookStarts {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: PlaybookQueries,
    private readonly holidays: BankHolidaysService,
    private readonly followUps: FollowUpsService,
    private readonly parts: FollowUpParts,
  ) {}

  /** The follow-ups as they would be, with their days. */
  async preview(
    actor: UserActor,
    playbookId: string,
    startsOn: CalendarDate = this.clock.today(),
  ): Promise<PlannedFollowUpView[]> {
    const { steps } = await this.queries.show(actor, playbookId);
    const [holidays, rows] = await Promise.all([
      this.holidays.known(actor),
      this.work.read<{ jurisdiction: string | null }>(actor, jurisdictionSql(actor.agencyId)),
    ]);
    return datedSteps(steps, startsOn, { division: divisionOf(rows[0]?.jurisdiction ?? null), holidays });
  }

  /** By hand. Once more about the same record is possible: whoever does it sees what was started before. */
  async start(actor: UserActor, playbookId: string, { about, startsOn }: StartPlaybookDto): Promise<PlaybookStartView> {
    const playbook = await this.queries.show(actor, playbookId);
    if (playbook.retiredOn !== null)
      throw new DomainError('refused', 'This playbook was retired, and is not started any more.');
    if (playbook.aboutKind !== about.kind)
      throw invalidField('/about/kind', `This playbook is about an ${playbook.aboutKind}.`);
    const agencyId = ownAgencyOf(actor);
    return this.work.transaction(actor, async (tx) => {
      await this.parts.requireNamed(tx, actor, agencyId, { about });
      const given = { about, startsOn, playbook, agencyId, event: null, starterId: actor.userId };
      const id = await this.startWithin(tx, given);
      const [view] = await tx.query<PlaybookStartView>(this.queries.startsSql(actor, sql`s.id = ${id}`));
      return view;
    });
  }

  /** By an event: null when it has started this playbook about this record before. */
  async startWithin(tx: Transaction, start: Start): Promise<string | null> {
    const { playbook, agencyId, about, startsOn, event, starterId } = start;
    const id = newId();
    const columns = aboutColumns(about);
    const inserted =
      await tx.query(sql`insert into playbook_starts (id, playbook_id, agency_id, about_expert_id, about_agreement_id,
        about_organisation_id, event, starts_on, started_by_user_id, started_at)
      values (${id}, ${playbook.id}, ${agencyId}, ${columns.aboutExpertId}, ${columns.aboutAgreementId},
        ${columns.aboutOrganisationId}, ${event}, ${startsOn}, ${starterId}, ${tx.now})
      on conflict do nothing returning id`);
    if (inserted.length === 0) return null;
    const [{ jurisdiction, ...handling }] = await tx.query<Handling & { jurisdiction: string | null }>(
      handlingSql(agencyId, about),
    );
    const holidays = await this.holidays.knownWithin(tx);
    const steps = datedSteps(playbook.steps, startsOn, { division: divisionOf(jurisdiction), holidays });
    for (const { title, priority, assignee, dueOn } of steps)
      await this.followUps.openWithin(
        tx,
        {
          ...handling,
          ...columns,
          ...{ agencyId, title, priority, dueOn, playbookStartId: id },
          // Given to nobody by name it falls to whoever looks after the record, whoever that is by then.
          assigneeUserId: assignee === 'starter' ? starterId : null,
        },
        { userId: starterId },
      );
    const after = { startId: id, about, event, startsOn };
    await this.audit.record(tx, 'playbook.start', { kind: 'playbook', id: playbook.id }, null, after);
    return id;
  }
}

interface Handling {
  readonly marking: Marking;
  readonly handling: string | null;
  readonly sharing: Sharing;
}

function jurisdictionSql(agencyId: string | null): Sql {
  return sql`select o.jurisdiction from organisations o where o.id = ${agencyId}`;
}

/**
 * Marked and shared as the record is that they are about: for named people only where the agreement, or the agency's relationship
 * with the person, is; within the agency otherwise.
 */
function handlingSql(agencyId: string, about: { readonly kind: PlaybookSubject; readonly id: string }): Sql {
  return sql`select agency.jurisdiction, coalesce(a.marking, r.marking, 'OFFICIAL') as marking, coalesce(a.handling, r.handling) as handling,
      case when coalesce(a.sharing, r.sharing) = 'named' then 'named' else 'agency' end as sharing
    from organisations agency
    left join agreements a on a.id = ${about.kind === 'agreement' ? about.id : null}::uuid
    left join relationships r on r.expert_id = ${about.kind === 'expert' ? about.id : null}::uuid and r.agency_id = agency.id
    where agency.id = ${agencyId}`;
}
