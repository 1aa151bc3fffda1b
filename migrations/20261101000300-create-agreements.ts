import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Agreements with their parties, people, covered persons and approval. */
export class CreateAgreements20261101000300 implements MigrationInterface {
  name = 'CreateAgreements20261101000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create sequence agreement_references;
      create table agreements (
        id uuid primary key,
        version integer not null default 1,
        reference text not null unique,
        type text not null check (type in ('mou', 'nda', 'data_sharing', 'data_processing', 'research_collaboration', 'research_contract',
          'secondment', 'advisory_terms', 'network_membership', 'data_access')),
        title text not null,
        purpose text,
        strands text[] not null default '{}',
        topics text[] not null default '{}',
        agency_id uuid not null references organisations,
        marking text not null default 'OFFICIAL' check (marking in ('OFFICIAL', 'OFFICIAL-SENSITIVE')),
        handling text,
        sharing text not null default 'agency' check (sharing in ('named', 'agency', 'uk_law_enforcement', 'uk_government', 'all_partners')),
        owner_user_id uuid references users,
        deputy_user_id uuid references users,
        created_by_user_id uuid references users,
        stage text not null default 'draft' check (stage in ('draft', 'in_approval', 'awaiting_signature', 'executed', 'withdrawn')),
        effective_on date,
        end_on date,
        review_on date,
        notice_count integer check (notice_count between 1 and 3660),
        notice_unit text check (notice_unit in ('days', 'months')),
        renewal_type text not null default 'by_decision' check (renewal_type in ('none', 'by_decision', 'automatic', 'evergreen')),
        survival_months integer check (survival_months between 1 and 1200),
        expiring_days integer not null default 90 check (expiring_days between 1 and 730),
        notice_window_days integer not null default 30 check (notice_window_days between 1 and 730),
        executed_on date,
        withdrawn_on date,
        terminated_on date,
        closing_reason text,
        superseded_by_id uuid references agreements,
        superseded_on date,
        value_pence bigint check (value_pence >= 0),
        currency char(3),
        funding_source text,
        intellectual_property_terms text,
        publication_terms text,
        releasable_summary text,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        search text not null generated always as (plain_text(title || ' ' || reference)) stored,
        check (end_on is null or effective_on is null or end_on >= effective_on),
        check ((notice_count is null) = (notice_unit is null)),
        check (notice_unit <> 'months' or notice_count <= 120),
        check ((value_pence is null) = (currency is null)),
        check (marking = 'OFFICIAL' or sharing = 'named'),
        check (terminated_on is null or stage = 'executed'),
        check ((stage = 'executed') = (executed_on is not null)),
        check ((superseded_by_id is null) = (superseded_on is null))
      );
      create index agreements_newest on agreements (created_at desc, id desc);
      create index agreements_agency on agreements (agency_id, created_at desc, id desc);
      create index agreements_end on agreements (end_on, id) where stage = 'executed';
      create index agreements_search on agreements using gin (search gin_trgm_ops);

      create table agreement_parties (
        id uuid primary key,
        agreement_id uuid not null references agreements,
        organisation_id uuid not null references organisations,
        freedom_of_information boolean not null default false,
        signed_on date,
        signatory_name text,
        unique (agreement_id, organisation_id)
      );
      create index agreement_parties_organisation on agreement_parties (organisation_id, agreement_id);

      create table agreement_people (
        id uuid primary key,
        agreement_id uuid not null references agreements,
        organisation_id uuid not null references organisations,
        capacity text not null check (capacity in ('signatory', 'lead', 'notices')),
        name text not null,
        office text,
        user_id uuid references users,
        expert_id uuid references experts,
        contact_id uuid references contacts,
        foreign key (agreement_id, organisation_id) references agreement_parties (agreement_id, organisation_id),
        check (num_nonnulls(user_id, expert_id, contact_id) <= 1)
      );
      create index agreement_people_agreement on agreement_people (agreement_id);

      create table agreement_covered_persons (
        agreement_id uuid not null references agreements,
        expert_id uuid not null references experts,
        primary key (agreement_id, expert_id)
      );
      create index agreement_covered_persons_expert on agreement_covered_persons (expert_id);

      create table agreement_approvals (
        id uuid primary key,
        agreement_id uuid not null references agreements,
        assignee_user_id uuid not null references users,
        asked_by_user_id uuid not null references users,
        asked_at timestamptz not null,
        due_on date,
        decision text check (decision in ('approved', 'returned', 'cancelled')),
        reason text,
        decided_at timestamptz,
        check ((decision is null) = (decided_at is null))
      );
      create index agreement_approvals_assignee on agreement_approvals (assignee_user_id, agreement_id);
      create unique index agreement_approvals_one_open on agreement_approvals (agreement_id) where decision is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table agreement_approvals, agreement_covered_persons, agreement_people, agreement_parties, agreements;
      drop sequence agreement_references;
    `);
  }
}
