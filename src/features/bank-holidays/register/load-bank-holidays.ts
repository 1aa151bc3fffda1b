import type { RunSql } from '../../../platform/database/run-sql.js';
import register from './bank-holidays.json' with { type: 'json' };

/** The bank holidays that the product comes with. Days of a division and a year that somebody has loaded since stay as they are. */
export async function loadBankHolidays(run: RunSql, _now: Date): Promise<void> {
  await run(
    `insert into bank_holidays (division, held_on, title)
     select division, date, title from jsonb_to_recordset($1::jsonb) given (division text, date date, title text)
     where not exists (select 1 from bank_holidays known where known.division = given.division
       and date_part('year', known.held_on) = date_part('year', given.date))
     on conflict do nothing`,
    [JSON.stringify(register.bankHolidays)],
  );
}
