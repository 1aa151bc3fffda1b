import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { UserActor } from '../../kernel/actor.js';
import { DomainError, notFound } from '../../kernel/domain-error.js';
import { newId } from '../../kernel/identifier.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { ownAgencyOf } from '../../platform/auth/own-agency.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { CreateTagDto, TagView } from './tags.dto.js';

/** A list that people choose from; more than this and nobody finds anything in it. */
const mostTags = 300;

/** Writes of an agency's tags. Who may be tagged, the caller has settled: experts are a feature above. */
@Injectable()
export class TagsService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditLog,
  ) {}

  create(actor: UserActor, { name }: CreateTagDto): Promise<TagView> {
    return this.work.transaction(actor, async (tx) => {
      const tag = await this.insert(tx, actor, name);
      if (tag === null) throw new DomainError('conflict', 'Your agency has a tag of this name already.');
      return tag;
    });
  }

  /** Takes the tag from everybody who carries it, and away. */
  remove(actor: UserActor, id: string): Promise<void> {
    return this.work.transaction(actor, async (tx) => {
      const tag = await this.own(tx, actor, id);
      if (tag === null) throw notFound('tag');
      const carried = await tx.query(sql`delete from expert_tags where tag_id = ${id} returning expert_id`);
      await tx.query(sql`delete from tags where id = ${id}`);
      await this.audit.record(tx, 'tag.remove', { kind: 'tag', id }, { ...tag, carriedBy: carried.length }, null);
    });
  }

  /** A tag of the actor's agency, held until the transaction ends; null when there is none. */
  async own(tx: Transaction, actor: UserActor, id: string): Promise<TagView | null> {
    const [tag] = await tx.query<TagView>(
      sql`select id, name from tags where id = ${id} and agency_id = ${actor.agencyId} for update`,
    );
    return tag ?? null;
  }

  /** The agency's tag of this name, made when there is none. */
  async named(tx: Transaction, actor: UserActor, name: string): Promise<TagView> {
    const made = await this.insert(tx, actor, name);
    if (made !== null) return made;
    const [tag] = await tx.query<TagView>(
      sql`select id, name from tags where agency_id = ${actor.agencyId} and plain_text(name) = plain_text(${name})`,
    );
    return tag;
  }

  /** Gives these people the tag; answers with those who had not got it. */
  async give(tx: Transaction, tagId: string, expertIds: readonly string[]): Promise<string[]> {
    const by = tx.actor.kind === 'user' ? tx.actor.userId : null;
    const given = await tx.query<{ id: string }>(sql`
      insert into expert_tags (tag_id, expert_id, tagged_by_user_id, tagged_at)
      select ${tagId}, one, ${by}, ${tx.now} from unnest(${expertIds}::uuid[]) one
      on conflict do nothing returning expert_id as id`);
    return given.map(({ id }) => id);
  }

  /** Takes the tag from these people; answers with those who had it. */
  async take(tx: Transaction, tagId: string, expertIds: readonly string[]): Promise<string[]> {
    const taken = await tx.query<{ id: string }>(sql`
      delete from expert_tags where tag_id = ${tagId} and expert_id = any(${expertIds}::uuid[]) returning expert_id as id`);
    return taken.map(({ id }) => id);
  }

  /** Null when the agency has a tag of this name. */
  private async insert(tx: Transaction, actor: UserActor, name: string): Promise<TagView | null> {
    const agencyId = ownAgencyOf(actor);
    const [{ count }] = await tx.query<{ count: number }>(
      sql`select count(*)::integer as count from tags where agency_id = ${agencyId}`,
    );
    if (count >= mostTags)
      throw new DomainError('refused', `Your agency has ${mostTags} tags. Take one away before you add another.`);
    const [tag] = await tx.query<TagView>(sql`
      insert into tags (id, agency_id, name, created_by_user_id, created_at)
      values (${newId()}, ${agencyId}, ${name}, ${actor.userId}, ${tx.now})
      on conflict (agency_id, plain_text(name)) do nothing returning id, name`);
    if (!tag) return null;
    await this.audit.record(tx, 'tag.create', { kind: 'tag', id: tag.id }, null, { ...tag, agencyId });
    return tag;
  }
}
