import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What experts declare of themselves, once a year: each stands as it was made, a newer one beside it. */
export class CreateDeclarations20261122060100 implements MigrationInterface {
  name = 'CreateDeclarations20261122060100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table declarations (
        id uuid primary key,
        expert_id uuid not null references experts,
        declared_on date not null,
        -- Null where there is nothing to declare.
        funding text,
        foreign_ties text,
        commercial_interests text,
        expert_witness_work text,
        declared_by_user_id uuid not null references users,
        created_at timestamptz not null
      );
      create index declarations_expert on declarations (expert_id, declared_on desc, id desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table declarations');
  }
}
