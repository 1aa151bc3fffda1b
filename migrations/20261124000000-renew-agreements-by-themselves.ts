import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Agreements that renew themselves: by how much, how often at most, and since when no more. */
export class RenewAgreementsByThemselves20261124000000 implements MigrationInterface {
  name = 'RenewAgreementsByThemselves20261124000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table agreements
        add column renewal_months integer check (renewal_months between 1 and 120),
        -- Null: as often as nobody gives notice.
        add column most_renewals integer check (most_renewals between 1 and 100),
        -- How often it had renewed itself before its end was agreed anew.
        add column renewals_before integer not null default 0 check (renewals_before between 0 and 1000),
        add column renewal_stopped_on date,
        add check (renewal_type = 'automatic' or num_nonnulls(renewal_months, most_renewals, renewal_stopped_on) = 0);

      -- Few, and their dates are worked out one by one.
      create index agreements_automatic on agreements (id) where renewal_type = 'automatic' and stage = 'executed';

      -- The last day in force of what renews itself, as of a day: it does so on the day after nobody can give notice any more.
      create function automatic_end_on(agreed_end date, months integer, most integer, notice integer, unit text, as_of date)
      returns date language plpgsql immutable parallel safe as $$
      declare
        made integer := 0;
        last_day date := agreed_end;
      begin
        if agreed_end is null or months is null then return agreed_end; end if;
        loop
          exit when made >= most or as_of <= case unit
            when 'months' then (last_day - make_interval(months => notice))::date
            when 'days' then last_day - notice
            else last_day end;
          made := made + 1;
          -- Months are added to the agreed end, never to a renewed one: one short month does not move every later end.
          last_day := (agreed_end + make_interval(months => months * made))::date;
        end loop;
        return last_day;
      end $$;

      -- The day on which it renewed itself for this term; null for the first, and for those that somebody decided on.
      alter table agreement_terms add column renewed_itself_on date;

      -- What agreements became as days passed, told of once. Nothing that is read depends on it.
      create table agreement_status_changes (
        id uuid primary key,
        agreement_id uuid not null references agreements,
        -- Null for the first status that was noted of it.
        previous text,
        status text not null,
        -- Its first day, Europe/London.
        changed_on date not null,
        noted_at timestamptz not null
      );
      create index agreement_status_changes_agreement on agreement_status_changes (agreement_id, noted_at desc, id desc);
      create index agreement_status_changes_day on agreement_status_changes (changed_on);
      create index agreement_terms_renewed on agreement_terms (renewed_itself_on) where renewed_itself_on is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table agreement_status_changes;
      alter table agreement_terms drop column renewed_itself_on;
      drop function automatic_end_on;
      alter table agreements drop column renewal_months, drop column most_renewals, drop column renewals_before,
        drop column renewal_stopped_on;
    `);
  }
}
