import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, notFound, type FieldProblem } from '../../../kernel/domain-error.js';
import { stale, type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Expert } from '../expert.entity.js';
import { ExpertsService, type Change } from '../experts.service.js';
import { ExpertiseService } from '../expertise/expertise.service.js';
import type { ReplaceOwnExpertiseDto } from '../profile/own-profile.dto.js';
import { OwnProfileService } from '../profile/own-profile.service.js';
import { givenFacts, sectionsOfFacts, type DelegableSection } from './delegate.rules.js';
import { openDelegations } from './delegate.visibility.js';
import type { ChangeDelegatedProfileDto, DelegatedProfileView } from './delegations.dto.js';
import { DelegationQueries } from './delegations.queries.js';
import { ExpertDelegate } from './expert-delegate.entity.js';

const notYours: FieldProblem['detail'] = 'This section is not among those that you may edit for this person.';

/** What delegates change for the person who named them. It is the person's profile, so their services do it. */
@Injectable()
export class DelegationsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly queries: DelegationQueries,
    private readonly experts: ExpertsService,
    private readonly profiles: OwnProfileService,
    private readonly expertise: ExpertiseService,
  ) {}

  /** `version` is the caller's If-Match. Never a confirmation: that is the person's own. */
  change(
    actor: UserActor,
    expertId: string,
    version: number,
    dto: ChangeDelegatedProfileDto,
  ): Promise<DelegatedProfileView> {
    const facts = givenFacts(dto);
    const pointers = Object.keys(facts).map((name) => [`/${name}`, sectionsOfFacts([name])[0]] as const);
    return this.under(actor, expertId, version, pointers, 'change-as-delegate', (tx, expert) =>
      this.profiles.changeWithin(tx, actor, expert, facts),
    );
  }

  replaceExpertise(
    actor: UserActor,
    expertId: string,
    version: number,
    dto: ReplaceOwnExpertiseDto,
  ): Promise<DelegatedProfileView> {
    const pointers = [['/expertise', 'expertise']] as const;
    return this.under(actor, expertId, version, pointers, 'replace-expertise-as-delegate', (tx, expert) =>
      this.expertise.replaceWithin(tx, expert.id, dto.expertise, 'delegate'),
    );
  }

  private under(
    actor: UserActor,
    expertId: string,
    version: number,
    fields: readonly (readonly [pointer: string, section: DelegableSection])[],
    verb: string,
    change: (tx: Transaction, expert: Expert) => Promise<Change>,
  ): Promise<DelegatedProfileView> {
    return this.work.transaction(actor, async (tx) => {
      const [expert, delegate] = await this.lock(tx, actor, expertId);
      const problems = fields
        .filter(([, section]) => !delegate.sections.includes(section))
        .map(([pointer]) => ({ pointer, detail: notYours }));
      if (problems.length > 0) throw new DomainError('forbidden', notYours, problems);
      if (expert.version !== version) throw stale();
      const made = await change(tx, expert);
      // A form that was opened and saved as it was says nothing to the person who looks.
      const differs = JSON.stringify(made.before) !== JSON.stringify(made.after);
      await this.experts.keepWithin(tx, expert, verb, made);
      if (differs)
        await tx.update(ExpertDelegate, Object.assign(delegate, { lastChangedAt: tx.now, updatedAt: tx.now }));
      return this.queries.showWithin(tx, actor, expertId);
    });
  }

  /**
   * The person first, then the delegation: in the same order as the person who ends it. It is asked about again once the person
   * is locked, because it may have ended while this waited.
   */
  private async lock(tx: Transaction, actor: UserActor, expertId: string): Promise<[Expert, ExpertDelegate]> {
    const today = this.clock.today();
    const delegated = sql`select 1 from expert_delegates d where ${openDelegations(actor, 'd', 'record', today)}`;
    const expert = await tx.lock(Expert, sql`record.id = ${expertId} and exists (${delegated})`);
    const open = sql`exists (select 1 from experts e where e.id = ${expertId} and ${openDelegations(actor, 'record', 'e', today)})`;
    const delegate = expert && (await tx.lock(ExpertDelegate, open));
    if (expert === null || delegate === null) throw notFound('profile');
    return [expert, delegate];
  }
}
