import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { ownAgencyOf } from '../../../platform/auth/own-agency.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { visibleExperts } from '../expert.visibility.js';
import { expertChanged } from '../experts.jobs.js';
import type { ChangeVettingDto, CreateVettingDto, VettingView } from './vetting.dto.js';
import { Vetting } from './vetting.entity.js';
import { foundIn, ofExpert, VettingQueries } from './vetting.queries.js';
import { problemsOfVetting, type VettingFacts } from './vetting.rules.js';
import { sponsoredBy } from './vetting.visibility.js';

/** Writes of what an agency sponsors: one transaction each. */
@Injectable()
export class VettingService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: VettingQueries,
  ) {}

  create(actor: UserActor, expert: string, dto: CreateVettingDto): Promise<VettingView> {
    return this.work.transaction(actor, async (tx) => {
      const expertId = await this.visibleExpert(tx, actor, expert);
      const vetting = Object.assign(new Vetting(), { status: 'in_progress', grantedOn: null, expiresOn: null }, dto, {
        id: newId(),
        version: 1,
        expertId,
        agencyId: ownAgencyOf(actor),
        createdByUserId: actor.userId,
        createdAt: tx.now,
        updatedAt: tx.now,
      });
      this.refuseBad(vetting);
      await this.refuseSecond(tx, vetting);
      await tx.insert(Vetting, vetting);
      return this.finish(tx, actor, vetting, 'create', null);
    });
  }

  /** `version` is the caller's If-Match. */
  change(actor: UserActor, expert: string, id: string, version: number, dto: ChangeVettingDto): Promise<VettingView> {
    return this.work.transaction(actor, async (tx) => {
      const seen = await tx.query<VettingView>(this.queries.showSql(actor, ofExpert('v', expert, id)));
      foundIn(seen);
      const vetting = await tx.lock(
        Vetting,
        sql`${ofExpert('record', expert, id)} and ${sponsoredBy(actor, 'record')}`,
        version,
      );
      if (vetting === null) throw notFound('vetting');
      const before = { ...vetting };
      Object.assign(vetting, dto, { updatedAt: tx.now });
      this.refuseBad(vetting);
      await tx.update(Vetting, vetting);
      return this.finish(tx, actor, vetting, 'change', before);
    });
  }

  private refuseBad(vetting: VettingFacts): void {
    const problems = problemsOfVetting(vetting, this.clock.today());
    if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
  }

  private async refuseSecond(tx: Transaction, { expertId, agencyId, level }: Vetting): Promise<void> {
    const [held] = await tx.query(
      sql`select 1 from vettings where expert_id = ${expertId} and agency_id = ${agencyId} and level = ${level}`,
    );
    if (held)
      throw new DomainError('conflict', 'Your agency has this level for this person already. Change that one.', [
        { pointer: '/level', detail: 'Your agency has this level for this person already. Change that one.' },
      ]);
  }

  private async visibleExpert(tx: Transaction, actor: UserActor, expert: string): Promise<string> {
    const [found] = await tx.query<{ id: string }>(
      sql`select e.id from experts e where ${identifiedBy('e', expert)} and ${visibleExperts(actor, 'e', this.clock.today())}`,
    );
    if (!found) throw notFound('expert');
    return found.id;
  }

  private async finish(
    tx: Transaction,
    actor: UserActor,
    vetting: Vetting,
    verb: string,
    before: Vetting | null,
  ): Promise<VettingView> {
    const { id, expertId } = vetting;
    await this.audit.record(tx, `vetting.${verb}`, { kind: 'vetting', id }, before as never, vetting as never);
    await tx.publish(expertChanged, { expertId });
    return foundIn(await tx.query(this.queries.showSql(actor, sql`v.id = ${id}`)));
  }
}
