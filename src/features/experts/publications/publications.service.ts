import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, notFound } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { Expert } from '../expert.entity.js';
import { ExpertsService } from '../experts.service.js';
import { expertOf } from '../profile/own-profile.queries.js';
import { Publication } from './publication.entity.js';
import { mostPublications, problemsOfPublication, standingAfter } from './publication.rules.js';
import type { AddPublicationDto, ChangePublicationDto, PublicationView } from './publications.dto.js';
import { PublicationQueries } from './publications.queries.js';

/**
 * What experts published: they add, claim, reject and highlight; the agency that keeps their record suggests. The person's row is
 * locked meanwhile, for what may be there only so many times; its version stays as it is.
 */
@Injectable()
export class PublicationsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: PublicationQueries,
    private readonly experts: ExpertsService,
  ) {}

  /** The person's own, which counts at once. */
  add(actor: UserActor, dto: AddPublicationDto): Promise<PublicationView> {
    return this.work.transaction(actor, async (tx) => {
      const expertId = await lockSelf(tx, actor);
      const inList = 'This DOI is in your list already: claim it there if it is yours.';
      return this.enter(tx, actor, { ...dto, expertId, source: 'self', state: 'claimed' }, inList);
    });
  }

  /** By the agency that keeps the person: theirs only once they say so. */
  suggest(actor: UserActor, expert: string, dto: AddPublicationDto): Promise<PublicationView> {
    return this.work.transaction(actor, async (tx) => {
      const { id: expertId } = await this.experts.lockOwn(tx, actor, expert);
      // The same whatever the person said of it.
      const entered = 'This DOI was entered for this person already.';
      return this.enter(tx, actor, { ...dto, expertId, source: 'liaison', state: 'proposed' }, entered);
    });
  }

  /** Claims, rejects or highlights. `version` is the caller's If-Match. */
  change(actor: UserActor, id: string, version: number, dto: ChangePublicationDto): Promise<PublicationView> {
    return this.work.transaction(actor, async (tx) => {
      const expertId = await lockSelf(tx, actor);
      const own = sql`record.id = ${id} and record.expert_id = ${expertId}`;
      const publication = await tx.lock(Publication, own, version);
      if (publication === null) throw notFound('publication');
      const before = { state: publication.state, highlighted: publication.highlighted };
      const [{ others }] = await tx.query<{ others: number }>(
        sql`select count(*)::integer as others from publications where expert_id = ${expertId} and highlighted and id <> ${id}`,
      );
      const after = standingAfter(before, dto, others);
      if (typeof after === 'string') throw new DomainError('refused', after);
      await tx.update(Publication, Object.assign(publication, after, { updatedAt: tx.now }));
      await this.audit.record(tx, 'publication.change', { kind: 'publication', id }, before, { ...after });
      return this.queries.showWithin(tx, actor, id);
    });
  }

  /** Behind the lock of the person. `held` is what is said of a DOI that is there. */
  private async enter(
    tx: Transaction,
    actor: UserActor,
    given: AddPublicationDto & Pick<Publication, 'expertId' | 'source' | 'state'>,
    held: string,
  ): Promise<PublicationView> {
    const publication = Object.assign(new Publication(), { doi: null, year: null, venue: null }, given, {
      id: newId(),
      version: 1,
      highlighted: false,
      createdByUserId: actor.userId,
      createdAt: tx.now,
      updatedAt: tx.now,
    });
    const problems = problemsOfPublication(publication, this.clock.today());
    if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
    const { id, expertId, doi } = publication;
    const [{ total, same }] = await tx.query<{ total: number; same: number }>(
      sql`select count(*)::integer as total, (count(*) filter (where doi = ${doi}::text))::integer as same
        from publications where expert_id = ${expertId}`,
    );
    if (same > 0) throw new DomainError('conflict', held, [{ pointer: '/doi', detail: held }]);
    if (total >= mostPublications)
      throw new DomainError('refused', `There are ${mostPublications} publications already. No more are kept.`);
    await tx.insert(Publication, publication);
    const verb = publication.source === 'self' ? 'add' : 'suggest';
    await this.audit.record(tx, `publication.${verb}`, { kind: 'publication', id }, null, publication as never);
    return this.queries.showWithin(tx, actor, id);
  }
}

async function lockSelf(tx: Transaction, actor: UserActor): Promise<string> {
  const expert = await tx.lock(Expert, sql`record.id = ${expertOf(actor)}`);
  if (expert === null) throw notFound('profile');
  return expert.id;
}
