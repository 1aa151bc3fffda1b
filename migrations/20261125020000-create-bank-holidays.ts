import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Bank holidays by division, and rules of reminders that count by working days, repeat themselves, and tell a deputy and the
 * agency's lead of what is not dealt with.
 */
export class CreateBankHolidays20261125020000 implements MigrationInterface {
  name = 'CreateBankHolidays20261125020000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table bank_holidays (
        division text not null check (division in ('england-and-wales', 'scotland', 'northern-ireland')),
        held_on date not null,
        title text not null check (length(title) between 1 and 200),
        primary key (division, held_on)
      );

      alter table reminder_rules
        add column day_count text not null default 'calendar' check (day_count in ('calendar', 'working')),
        add column repeat_every integer check (repeat_every between 1 and 90),
        add column repeat_times integer check (repeat_times between 1 and 24),
        -- Days after the date, counted as the rule counts.
        add column escalate_after integer check (escalate_after between 1 and 180),
        add constraint reminder_rules_repeats check ((repeat_every is null) = (repeat_times is null));

      alter table reminders
        add column day_count text not null default 'calendar' check (day_count in ('calendar', 'working')),
        add column told_as text not null default 'owner' check (told_as in ('owner', 'deputy', 'lead'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table reminders drop column day_count, drop column told_as;
      alter table reminder_rules drop constraint reminder_rules_repeats, drop column day_count, drop column repeat_every,
        drop column repeat_times, drop column escalate_after;
      drop table bank_holidays;
    `);
  }
}
