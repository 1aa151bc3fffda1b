import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list of experts asks of everybody who has left whether they still own relationships of the reader's agency. */
export class IndexRelationshipOwners20261122180000 implements MigrationInterface {
  name = 'IndexRelationshipOwners20261122180000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index relationships_agency_owner on relationships (agency_id, owner_user_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index relationships_agency_owner');
  }
}
