import type { MigrationInterface, QueryRunner } from 'typeorm';

/** E-mail addresses that a mail server refused for good: nothing is sent to them until somebody lifts the mark. */
export class MarkRefusedAddresses20261126120000 implements MigrationInterface {
  name = 'MarkRefusedAddresses20261126120000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- By the address, so that whoever gets another one is written to again.
      create table refused_addresses (
        address citext primary key,
        refused_at timestamptz not null
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table refused_addresses');
  }
}
