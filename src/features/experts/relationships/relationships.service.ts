import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import { In } from 'typeorm';
import type { UserActor } from '../../../kernel/actor.js';
import { Clock } from '../../../kernel/clock.js';
import { DomainError, invalidField, notFound } from '../../../kernel/domain-error.js';
import { newId } from '../../../kernel/identifier.js';
import { seatsAfter, type HandedSeat } from '../../../kernel/seats.rules.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { ownAgencyOf } from '../../../platform/auth/own-agency.js';
import { requireRecords, type RequiredRecords } from '../../../platform/database/require-records.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { identifiedBy } from '../../../platform/web/record-id.pipe.js';
import { activeUsersOf } from '../../users/user.conditions.js';
import { visibleExperts } from '../expert.visibility.js';
import { expertChanged } from '../experts.jobs.js';
import { LastContacts } from './last-contacts.js';
import { Relationship } from './relationship.entity.js';
import { problemsOfRelationship, refusalOfStage, type RelationshipStage } from './relationship.rules.js';
import { changeableRelationships } from './relationship.visibility.js';
import { ofExpert, RelationshipQueries } from './relationships.queries.js';
import type { ChangeRelationshipDto, CreateRelationshipDto, RelationshipView } from './relationships.dto.js';

/** One relationship as somebody saw it: of whom, which, and the version. */
export interface ChangedRelationship {
  /** Or the person's reference. */
  readonly expertId: string;
  readonly id: string;
  readonly version: number;
}

