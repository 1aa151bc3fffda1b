import { loadBankHolidays } from './features/bank-holidays/register/load-bank-holidays.js';
import { loadOrganisations } from './features/organisations/register/load-organisations.js';
import { loadReminderRules } from './features/reminders/register/load-reminder-rules.js';
import { loadVocabularies } from './features/vocabularies/register/load-vocabularies.js';
import type { RunSql } from './platform/database/run-sql.js';

/** The reference data that every installation needs. Loading it again adds only what is new. */
export async function loadRegisters(run: RunSql, now: Date): Promise<void> {
  await loadVocabularies(run, now);
  await loadOrganisations(run, now);
  await loadBankHolidays(run, now);
  await loadReminderRules(run, now);
}
