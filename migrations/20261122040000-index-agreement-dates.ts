import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The coming year of renewals starts from three dates; the ledger's page looks a record's reminders up by its reference. */
export class IndexAgreementDates20261122040000 implements MigrationInterface {
  name = 'IndexAgreementDates20261122040000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The expression is that of noticeDeadlineSql: another one would not be found by this index.
      create index agreements_notice on agreements ((case
        when notice_unit = 'months' then (end_on - make_interval(months => notice_count))::date
        when notice_unit = 'days' then end_on - notice_count end), id) where stage = 'executed';
      create index agreements_review on agreements (review_on, id) where stage = 'executed';
      create index reminders_reference on reminders (record_reference, send_on desc, id desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index agreements_notice, agreements_review, reminders_reference');
  }
}
