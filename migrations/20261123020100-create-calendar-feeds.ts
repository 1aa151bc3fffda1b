import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Addresses under which a calendar program reads somebody's dates. Only a hash of the secret part is kept. */
export class CreateCalendarFeeds20261123020100 implements MigrationInterface {
  name = 'CreateCalendarFeeds20261123020100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table calendar_feeds (
        id uuid primary key,
        user_id uuid not null references users,
        -- Where its owner worked when it was made: elsewhere it opens nothing.
        agency_id uuid references organisations,
        label text not null,
        scope text not null check (scope in ('mine', 'all')),
        token_hash bytea not null unique,
        created_at timestamptz not null,
        revoked_at timestamptz
      );
      create index calendar_feeds_user on calendar_feeds (user_id, created_at desc, id desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table calendar_feeds');
  }
}
