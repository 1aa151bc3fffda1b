import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Vocabularies, bodies of every kind, the people who sign in and their sessions. */
export class CreateOrganisationsAndUsers20261101000100 implements MigrationInterface {
  name = 'CreateOrganisationsAndUsers20261101000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table vocabulary_terms (
        id uuid primary key,
        scheme text not null,
        code text not null,
        label text not null collate "en-x-icu",
        description text,
        synonyms text[] not null default '{}',
        edition text not null,
        position integer not null default 0,
        retired_on date,
        unique (scheme, code)
      );

      -- array_to_string() is STABLE because an element's output could change; that of text cannot.
      create function joined_text(list text[]) returns text
        language sql immutable strict parallel safe
        as $$ select array_to_string(list, ' ') $$;

      create table organisations (
        id uuid primary key,
        version integer not null default 1,
        kind text not null check (kind in ('university', 'think_tank', 'research_institute', 'ngo', 'industry', 'national_agency',
          'territorial_force', 'special_force', 'rocu', 'department', 'regulator', 'prosecutor', 'international', 'unit')),
        name text not null collate "en-x-icu",
        short_name text,
        aliases text[] not null default '{}',
        parent_id uuid references organisations,
        jurisdiction text check (jurisdiction in ('uk', 'england_wales', 'scotland', 'northern_ireland', 'overseas')),
        country char(2) not null default 'GB',
        audience text check (audience in ('uk_law_enforcement', 'uk_government', 'overseas')),
        ror_id text unique check (ror_id ~ '^0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}$'),
        ror_status text check (ror_status in ('active', 'inactive', 'withdrawn')),
        website text,
        email_domains text[] not null default '{}',
        valid_from date,
        valid_to date,
        predecessor_id uuid references organisations,
        successor_id uuid references organisations,
        signs_through_id uuid references organisations,
        joint_controller_from date,
        lead_user_id uuid,
        deputy_user_id uuid,
        invented boolean not null default false,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        search text not null generated always as
          (plain_text(name || ' ' || coalesce(short_name, '') || ' ' || joined_text(aliases))) stored,
        check (valid_to is null or valid_from is null or valid_to >= valid_from),
        check (kind <> 'unit' or parent_id is not null),
        check (parent_id <> id)
      );
      create index organisations_name on organisations (name, id);
      create index organisations_kind on organisations (kind, name, id);
      create index organisations_parent on organisations (parent_id);
      -- One body of a kind has a name, a unit within its parent; what has ended leaves its name to a later one.
      create unique index organisations_one_of_a_name on organisations
        (kind, plain_text(name), (case when kind = 'unit' then parent_id else '00000000-0000-0000-0000-000000000000' end))
        where valid_to is null;
      create index organisations_search on organisations using gin (search gin_trgm_ops);

      -- A body's agency: the nearest organisation upward, itself included, that is not a unit.
      create function agency_of(organisation uuid) returns uuid
        language sql stable parallel safe as $$
          with recursive upward as (
            select id, parent_id, kind, 0 as steps from organisations where id = organisation
            union all
            select o.id, o.parent_id, o.kind, u.steps + 1
            from organisations o join upward u on o.id = u.parent_id
            where u.kind = 'unit' and u.steps < 20
          )
          select id from upward where kind <> 'unit' order by steps limit 1
        $$;

      create table users (
        id uuid primary key,
        version integer not null default 1,
        email citext not null unique,
        name text not null collate "en-x-icu",
        role text not null check (role in ('admin', 'liaison', 'partner', 'approver', 'auditor', 'host', 'academic')),
        organisation_id uuid not null references organisations,
        expert_id uuid,
        password_hash text,
        password_changed_at timestamptz,
        away_from date,
        away_to date,
        cover_user_id uuid references users,
        disabled_at timestamptz,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        search text not null generated always as (plain_text(name || ' ' || email::text)) stored,
        check ((role = 'academic') = (expert_id is not null)),
        check (away_to is null or away_to >= away_from),
        check (cover_user_id <> id)
      );
      create index users_name on users (name, id);
      create index users_organisation on users (organisation_id);
      create index users_search on users using gin (search gin_trgm_ops);
      create unique index users_expert on users (expert_id) where expert_id is not null;

      alter table organisations
        add foreign key (lead_user_id) references users,
        add foreign key (deputy_user_id) references users;

      create table sessions (
        id uuid primary key,
        user_id uuid not null references users,
        kind text not null check (kind in ('bearer', 'cookie')),
        access_hash bytea not null unique,
        access_expires_at timestamptz not null,
        factors text[] not null,
        stepped_up_at timestamptz,
        address inet,
        created_at timestamptz not null,
        revoked_at timestamptz,
        revoked_because text
      );
      create index sessions_user on sessions (user_id, created_at desc);

      create table session_refreshes (
        hash bytea primary key,
        session_id uuid not null references sessions on delete cascade,
        expires_at timestamptz not null,
        used_at timestamptz
      );
      create index session_refreshes_session on session_refreshes (session_id);

      -- Only a keyed hash of what was typed: an address typed by mistake is still somebody's.
      create table sign_in_failures (
        id uuid primary key,
        account_hash bytea not null,
        address inet not null,
        failed_at timestamptz not null
      );
      create index sign_in_failures_account on sign_in_failures (account_hash, failed_at);
      create index sign_in_failures_address on sign_in_failures (address, failed_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table sign_in_failures, session_refreshes, sessions;
      alter table organisations drop column lead_user_id, drop column deputy_user_id;
      drop table users;
      drop function agency_of(uuid);
      drop table organisations, vocabulary_terms;
      drop function joined_text(text[]);
    `);
  }
}
