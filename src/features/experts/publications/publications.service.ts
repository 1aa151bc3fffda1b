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
import {
  mostPublications,
  problemsOfPublication,
  publicationFacts,
  refusedToPerson,
  refusedToStaff,
  standingAfter,
} from './publication.rules.js';
import type {
  AddPublicationDto,
  ChangePublicationDto,
  CorrectPublicationDto,
  PublicationView,
} from './publications.dto.js';
import { PublicationQueries } from './publications.queries.js';

/**
 * What experts published: they add, correct, claim, reject and highlight; the agency that keeps their record suggests. The person's row is
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

  /** Claims, rejects or highlights, and corrects what the person added themselves. `version` is the caller's If-Match. */
  change(actor: UserActor, id: string, version: number, dto: ChangePublicationDto): Promise<PublicationView> {
    return this.work.transaction(actor, async (tx) => {
      const expertId = await lockSelf(tx, actor);
      const publication = await this.lockOf(tx, id, expertId, version);
      const facts = factsOf(dto);
      if (Object.keys(facts).length > 0) {
        refuse(refusedToPerson(publication), 'refused');
        await this.refuseFacts(tx, { ...publication, ...facts }, 'This DOI is in your list already.');
      }
      const before = { state: publication.state, highlighted: publication.highlighted };
      const said = factsOf(publication, Object.keys(facts));
      const [{ others }] = await tx.query<{ others: number }>(
        sql`select count(*)::integer as others from publications where expert_id = ${expertId} and highlighted and id <> ${id}`,
      );
      const after = standingAfter(before, dto, others);
      if (typeof after === 'string') throw new DomainError('refused', after);
      await tx.update(Publication, Object.assign(publication, after, facts, { updatedAt: tx.now }));
      const record = { kind: 'publication', id };
      await this.audit.record(tx, 'publication.change', record, { ...before, ...said }, { ...after, ...facts });
      return this.queries.showWithin(tx, actor, id);
    });
  }

  /** Of what the person added themselves. */
  remove(actor: UserActor, id: string, version: number): Promise<void> {
    return this.work.transaction(actor, async (tx) => {
      const publication = await this.lockOf(tx, id, await lockSelf(tx, actor), version);
      refuse(refusedToPerson(publication), 'refused');
      await this.takeOut(tx, publication);
    });
  }

  /** By the agency that keeps the person, of a suggestion that the person has not answered yet. */
  correctSuggestion(
    actor: UserActor,
    id: string,
    version: number,
    dto: CorrectPublicationDto,
  ): Promise<PublicationView> {
    return this.work.transaction(actor, async (tx) => {
      const publication = await this.lockSuggestion(tx, actor, id, version);
      const facts = factsOf(dto);
      await this.refuseFacts(tx, { ...publication, ...facts }, 'This DOI was entered for this person already.');
      const before = factsOf(publication, Object.keys(facts));
      await tx.update(Publication, Object.assign(publication, facts, { updatedAt: tx.now }));
      await this.audit.record(tx, 'publication.correct', { kind: 'publication', id }, before, facts);
      return this.queries.showWithin(tx, actor, id);
    });
  }

  removeSuggestion(actor: UserActor, id: string, version: number): Promise<void> {
    return this.work.transaction(actor, async (tx) => {
      await this.takeOut(tx, await this.lockSuggestion(tx, actor, id, version));
    });
  }

  /** Behind the lock of the person. */
  private async lockOf(tx: Transaction, id: string, expertId: string, version: number): Promise<Publication> {
    const own = sql`record.id = ${id} and record.expert_id = ${expertId}`;
    const publication = await tx.lock(Publication, own, version);
    if (publication === null) throw notFound('publication');
    return publication;
  }

  /** One that the actor may not read is as absent; whether staff may change it is settled before its version. */
  private async lockSuggestion(tx: Transaction, actor: UserActor, id: string, version: number): Promise<Publication> {
    const found = await this.queries.showWithin(tx, actor, id);
    if (!found) throw notFound('publication');
    const { id: expertId } = await this.experts.lockOwn(tx, actor, found.expertId);
    // Asked again behind the lock: the person may have answered meanwhile, and rejected it.
    const settled = await this.queries.showWithin(tx, actor, id);
    if (!settled) throw notFound('publication');
    refuse(refusedToStaff(settled), 'forbidden');
    return this.lockOf(tx, id, expertId, version);
  }

  private async takeOut(tx: Transaction, publication: Publication): Promise<void> {
    const { id } = publication;
    await tx.query(sql`delete from publications where id = ${id}`);
    await this.audit.record(tx, 'publication.remove', { kind: 'publication', id }, { ...publication } as never, null);
  }

  /** What is wrong with what an entry would say; `held` is what is said of a DOI that another one has. */
  private async refuseFacts(tx: Transaction, { id, expertId, doi, year }: Publication, held: string): Promise<void> {
    const problems = problemsOfPublication({ year }, this.clock.today());
    if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
    const [{ same }] = await tx.query<{ same: boolean }>(sql`select exists (
      select 1 from publications where expert_id = ${expertId} and doi = ${doi}::text and id <> ${id}) as same`);
    if (same) throw new DomainError('conflict', held, [{ pointer: '/doi', detail: held }]);
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
    await this.refuseFacts(tx, publication, held);
    const { id, expertId } = publication;
    const [{ total }] = await tx.query<{ total: number }>(
      sql`select count(*)::integer as total from publications where expert_id = ${expertId}`,
    );
    if (total >= mostPublications)
      throw new DomainError('refused', `There are ${mostPublications} publications already. No more are kept.`);
    await tx.insert(Publication, publication);
    const verb = publication.source === 'self' ? 'add' : 'suggest';
    await this.audit.record(tx, `publication.${verb}`, { kind: 'publication', id }, null, publication as never);
    return this.queries.showWithin(tx, actor, id);
  }
}

type Facts = Pick<Publication, (typeof publicationFacts)[number]>;

/** What is said of the entry, or those facts that are named. */
function factsOf(
  one: Partial<Facts>,
  names: readonly string[] = publicationFacts.filter((name) => one[name] !== undefined),
): Partial<Facts> {
  return Object.fromEntries(names.map((name) => [name, one[name as keyof Facts]]));
}

function refuse(reason: string | null, code: 'refused' | 'forbidden'): void {
  if (reason !== null) throw new DomainError(code, reason);
}

async function lockSelf(tx: Transaction, actor: UserActor): Promise<string> {
  const expert = await tx.lock(Expert, sql`record.id = ${expertOf(actor)}`);
  if (expert === null) throw notFound('profile');
  return expert.id;
}
