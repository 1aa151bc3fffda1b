import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People who have not been sent the privacy notice, by the agency that keeps them and the day by which it is due. */
export class IndexUnsentNotices20261126220000 implements MigrationInterface {
  name = 'IndexUnsentNotices20261126220000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index experts_notice_unsent on experts
        (agency_id, ((((created_at at time zone 'Europe/London')::date + interval '1 month')::date)))
        where privacy_notice_sent_on is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index experts_notice_unsent');
  }
}