/** Writes of what an agency has with a person: one transaction each. */
@Injectable()
export class RelationshipsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
    private readonly queries: RelationshipQueries,
    private readonly contacts: LastContacts,
  ) {}

  create(actor: UserActor, expert: string, dto: CreateRelationshipDto): Promise<RelationshipView> {
    return this.work.transaction(actor, async (tx) => {
      const expertId = await this.visibleExpert(tx, actor, expert);
      await this.refuseSecond(tx, actor, expertId);
      return this.begin(tx, actor, expertId, dto);
    });
  }

  /** The first relationship of the agency with somebody whom the actor sees. */
  async begin(
    tx: Transaction,
    actor: UserActor,
    expertId: string,
    dto: CreateRelationshipDto,
  ): Promise<RelationshipView> {
    const { reason = 'The relationship began.', ...facts } = dto;
    const relationship = this.newRelationship(tx, actor, expertId, facts);
    await this.refuseBad(tx, relationship, facts);
    relationship.lastContactAt = await this.contacts.of(tx, relationship.agencyId, expertId);
    await tx.insert(Relationship, relationship);
    await this.keepStage(tx, relationship, null, reason);
    return this.finish(tx, actor, relationship, 'create', null);
  }

  /** Changes facts, and the stage when a reason is given. `version` is the caller's If-Match. */
  change(
    actor: UserActor,
    expert: string,
    id: string,
    version: number,
    dto: ChangeRelationshipDto,
  ): Promise<RelationshipView> {
    return this.work.transaction(actor, (tx) => this.changeWithin(tx, actor, { expertId: expert, id, version }, dto));
  }

  /** The same change to several: to all of them or to none. */
  changeSeveral(actor: UserActor, which: readonly ChangedRelationship[], dto: ChangeRelationshipDto): Promise<void> {
    // Always in the same order, so that two people who change the same ones wait for each other rather than deadlock.
    const inOrder = [...which].sort((one, other) => (one.id < other.id ? -1 : 1));
    return this.work.transaction(actor, async (tx) => {
      for (const one of inOrder) await this.changeWithin(tx, actor, one, dto);
    });
  }

  private async changeWithin(
    tx: Transaction,
    actor: UserActor,
    { expertId, id, version }: ChangedRelationship,
    dto: ChangeRelationshipDto,
  ): Promise<RelationshipView> {
    const relationship = await this.lockOwn(tx, actor, expertId, id, version);
    const before = { ...relationship };
    const { reason, ...facts } = dto;
    refuseStage(relationship.stage, facts.stage, reason);
    Object.assign(relationship, facts, { updatedAt: tx.now });
    await this.refuseBad(tx, relationship, facts);
    await tx.update(Relationship, relationship);
    if (reason !== undefined) await this.keepStage(tx, relationship, before.stage, reason);
    return this.finish(tx, actor, relationship, 'change', before);
  }

  /** Gives a seat that somebody has to a colleague, as part of another transaction. */
  async handOverWithin(tx: Transaction, actor: UserActor, one: HandedSeat): Promise<void> {
    const today = this.clock.today();
    const where = sql`record.id = ${one.id} and ${changeableRelationships(actor, 'record', today)}`;
    const relationship = await tx.lock(Relationship, where, one.version);
    if (relationship === null) throw notFound('relationship');
    const before = Object.assign(new Relationship(), relationship);
    const seats = seatsAfter(relationship, one.seat, one.fromUserId, one.toUserId);
    Object.assign(relationship, seats, { updatedAt: tx.now });
    await this.refuseBad(tx, relationship, seats);
    await tx.update(Relationship, relationship);
    await this.finish(tx, actor, relationship, 'change', before);
  }

  /** Refuses an owner who is not among the agency's own people. */
  async requireOwner(tx: Transaction, actor: UserActor, ownerUserId: string): Promise<void> {
    await requireRecords(tx, [{ pointer: '/ownerUserId', values: [ownerUserId], ...workerOf(ownAgencyOf(actor)) }]);
  }

  /** Of these users those who may look after a relationship of the agency today. */
  async ownersAmong(tx: Transaction, actor: UserActor, userIds: readonly string[]): Promise<Set<string>> {
    const { where } = workerOf(ownAgencyOf(actor));
    const rows = await tx.query<{ id: string }>(
      sql`select record.id from users record where record.id = any(${userIds}::uuid[]) and ${where}`,
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** The relationships with these people that the actor may change, locked. */
  lockOwnWith(tx: Transaction, actor: UserActor, expertIds: readonly string[]): Promise<Relationship[]> {
    return this.lockMany(tx, actor, sql`record.expert_id = any(${expertIds}::uuid[])`);
  }

  /** Of these relationships those that the actor may change, locked. */
  lockOwnById(tx: Transaction, actor: UserActor, ids: readonly string[]): Promise<Relationship[]> {
    return this.lockMany(tx, actor, sql`record.id = any(${ids}::uuid[])`);
  }

  /** Gives relationships that are locked another owner each. */
  async setOwners(
    tx: Transaction,
    changes: readonly { relationship: Relationship; ownerUserId: string | null }[],
  ): Promise<void> {
    for (const { relationship, ownerUserId } of changes) {
      const after = Object.assign(new Relationship(), relationship, { ownerUserId, updatedAt: tx.now });
      await tx.update(Relationship, after);
      await this.keepTrace(tx, after, 'change', relationship);
    }
  }

  private newRelationship(
    tx: Transaction,
    actor: UserActor,
    expertId: string,
    facts: Omit<CreateRelationshipDto, 'reason'>,
  ): Relationship {
    const defaults = {
      stage: 'contact' as const,
      sinceOn: this.clock.today(),
      ownerUserId: actor.userId,
      deputyUserId: null,
      cadenceDays: null,
      contactDeferredUntil: null,
      source: null,
      notes: null,
      assessment: null,
      marking: 'OFFICIAL' as const,
      handling: null,
      sharing: facts.marking === 'OFFICIAL-SENSITIVE' ? ('named' as const) : ('agency' as const),
    };
    return Object.assign(new Relationship(), defaults, facts, {
      id: newId(),
      version: 1,
      expertId,
      agencyId: ownAgencyOf(actor),
      lastContactAt: null,
      createdByUserId: actor.userId,
      createdAt: tx.now,
      updatedAt: tx.now,
    });
  }

  /** Facts that fit together; an owner and deputy who are chosen now are among the agency's own people. */
  private async refuseBad(
    tx: Transaction,
    relationship: Relationship,
    { ownerUserId, deputyUserId }: ChangeRelationshipDto,
  ): Promise<void> {
    const problems = problemsOfRelationship(relationship, this.clock.today());
    if (problems.length > 0) throw new DomainError('invalid', 'Some of what you sent needs correcting.', problems);
    const ofTheAgency = workerOf(relationship.agencyId);
    await requireRecords(tx, [
      { pointer: '/ownerUserId', values: [ownerUserId], ...ofTheAgency },
      { pointer: '/deputyUserId', values: [deputyUserId], ...ofTheAgency },
    ]);
  }

  private async keepStage(
    tx: Transaction,
    { id, stage }: Relationship,
    from: RelationshipStage | null,
    reason: string,
  ): Promise<void> {
    const by = tx.actor.kind === 'user' ? tx.actor.userId : null;
    await tx.query(sql`insert into relationship_stage_changes
        (id, relationship_id, from_stage, to_stage, reason, changed_by_user_id, changed_at)
      values (${newId()}, ${id}, ${from}, ${stage}, ${reason}, ${by}, ${tx.now})`);
  }

  private async visibleExpert(tx: Transaction, actor: UserActor, expert: string): Promise<string> {
    const [found] = await tx.query<{ id: string }>(
      sql`select e.id from experts e where ${identifiedBy('e', expert)} and ${visibleExperts(actor, 'e', this.clock.today())}`,
    );
    if (!found) throw notFound('expert');
    return found.id;
  }

  private async refuseSecond(tx: Transaction, actor: UserActor, expertId: string): Promise<void> {
    const [held] = await tx.query(
      sql`select 1 from relationships where expert_id = ${expertId} and agency_id = ${actor.agencyId}`,
    );
    if (held) throw new DomainError('conflict', 'Your agency has a relationship with this person already.');
  }

  private async lockOwn(
    tx: Transaction,
    actor: UserActor,
    expert: string,
    id: string,
    version: number,
  ): Promise<Relationship> {
    const where = sql`${ofExpert('record', expert, id)} and ${changeableRelationships(actor, 'record', this.clock.today())}`;
    const relationship = await tx.lock(Relationship, where, version);
    if (relationship !== null) return relationship;
    // Hidden: as if absent. Known of but another agency's: said so.
    const [known] = await tx.query(this.queries.showSql(actor, ofExpert('r', expert, id)));
    if (!known) throw notFound('relationship');
    throw new DomainError('forbidden', 'Another agency keeps this relationship and changes it.');
  }

  /** In the order of their ids, so that two who lock the same never wait for each other. */
  private async lockMany(tx: Transaction, actor: UserActor, where: Sql): Promise<Relationship[]> {
    const found = await tx.query<{ id: string }>(sql`select record.id from relationships record
      where ${where} and ${changeableRelationships(actor, 'record', this.clock.today())}
      order by record.id for update of record`);
    return tx.manager.findBy(Relationship, { id: In(found.map(({ id }) => id)) });
  }

  private async finish(
    tx: Transaction,
    actor: UserActor,
    relationship: Relationship,
    verb: string,
    before: Relationship | null,
  ): Promise<RelationshipView> {
    await this.keepTrace(tx, relationship, verb, before);
    const { id } = relationship;
    const [view] = await tx.query<RelationshipView>(this.queries.showSql(actor, sql`r.id = ${id}`));
    if (!view)
      throw new DomainError(
        'refused',
        'This would hide the relationship from you. Stay its owner or deputy, or choose a wider sharing.',
      );
    return view;
  }

  private async keepTrace(
    tx: Transaction,
    relationship: Relationship,
    verb: string,
    before: Relationship | null,
  ): Promise<void> {
    const record = { kind: 'relationship', id: relationship.id };
    await this.audit.record(tx, `relationship.${verb}`, record, before as never, relationship as never);
    await tx.publish(expertChanged, { expertId: relationship.expertId });
  }
}

/** Who may look after a relationship of the agency. */
function workerOf(agencyId: string): Pick<RequiredRecords, 'what' | 'table' | 'where'> {
  return {
    what: 'user of your agency',
    table: 'users',
    where: sql`${activeUsersOf('record', agencyId)} and record.role in ('liaison', 'partner')`,
  };
}

function refuseStage(from: RelationshipStage, to: RelationshipStage | undefined, reason: string | undefined): void {
  if (to === undefined && reason === undefined) return;
  if (to === undefined) throw invalidField('/stage', 'Select the stage that this is the reason for.');
  if (reason === undefined) throw invalidField('/reason', 'Enter the reason why the stage changes.');
  const refusal = refusalOfStage(from, to);
  if (refusal !== null) throw new DomainError('refused', refusal);
}
