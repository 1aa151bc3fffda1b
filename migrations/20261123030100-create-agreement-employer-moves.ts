import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Agreements that rest on an employer whom a covered person has left, until somebody says what is done about it. */
export class CreateAgreementEmployerMoves20261123030100 implements MigrationInterface {
  name = 'CreateAgreementEmployerMoves20261123030100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table agreement_employer_moves (
        id uuid primary key,
        agreement_id uuid not null references agreements,
        expert_id uuid not null references experts,
        -- The post that was closed: each flags an agreement once.
        affiliation_id uuid not null references affiliations,
        -- The employer that was left, and the last day there.
        organisation_id uuid not null references organisations,
        left_on date not null,
        flagged_at timestamptz not null,
        outcome text check (outcome in ('amended', 'employer_added', 'person_removed', 'nothing_needed')),
        settlement_reason text,
        settled_at timestamptz,
        settled_by_user_id uuid references users,
        unique (agreement_id, affiliation_id),
        check (num_nonnulls(outcome, settlement_reason, settled_at, settled_by_user_id) in (0, 4))
      );
      create index agreement_employer_moves_unsettled on agreement_employer_moves (expert_id) where settled_at is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table agreement_employer_moves;`);
  }
}
