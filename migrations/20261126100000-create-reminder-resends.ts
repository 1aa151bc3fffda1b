import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A reminder that somebody had sent again: another message, with who asked for it, when and why. */
export class CreateReminderResends20261126100000 implements MigrationInterface {
  name = 'CreateReminderResends20261126100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table reminder_resends (
        id uuid primary key,
        reminder_id uuid not null references reminders,
        message_id uuid not null unique references reminder_messages,
        by_user_id uuid not null references users,
        reason text not null check (char_length(reason) between 1 and 500),
        asked_at timestamptz not null
      );
      create index reminder_resends_reminder on reminder_resends (reminder_id, asked_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table reminder_resends');
  }
}
