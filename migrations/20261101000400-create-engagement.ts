import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was said (interactions) and what was promised (follow-ups). */
export class CreateEngagement20261101000400 implements MigrationInterface {
  name = 'CreateEngagement20261101000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table interactions (
        id uuid primary key,
        version integer not null default 1,
        agency_id uuid not null references organisations,
        marking text not null default 'OFFICIAL' check (marking in ('OFFICIAL', 'OFFICIAL-SENSITIVE')),
        handling text,
        sharing text not null default 'agency' check (sharing in ('named', 'agency', 'uk_law_enforcement', 'uk_government', 'all_partners')),
        kind text not null check (kind in ('meeting', 'call', 'email', 'briefing', 'visit', 'event', 'peer_review', 'data_access', 'other')),
        happened_at timestamptz not null,
        duration_minutes integer check (duration_minutes between 1 and 14400),
        subject text not null,
        notes text,
        outcome text,
        strand text,
        topics text[] not null default '{}',
        chatham_house boolean not null default false,
        about_expert_id uuid references experts,
        about_agreement_id uuid references agreements,
        about_organisation_id uuid references organisations,
        created_by_user_id uuid references users,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        search text not null generated always as (plain_text(subject)) stored,
        check (num_nonnulls(about_expert_id, about_agreement_id, about_organisation_id) <= 1),
        check (marking = 'OFFICIAL' or sharing = 'named')
      );
      create index interactions_newest on interactions (happened_at desc, id desc);
      create index interactions_agency on interactions (agency_id, happened_at desc, id desc);
      create index interactions_about_expert on interactions (about_expert_id, happened_at desc);
      create index interactions_about_agreement on interactions (about_agreement_id, happened_at desc);
      create index interactions_about_organisation on interactions (about_organisation_id, happened_at desc);
      create index interactions_search on interactions using gin (search gin_trgm_ops);

      create table interaction_participants (
        id uuid primary key,
        interaction_id uuid not null references interactions on delete cascade,
        expert_id uuid references experts,
        contact_id uuid references contacts,
        user_id uuid references users,
        organisation_id uuid references organisations,
        check (num_nonnulls(expert_id, contact_id, user_id, organisation_id) = 1),
        unique nulls not distinct (interaction_id, expert_id, contact_id, user_id, organisation_id)
      );
      create index interaction_participants_expert on interaction_participants (expert_id, interaction_id) where expert_id is not null;
      create index interaction_participants_organisation on interaction_participants (organisation_id, interaction_id)
        where organisation_id is not null;

      -- A correction keeps the earlier text.
      create table interaction_corrections (
        id uuid primary key,
        interaction_id uuid not null references interactions,
        version integer not null,
        before jsonb not null,
        reason text not null,
        corrected_by_user_id uuid references users,
        corrected_at timestamptz not null
      );
      create index interaction_corrections_interaction on interaction_corrections (interaction_id, version);

      create table follow_ups (
        id uuid primary key,
        version integer not null default 1,
        agency_id uuid not null references organisations,
        marking text not null default 'OFFICIAL' check (marking in ('OFFICIAL', 'OFFICIAL-SENSITIVE')),
        handling text,
        sharing text not null default 'agency' check (sharing in ('named', 'agency', 'uk_law_enforcement', 'uk_government', 'all_partners')),
        title text not null,
        details text,
        due_on date not null,
        assignee_user_id uuid references users,
        deputy_user_id uuid references users,
        priority text not null default 'normal' check (priority in ('low', 'normal', 'high')),
        status text not null default 'open' check (status in ('open', 'done', 'cancelled')),
        snoozed_until date,
        outcome text,
        completed_on date,
        completed_at timestamptz,
        completed_by_user_id uuid references users,
        about_expert_id uuid references experts,
        about_agreement_id uuid references agreements,
        about_interaction_id uuid references interactions,
        about_organisation_id uuid references organisations,
        continues_id uuid references follow_ups,
        created_by_user_id uuid references users,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        search text not null generated always as (plain_text(title)) stored,
        check (num_nonnulls(about_expert_id, about_agreement_id, about_interaction_id, about_organisation_id) <= 1),
        check ((status = 'open') = (completed_on is null)),
        check (marking = 'OFFICIAL' or sharing = 'named')
      );
      create index follow_ups_due on follow_ups (due_on, id);
      create index follow_ups_open on follow_ups (due_on, id) where status = 'open';
      create index follow_ups_assignee on follow_ups (assignee_user_id, due_on, id) where status = 'open';
      create index follow_ups_agency on follow_ups (agency_id, due_on, id);
      create index follow_ups_about_expert on follow_ups (about_expert_id);
      create index follow_ups_about_agreement on follow_ups (about_agreement_id);
      create index follow_ups_about_interaction on follow_ups (about_interaction_id);
      create index follow_ups_search on follow_ups using gin (search gin_trgm_ops);
      create unique index follow_ups_continues on follow_ups (continues_id) where continues_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table follow_ups, interaction_corrections, interaction_participants, interactions');
  }
}
