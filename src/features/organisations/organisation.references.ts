import { Injectable } from '@nestjs/common';
import sql, { empty, raw, type Sql } from 'sql-template-tag';
import { DomainError, invalidField } from '../../kernel/domain-error.js';
import { everything } from '../../platform/auth/visibility.js';
import { requireRecords, type RequiredRecords } from '../../platform/database/require-records.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { Organisation } from './organisation.entity.js';
import { agencyKinds, outsideKinds } from './organisation.rules.js';

type Reference = 'parentId' | 'predecessorId' | 'successorId' | 'signsThroughId' | 'leadUserId' | 'deputyUserId';

/** What an organisation says of others: that they exist, may stand there, and form no circle. Always inside the caller's transaction. */
@Injectable()
export class OrganisationReferences {
  /**
   * The bodies and people it names are there and may be named in that place. Of a change only what it names anew is asked
   * about: a lead who has left since must not keep others from correcting the website.
   */
  async requireNamed(tx: Transaction, organisation: Organisation, before: Organisation | null = null): Promise<void> {
    const kindsAbove = (outsideKinds as readonly string[]).includes(organisation.kind)
      ? outsideKinds
      : [...agencyKinds, 'unit'];
    const ownStaff = sql`record.disabled_at is null and record.role in ('liaison', 'partner')
      and agency_of(record.organisation_id) = ${organisation.id}`;
    const isNew = (field: Reference): boolean => organisation[field] !== before?.[field];
    const changesKind = organisation.kind !== before?.kind;
    const body = (field: Reference, where: Sql = everything, asked = isNew(field)): RequiredRecords => ({
      pointer: `/${field}`,
      what: 'organisation',
      table: 'organisations',
      values: asked ? [organisation[field]] : [],
      where,
    });
    const person = (field: Reference): RequiredRecords => ({
      pointer: `/${field}`,
      what: 'liaison or partner of this agency',
      table: 'users',
      values: isNew(field) ? [organisation[field]] : [],
      where: ownStaff,
    });
    await requireRecords(tx, [
      body('parentId', sql`record.kind = any(${kindsAbove})`, isNew('parentId') || changesKind),
      body('predecessorId'),
      body('successorId'),
      body('signsThroughId'),
      person('leadUserId'),
      person('deputyUserId'),
    ]);
  }

  /**
   * No body is part of itself or its own successor, however far round. Two changes could close a circle together that neither
   * closes alone, so changes of place wait for one another.
   */
  async refuseCircles(tx: Transaction, organisation: Organisation, before: Organisation): Promise<void> {
    const moved = organisation.parentId !== before.parentId;
    const continued = organisation.successorId !== before.successorId;
    if (!moved && !continued) return;
    await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('organisations.place', 0))`);
    if (moved && (await leadsBack(tx, 'parent_id', organisation.parentId, organisation.id)))
      throw invalidField(
        '/parentId',
        'This would make the organisation part of itself, because that body is already part of it. Choose another.',
      );
    if (continued && (await leadsBack(tx, 'successor_id', organisation.successorId, organisation.id)))
      throw invalidField(
        '/successorId',
        'This would make the organisation its own successor, because it continues that body. Choose another.',
      );
  }

  /** A unique index stands behind both, for two requests at the same moment. */
  async refuseDuplicate(tx: Transaction, organisation: Organisation): Promise<void> {
    const within = organisation.kind === 'unit' ? sql`and o.parent_id = ${organisation.parentId}` : empty;
    const sameName = sql`(${organisation.validTo}::date is null and o.valid_to is null and o.kind = ${organisation.kind}
      and plain_text(o.name) = plain_text(${organisation.name}) ${within})`;
    const [found] = await tx.query<{ name: string; sameRor: boolean }>(sql`
      select o.name, coalesce(o.ror_id = ${organisation.rorId}, false) as "sameRor" from organisations o
      where o.id <> ${organisation.id} and (o.ror_id = ${organisation.rorId} or ${sameName})
      order by "sameRor" desc limit 1`);
    if (!found) return;
    if (found.sameRor)
      throw new DomainError('conflict', `This ROR id is already that of “${found.name}”.`, [
        { pointer: '/rorId', detail: `This ROR id is already that of “${found.name}”.` },
      ]);
    throw new DomainError('conflict', `There is already a body of this kind called “${found.name}”. Use that one.`, [
      { pointer: '/name', detail: 'There is already a body of this kind with this name.' },
    ]);
  }
}

/** Whether following the column from `start` arrives at `target`. Rows already met end the walk, so it always ends. */
async function leadsBack(
  tx: Transaction,
  column: 'parent_id' | 'successor_id',
  start: string | null,
  target: string,
): Promise<boolean> {
  if (start === null) return false;
  const [found] = await tx.query(sql`
    with recursive onward as (
      select o.id, o.${raw(column)} as next from organisations o where o.id = ${start}
      union
      select o.id, o.${raw(column)} from organisations o join onward on o.id = onward.next
    )
    select 1 from onward where id = ${target} limit 1`);
  return found !== undefined;
}
