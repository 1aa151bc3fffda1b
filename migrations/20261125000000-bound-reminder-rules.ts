import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules of reminders can be changed by people: the days of one stay within what the product reckons with. */
export class BoundReminderRules20261125000000 implements MigrationInterface {
  name = 'BoundReminderRules20261125000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table reminder_rules
        add constraint reminder_rules_offsets check (cardinality(offsets) between 1 and 12
          and -730 <= all (offsets) and 365 >= all (offsets) and array_position(offsets, null) is null),
        add constraint reminder_rules_name check (length(name) between 1 and 120);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table reminder_rules drop constraint reminder_rules_offsets, drop constraint reminder_rules_name;
    `);
  }
}
