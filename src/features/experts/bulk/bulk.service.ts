import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { londonDateOf } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, invalidField, notFound } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { ownAgencyOf } from '../../../platform/auth/own-agency.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { TagsService } from '../../tags/tags.service.js';
import type { TagView } from '../../tags/tags.dto.js';
import { visibleExperts } from '../expert.visibility.js';
import { expertChanged } from '../experts.jobs.js';
import { namedAmong } from '../experts.queries.js';
import { RelationshipsService } from '../relationships/relationships.service.js';
import type { BulkChangeDto, BulkChangeView, SkippedView } from './bulk.dto.js';
import { BulkQueries } from './bulk.queries.js';
import { whyNotHandedOver, type BulkAct, type SkipReason } from './bulk.rules.js';

interface NamedExpert {
  readonly id: string;
  readonly reference: string;
}

/** What one act changed: the relationships with their owner before, or the experts with a tag. */
interface Changed {
  readonly id: string;
  readonly from?: string | null;
}

interface Outcome {
  readonly changed: readonly Changed[];
  readonly skipped: readonly SkippedView[];
  readonly ownerUserId?: string;
  readonly tagId?: string;
}

interface Kept {
  readonly act: BulkAct;
  readonly ownerUserId: string | null;
  readonly tagId: string | null;
  readonly madeAt: Date;
  readonly undoneAt: Date | null;
  readonly outcome: Outcome;
}

