import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When administrators were told that a job has stopped, so that they are told once. */
export class NoteJobAlarms20261126000000 implements MigrationInterface {
  name = 'NoteJobAlarms20261126000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table job_runs add column alarmed_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table job_runs drop column alarmed_at`);
  }
}
