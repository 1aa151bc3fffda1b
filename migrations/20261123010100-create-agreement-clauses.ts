import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The wording of an agreement while it is drafted: the template that was taken, and its clauses as they now read. */
export class CreateAgreementClauses20261123010100 implements MigrationInterface {
  name = 'CreateAgreementClauses20261123010100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table agreement_texts (
        agreement_id uuid primary key references agreements,
        -- Of the template of the agreement's type.
        template_version integer not null check (template_version >= 1),
        -- Whether a clause is not as that template has it.
        changed boolean not null default false
      );

      create table agreement_clauses (
        agreement_id uuid not null references agreement_texts,
        number integer not null check (number between 1 and 60),
        -- The clause of the template that it came from; null for one of the agreement's own.
        code text,
        heading text not null,
        wording text not null,
        primary key (agreement_id, number)
      );
      create unique index agreement_clauses_code on agreement_clauses (agreement_id, code);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table agreement_clauses, agreement_texts`);
  }
}
