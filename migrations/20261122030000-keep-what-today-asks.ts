import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the first page and the lists of follow-ups ask: who gave whom what and when, what was put off, when somebody last looked. */
export class KeepWhatTodayAsks20261122030000 implements MigrationInterface {
  name = 'KeepWhatTodayAsks20261122030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Null for those given before these columns were there.
      alter table follow_ups add column assigned_at timestamptz, add column assigned_by_user_id uuid references users;
      create index follow_ups_assigned on follow_ups (assignee_user_id, assigned_at desc);

      -- Several follow-ups given to somebody at once: what is needed to take it back. Why, the audit says.
      create table follow_up_hand_overs (
        id uuid primary key,
        handed_by_user_id uuid not null references users,
        to_user_id uuid not null references users,
        -- [{ id, version, fromUserId }]: the version is the one after the hand-over.
        items jsonb not null,
        created_at timestamptz not null,
        undone_at timestamptz
      );

      -- Put off: contact is not due before this day, whatever the cadence says.
      alter table relationships add column contact_deferred_until date;

      create index interaction_participants_user on interaction_participants (user_id, interaction_id) where user_id is not null;
      create index interactions_author on interactions (created_by_user_id, happened_at desc);
      create index agreement_approvals_asker on agreement_approvals (asked_by_user_id, decided_at desc);

      -- When somebody opened their first page, in this session and before it.
      create table today_visits (
        user_id uuid primary key references users,
        session_id uuid not null,
        opened_at timestamptz not null,
        before_session_at timestamptz
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table today_visits, follow_up_hand_overs;
      drop index agreement_approvals_asker, interactions_author, interaction_participants_user, follow_ups_assigned;
      alter table relationships drop column contact_deferred_until;
      alter table follow_ups drop column assigned_by_user_id, drop column assigned_at;
    `);
  }
}
