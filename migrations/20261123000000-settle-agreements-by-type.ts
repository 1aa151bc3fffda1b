import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each type of agreement settles, and several approvals of one agreement, one after the other or side by side. */
export class SettleAgreementsByType20261123000000 implements MigrationInterface {
  name = 'SettleAgreementsByType20261123000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table agreements add column key_terms jsonb not null default '{}' check (jsonb_typeof(key_terms) = 'object');

      alter table agreement_approvals
        add column kind text not null default 'business' check (kind in ('business', 'legal', 'data_protection',
          'information_security', 'commercial', 'ethics')),
        add column position integer not null default 1 check (position between 1 and 10),
        add column decided_by_user_id uuid references users,
        add column delegated_from_id uuid references agreement_approvals,
        -- Null while those who are asked first have not all approved.
        alter column asked_at drop not null,
        drop constraint agreement_approvals_decision_check,
        add constraint agreement_approvals_decision_check
          check (decision in ('approved', 'returned', 'delegated', 'cancelled'));
      update agreement_approvals set decided_by_user_id = assignee_user_id where decision in ('approved', 'returned');
      alter table agreement_approvals
        add constraint agreement_approvals_asked check (asked_at is not null or decision is null or decision = 'cancelled'),
        add constraint agreement_approvals_decider
          check (coalesce(decision in ('approved', 'returned', 'delegated'), false) = (decided_by_user_id is not null));

      drop index agreement_approvals_one_open;
      create unique index agreement_approvals_one_open on agreement_approvals (agreement_id, kind) where decision is null;
      create index agreement_approvals_open on agreement_approvals (assignee_user_id, due_on, id)
        where decision is null and asked_at is not null;
      create index agreement_approvals_agreement on agreement_approvals (agreement_id);
      create index users_cover on users (cover_user_id) where cover_user_id is not null;
      create index agreement_approvals_due on agreement_approvals (due_on) where decision is null and asked_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    // What one approval cannot hold is given up: those that wait for others, and all but one open per agreement.
    await runner.query(`
      alter table agreement_approvals drop column delegated_from_id;
      delete from agreement_approvals where asked_at is null;
      delete from agreement_approvals w using agreement_approvals other
        where w.decision is null and other.decision is null and other.agreement_id = w.agreement_id and other.id < w.id;
      update agreement_approvals set decision = 'cancelled' where decision = 'delegated';
      drop index agreement_approvals_one_open, agreement_approvals_open, agreement_approvals_due, agreement_approvals_agreement,
        users_cover;
      alter table agreement_approvals
        drop column kind, drop column position, drop column decided_by_user_id,
        drop constraint agreement_approvals_asked,
        drop constraint agreement_approvals_decision_check,
        alter column asked_at set not null;
      alter table agreement_approvals
        add constraint agreement_approvals_decision_check check (decision in ('approved', 'returned', 'cancelled'));
      create unique index agreement_approvals_one_open on agreement_approvals (agreement_id) where decision is null;
      alter table agreements drop column key_terms;
    `);
  }
}
