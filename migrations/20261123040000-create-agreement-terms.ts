import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The terms of an agreement, one after the other, what was decided at the end of each, and which agreement succeeds which. */
export class CreateAgreementTerms20261123040000 implements MigrationInterface {
  name = 'CreateAgreementTerms20261123040000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table agreement_terms (
        agreement_id uuid not null references agreements,
        number integer not null check (number between 1 and 1000),
        effective_on date not null,
        -- The last day in force; null for one without an end.
        end_on date,
        primary key (agreement_id, number),
        check (end_on is null or end_on >= effective_on),
        constraint agreement_terms_apart
          exclude using gist (agreement_id with =, daterange(effective_on, end_on, '[]') with &&)
      );
      insert into agreement_terms (agreement_id, number, effective_on, end_on)
      select id, 1, effective_on, end_on from agreements where stage = 'executed' and effective_on is not null;

      alter table agreements add column succeeds_id uuid references agreements check (succeeds_id <> id);
      create unique index agreements_one_successor on agreements (succeeds_id) where stage <> 'withdrawn';

      create table agreement_renewal_decisions (
        id uuid primary key,
        agreement_id uuid not null references agreements,
        decision text not null check (decision in ('renew', 'renegotiate', 'let_lapse', 'terminate')),
        reason text not null,
        achieved text,
        -- The last day in force that it was about.
        end_on date,
        new_end_on date check (new_end_on > end_on),
        successor_id uuid references agreements,
        decided_by_user_id uuid not null references users,
        decided_at timestamptz not null,
        check ((decision = 'renew') = (new_end_on is not null)),
        check ((decision = 'renegotiate') = (successor_id is not null))
      );
      create index agreement_renewal_decisions_agreement on agreement_renewal_decisions (agreement_id, decided_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table agreement_renewal_decisions, agreement_terms;
      alter table agreements drop column succeeds_id;
    `);
  }
}
