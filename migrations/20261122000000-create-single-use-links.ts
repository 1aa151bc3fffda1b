import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links that a mail carries and that work once: only the hash of their secret part is kept. */
export class CreateSingleUseLinks20261122000000 implements MigrationInterface {
  name = 'CreateSingleUseLinks20261122000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table single_use_links (
        id uuid primary key,
        purpose text not null,
        -- What the link is about: a user or an expert, by its purpose.
        subject_id uuid not null,
        hash bytea not null unique,
        expires_at timestamptz not null,
        used_at timestamptz,
        created_at timestamptz not null
      );
      create index single_use_links_unused on single_use_links (purpose, subject_id) where used_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table single_use_links');
  }
}
