import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An agency's own tags on people, the lists somebody keeps, changes of many records at once, and the order by last contact. */
export class CreateTagsAndSavedViews20261122010000 implements MigrationInterface {
  name = 'CreateTagsAndSavedViews20261122010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table tags (
        id uuid primary key,
        agency_id uuid not null references organisations,
        name text not null collate "en-x-icu" check (length(name) between 1 and 60),
        created_by_user_id uuid references users,
        created_at timestamptz not null
      );
      create unique index tags_name on tags (agency_id, plain_text(name));

      create table expert_tags (
        tag_id uuid not null references tags on delete cascade,
        expert_id uuid not null references experts,
        tagged_by_user_id uuid references users,
        tagged_at timestamptz not null,
        primary key (tag_id, expert_id)
      );
      create index expert_tags_expert on expert_tags (expert_id);

      create table saved_views (
        id uuid primary key,
        user_id uuid not null references users,
        page text not null check (page in ('experts', 'agreements', 'follow-ups')),
        name text not null collate "en-x-icu" check (length(name) between 1 and 80),
        query text not null check (length(query) <= 2000),
        created_at timestamptz not null
      );
      create unique index saved_views_name on saved_views (user_id, page, plain_text(name));

      -- What one act changed of many records, so that it can be undone: ids and codes only.
      create table bulk_changes (
        id uuid primary key,
        act text not null check (act in ('reassign', 'add_tag', 'remove_tag')),
        agency_id uuid not null references organisations,
        owner_user_id uuid references users,
        tag_id uuid references tags on delete set null,
        outcome jsonb not null,
        made_by_user_id uuid not null references users,
        made_at timestamptz not null,
        undone_at timestamptz
      );
      create index bulk_changes_maker on bulk_changes (made_by_user_id, made_at);

      -- Whom nobody has been in touch with yet stands before everybody else.
      create index relationships_last_contact on relationships
        (agency_id, (coalesce(last_contact_at, '1900-01-01 00:00:00+00'::timestamptz)), expert_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index relationships_last_contact;
      drop table bulk_changes, saved_views, expert_tags, tags;
    `);
  }
}
