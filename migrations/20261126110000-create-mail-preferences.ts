import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How somebody wants their reminders by mail: each as one, or gathered once a day or once a week. */
export class CreateMailPreferences20261126110000 implements MigrationInterface {
  name = 'CreateMailPreferences20261126110000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table mail_preferences (
        user_id uuid primary key references users,
        delivery text not null default 'single' check (delivery in ('single', 'daily', 'weekly')),
        -- Nothing by mail that only tells of something and asks nothing.
        duties_only boolean not null default false,
        updated_at timestamptz not null
      );

      alter table reminder_messages
        add column delivery text not null default 'single' check (delivery in ('single', 'daily', 'weekly')),
        alter column template drop not null,
        add constraint reminder_messages_template check (delivery <> 'single' or template is not null);
      -- What falls due while a digest has not been taken by a worker joins it: nobody gets two at once.
      create unique index reminder_messages_open_digest on reminder_messages (recipient_user_id)
        where delivery <> 'single' and state = 'sending' and lease = 0;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update reminder_messages m set template = coalesce((select rule.template from reminders r
        join reminder_rules rule on rule.id = r.rule_id where r.message_id = m.id order by r.id limit 1), 'agreement-end')
      where m.template is null;
      drop index reminder_messages_open_digest;
      alter table reminder_messages drop constraint reminder_messages_template, alter column template set not null,
        drop column delivery;
      drop table mail_preferences;
    `);
  }
}
