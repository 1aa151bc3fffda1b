import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A calendar begins with what somebody looks after, as owner or as deputy. */
export class IndexAgreementDeputies20261123020200 implements MigrationInterface {
  name = 'IndexAgreementDeputies20261123020200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index agreements_deputy on agreements (deputy_user_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index agreements_deputy');
  }
}
