import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What somebody looks after is counted before their account is disabled. */
export class IndexAgreementOwners20261122070000 implements MigrationInterface {
  name = 'IndexAgreementOwners20261122070000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index agreements_owner on agreements (owner_user_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index agreements_owner');
  }
}
