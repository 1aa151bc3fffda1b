import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Administrators are told how many mails failed lately; few ever do. */
export class IndexFailedMessages20261122080200 implements MigrationInterface {
  name = 'IndexFailedMessages20261122080200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index reminder_messages_failed on reminder_messages (created_at desc) where state = 'failed'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index reminder_messages_failed');
  }
}
