import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Named sets of follow-ups, and each time that one was started about a record. */
export class CreatePlaybooks20261126230000 implements MigrationInterface {
  name = 'CreatePlaybooks20261126230000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Without an agency it is for all of them, and kept by administrators.
      create table playbooks (
        id uuid primary key,
        version integer not null default 1,
        agency_id uuid references organisations,
        name text not null check (length(name) between 1 and 120),
        about_kind text not null check (about_kind in ('expert', 'agreement', 'organisation')),
        steps jsonb not null check (jsonb_typeof(steps) = 'array' and jsonb_array_length(steps) between 1 and 20),
        begins_on text check (begins_on in ('agreement.executed', 'expert.entered', 'relationship.begun')),
        begins_by_itself boolean not null default false,
        retired_on date,
        created_by_user_id uuid references users,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        check (not begins_by_itself or begins_on is not null),
        check (begins_on is null or case begins_on when 'agreement.executed' then 'agreement' else 'expert' end = about_kind)
      );
      create index playbooks_agency on playbooks (agency_id);
      create index playbooks_event on playbooks (begins_on) where begins_by_itself and retired_on is null;

      create table playbook_starts (
        id uuid primary key,
        playbook_id uuid not null references playbooks,
        agency_id uuid not null references organisations,
        about_expert_id uuid references experts,
        about_agreement_id uuid references agreements,
        about_organisation_id uuid references organisations,
        event text check (event in ('agreement.executed', 'expert.entered', 'relationship.begun')),
        starts_on date not null,
        started_by_user_id uuid references users,
        started_at timestamptz not null,
        check (num_nonnulls(about_expert_id, about_agreement_id, about_organisation_id) = 1)
      );
      -- What happens by itself happens once, however often the event is told of.
      create unique index playbook_starts_event on playbook_starts
        (playbook_id, agency_id, event, coalesce(about_expert_id, about_agreement_id, about_organisation_id)) where event is not null;
      create index playbook_starts_expert on playbook_starts (about_expert_id, agency_id) where about_expert_id is not null;
      create index playbook_starts_agreement on playbook_starts (about_agreement_id, agency_id) where about_agreement_id is not null;
      create index playbook_starts_organisation on playbook_starts (about_organisation_id, agency_id)
        where about_organisation_id is not null;

      alter table follow_ups add column playbook_start_id uuid references playbook_starts;
      create index follow_ups_playbook_start on follow_ups (playbook_start_id) where playbook_start_id is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table follow_ups drop column playbook_start_id;
      drop table playbook_starts, playbooks;
    `);
  }
}
