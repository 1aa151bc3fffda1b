import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What experts published: entered by themselves, or suggested by staff for them to claim or reject. */
export class CreatePublications20261122090000 implements MigrationInterface {
  name = 'CreatePublications20261122090000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table publications (
        id uuid primary key,
        version integer not null default 1,
        expert_id uuid not null references experts,
        -- In small letters: a DOI means the same whatever its capitals.
        doi text check (doi = lower(doi) and doi ~ '^10[.][0-9]{4,9}/[^[:space:]]+$'),
        title text collate "en-x-icu" not null,
        year integer check (year between 1900 and 2200),
        venue text,
        type text not null check (type in ('article', 'chapter', 'book', 'report', 'conference_paper', 'preprint', 'data_set',
          'thesis', 'other')),
        source text not null check (source in ('self', 'liaison', 'suggested')),
        state text not null check (state in ('proposed', 'claimed', 'rejected')),
        highlighted boolean not null default false,
        -- Null for what no person entered.
        created_by_user_id uuid references users,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        unique (expert_id, doi),
        check (not highlighted or state = 'claimed')
      );
      create index publications_expert on publications (expert_id, highlighted desc, year desc nulls last, title, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table publications');
  }
}
