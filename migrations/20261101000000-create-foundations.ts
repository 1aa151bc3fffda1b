import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Extensions, the immutable text fold that search columns rest on, and the tables of the platform itself. */
export class CreateFoundations20261101000000 implements MigrationInterface {
  name = 'CreateFoundations20261101000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create extension if not exists pg_trgm;
      create extension if not exists unaccent;
      create extension if not exists citext;
      create extension if not exists btree_gist;

      -- unaccent() is only STABLE because its dictionary could change; naming the dictionary lets indexes use it.
      create function plain_text(value text) returns text
        language sql immutable strict parallel safe
        as $$ select lower(public.unaccent('public.unaccent'::regdictionary, value)) $$;

      create table audit_entries (
        id uuid primary key,
        at timestamptz not null,
        -- The sealer reads rows below the snapshot's horizon by this value: ids alone can commit out of order.
        transaction_id xid8 not null default pg_current_xact_id(),
        actor_user_id uuid,
        actor_job text,
        actor_role text,
        actor_agency_id uuid,
        verb text not null,
        record_kind text not null,
        record_id uuid not null,
        before jsonb,
        after jsonb,
        request_id text,
        check ((actor_user_id is null) <> (actor_job is null))
      );
      create index audit_entries_record on audit_entries (record_kind, record_id, at desc);
      create index audit_entries_actor on audit_entries (actor_user_id, at desc);
      create index audit_entries_transaction on audit_entries (transaction_id);

      create table audit_readings (
        id uuid primary key,
        at timestamptz not null,
        transaction_id xid8 not null default pg_current_xact_id(),
        actor_user_id uuid not null,
        actor_role text not null,
        actor_agency_id uuid,
        route text not null,
        record_kind text not null,
        record_ids uuid[] not null,
        marking text not null,
        request_id text
      );
      create index audit_readings_record on audit_readings using gin (record_ids);
      create index audit_readings_actor on audit_readings (actor_user_id, at desc);

      create table outbox_events (
        id uuid primary key,
        name text not null,
        payload jsonb not null,
        created_at timestamptz not null,
        relayed_at timestamptz
      );
      create index outbox_events_waiting on outbox_events (id) where relayed_at is null;

      -- One row a subscriber: the record that its work is owed, and later that it was done. The queue only accelerates.
      create table outbox_deliveries (
        id uuid primary key,
        event_id uuid not null references outbox_events on delete cascade,
        job text not null,
        created_at timestamptz not null,
        enqueued_at timestamptz not null,
        attempts integer not null default 0,
        last_error text,
        done_at timestamptz,
        unique (event_id, job)
      );
      create index outbox_deliveries_owed on outbox_deliveries (enqueued_at) where done_at is null;

      create table job_runs (
        job text primary key,
        last_started_at timestamptz,
        last_succeeded_at timestamptz,
        last_failed_at timestamptz,
        last_error text
      );

      create table idempotency_keys (
        user_id uuid not null,
        route text not null,
        key text not null,
        body_hash bytea not null,
        record_id uuid not null,
        created_at timestamptz not null,
        primary key (user_id, route, key)
      );
      create index idempotency_keys_age on idempotency_keys (created_at);

      create table demonstration_clock (
        only_row boolean primary key default true check (only_row),
        days integer not null default 0 check (days between 0 and 3660)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table demonstration_clock, idempotency_keys, job_runs, outbox_deliveries, outbox_events, audit_readings, audit_entries;
      drop function plain_text(text);
    `);
  }
}
