import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { newId } from '../../kernel/identifier.js';
import type { RecordRef } from '../../kernel/contracts.js';
import type { Transaction } from '../database/transaction.js';
import { requestContext } from '../web/request-context.js';

/** A record as the audit keeps it: its columns, without secrets. */
export type Snapshot = Readonly<Record<string, unknown>>;

/** Never kept, whatever the record. */
const secrets = new Set(['passwordHash', 'search']);

/** Who changed what, when, before and after; in the same transaction as the change, so neither is ever without the other. */
@Injectable()
export class AuditLog {
  /** `verb` is `<feature>.<what was done>`, such as `agreement.approve`. Only what changed is kept of a change. */
  async record(
    tx: Transaction,
    verb: string,
    record: RecordRef,
    before: Snapshot | null,
    after: Snapshot | null,
  ): Promise<void> {
    const { actor } = tx;
    const user = actor.kind === 'user' ? actor : null;
    const [from, to] = differences(before, after);
    await tx.query(sql`
      insert into audit_entries (id, at, actor_user_id, actor_job, actor_role, actor_agency_id, verb, record_kind, record_id, before, after, request_id)
      values (${newId()}, ${tx.now}, ${user?.userId ?? null}, ${actor.kind === 'system' ? actor.job : null}, ${user?.role ?? null},
        ${user?.agencyId ?? null}, ${verb}, ${record.kind}, ${record.id}, ${from}, ${to}, ${requestContext()?.requestId ?? null})`);
  }
}

function differences(before: Snapshot | null, after: Snapshot | null): [string | null, string | null] {
  if (before === null || after === null) return [kept(before), kept(after)];
  const names = Object.keys({ ...before, ...after }).filter(
    (name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null),
  );
  const pick = (from: Snapshot): Snapshot => Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
  return [kept(pick(before)), kept(pick(after))];
}

function kept(snapshot: Snapshot | null): string | null {
  if (snapshot === null) return null;
  return JSON.stringify(Object.fromEntries(Object.entries(snapshot).filter(([name]) => !secrets.has(name))));
}
