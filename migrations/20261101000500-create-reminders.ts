import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reminder rules, the ledger that is the truth of what was sent, and the messages that carried it. */
export class CreateReminders20261101000500 implements MigrationInterface {
  name = 'CreateReminders20261101000500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table reminder_rules (
        id uuid primary key,
        version integer not null default 1,
        code text not null unique,
        name text not null,
        subject text not null,
        -- Days from the anchor date: negative before, positive after.
        offsets integer[] not null check (cardinality(offsets) > 0),
        template text not null,
        enabled boolean not null default true,
        created_at timestamptz not null,
        updated_at timestamptz not null
      );

      create table reminder_messages (
        id uuid primary key,
        message_id text not null unique,
        recipient_user_id uuid not null references users,
        template text not null,
        state text not null check (state in ('sending', 'sent', 'failed')),
        attempts integer not null default 0,
        -- Fencing: a worker whose lease ran out may not record an outcome over its successor's.
        lease integer not null default 0,
        leased_until timestamptz,
        maybe_duplicate boolean not null default false,
        last_error text,
        sent_at timestamptz,
        created_at timestamptz not null
      );
      create index reminder_messages_unfinished on reminder_messages (leased_until) where state = 'sending';

      create table reminders (
        id uuid primary key,
        rule_id uuid not null references reminder_rules,
        record_kind text not null,
        record_id uuid not null,
        record_reference text not null,
        anchor_on date not null,
        offset_days integer not null,
        recipient_user_id uuid references users,
        send_on date not null,
        state text not null check (state in ('scheduled', 'sent', 'skipped', 'failed', 'superseded')),
        reason text,
        message_id uuid references reminder_messages,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        check (state <> 'skipped' or reason is not null),
        unique nulls not distinct (rule_id, record_id, anchor_on, offset_days, recipient_user_id)
      );
      create index reminders_due on reminders (send_on, id) where state = 'scheduled';
      create index reminders_record on reminders (record_id, send_on);
      create index reminders_newest on reminders (send_on desc, id desc);
      create index reminders_message on reminders (message_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table reminders, reminder_messages, reminder_rules');
  }
}
