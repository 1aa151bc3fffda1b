import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * For what reminders look up by the minute: what is unsent, the days of vettings, declarations and profiles, and agreements that
 * nobody has signed.
 */
export class IndexWhatRemindersLookUp20261125030000 implements MigrationInterface {
  name = 'IndexWhatRemindersLookUp20261125030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index vettings_expiry on vettings (expires_on, id) where status = 'granted';
      create index declarations_day on declarations (declared_on, expert_id);
      create index experts_confirmation on experts
        ((coalesce(profile_confirmed_on, (created_at at time zone 'Europe/London')::date)), id);
      create index reminders_unsent on reminders (rule_id, record_id) where state = 'scheduled';
      create index reminder_messages_waiting on reminder_messages (created_at, id) where state = 'sending';
      create index agreements_unsigned on agreements (id) where stage = 'awaiting_signature';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop index vettings_expiry, declarations_day, experts_confirmation, reminders_unsent, reminder_messages_waiting, agreements_unsigned',
    );
  }
}
