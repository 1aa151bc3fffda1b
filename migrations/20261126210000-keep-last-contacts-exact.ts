import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The last contact is worked out from the interactions from now on. It was moved along before, and never back: what a correction
 * has left behind is put right. The day on which contact is due gets an index, which reminders go by.
 */
export class KeepLastContactsExact20261126210000 implements MigrationInterface {
  name = 'KeepLastContactsExact20261126210000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      update relationships r set last_contact_at = said.at
      from (
        select known.id, max(i.happened_at) filter (where i.happened_at <= i.updated_at) as at
        from relationships known
        left join interaction_participants took on took.expert_id = known.expert_id
        left join interactions i on i.id = took.interaction_id and i.agency_id = known.agency_id
        group by known.id
      ) said
      where said.id = r.id and r.last_contact_at is distinct from said.at;

      create index relationships_contact_due on relationships ((
        case when cadence_days is not null then greatest(contact_deferred_until,
          coalesce((last_contact_at at time zone 'Europe/London')::date, since_on) + cadence_days) end))
        where cadence_days is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index relationships_contact_due');
  }
}
