import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People whom academics name to keep parts of their profile for them until a day, and the role of those who do nothing else. */
export class CreateExpertDelegates20261122170000 implements MigrationInterface {
  name = 'CreateExpertDelegates20261122170000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table users drop constraint users_role_check;
      alter table users add constraint users_role_check
        check (role in ('admin', 'liaison', 'partner', 'approver', 'auditor', 'host', 'academic', 'delegate'));

      alter table profile_changes drop constraint profile_changes_section_check;
      alter table profile_changes add constraint profile_changes_section_check
        check (section in ('name', 'email', 'affiliation', 'note', 'delegate'));
      create unique index profile_changes_one_delegate on profile_changes (expert_id, (after ->> 'email'))
        where state = 'proposed' and section = 'delegate';

      create table expert_delegates (
        id uuid primary key,
        version integer not null default 1,
        expert_id uuid not null references experts,
        -- The account that they sign in with.
        user_id uuid not null references users,
        -- As the academic gave them.
        name text collate "en-x-icu" not null,
        email citext not null,
        sections text[] not null check (sections <@ array['about', 'availability', 'expertise'] and cardinality(sections) > 0),
        named_on date not null,
        -- The last day, Europe/London.
        until_on date not null,
        change_id uuid not null unique references profile_changes,
        accepted_by_user_id uuid not null references users,
        started_at timestamptz not null,
        last_changed_at timestamptz,
        ended_at timestamptz,
        -- Null when a newer one took its place.
        ended_by_user_id uuid references users,
        updated_at timestamptz not null,
        check (until_on between named_on and named_on + interval '1 year'),
        check (ended_by_user_id is null or ended_at is not null)
      );
      create unique index expert_delegates_one_address on expert_delegates (expert_id, email) where ended_at is null;
      create index expert_delegates_expert on expert_delegates (expert_id, started_at desc);
      create index expert_delegates_user on expert_delegates (user_id, expert_id) where ended_at is null;
    `);
  }

  /** Delegates' accounts stay, disabled and as hosts: other rows may name them. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table expert_delegates;
      drop index profile_changes_one_delegate;
      delete from profile_changes where section = 'delegate';
      alter table profile_changes drop constraint profile_changes_section_check;
      alter table profile_changes add constraint profile_changes_section_check
        check (section in ('name', 'email', 'affiliation', 'note'));
      update users set role = 'host', disabled_at = coalesce(disabled_at, now()) where role = 'delegate';
      alter table users drop constraint users_role_check;
      alter table users add constraint users_role_check
        check (role in ('admin', 'liaison', 'partner', 'approver', 'auditor', 'host', 'academic'));
    `);
  }
}
