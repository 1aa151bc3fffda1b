import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Actor, UserActor } from '../../kernel/actor.js';
import { addYears } from '../../kernel/calendar-date.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { BankHolidays } from '../../kernel/working-days.js';
import { AuditLog } from '../../platform/audit/audit-log.js';
import { stableId } from '../../platform/database/stable-id.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { UnitOfWork } from '../../platform/database/unit-of-work.js';
import type { BankHolidayList, LoadBankHolidaysDto } from './bank-holidays.dto.js';
import { holidaysOf, knownHolidays, warningOf, type BankHoliday } from './bank-holidays.rules.js';

const allSql = sql`select division, held_on as "heldOn", title from bank_holidays order by division, held_on`;

/** The bank holidays that working days are counted by: a register that the product comes with and administrators renew. */
@Injectable()
export class BankHolidaysService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  async list(actor: UserActor): Promise<BankHolidayList> {
    return this.viewOf(await this.work.read<BankHoliday>(actor, allSql));
  }

  /** For whoever counts working days. */
  async known(actor: Actor): Promise<BankHolidays> {
    return knownHolidays(await this.work.read<BankHoliday>(actor, allSql));
  }

  async knownWithin(tx: Transaction): Promise<BankHolidays> {
    return knownHolidays(await tx.query<BankHoliday>(allSql));
  }

  /**
   * Loads the file that GOV.UK publishes. What it holds of a division replaces the years from its first day to its last; earlier
   * and later years, and divisions that it does not name, stay. The ledger of reminders follows within a minute.
   */
  async load(actor: UserActor, dto: LoadBankHolidaysDto): Promise<BankHolidayList> {
    const { holidays, problems } = holidaysOf(dto);
    if (problems.length > 0) throw new DomainError('invalid', 'The file could not be loaded.', problems);
    const given = JSON.stringify(holidays);
    return this.work.transaction(actor, async (tx) => {
      await tx.query(sql`select pg_advisory_xact_lock(hashtextextended('bank-holidays', 0))`);
      const before = await tx.query<BankHoliday>(allSql);
      await tx.query(sql`
        with given as (
          select division, min(date_trunc('year', "heldOn"::timestamp))::date as first, max(date_trunc('year', "heldOn"::timestamp))::date as last
          from jsonb_to_recordset(${given}::jsonb) one (division text, "heldOn" date) group by division
        )
        delete from bank_holidays known using given
        where known.division = given.division and known.held_on >= given.first and known.held_on < given.last + interval '1 year'`);
      await tx.query(sql`insert into bank_holidays (division, held_on, title)
        select division, "heldOn", title from jsonb_to_recordset(${given}::jsonb) one (division text, "heldOn" date, title text)`);
      const after = await tx.query<BankHoliday>(allSql);
      const record = { kind: 'bank_holidays', id: stableId('bank-holidays', 'all') };
      await this.audit.record(tx, 'bank-holidays.load', record, summaryOf(before), summaryOf(after));
      return this.viewOf(after);
    });
  }

  private viewOf(items: BankHoliday[]): BankHolidayList {
    const { knownUntil } = knownHolidays(items);
    const missing = knownUntil === null || addYears(this.clock.today(), 1) > knownUntil;
    return { knownUntil, warning: missing ? warningOf({ knownUntil }) : null, items };
  }
}

function summaryOf(holidays: readonly BankHoliday[]): { days: number; knownUntil: string | null } {
  return { days: holidays.length, knownUntil: knownHolidays(holidays).knownUntil };
}
