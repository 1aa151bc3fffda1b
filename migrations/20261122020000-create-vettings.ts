import type { MigrationInterface, QueryRunner } from 'typeorm';

/** To what level an agency has a person vetted: the level, a status and two dates, and no place for anything more. */
export class CreateVettings20261122020000 implements MigrationInterface {
  name = 'CreateVettings20261122020000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table vettings (
        id uuid primary key,
        version integer not null default 1,
        expert_id uuid not null references experts,
        -- The sponsor.
        agency_id uuid not null references organisations,
        level text not null check (level in ('bpss', 'ac', 'ctc', 'sc', 'esc', 'dv', 'edv',
          'nppv1', 'nppv2_abbreviated', 'nppv2_full', 'nppv3')),
        status text not null check (status in ('in_progress', 'granted', 'ended')),
        granted_on date,
        expires_on date,
        created_by_user_id uuid references users,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        unique (expert_id, agency_id, level),
        check (status <> 'granted' or granted_on is not null),
        check (status <> 'in_progress' or (granted_on is null and expires_on is null)),
        check (expires_on is null or granted_on is null or expires_on > granted_on)
      );
      create index vettings_agency on vettings (agency_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table vettings');
  }
}
