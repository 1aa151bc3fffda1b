import type { MigrationInterface, QueryRunner } from 'typeorm';

/** External people, where they work, what they know, and each agency's relationship with them. */
export class CreateExperts20261101000200 implements MigrationInterface {
  name = 'CreateExperts20261101000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create sequence expert_references;
      create table experts (
        id uuid primary key,
        version integer not null default 1,
        reference text not null unique,
        kind text not null check (kind in ('academic', 'researcher', 'analyst', 'industry_expert')),
        title text,
        given_name text not null collate "en-x-icu",
        family_name text not null collate "en-x-icu",
        known_as text,
        email citext unique,
        phone text,
        orcid text unique check (orcid ~ '^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$'),
        orcid_verified_at timestamptz,
        biography text,
        interests text,
        languages text[] not null default '{}',
        country char(2),
        website text,
        availability text not null default 'unknown' check (availability in ('available', 'limited', 'unavailable', 'unknown')),
        available_until date,
        career_stage text check (career_stage in ('doctoral', 'early', 'mid', 'senior', 'emeritus', 'practitioner')),
        lawful_basis text not null default 'public_task' check (lawful_basis in ('public_task', 'consent', 'legal_obligation')),
        privacy_notice_sent_on date,
        objected_on date,
        restricted_on date,
        do_not_contact boolean not null default false,
        contact_preferences text,
        field_audience jsonb not null default '{}',
        agency_id uuid not null references organisations,
        created_by_user_id uuid references users,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        search text not null generated always as
          (plain_text(given_name || ' ' || family_name || ' ' || coalesce(known_as, '') || ' ' || reference)) stored
      );
      create index experts_name on experts (family_name, given_name, id);
      create index experts_agency on experts (agency_id);
      create index experts_search on experts using gin (search gin_trgm_ops);

      alter table users add foreign key (expert_id) references experts;

      create table affiliations (
        id uuid primary key,
        expert_id uuid not null references experts,
        organisation_id uuid not null references organisations,
        department text,
        role text,
        started_on date,
        ended_on date,
        is_primary boolean not null default false,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        check (ended_on is null or started_on is null or ended_on >= started_on)
      );
      create index affiliations_expert on affiliations (expert_id, started_on desc);
      create index affiliations_organisation on affiliations (organisation_id, expert_id);
      create unique index affiliations_one_primary on affiliations (expert_id) where is_primary and ended_on is null;

      create table expertise (
        id uuid primary key,
        expert_id uuid not null references experts,
        term_id uuid not null references vocabulary_terms,
        level text not null check (level in ('primary', 'secondary')),
        source text not null check (source in ('self', 'liaison', 'suggested')),
        confirmed_on date,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        unique (expert_id, term_id)
      );
      create index expertise_term on expertise (term_id, expert_id);

      create table relationships (
        id uuid primary key,
        version integer not null default 1,
        expert_id uuid not null references experts,
        agency_id uuid not null references organisations,
        stage text not null check (stage in ('contact', 'network_member', 'named_expert', 'partner', 'dormant', 'former')),
        since_on date not null,
        owner_user_id uuid references users,
        deputy_user_id uuid references users,
        cadence_days integer check (cadence_days between 1 and 1826),
        last_contact_at timestamptz,
        source text,
        notes text,
        assessment text,
        marking text not null default 'OFFICIAL' check (marking in ('OFFICIAL', 'OFFICIAL-SENSITIVE')),
        handling text,
        sharing text not null default 'agency' check (sharing in ('named', 'agency', 'uk_law_enforcement', 'uk_government', 'all_partners')),
        created_by_user_id uuid references users,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        unique (expert_id, agency_id),
        check (marking = 'OFFICIAL' or sharing = 'named')
      );
      create index relationships_agency on relationships (agency_id, expert_id);
      create index relationships_owner on relationships (owner_user_id);
      -- Owners belong to agencies: taken as independent, "owned by X at agency Y" looks common where nobody is.
      create statistics relationships_owners (mcv) on agency_id, owner_user_id, stage from relationships;

      create table relationship_stage_changes (
        id uuid primary key,
        relationship_id uuid not null references relationships,
        from_stage text,
        to_stage text not null,
        reason text not null,
        changed_by_user_id uuid references users,
        changed_at timestamptz not null
      );
      create index relationship_stage_changes_relationship on relationship_stage_changes (relationship_id, changed_at);

      create table contacts (
        id uuid primary key,
        version integer not null default 1,
        name text not null collate "en-x-icu",
        office text,
        organisation_id uuid not null references organisations,
        email citext,
        phone text,
        agency_id uuid not null references organisations,
        marking text not null default 'OFFICIAL' check (marking in ('OFFICIAL', 'OFFICIAL-SENSITIVE')),
        handling text,
        sharing text not null default 'agency' check (sharing in ('named', 'agency', 'uk_law_enforcement', 'uk_government', 'all_partners')),
        created_by_user_id uuid references users,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        search text not null generated always as (plain_text(name || ' ' || coalesce(office, ''))) stored,
        check (marking = 'OFFICIAL' or sharing = 'named')
      );
      create index contacts_name on contacts (name, id);
      create index contacts_organisation on contacts (organisation_id);
      create index contacts_search on contacts using gin (search gin_trgm_ops);

      -- One named person may read one record until a date, for a stated reason.
      create table access_grants (
        id uuid primary key,
        record_kind text not null,
        record_id uuid not null,
        user_id uuid not null references users,
        until_on date not null,
        reason text not null,
        granted_by_user_id uuid not null references users,
        created_at timestamptz not null,
        unique (record_kind, record_id, user_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table access_grants, contacts, relationship_stage_changes, relationships, expertise, affiliations;
      alter table users drop constraint users_expert_id_fkey;
      drop table experts;
      drop sequence expert_references;
    `);
  }
}
