import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A follow-up can come round again. Each row keeps the rhythm and its own place in it: the day of the first time, from which all
 * others are counted, and which time it is.
 */
export class RepeatFollowUps20261126200000 implements MigrationInterface {
  name = 'RepeatFollowUps20261126200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table follow_ups
        add column every_count integer check (every_count between 1 and 3650),
        add column every_unit text check (every_unit in ('days', 'weeks', 'months', 'years')),
        add column series_first_on date,
        add column series_number integer check (series_number >= 0),
        add column series_until_on date,
        add column series_times integer check (series_times between 1 and 1000),
        add constraint follow_ups_series check (
          num_nulls(every_count, every_unit, series_first_on, series_number) in (0, 4)
          and (every_count is not null or (series_until_on is null and series_times is null))
          and (series_until_on is null or series_times is null)
          and (series_times is null or series_number < series_times)
        );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table follow_ups drop constraint follow_ups_series, drop column series_times, drop column series_until_on,
        drop column series_number, drop column series_first_on, drop column every_unit, drop column every_count;
    `);
  }
}
