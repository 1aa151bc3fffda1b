import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The audit is read newest first, and by what was done. */
export class IndexAuditByTime20261122080100 implements MigrationInterface {
  name = 'IndexAuditByTime20261122080100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index audit_entries_newest on audit_entries (at desc, id desc);
      create index audit_entries_verb on audit_entries (verb, at desc, id desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index audit_entries_newest, audit_entries_verb');
  }
}
