import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { addDays, formatDate, isBefore, type CalendarDate } from '../../../kernel/calendar-date.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Agreement } from '../agreement.entity.js';
import { presentEndOf, renewalsMadeBy } from '../agreement.status.rules.js';
import { agreementChanged } from '../agreements.jobs.js';
import { renewalsOf, type Renewal } from './automatic-renewal.rules.js';

const exclusionViolation = '23P01';

/** The terms of an agreement, one after the other under one reference. Always inside the caller's transaction. */
@Injectable()
export class AgreementTerms {
  constructor(private readonly audit: AuditLog) {}

  /** The first term, with the last signature. What the agreement was drafted to replace is replaced from its first day. */
  async begin(tx: Transaction, agreement: Agreement): Promise<void> {
    await this.firstOf(tx, agreement);
    if (agreement.succeedsId !== null) await this.supersede(tx, agreement.succeedsId, agreement);
  }

  /** One more term, from the day after the present end. The database refuses terms that overlap. */
  async add(tx: Transaction, agreement: Agreement, newEndOn: CalendarDate, today: CalendarDate): Promise<void> {
    await this.firstOf(tx, agreement);
    await this.keepRenewals(tx, agreement, today);
    await this.insert(tx, agreement.id, [
      { effectiveOn: addDays(presentEndOf(agreement, today)!, 1), endOn: newEndOn, renewedItselfOn: null },
    ]);
    this.agreeEnd(agreement, newEndOn, today);
  }

  /** The present term ends on another day: what an amendment agreed. A term that would overlap another is refused. */
  async moveEnd(
    tx: Transaction,
    agreement: Agreement,
    newEndOn: CalendarDate | null,
    today: CalendarDate,
  ): Promise<void> {
    await this.firstOf(tx, agreement);
    await this.keepRenewals(tx, agreement, today);
    const [present] = await tx.query<{ number: number; effectiveOn: CalendarDate }>(
      sql`select number, effective_on as "effectiveOn" from agreement_terms where agreement_id = ${agreement.id}
        order by number desc limit 1`,
    );
    if (newEndOn !== null && isBefore(newEndOn, present.effectiveOn))
      throw new DomainError(
        'refused',
        `Its present term begins on ${formatDate(present.effectiveOn)}, so it cannot end before that day. Terminate it instead.`,
      );
    try {
      await tx.query(sql`update agreement_terms set end_on = ${newEndOn}
        where agreement_id = ${agreement.id} and number = ${present.number}`);
    } catch (error) {
      if ((error as { code?: string }).code !== exclusionViolation) throw error;
      throw new DomainError('refused', 'With this end the present term would overlap another term of the agreement.');
    }
    this.agreeEnd(agreement, newEndOn, today);
  }

  /** From here on months are counted from this end; the renewals until now still count towards the most. */
  private agreeEnd(agreement: Agreement, endOn: CalendarDate | null, today: CalendarDate): void {
    agreement.renewalsBefore += renewalsMadeBy(agreement, today);
    agreement.endOn = endOn;
  }

  /** The terms for which it has renewed itself by a day and that are not kept yet. Their days follow from the agreement's alone. */
  async keepRenewals(tx: Transaction, agreement: Agreement, today: CalendarDate): Promise<void> {
    const renewals = renewalsOf(agreement, today);
    if (renewals.length === 0) return;
    await this.firstOf(tx, agreement);
    const kept = await tx.query<{ endOn: CalendarDate }>(
      sql`select end_on as "endOn" from agreement_terms where agreement_id = ${agreement.id} and end_on is not null`,
    );
    const added = renewals.filter(({ effectiveOn }) => kept.every(({ endOn }) => isBefore(endOn, effectiveOn)));
    if (added.length === 0) return;
    await this.insert(tx, agreement.id, added);
    const record = { kind: 'agreement', id: agreement.id };
    for (const term of added) await this.audit.record(tx, 'agreement.renew-itself', record, null, { ...term });
    await tx.publish(agreementChanged, { agreementId: agreement.id });
  }

  private async insert(tx: Transaction, agreementId: string, terms: readonly Renewal[]): Promise<void> {
    await tx.query(sql`insert into agreement_terms (agreement_id, number, effective_on, end_on, renewed_itself_on)
      select ${agreementId}, coalesce((select max(number) from agreement_terms where agreement_id = ${agreementId}), 0) + added.position,
        added.effective_on, added.end_on, added.renewed_itself_on
      from unnest(${terms.map(({ effectiveOn }) => effectiveOn)}::date[], ${terms.map(({ endOn }) => endOn)}::date[],
        ${terms.map(({ renewedItselfOn }) => renewedItselfOn)}::date[])
        with ordinality as added (effective_on, end_on, renewed_itself_on, position)`);
  }

  private async firstOf(tx: Transaction, { id, effectiveOn, endOn }: Agreement): Promise<void> {
    await tx.query(sql`insert into agreement_terms (agreement_id, number, effective_on, end_on)
      select ${id}, 1, ${effectiveOn}, ${endOn}
      where not exists (select 1 from agreement_terms where agreement_id = ${id})`);
  }

  /** One that has been terminated meanwhile stays terminated. */
  private async supersede(tx: Transaction, id: string, successor: Agreement): Promise<void> {
    const replaced = (await tx.lock(Agreement, sql`record.id = ${id}`))!;
    if (replaced.terminatedOn !== null || replaced.supersededOn !== null) return;
    const before = { ...replaced };
    Object.assign(replaced, {
      supersededById: successor.id,
      supersededOn: successor.effectiveOn,
      updatedAt: tx.now,
    });
    await tx.update(Agreement, replaced);
    await this.audit.record(tx, 'agreement.supersede', { kind: 'agreement', id }, before, { ...replaced });
    await tx.publish(agreementChanged, { agreementId: id });
  }
}
