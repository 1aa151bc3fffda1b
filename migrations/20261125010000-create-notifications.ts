import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What somebody is reminded of, inside the product: one for each row of the ledger that was decided to be sent. */
export class CreateNotifications20261125010000 implements MigrationInterface {
  name = 'CreateNotifications20261125010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table notifications (
        id uuid primary key,
        user_id uuid not null references users,
        -- One for a row of the ledger, however often its mail is tried.
        reminder_id uuid not null unique references reminders,
        record_kind text not null,
        record_id uuid not null,
        record_reference text not null,
        template text not null,
        anchor_on date not null,
        offset_days integer not null,
        made_at timestamptz not null,
        read_at timestamptz
      );
      create index notifications_newest on notifications (user_id, made_at desc, id desc);
      -- Asked for every page that is shown; what it holds besides is what its reader is asked about.
      create index notifications_unread on notifications (user_id, made_at desc, id desc) include (record_kind, record_id)
        where read_at is null;

      -- Decided before there was an inbox, and its mail not handed over yet. What went out is not told again.
      insert into notifications (id, user_id, reminder_id, record_kind, record_id, record_reference, template, anchor_on, offset_days, made_at)
      select gen_random_uuid(), r.recipient_user_id, r.id, r.record_kind, r.record_id, r.record_reference, m.template, r.anchor_on,
        r.offset_days, m.created_at
      from reminders r join reminder_messages m on m.id = r.message_id where r.state = 'scheduled' and m.state = 'sending';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table notifications');
  }
}
