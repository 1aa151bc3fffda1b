import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which agreement stands under which, and the numbered amendments by which what is signed changes. */
export class CreateAgreementAmendments20261124010000 implements MigrationInterface {
  name = 'CreateAgreementAmendments20261124010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table agreements add column parent_id uuid references agreements,
        add constraint agreements_parent_another check (parent_id <> id);
      create index agreements_parent on agreements (parent_id) where parent_id is not null;

      create table agreement_amendments (
        id uuid primary key,
        version integer not null default 1,
        agreement_id uuid not null references agreements,
        -- From 1 within the agreement, never given twice.
        number integer not null check (number between 1 and 9999),
        title text not null,
        -- What changes and why, in words.
        reason text not null,
        -- The terms as they are to be, by the names of the API; only those that change.
        changes jsonb not null check (jsonb_typeof(changes) = 'object'),
        -- What those terms were when it took effect.
        before jsonb check (jsonb_typeof(before) = 'object'),
        -- Europe/London. Null until it is executed: it takes effect with the last signature.
        effective_on date,
        stage text not null check (stage in ('draft', 'in_approval', 'awaiting_signature', 'executed', 'withdrawn')),
        executed_on date,
        withdrawn_on date,
        closing_reason text,
        created_by_user_id uuid references users,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        unique (agreement_id, number),
        check ((stage = 'executed') = (executed_on is not null)),
        check (stage <> 'executed' or (before is not null and effective_on <= executed_on)),
        check ((stage = 'withdrawn') = (withdrawn_on is not null))
      );
      create index agreement_amendments_newest on agreement_amendments (created_at desc, id desc);

      create table agreement_amendment_signatures (
        id uuid primary key,
        amendment_id uuid not null references agreement_amendments,
        organisation_id uuid not null references organisations,
        signatory_name text not null,
        office text,
        on_behalf_of text,
        signed_on date not null,
        method text check (method in ('on_paper', 'electronic', 'exchange_of_letters')),
        -- Of what they signed: the amendment as it read.
        sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
        recorded_by_user_id uuid references users,
        recorded_at timestamptz not null,
        unique (amendment_id, organisation_id)
      );

      -- Null: the decision is on the agreement itself.
      alter table agreement_approvals add column amendment_id uuid references agreement_amendments;
      drop index agreement_approvals_one_open;
      create unique index agreement_approvals_one_open on agreement_approvals (agreement_id, kind)
        where decision is null and amendment_id is null;
      create unique index agreement_approvals_one_open_amendment on agreement_approvals (amendment_id, kind)
        where decision is null and amendment_id is not null;
      create index agreement_approvals_amendment on agreement_approvals (amendment_id) where amendment_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    // Decisions on amendments go with them; one that was handed on names the one before it, of the same amendment.
    await runner.query(`
      delete from agreement_approvals where amendment_id is not null;
      drop index agreement_approvals_one_open, agreement_approvals_one_open_amendment, agreement_approvals_amendment;
      alter table agreement_approvals drop column amendment_id;
      create unique index agreement_approvals_one_open on agreement_approvals (agreement_id, kind) where decision is null;
      drop table agreement_amendment_signatures, agreement_amendments;
      alter table agreements drop column parent_id;
    `);
  }
}
