import { Injectable } from '@nestjs/common';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor, UserActor } from '../../../kernel/actor.js';
import type { CalendarDate } from '../../../kernel/calendar-date.js';
import { Clock } from '../../../kernel/clock.js';
import { listOf } from '../../../platform/database/fragments.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { Agreement } from '../agreement.entity.js';
import { refuseInvalid } from '../agreement.refusals.js';
import { presentEndSql } from '../agreement.status.sql.js';
import { visibleAgreements } from '../agreement.visibility.js';
import { problemsOfParent, type ParentFacts } from './parent.rules.js';

/** Which agreement stands under which. Always inside the caller's transaction. */
@Injectable()
export class AgreementParents {
  constructor(private readonly clock: Clock) {}

  /**
   * One after the other, so that no two close a circle between them. Before any agreement is locked: whoever writes a parent also
   * locks that row, for its key, and two that held each other's would wait for ever.
   */
  async wait(tx: Transaction, { parentId }: { readonly parentId?: string | null }): Promise<void> {
    if (parentId === null || parentId === undefined) return;
    await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('agreements.parent', 0))`);
  }

  /** Refuses a parent that the rules do not allow; the caller has waited. */
  async require(
    tx: Transaction,
    actor: UserActor,
    agreement: Pick<Agreement, 'id' | 'agencyId'>,
    parentId: string | null | undefined,
  ): Promise<void> {
    if (parentId === null || parentId === undefined) return;
    const [parent] = await tx.query<ParentFacts>(sql`
      with recursive above (id, parent_id) as (
        select own.id, own.parent_id from agreements own where own.id = ${parentId}
        union select next.id, next.parent_id from agreements next join above on next.id = above.parent_id)
      select p.id, p.reference, p.agency_id as "agencyId", p.stage,
        array(select above.id::text from above where above.id <> p.id) as "ancestorIds"
      from agreements p where p.id = ${parentId} and ${visibleAgreements(actor, 'p', this.clock.today())}`);
    refuseInvalid(problemsOfParent(agreement, parent ?? null));
  }
}

/** The agreement under which this one stands, if the reader may see it, inside another's view. */
export function parentSql(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return sql`(select ${relatedSql(today)} from agreements r
    where r.id = ${raw(aliasName)}.parent_id and ${visibleAgreements(actor, 'r', today)})`;
}

/** Those that stand under this one and that the reader may see, inside another's view. */
export function childrenSql(actor: Actor, aliasName: string, today: CalendarDate): Sql {
  return listOf(sql`select json_agg(${relatedSql(today)} order by r.reference) from agreements r
    where r.parent_id = ${raw(aliasName)}.id and ${visibleAgreements(actor, 'r', today)}`);
}

const relatedSql = (
  today: CalendarDate,
): Sql => sql`json_build_object('id', r.id, 'reference', r.reference, 'title', r.title,
  'lastDayOn', least(${presentEndSql('r', today)}, r.terminated_on - 1, r.superseded_on - 1))`;
