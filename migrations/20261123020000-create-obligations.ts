import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an agreement obliges its parties to, and each time it falls due. */
export class CreateObligations20261123020000 implements MigrationInterface {
  name = 'CreateObligations20261123020000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table obligations (
        id uuid primary key,
        version integer not null default 1,
        agreement_id uuid not null references agreements,
        -- That of the agreement, which never changes.
        agency_id uuid not null references organisations,
        -- The party that owes it.
        organisation_id uuid not null,
        what text not null,
        owner_user_id uuid references users,
        owner_name text collate "en-x-icu",
        -- The day it falls due, or the first of them when it comes round again.
        due_on date not null,
        every_count integer check (every_count between 1 and 120),
        every_unit text check (every_unit in ('months', 'years')),
        until_on date,
        survives_end boolean not null default false,
        shared_with_academic boolean not null default false,
        lapsed_on date,
        lapse_reason text,
        created_by_user_id uuid references users,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        foreign key (agreement_id, organisation_id) references agreement_parties (agreement_id, organisation_id),
        check (num_nonnulls(owner_user_id, owner_name) = 1),
        check ((every_count is null) = (every_unit is null)),
        check (every_unit <> 'years' or every_count <= 10),
        check (until_on is null or (every_count is not null and until_on >= due_on)),
        check ((lapsed_on is null) = (lapse_reason is null))
      );
      create index obligations_agreement on obligations (agreement_id, due_on, id);
      create index obligations_owner on obligations (owner_user_id, agreement_id);
      create index obligations_due on obligations (due_on, id);

      create table obligation_occurrences (
        id uuid primary key,
        obligation_id uuid not null references obligations on delete cascade,
        due_on date not null,
        progress text not null default 'unfulfilled' check (progress in ('unfulfilled', 'partly', 'fulfilled', 'lapsed')),
        evidence text,
        evidence_url text,
        lapse_reason text,
        recorded_by_user_id uuid references users,
        recorded_at timestamptz,
        -- What the check of each night has told of last: so that it tells of it once.
        told text check (told in ('overdue', 'lapsed')),
        unique (obligation_id, due_on),
        check (progress <> 'lapsed' or lapse_reason is not null)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table obligation_occurrences, obligations');
  }
}
