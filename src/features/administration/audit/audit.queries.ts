import { Injectable } from '@nestjs/common';
import sql, { join, type Sql } from 'sql-template-tag';
import type { UserActor } from '../../../kernel/actor.js';
import { addDays, londonInstant } from '../../../kernel/calendar-date.js';
import { invalidField } from '../../../kernel/domain-error.js';
import { isId } from '../../../kernel/identifier.js';
import type { CursorParts } from '../../../kernel/page.js';
import { AccessPolicy } from '../../../platform/auth/permissions.js';
import { containing } from '../../../platform/database/fragments.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { cursorOf, keysetPage } from '../../../platform/web/keyset.js';
import type { AuditCountView, AuditEntryView, AuditFilters, AuditListQuery, AuditPage } from './audit.dto.js';
import { fieldWords, sentenceOf, toldFields } from './audit.sentence.rules.js';
import { valueInWords } from './audit.values.js';
import { calledSql, namedRecords, namesSql, openedEntries } from './audited.records.js';

const mostCounted = 1000;
/** Kinds that the audit is about, so that a record is found by its id through the index that begins with the kind. */
export const auditedKinds = [
  'agreement',
  'expert',
  'relationship',
  'contact',
  'interaction',
  'follow_up',
  'user',
  'organisation',
  'vocabulary_term',
  'reminder_rule',
  'bank_holidays',
  'report',
] as const;

interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly verb: string;
  readonly person: AuditEntryView['person'];
  readonly job: string | null;
  readonly record: AuditEntryView['record'];
  /** The names of what changed; null of what was entered or has no fields. */
  readonly changed: string[] | null;
  /** Null unless the reader may open the record. */
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly opened: boolean;
  readonly names: Record<string, string> | null;
  readonly cursorKey: CursorParts;
}

/** Reads of the audit: one statement each. What a hidden record held never leaves the database. */
@Injectable()
export class AuditQueries {
  constructor(
    private readonly work: UnitOfWork,
    private readonly policy: AccessPolicy,
  ) {}

  async list(actor: UserActor, query: AuditListQuery): Promise<AuditPage> {
    const limit = query.limit ?? 25;
    const conditions = filters(query);
    const after = cursorOf(query.cursor, 'instant', 'id');
    if (after !== null) conditions.push(sql`(e.at, e.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    const rows = await this.work.read<AuditRow>(
      actor,
      sql`select e.id, e.at, e.verb, e.actor_job as job, e.changed, e.opened, e.before, e.after,
          json_build_object('kind', e.record_kind, 'id', e.record_id, 'called', ${calledSql}) as record,
          case when doer.id is not null then json_build_object('id', doer.id, 'name', doer.name, 'role', e.actor_role) end as person,
          ${namesSql} as names, json_build_array(e.at::text, e.id) as "cursorKey"
        from (${this.entriesSql(actor, conditions, limit + 1)}) e
        left join users doer on doer.id = e.actor_user_id
        cross join lateral (select array_agg(mention[1]::uuid) as ids from regexp_matches(concat(e.before, e.after),
          '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'g') mention) mentioned
        order by e.at desc, e.id desc`,
    );
    const { items, nextCursor } = keysetPage<Omit<AuditRow, 'cursorKey'>>(rows, limit);
    return { items: items.map(viewOf), nextCursor };
  }

  async count(actor: UserActor, query: AuditFilters): Promise<AuditCountView> {
    const row = await this.work.readOne<{ count: number }>(
      actor,
      sql`select count(*)::integer as count from (select 1 from audit_entries e
        where ${join(filters(query), ' and ')} limit ${mostCounted + 1}) one`,
    );
    const count = row!.count;
    return count > mostCounted ? { count: mostCounted, more: true } : { count, more: false };
  }

  /** Everything that was ever done, found by stepping from one to the next along the index. */
  async actions(actor: UserActor): Promise<string[]> {
    const rows = await this.work.read<{ verb: string }>(
      actor,
      sql`with recursive done as (
          select min(verb) as verb from audit_entries
          union all select (select min(later.verb) from audit_entries later where later.verb > done.verb) from done where done.verb is not null)
        select verb from done where verb is not null order by verb`,
    );
    return rows.map(({ verb }) => verb);
  }

  /** The page's entries. Of those that the reader may not open only the names of what changed come out. */
  private entriesSql(actor: UserActor, conditions: readonly Sql[], limit: number): Sql {
    const opened = openedEntries(actor, this.policy);
    return sql`select e.id, e.at, e.verb, e.actor_user_id, e.actor_role, e.actor_job, e.record_kind, e.record_id, ${opened} as opened,
        case when e.before is not null then array(select jsonb_object_keys(coalesce(e.after, e.before))) end as changed,
        case when ${opened} then e.before end as before, case when ${opened} then e.after end as after
      from audit_entries e where ${join(conditions, ' and ')} order by e.at desc, e.id desc limit ${limit}`;
  }
}

function filters({ person, kind, record, action, from, to }: AuditFilters): Sql[] {
  const conditions = [sql`true`];
  if (person) conditions.push(doneBy(person));
  if (kind) conditions.push(sql`e.record_kind = ${kind}`);
  if (record) conditions.push(aboutRecord(record));
  if (action) conditions.push(sql`e.verb = ${action}`);
  if (from) conditions.push(sql`e.at >= ${londonInstant(from, '00:00')}`);
  if (to) conditions.push(sql`e.at < ${londonInstant(addDays(to, 1), '00:00')}`);
  return conditions;
}

/** A session begins before anybody is signed in: it counts as done by the person whose it is. */
function doneBy(person: string): Sql {
  const people = sql`(select u.id from users u where u.search like ${containing(person)})`;
  return sql`(e.actor_user_id in ${people} or (e.verb like 'session.%' and e.record_kind = 'user' and e.record_id in ${people}))`;
}

function aboutRecord(text: string): Sql {
  const kinds = sql`e.record_kind = any(${[...auditedKinds]})`;
  const reference = text.toUpperCase();
  if (/^[A-Z]{3}-(\d{4}-)?\d{4,10}$/.test(reference))
    return sql`(${kinds} and e.record_id in ${namedRecords(reference)})`;
  if (isId(text)) return sql`(${kinds} and e.record_id = ${text})`;
  throw invalidField('?record', 'Enter a reference such as AGR-2026-0007 or EXP-000123, or the id of a record.');
}

function viewOf(row: Omit<AuditRow, 'cursorKey'>): AuditEntryView {
  const { id, at, verb, person, job, record } = row;
  const changed = toldFields(row.changed ?? []);
  const facts = { person: person?.name ?? null, job, verb, kind: record.kind, called: record.called, fields: changed };
  return {
    id,
    at,
    person,
    job,
    action: verb,
    record,
    sentence: sentenceOf(facts),
    fields: changed.map(fieldWords),
    changes: changesOf(row),
  };
}

/** What was entered has no before: then every field that it was entered with. */
function changesOf({ opened, before, after, names }: Omit<AuditRow, 'cursorKey'>): AuditEntryView['changes'] {
  if (!opened) return null;
  return toldFields(Object.keys({ ...before, ...after }))
    .map((name) => ({
      field: fieldWords(name),
      before: valueInWords(before?.[name], names ?? {}),
      after: valueInWords(after?.[name], names ?? {}),
    }))
    .filter((change) => change.before !== null || change.after !== null);
}
