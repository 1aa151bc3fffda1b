import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { DomainError, invalidField, notFound } from '../../../kernel/domain-error.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { AffiliationsService } from '../affiliations/affiliations.service.js';
import { DelegatesService } from '../delegates/delegates.service.js';
import type { Expert } from '../expert.entity.js';
import { changeableExperts } from '../expert.visibility.js';
import { ExpertsService, type Change } from '../experts.service.js';
import { ProfileChange } from './profile-change.entity.js';
import { lastDayBefore } from './profile-change.rules.js';
import { ProfileChangeQueries } from './profile-changes.queries.js';
import type { DecideChangeDto, ProfileChangeView } from './profile-changes.dto.js';

/** Decisions on what people proposed: the change and the decision are one transaction, so neither is ever without the other. */
@Injectable()
export class ProfileChangesService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
    private readonly queries: ProfileChangeQueries,
    private readonly experts: ExpertsService,
    private readonly affiliations: AffiliationsService,
    private readonly delegates: DelegatesService,
  ) {}

  /** Approves, which changes the record as proposed, or refuses with a reason. `version` is the caller's If-Match. */
  decide(actor: UserActor, id: string, version: number, dto: DecideChangeDto): Promise<ProfileChangeView> {
    if (dto.decision === 'refuse' && !dto.reason)
      throw invalidField('/reason', 'Enter the reason, in words for the person who proposed it.');
    return this.work.transaction(actor, async (tx) => {
      const { change, expert } = await this.lock(tx, actor, id, version);
      if (change.state !== 'proposed') throw new DomainError('refused', 'This has been decided already.');
      const before = { state: change.state, reason: change.reason };
      if (dto.decision === 'approve') await this.apply(tx, actor, change, expert, dto);
      Object.assign(change, {
        state: dto.decision === 'approve' ? 'approved' : 'refused',
        reason: dto.decision === 'refuse' ? dto.reason : null,
        decidedByUserId: actor.userId,
        decidedAt: tx.now,
        updatedAt: tx.now,
      });
      await tx.update(ProfileChange, change);
      const after = { state: change.state, reason: change.reason };
      await this.audit.record(tx, `profile-change.${dto.decision}`, { kind: 'profile_change', id }, before, after);
      const [view] = await tx.query<ProfileChangeView>(this.queries.showSql(actor, id));
      return view;
    });
  }

  /** The person first, then the proposal: in the same order as whoever proposes. */
  private async lock(
    tx: Transaction,
    actor: UserActor,
    id: string,
    version: number,
  ): Promise<{ change: ProfileChange; expert: Expert }> {
    const [found] = await tx.query<{ expertId: string }>(sql`select p.expert_id as "expertId" from profile_changes p
      join experts e on e.id = p.expert_id where p.id = ${id} and ${changeableExperts(actor, 'e')}`);
    if (!found) throw notFound('proposed change');
    const expert = await this.experts.lockOwn(tx, actor, found.expertId);
    const change = await tx.lock(ProfileChange, sql`record.id = ${id}`, version);
    if (change === null) throw notFound('proposed change');
    return { change, expert };
  }

  private async apply(
    tx: Transaction,
    actor: UserActor,
    change: ProfileChange,
    expert: Expert,
    dto: DecideChangeDto,
  ): Promise<void> {
    const [view] = await tx.query<ProfileChangeView>(this.queries.showSql(actor, change.id));
    if (view.movedOn)
      throw new DomainError(
        'stale',
        'The record has changed since this was proposed, so it can no longer be approved as it stands. Look at what the record says now.',
      );
    // A note is for staff to act on: nothing in it can be applied by itself.
    if (change.section === 'note') return;
    // The record itself says nothing of who may edit it.
    if (change.section === 'delegate') return this.delegates.beginWithin(tx, actor, change, expert);
    const made =
      change.section === 'affiliation'
        ? await this.applyPost(tx, change, dto)
        : await this.applyFacts(tx, actor, change, expert);
    await this.experts.keepWithin(tx, expert, 'approve-change', made);
  }

  private async applyFacts(
    tx: Transaction,
    actor: UserActor,
    { after }: ProfileChange,
    expert: Expert,
  ): Promise<Change> {
    const before = { ...expert };
    Object.assign(expert, after);
    await this.experts.refuseBad(tx, actor, expert);
    return { before, after: expert };
  }

  /** A move closes one post and opens another. */
  private async applyPost(
    tx: Transaction,
    { expertId, after }: ProfileChange,
    { organisationId: chosen }: DecideChangeDto,
  ): Promise<Change> {
    const { department, role, startedOn, endedOn, affiliationId, replacesAffiliationId } = after;
    if (affiliationId)
      return this.affiliations.changeWithin(tx, expertId, affiliationId, { department, role, startedOn, endedOn });
    const organisationId = chosen ?? after.organisationId;
    if (!organisationId)
      throw invalidField(
        '/organisationId',
        'Select the organisation: the register has none by the name that was given.',
      );
    const closed = replacesAffiliationId
      ? await this.affiliations.changeWithin(tx, expertId, replacesAffiliationId, {
          endedOn: lastDayBefore(startedOn!),
        })
      : null;
    const opened = await this.affiliations.addWithin(tx, expertId, { organisationId, department, role, startedOn });
    return { before: closed?.before ?? null, after: { ...closed?.after, ...opened.after } };
  }
}
