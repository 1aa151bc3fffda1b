import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Administrators change terms, so a term counts its changes like every other record that people change. */
export class VersionVocabularyTerms20261122080000 implements MigrationInterface {
  name = 'VersionVocabularyTerms20261122080000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table vocabulary_terms add column version integer not null default 1`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table vocabulary_terms drop column version');
  }
}