/** One act on many experts, all in one transaction; and the same act undone. */
@Injectable()
export class BulkService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: BulkQueries,
    private readonly relationships: RelationshipsService,
    private readonly tags: TagsService,
  ) {}

  change(actor: UserActor, dto: BulkChangeDto): Promise<BulkChangeView> {
    return this.work.transaction(actor, async (tx) => {
      const experts = await this.named(tx, actor, dto.experts);
      const { ownerUserId = null, tagId = null, ...outcome } = await this.perform(tx, actor, experts, dto);
      const id = newId();
      await tx.query(sql`
        insert into bulk_changes (id, act, agency_id, owner_user_id, tag_id, outcome, made_by_user_id, made_at)
        values (${id}, ${dto.act}, ${ownAgencyOf(actor)}, ${ownerUserId}, ${tagId}, ${JSON.stringify(outcome)},
          ${actor.userId}, ${tx.now})`);
      return this.view(tx, actor, id);
    });
  }

  /**
   * On the same day: puts back what the act changed, but for what somebody has changed again since, and for whom a former owner
   * may look after no longer.
   */
  undo(actor: UserActor, id: string): Promise<BulkChangeView> {
    return this.work.transaction(actor, async (tx) => {
      const kept = await this.lock(tx, actor, id);
      const restored = await this.putBack(tx, actor, kept);
      await tx.query(sql`update bulk_changes set undone_at = ${tx.now},
          outcome = outcome || jsonb_build_object('restored', ${restored}::integer) where id = ${id}`);
      return this.view(tx, actor, id);
    });
  }

  private perform(
    tx: Transaction,
    actor: UserActor,
    experts: readonly NamedExpert[],
    dto: BulkChangeDto,
  ): Promise<Outcome> {
    switch (dto.act) {
      case 'reassign':
        return this.reassign(tx, actor, experts, dto.ownerUserId);
      case 'add_tag':
        return this.addTag(tx, actor, experts, dto);
      case 'remove_tag':
        return this.removeTag(tx, actor, experts, dto.tagId);
    }
  }

  private async reassign(
    tx: Transaction,
    actor: UserActor,
    experts: readonly NamedExpert[],
    to: string | undefined,
  ): Promise<Outcome> {
    if (to === undefined) throw invalidField('/ownerUserId', 'Select who takes over.');
    await this.relationships.requireOwner(tx, actor, to);
    const own = await this.relationships.lockOwnWith(
      tx,
      actor,
      experts.map(({ id }) => id),
    );
    const reasonFor = ({ id }: NamedExpert): SkipReason | null =>
      whyNotHandedOver(
        own.find(({ expertId }) => expertId === id),
        to,
        actor.userId,
      );
    const handedOver = own.filter(({ expertId }) => reasonFor(experts.find(({ id }) => id === expertId)!) === null);
    await this.relationships.setOwners(
      tx,
      handedOver.map((relationship) => ({ relationship, ownerUserId: to })),
    );
    return {
      changed: handedOver.map(({ id, ownerUserId }) => ({ id, from: ownerUserId })),
      skipped: skippedOf(experts, reasonFor),
      ownerUserId: to,
    };
  }

  private async addTag(
    tx: Transaction,
    actor: UserActor,
    experts: readonly NamedExpert[],
    { tagId, tagName }: BulkChangeDto,
  ): Promise<Outcome> {
    if (tagId === undefined && tagName === undefined)
      throw invalidField('/tagId', 'Select a tag, or enter the name of a new one.');
    if (tagId !== undefined && tagName !== undefined)
      throw invalidField('/tagName', 'Select a tag or enter the name of a new one, not both.');
    const tag =
      tagName === undefined ? await this.ownTag(tx, actor, tagId!) : await this.tags.named(tx, actor, tagName);
    const given = await this.tags.give(
      tx,
      tag.id,
      experts.map(({ id }) => id),
    );
    return this.tagged(tx, experts, tag, given, 'tagged_already');
  }

  private async removeTag(
    tx: Transaction,
    actor: UserActor,
    experts: readonly NamedExpert[],
    tagId: string | undefined,
  ): Promise<Outcome> {
    if (tagId === undefined) throw invalidField('/tagId', 'Select the tag to remove.');
    const tag = await this.ownTag(tx, actor, tagId);
    const taken = await this.tags.take(
      tx,
      tag.id,
      experts.map(({ id }) => id),
    );
    return this.tagged(tx, experts, tag, taken, 'not_tagged');
  }

  private async tagged(
    tx: Transaction,
    experts: readonly NamedExpert[],
    tag: TagView,
    changed: readonly string[],
    otherwise: 'tagged_already' | 'not_tagged',
  ): Promise<Outcome> {
    await this.recordTags(tx, changed, tag, otherwise === 'tagged_already');
    return {
      changed: changed.map((id) => ({ id })),
      skipped: skippedOf(experts, ({ id }) => (changed.includes(id) ? null : otherwise)),
      tagId: tag.id,
    };
  }

  private async recordTags(tx: Transaction, expertIds: readonly string[], tag: TagView, added: boolean): Promise<void> {
    const [without, with_] = [{ [`tag ${tag.id}`]: null }, { [`tag ${tag.id}`]: tag.name }];
    for (const id of expertIds) {
      const record = { kind: 'expert', id };
      if (added) await this.audit.record(tx, 'expert.add-tag', record, without, with_);
      else await this.audit.record(tx, 'expert.remove-tag', record, with_, without);
      await tx.publish(expertChanged, { expertId: id });
    }
  }

  private async putBack(
    tx: Transaction,
    actor: UserActor,
    { act, ownerUserId, tagId, outcome }: Kept,
  ): Promise<number> {
    const { changed } = outcome;
    if (act === 'reassign') return this.giveBack(tx, actor, changed, ownerUserId);
    const tag = tagId === null ? null : await this.tags.own(tx, actor, tagId);
    if (tag === null) return 0;
    const experts = await this.named(
      tx,
      actor,
      changed.map(({ id }) => id),
      false,
    );
    const ids = experts.map(({ id }) => id);
    const adds = act === 'remove_tag';
    const done = adds ? await this.tags.give(tx, tag.id, ids) : await this.tags.take(tx, tag.id, ids);
    await this.recordTags(tx, done, tag, adds);
    return done.length;
  }

  private async giveBack(
    tx: Transaction,
    actor: UserActor,
    changed: readonly Changed[],
    ownerUserId: string | null,
  ): Promise<number> {
    const own = await this.relationships.lockOwnById(
      tx,
      actor,
      changed.map(({ id }) => id),
    );
    const owners = await this.relationships.ownersAmong(
      tx,
      actor,
      changed.flatMap(({ from }) => from ?? []),
    );
    const before = new Map(changed.map(({ id, from = null }) => [id, from]));
    const back = own
      .filter((relationship) => relationship.ownerUserId === ownerUserId)
      .map((relationship) => ({ relationship, ownerUserId: before.get(relationship.id) ?? null }))
      .filter((one) => one.ownerUserId === null || owners.has(one.ownerUserId));
    await this.relationships.setOwners(tx, back);
    return back.length;
  }

  /** Those that the actor may see. One that is absent or hidden refuses the whole act, unless `strict` is false. */
  private async named(
    tx: Transaction,
    actor: UserActor,
    experts: readonly string[],
    strict = true,
  ): Promise<NamedExpert[]> {
    const found = await tx.query<NamedExpert>(sql`select e.id, e.reference from experts e
      where ${namedAmong('e', experts)} and ${visibleExperts(actor, 'e', this.clock.today())} order by e.reference`);
    const named = experts.every((one) =>
      found.some(({ id, reference }) => one === reference || one.toLowerCase() === id),
    );
    if (strict && !named)
      throw invalidField(
        '/experts',
        'This names an expert that is not there, or that you cannot use here. Choose others.',
      );
    return found;
  }

  private async ownTag(tx: Transaction, actor: UserActor, id: string): Promise<TagView> {
    const tag = await this.tags.own(tx, actor, id);
    if (tag === null)
      throw invalidField('/tagId', 'This names a tag that is not there, or that you cannot use here. Choose another.');
    return tag;
  }

  private async lock(tx: Transaction, actor: UserActor, id: string): Promise<Kept> {
    const [kept] = await tx.query<Kept>(sql`
      select c.act, c.owner_user_id as "ownerUserId", c.tag_id as "tagId", c.made_at as "madeAt", c.undone_at as "undoneAt", c.outcome
      from bulk_changes c where c.id = ${id} and c.made_by_user_id = ${actor.userId} and c.agency_id = ${actor.agencyId}
      for update`);
    if (!kept) throw notFound('change');
    if (kept.undoneAt !== null) throw new DomainError('refused', 'This change was undone already.');
    if (londonDateOf(kept.madeAt) !== this.clock.today())
      throw new DomainError('refused', 'This can be undone on the same day only. Change the records again instead.');
    return kept;
  }

  private async view(tx: Transaction, actor: UserActor, id: string): Promise<BulkChangeView> {
    const [view] = await tx.query<BulkChangeView>(this.queries.showSql(actor, id));
    return view;
  }
}

function skippedOf(
  experts: readonly NamedExpert[],
  reasonFor: (expert: NamedExpert) => SkipReason | null,
): SkippedView[] {
  return experts.flatMap((expert) => {
    const reason = reasonFor(expert);
    return reason === null ? [] : [{ reference: expert.reference, reason }];
  });
}
