import { Injectable } from '@nestjs/common';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';

/**
 * When an agency was last in touch with a person, over the alias of their relationship: the latest of the agency's interactions in
 * which the person took part and that was written up once it had happened. Being spoken about is not contact, nor is a meeting
 * that was planned and of which nobody has said since that it took place.
 */
export function lastContactSql(relationship: string | { readonly expertId: string; readonly agencyId: string }): Sql {
  const [expertId, agencyId] =
    typeof relationship === 'string'
      ? [sql`${raw(relationship)}.expert_id`, sql`${raw(relationship)}.agency_id`]
      : [sql`${relationship.expertId}::uuid`, sql`${relationship.agencyId}::uuid`];
  return sql`(select max(i.happened_at) from interaction_participants took join interactions i on i.id = took.interaction_id
    where took.expert_id = ${expertId} and i.agency_id = ${agencyId} and i.happened_at <= i.updated_at)`;
}

/**
 * Keeps the last contact of relationships what the interactions say it is: worked out anew from all of them whenever one is logged,
 * corrected or taken away, rather than moved along, so that it is right whichever way it moves.
 */
@Injectable()
export class LastContacts {
  /**
   * After anything has become of an interaction of the agency in which these people took part, take part now, or did until now.
   * Nobody's edit of a relationship is disturbed, so the versions stay as they are.
   */
  async keep(tx: Transaction, agencyId: string, expertIds: readonly string[]): Promise<void> {
    if (expertIds.length === 0) return;
    await this.queueUp(tx, agencyId, expertIds);
    await tx.query(sql`update relationships r set last_contact_at = ${lastContactSql('r')}
      where r.agency_id = ${agencyId} and r.expert_id = any(${expertIds}::uuid[])
        and r.last_contact_at is distinct from ${lastContactSql('r')}`);
  }

  /** For a relationship that is about to begin. */
  async of(tx: Transaction, agencyId: string, expertId: string): Promise<Date | null> {
    await this.queueUp(tx, agencyId, [expertId]);
    const [{ at }] = await tx.query<{ at: Date | null }>(sql`select ${lastContactSql({ agencyId, expertId })} as at`);
    return at;
  }

  /**
   * One after the other until the end of the transaction: a statement sees what is committed when it begins, so of two who log at
   * once, or log and begin a relationship, the second has to begin its statement when the first has finished.
   */
  private async queueUp(tx: Transaction, agencyId: string, expertIds: readonly string[]): Promise<void> {
    const inOrder = [...new Set(expertIds.map((id) => `last-contact/${agencyId}/${id.toLowerCase()}`))].sort();
    await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(one.name, 0))
      from (select name from unnest(${inOrder}::text[]) with ordinality as named (name, place) order by named.place) one`);
  }
}
