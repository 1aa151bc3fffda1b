import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people say of their own profile: that it is still correct, what should change, and that they object. */
export class CreateProfileChanges20261122060000 implements MigrationInterface {
  name = 'CreateProfileChanges20261122060000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table experts
        add column profile_confirmed_on date,
        add column confirmation_asked_on date,
        add column objection_text text,
        add column restriction_text text;
      create index experts_rights on experts (agency_id) where objected_on is not null or restricted_on is not null;

      create table profile_changes (
        id uuid primary key,
        version integer not null default 1,
        expert_id uuid not null references experts,
        section text not null check (section in ('name', 'email', 'affiliation', 'note')),
        -- What the record said when it was proposed, so that a record which has moved on since is noticed.
        before jsonb not null,
        after jsonb not null,
        state text not null default 'proposed' check (state in ('proposed', 'approved', 'refused', 'withdrawn')),
        reason text,
        -- Null when it came by a link that was sent to the person.
        proposed_by_user_id uuid references users,
        proposed_at timestamptz not null,
        decided_by_user_id uuid references users,
        decided_at timestamptz,
        updated_at timestamptz not null,
        check ((state = 'proposed') = (decided_at is null)),
        check (state <> 'refused' or reason is not null)
      );
      create index profile_changes_expert on profile_changes (expert_id, proposed_at desc);
      create index profile_changes_proposed on profile_changes (proposed_at desc, id desc);
      create unique index profile_changes_one_open on profile_changes (expert_id, section)
        where state = 'proposed' and section in ('name', 'email');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table profile_changes;
      drop index experts_rights;
      alter table experts drop column restriction_text, drop column objection_text, drop column confirmation_asked_on,
        drop column profile_confirmed_on;
    `);
  }
}
