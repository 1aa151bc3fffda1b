import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The reminder ledger by recipient and by state, the audit by kind of record, follow-ups by the body that they are about. */
export class IndexLedgerAndAudit20261122100100 implements MigrationInterface {
  name = 'IndexLedgerAndAudit20261122100100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index reminders_recipient on reminders (recipient_user_id, send_on desc, id desc);
      create index reminders_state on reminders (state, send_on desc, id desc);
      create index follow_ups_about_organisation on follow_ups (about_organisation_id);
      create index audit_entries_kind on audit_entries (record_kind, at desc, id desc);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop index reminders_recipient, reminders_state, follow_ups_about_organisation, audit_entries_kind',
    );
  }
}
