import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list of what was signed, the newest first. */
export class IndexAgreementSignatures20261124030000 implements MigrationInterface {
  name = 'IndexAgreementSignatures20261124030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index agreement_signatures_newest on agreement_signatures (recorded_at desc, id desc)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index agreement_signatures_newest');
  }
}
