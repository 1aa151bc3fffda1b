import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { addDays, formatDate, isBefore, type CalendarDate } from '../../../kernel/calendar-date.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Agreement } from '../agreement.entity.js';
import { agreementChanged } from '../agreements.jobs.js';

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
  async add(tx: Transaction, agreement: Agreement, newEndOn: CalendarDate): Promise<void> {
    await this.firstOf(tx, agreement);
    const effectiveOn = addDays(agreement.endOn!, 1);
    await tx.query(sql`insert into agreement_terms (agreement_id, number, effective_on, end_on)
      select ${agreement.id}, max(number) + 1, ${effectiveOn}, ${newEndOn} from agreement_terms where agreement_id = ${agreement.id}`);
    agreement.endOn = newEndOn;
  }

  /** The present term ends on another day: what an amendment agreed. A term that would overlap another is refused. */
  async moveEnd(tx: Transaction, agreement: Agreement, newEndOn: CalendarDate | null): Promise<void> {
    await this.firstOf(tx, agreement);
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
    agreement.endOn = newEndOn;
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
