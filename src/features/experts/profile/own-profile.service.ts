import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Expert } from '../expert.entity.js';
import { ExpertsService, type Change } from '../experts.service.js';
import { ExpertiseService } from '../expertise/expertise.service.js';
import type {
  ChangeOwnProfileDto,
  OwnChangeView,
  OwnProfileView,
  ProposeChangeDto,
  ReplaceOwnExpertiseDto,
  RightsStepDto,
} from './own-profile.dto.js';
import { expertOf, OwnProfileQueries } from './own-profile.queries.js';
import { ProfileChange } from './profile-change.entity.js';
import { ProfileProposals } from './profile.proposals.js';

/** What people change of their own profile: at once where they alone decide, as a proposal where others rely on it. */
@Injectable()
export class OwnProfileService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: OwnProfileQueries,
    private readonly experts: ExpertsService,
    private readonly expertise: ExpertiseService,
    private readonly proposals: ProfileProposals,
  ) {}

  /** `version` is the caller's If-Match. */
  change(actor: UserActor, version: number, dto: ChangeOwnProfileDto): Promise<OwnProfileView> {
    return this.underVersion(actor, version, 'change-own', (tx, expert) => this.changeWithin(tx, actor, expert, dto));
  }

  /** Part of a change of the person, whose row is locked: by themselves, or by somebody who edits for them. */
  async changeWithin(tx: Transaction, actor: UserActor, expert: Expert, dto: ChangeOwnProfileDto): Promise<Change> {
    const before = { ...expert };
    const { fieldAudience = {}, confirmed = false, ...facts } = dto;
    Object.assign(expert, facts, { fieldAudience: { ...expert.fieldAudience, ...fieldAudience } });
    if (confirmed) expert.profileConfirmedOn = this.clock.today();
    await this.experts.refuseBad(tx, actor, expert);
    return { before, after: expert };
  }

  replaceExpertise(actor: UserActor, version: number, dto: ReplaceOwnExpertiseDto): Promise<OwnProfileView> {
    return this.underVersion(actor, version, 'replace-own-expertise', (tx, expert) =>
      this.expertise.replaceWithin(tx, expert.id, dto.expertise, 'self'),
    );
  }

  /** An objection or a restriction, which takes effect at once, or its withdrawal. */
  exerciseRight(actor: UserActor, version: number, { step, text = null }: RightsStepDto): Promise<OwnProfileView> {
    return this.underVersion(actor, version, step.replaceAll('_', '-'), (_tx, expert) => {
      const before = { ...expert };
      const today = this.clock.today();
      const { objectedOn, restrictedOn } = expert;
      if (step === 'object') Object.assign(expert, { objectedOn: objectedOn ?? today, objectionText: text });
      if (step === 'restrict') Object.assign(expert, { restrictedOn: restrictedOn ?? today, restrictionText: text });
      if (step === 'withdraw_objection') {
        if (objectedOn === null) throw new DomainError('refused', 'There is no objection to withdraw.');
        Object.assign(expert, { objectedOn: null, objectionText: null });
      }
      if (step === 'withdraw_restriction') {
        if (restrictedOn === null) throw new DomainError('refused', 'There is no restriction to withdraw.');
        Object.assign(expert, { restrictedOn: null, restrictionText: null });
      }
      return Promise.resolve({ before, after: expert });
    });
  }

  propose(actor: UserActor, dto: ProposeChangeDto): Promise<OwnChangeView> {
    return this.work.transaction(actor, async (tx) => {
      const expert = await this.lockSelf(tx, actor);
      const id = await this.proposals.propose(tx, expert, dto);
      const [view] = await tx.query<OwnChangeView>(this.queries.changeSql(actor, id));
      return view;
    });
  }

  /** Takes back what nobody has decided yet. */
  withdraw(actor: UserActor, id: string, version: number): Promise<OwnChangeView> {
    return this.work.transaction(actor, async (tx) => {
      const expert = await this.lockSelf(tx, actor);
      const own = sql`record.id = ${id} and record.expert_id = ${expert.id}`;
      const change = await tx.lock(ProfileChange, own, version);
      if (change === null) throw notFound('proposed change');
      if (change.state !== 'proposed') throw new DomainError('refused', 'This has been decided already.');
      Object.assign(change, { state: 'withdrawn', decidedAt: tx.now, updatedAt: tx.now });
      await tx.update(ProfileChange, change);
      const record = { kind: 'profile_change', id };
      await this.audit.record(tx, 'profile-change.withdraw', record, { state: 'proposed' }, { state: 'withdrawn' });
      const [view] = await tx.query<OwnChangeView>(this.queries.changeSql(actor, id));
      return view;
    });
  }

  private underVersion(
    actor: UserActor,
    version: number,
    verb: string,
    change: (tx: Transaction, expert: Expert) => Promise<Change>,
  ): Promise<OwnProfileView> {
    return this.work.transaction(actor, async (tx) => {
      const expert = await this.lockSelf(tx, actor, version);
      await this.experts.keepWithin(tx, expert, verb, await change(tx, expert));
      return this.queries.showWithin(tx, actor);
    });
  }

  private async lockSelf(tx: Transaction, actor: UserActor, version?: number): Promise<Expert> {
    const expert = await tx.lock(Expert, sql`record.id = ${expertOf(actor)}`, version);
    if (expert === null) throw notFound('profile');
    return expert;
  }
}
